#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/channel/webhook.hpp"
#include "domain/settings/groups.hpp"

namespace proactive::net {
class HttpClient;
}

namespace proactive::channel {

// Posts signed documents to the app's receiver, many at once on the calling thread.
class WebhookClient {
 public:
  // Reads the secret and what else the settings name. Throws Error (configuration) that says what is missing.
  explicit WebhookClient(ChannelSettings const& settings);
  ~WebhookClient();

  // `call` comes back with what became of it; `id` is the same for each attempt at the same message. `at`: now, by a
  // clock that is right, since receivers refuse a call that is minutes old.
  void post(std::uint64_t call, std::string const& id, std::string const& body, Instant at);

  struct Ended {
    std::uint64_t call = 0;
    WebhookVerdict verdict;
  };
  // What has ended; waits for it up to so long.
  std::vector<Ended> poll(std::chrono::milliseconds wait);

  void cancel_all();
  [[nodiscard]] int in_flight() const;

 private:
  std::vector<std::string> keys_;
  std::unique_ptr<net::HttpClient> http_;
};

}  // namespace proactive::channel
