#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "domain/types.hpp"

// The rules of webhooks, as Standard Webhooks (standardwebhooks.com, 1.0) has them. Pure; app/pass/pushing.hpp makes
// the calls.
namespace proactive {

// The keys of one or two secrets, separated by spaces, of which the first is the newer one: "whsec_" and 24 to 64 bytes
// in Base64. Nothing where one of them has another form.
std::optional<std::vector<std::string>> parse_webhook_secrets(std::string const& text);
bool is_webhook_secrets(std::string const& text);

// webhook-id, webhook-timestamp and webhook-signature of one call, as "Name: value". `at`: of this call, which may be
// days after the delivery. A signature a key, so that the receiver may still know the older one.
std::vector<std::string> webhook_headers(std::string const& id, Instant at, std::string_view body,
                                         std::vector<std::string> const& keys);

// What identifies an endpoint without telling its address.
std::string endpoint_fingerprint(std::string const& url);

// What became of one call.
enum class WebhookOutcome {
  accepted,  // 2xx
  failed,    // anything else: tried again
  gone       // 410: the receiver wants none any more
};
struct WebhookVerdict {
  WebhookOutcome outcome = WebhookOutcome::failed;
  std::string error = {};                         // for people; empty where it was accepted
  std::optional<std::chrono::seconds> wait = {};  // at least so long, as the receiver asks
};
// `status`: 0 where no response came, for the reason `problem`. `retry_after`: the header, in seconds; empty: none.
WebhookVerdict judge_call(int status, std::string const& problem, std::string const& retry_after);

// When a call is made again after `attempts` have failed, the last of them at `now`: a minute, then ever later, up to
// eight hours, a fifth more or less by the engagement, so that not all come at once; not before the receiver wants it.
// Nothing where that would be more than `give_up` after the delivery.
std::optional<Instant> next_attempt(EngagementKey const& engagement, int attempts, WebhookVerdict const& verdict,
                                    Instant delivered_at, std::chrono::hours give_up, Instant now);

// How many calls may be under way: one less for each that fails, one more for each that succeeds. An endpoint that is
// dead so gets no more calls than were under way when it died, and costs a run one time-out; one that fails for a while
// of its calls gets all of them.
class CallWindow {
 public:
  explicit CallWindow(int most) : most_(most), allowed_(most) {}
  void succeeded() { allowed_ = std::min(most_, allowed_ + 1); }
  void failed() { allowed_ = std::max(0, allowed_ - 1); }
  void close() { allowed_ = 0; }
  [[nodiscard]] int allowed() const { return allowed_; }
  // For the rest of the run.
  [[nodiscard]] bool is_closed() const { return allowed_ == 0; }

 private:
  int most_;
  int allowed_;
};

}  // namespace proactive
