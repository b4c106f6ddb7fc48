#include "writer/llm/service_check.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/json.hpp"
#include "net/http_client.hpp"
#include "net/url.hpp"
#include "writer/llm/call_log.hpp"
#include "writer/llm/options.hpp"

namespace proactive {

namespace {

constexpr std::size_t largest_list = 4UL * 1024 * 1024;  // some gateways list thousands of models
constexpr std::chrono::seconds longest_check{15};

net::HttpResponse ask_for_models(LlmSettings const& settings, std::string const& api_key) {
  auto options = http_options(settings, api_key);
  options.url = net::below(settings.openai_base_url, "/models");
  options.timeout = std::min(options.timeout, longest_check);
  options.most_bytes = largest_list;
  net::HttpClient client(options);
  client.get(1);
  while (true) {
    auto responses = client.poll(std::chrono::milliseconds{100});
    if (!responses.empty()) return std::move(responses.front());
  }
}

bool lists_model(std::string const& body, std::string const& model) {
  auto const list = parse_bounded(body, 16);
  if (!list) return false;
  auto const& models = member(*list, "data");
  return models.is_array() && std::any_of(models.begin(), models.end(),
                                          [&](Json const& entry) { return member_text(entry, "id") == model; });
}

}  // namespace

Finding check_service(LlmSettings const& settings, std::string const& api_key) {
  CallLog const log(secrets_of(settings, api_key));
  auto const where =
      fmt::format("{} at {}", settings.openai_model, net::parse_endpoint(settings.openai_base_url).value().host);
  auto const response = ask_for_models(settings, api_key);
  if (response.failure != net::HttpFailure::none) {
    return {FindingState::warning, "llm",
            fmt::format("the LLM's service does not answer ({}), so that templates would write: check OPENAI_BASE_URL "
                        "and the network",
                        log.shown(response.problem))};
  }
  if (response.status == 401 || response.status == 403) {
    return {FindingState::failure, "llm",
            fmt::format("the LLM's service refuses the key ({}): correct OPENAI_API_KEY or its file", response.status)};
  }
  if (response.status != 200) {
    return {FindingState::warning, "llm",
            fmt::format("LLM {}, which does not list its models ({}): try schedule --dry-run --limit 1", where,
                        response.status)};
  }
  if (!lists_model(response.body, settings.openai_model)) {
    return {FindingState::warning, "llm",
            fmt::format("the LLM's service does not list the model {}: set OPENAI_MODEL to one that it has",
                        settings.openai_model)};
  }
  return {FindingState::ok, "llm", fmt::format("LLM {}, answers in {} ms", where, response.elapsed.count())};
}

}  // namespace proactive
