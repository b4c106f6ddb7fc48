#include "domain/channel/webhook.hpp"

#include <fmt/core.h>

#include <array>
#include <charconv>

#include "base/digest.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t shortest_key = 24;  // bytes, by Standard Webhooks
constexpr std::size_t longest_key = 64;
constexpr std::size_t most_secrets = 2;

// Behind the first, second, ... failed attempt; the last one for all further ones.
constexpr std::array waits{minutes{1},  minutes{5},   minutes{15},  minutes{30},
                           minutes{60}, minutes{120}, minutes{240}, minutes{480}};

std::optional<std::string> key_of(std::string_view secret) {
  if (!secret.starts_with(secret_prefix)) return std::nullopt;
  auto key = decode_base64(secret.substr(secret_prefix.size()));
  if (!key || key->size() < shortest_key || key->size() > longest_key) return std::nullopt;
  return key;
}

std::optional<seconds> seconds_of(std::string const& text) {
  long value = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value <= 0) return std::nullopt;
  constexpr seconds longest{std::chrono::days{1}};  // a receiver that asks for more is asked once a day
  return std::min(seconds{value}, longest);
}

// 0.8 to 1.2 of it, the same for the same engagement and attempt.
seconds spread(seconds wait, EngagementKey const& engagement, int attempts) {
  auto const hash = fnv1a(fmt::format("{} {} {}", engagement.user_id, engagement.id, attempts));
  return seconds{wait.count() * static_cast<long>(800 + hash % 401) / 1000};
}

// libcurl tells how long it took, and equal failures would be told apart: "Failed to connect after 3 ms".
std::string without_time(std::string text) {
  constexpr std::string_view after = " after ";
  auto const begin = text.find(after);
  if (begin == std::string::npos) return text;
  auto const digits = text.find_first_not_of("0123456789", begin + after.size());
  for (std::string_view const unit : {" milliseconds", " ms"}) {
    if (digits != std::string::npos && text.compare(digits, unit.size(), unit) == 0)
      return text.erase(begin, digits + unit.size() - begin);
  }
  return text;
}

}  // namespace

std::optional<std::vector<std::string>> parse_webhook_secrets(std::string const& text) {
  std::vector<std::string> keys;
  for (auto const& word : split_at_spaces(text)) {
    auto key = key_of(word);
    if (!key || keys.size() == most_secrets) return std::nullopt;
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) return std::nullopt;
  return keys;
}

bool is_webhook_secrets(std::string const& text) { return parse_webhook_secrets(text).has_value(); }

std::vector<std::string> webhook_headers(std::string const& id, Instant at, std::string_view body,
                                         std::vector<std::string> const& keys) {
  auto const timestamp = std::chrono::floor<seconds>(at).time_since_epoch().count();
  auto const content = fmt::format("{}.{}.{}", id, timestamp, body);
  std::vector<std::string> signatures;
  signatures.reserve(keys.size());
  for (auto const& key : keys) signatures.push_back("v1," + hmac_sha256_base64(key, content));
  return {fmt::format("webhook-id: {}", id), fmt::format("webhook-timestamp: {}", timestamp),
          fmt::format("webhook-signature: {}", join(signatures, " "))};
}

std::string endpoint_fingerprint(std::string const& url) { return hmac_sha256_base64("proactive webhook", url); }

WebhookVerdict judge_call(int status, std::string const& problem, std::string const& retry_after) {
  constexpr std::size_t most_characters = 200;
  if (status == 0) return {WebhookOutcome::failed, shortened(without_time(printable(problem)), most_characters)};
  if (status >= 200 && status < 300) return {WebhookOutcome::accepted};
  if (status == 410) return {WebhookOutcome::gone, "the receiver answers 410: it wants no more calls"};
  if (status >= 300 && status < 400)
    return {WebhookOutcome::failed, fmt::format("the receiver answers {}: redirects are not followed", status)};
  return {WebhookOutcome::failed, fmt::format("the receiver answers {}", status), seconds_of(retry_after)};
}

std::optional<Instant> next_attempt(EngagementKey const& engagement, int attempts, WebhookVerdict const& verdict,
                                    Instant delivered_at, std::chrono::hours give_up, Instant now) {
  auto const nth = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(attempts, 1)), 1, waits.size());
  auto const wait = std::max(spread(waits.at(nth - 1), engagement, attempts), verdict.wait.value_or(seconds{0}));
  auto const next = now + wait;
  if (next - delivered_at > give_up) return std::nullopt;
  return next;
}

}  // namespace proactive
