#include "writer/llm/options.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/errors.hpp"
#include "base/file.hpp"
#include "base/secret_file.hpp"
#include "base/text.hpp"
#include "domain/endpoint.hpp"
#include "net/url.hpp"

namespace proactive {

namespace {

std::string completions_url(LlmSettings const& settings) {
  return net::below(settings.openai_base_url, "/chat/completions");
}

// They share the service: as many as it bore lately with any of them.
int first_at_once(LlmSettings const& llm, LearnedModels const& models) {
  std::optional<int> fewest;
  for (auto const& [model, remembered] : models) {
    if (remembered) fewest = std::min(fewest.value_or(remembered->at_once), remembered->at_once);
  }
  return fewest.value_or(llm.first_concurrency > 0 ? llm.first_concurrency : llm.llm_concurrency);
}

}  // namespace

ChatParameters chat_parameters(LlmSettings const& llm) {
  ChatParameters parameters;
  parameters.max_tokens = llm.llm_max_completion_tokens;
  parameters.more = parse_more_of_body(llm.llm_body).value();
  return parameters;
}

std::string read_api_key(LlmSettings const& settings) {
  if (settings.openai_api_key_file.empty()) return settings.openai_api_key;
  std::string key{trim(read_secret_file("OPENAI_API_KEY_FILE", settings.openai_api_key_file))};
  bool const is_key = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (!is_key) {
    throw configuration_error(
        fmt::format("OPENAI_API_KEY_FILE {} has no key in it: write the key there, without spaces",
                    printable(settings.openai_api_key_file)));
  }
  return key;
}

net::HttpOptions http_options(LlmSettings const& settings, std::string const& api_key) {
  net::HttpOptions options;
  options.url = completions_url(settings);
  if (!api_key.empty()) options.headers.push_back("Authorization: Bearer " + api_key);
  if (!settings.openai_org_id.empty()) options.headers.push_back("OpenAI-Organization: " + settings.openai_org_id);
  if (!settings.openai_project_id.empty()) options.headers.push_back("OpenAI-Project: " + settings.openai_project_id);
  auto const more_headers = parse_headers(settings.llm_headers).value();
  options.headers.insert(options.headers.end(), more_headers.begin(), more_headers.end());
  if (!settings.llm_ca_file.empty()) require_regular_file("PROACTIVE_LLM_CA_FILE", settings.llm_ca_file);
  options.ca_file = settings.llm_ca_file;
  options.proxy = settings.llm_proxy;
  auto const endpoint = net::parse_endpoint(settings.openai_base_url).value();
  options.tls = endpoint.tls;
  options.stays_here = is_loopback(endpoint.host);
  options.connect_timeout = std::chrono::seconds{settings.llm_connect_timeout_seconds};
  options.timeout = std::chrono::seconds{settings.llm_timeout_seconds};
  options.most_connections = settings.llm_concurrency;
  return options;
}

std::vector<std::string> secrets_of(LlmSettings const& settings, std::string const& api_key) {
  std::vector<std::string> secrets{api_key, settings.llm_proxy};
  auto const headers = parse_headers(settings.llm_headers).value();
  for (auto const& header : headers) {
    if (is_secret_header(header)) secrets.push_back(header.substr(header.find(": ") + 2));
  }
  return secrets;
}

ServiceProfile profile_to_begin_with(LlmSettings const& llm, std::string const& model,
                                     std::optional<LearnedService> const& remembered) {
  auto const host = net::parse_endpoint(llm.openai_base_url).value().host;
  auto first = first_profile(model, is_loopback(host), llm.llm_answer);
  if (!remembered) return first;
  // The operator's choice of forms may be a newer one.
  bool const is_alone = remembered->profile.form == AnswerForm::message_alone;
  bool const is_allowed =
      llm.llm_answer == AnswerChoice::automatic || is_alone == (llm.llm_answer == AnswerChoice::text);
  return is_allowed ? remembered->profile : first;
}

EngineParts engine_parts(LlmSettings const& llm, std::string const& api_key, RefusedPhrases phrases,
                         LearnedModels const& models) {
  Pacing::Limits const pacing{first_at_once(llm, models), llm.llm_concurrency, llm.llm_max_calls_per_run,
                              std::chrono::seconds{llm.llm_outage_seconds}};
  Models searched;
  for (auto const& [model, remembered] : models) {
    searched.emplace(model, Model{{profile_to_begin_with(llm, model, remembered), profile_to_begin_with(llm, model, {}),
                                   llm.llm_answer}});
  }
  auto const moderation =
      llm.moderation == ModerationChoice::openai ? net::below(llm.openai_base_url, "/moderations") : std::string{};
  return {chat_parameters(llm), http_options(llm, api_key), moderation,        pacing,
          std::move(searched),  secrets_of(llm, api_key),   std::move(phrases)};
}

ServiceRequest preview_request(LlmSettings const& llm, Brief const& brief, LearnedModels const& models) {
  auto const& model = brief.wording.model;
  auto const found = models.find(model);
  auto const profile =
      profile_to_begin_with(llm, model, found == models.end() ? std::optional<LearnedService>{} : found->second);
  auto const prompt = write_prompt(brief, std::string(16, '0'), {}, profile.form);
  return {shown_url(completions_url(llm)), request_body(prompt, worded(chat_parameters(llm), brief.wording), profile)};
}

}  // namespace proactive
