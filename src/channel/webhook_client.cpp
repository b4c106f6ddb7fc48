#include "channel/webhook_client.hpp"

#include <fmt/core.h>

#include "base/errors.hpp"
#include "base/file.hpp"
#include "base/secret_file.hpp"
#include "base/text.hpp"
#include "domain/endpoint.hpp"
#include "net/http_client.hpp"
#include "net/url.hpp"

namespace proactive::channel {

namespace {

std::vector<std::string> read_keys(ChannelSettings const& settings) {
  auto const& file = settings.webhook_secret_file;
  auto const text = file.empty() ? settings.webhook_secret : read_secret_file("PROACTIVE_WEBHOOK_SECRET_FILE", file);
  auto keys = parse_webhook_secrets(text);
  if (keys) return *keys;
  throw configuration_error(
      fmt::format("PROACTIVE_WEBHOOK_SECRET_FILE {} has no secret in it: write whsec_ and the output of "
                  "openssl rand -base64 32 there, or the new secret and the old one",
                  printable(file)));
}

net::HttpOptions receiver_options(ChannelSettings const& settings) {
  constexpr std::size_t most_answer = 64UL * 1024;  // which nobody reads
  auto const endpoint = net::parse_endpoint(settings.webhook_url);
  if (!endpoint) throw configuration_error("there is no receiver of the webhook: set PROACTIVE_WEBHOOK_URL");
  net::HttpOptions options;
  options.url = settings.webhook_url;
  options.headers = parse_headers(settings.webhook_headers.empty() ? "{}" : settings.webhook_headers).value();
  if (!settings.webhook_ca_file.empty()) require_regular_file("PROACTIVE_WEBHOOK_CA_FILE", settings.webhook_ca_file);
  options.ca_file = settings.webhook_ca_file;
  options.tls = endpoint->tls;
  options.stays_here = is_loopback(endpoint->host);
  options.allows_private = settings.webhook_private_addresses;
  options.timeout = std::chrono::seconds{settings.webhook_timeout_seconds};
  options.connect_timeout = options.timeout;
  options.most_connections = settings.webhook_concurrency;
  options.most_bytes = most_answer;
  return options;
}

}  // namespace

WebhookClient::WebhookClient(ChannelSettings const& settings)
    : keys_(read_keys(settings)), http_(std::make_unique<net::HttpClient>(receiver_options(settings))) {}

WebhookClient::~WebhookClient() = default;

void WebhookClient::post(std::uint64_t call, std::string const& id, std::string const& body, Instant at) {
  http_->post(call, body, {}, webhook_headers(id, at, body, keys_));
}

std::vector<WebhookClient::Ended> WebhookClient::poll(std::chrono::milliseconds wait) {
  std::vector<Ended> ended;
  for (auto const& response : http_->poll(wait)) {
    bool const has_status =
        response.failure == net::HttpFailure::none || response.failure == net::HttpFailure::too_large;
    auto const after = response.headers.find("retry-after");
    constexpr auto remedy =
        ": name a public receiver, or set PROACTIVE_WEBHOOK_PRIVATE_ADDRESSES to true if the network is your own";
    bool const is_refused = response.failure == net::HttpFailure::refused_address;
    ended.push_back({response.id, judge_call(has_status ? response.status : 0,
                                             fmt::format("{}: {}{}", name_of(response.failure), response.problem,
                                                         is_refused ? remedy : ""),
                                             after == response.headers.end() ? std::string{} : after->second)});
  }
  return ended;
}

void WebhookClient::cancel_all() { http_->cancel_all(); }

int WebhookClient::in_flight() const { return http_->in_flight(); }

}  // namespace proactive::channel
