#include "domain/llm/chat.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

constexpr int deepest = 16;
constexpr long most_tokens = 10'000'000;  // more than any model has

// The schema is the same for every message: services compile and keep it.
Json answer_schema() {
  return {{"type", "object"},
          {"properties",
           {{"action", {{"type", "string"}, {"enum", {"send", "skip"}}}},
            {"message", {{"type", "string"}}},
            {"memory_ids", {{"type", "array"}, {"items", {{"type", "integer"}}}}},
            {"nonce", {{"type", "string"}}}}},
          {"required", {"action", "message", "memory_ids", "nonce"}},
          {"additionalProperties", false}};
}

// A text, or a list of parts of which some are text.
std::string content_of(Json const& message) {
  auto const& content = member(message, "content");
  if (!content.is_array()) return member_text(message, "content");
  std::string text;
  for (auto const& part : content) {
    if (member_text(part, "type") == "text") text += member_text(part, "text");
  }
  return text;
}

std::optional<long> tokens_at(Json const& usage, char const* key) {
  auto const& value = member(usage, key);
  if (!value.is_number_unsigned()) return std::nullopt;
  auto const tokens = value.get<unsigned long>();
  if (tokens > static_cast<unsigned long>(most_tokens)) return std::nullopt;
  return static_cast<long>(tokens);
}

std::optional<Usage> usage_of(Json const& body) {
  auto const in = tokens_at(member(body, "usage"), "prompt_tokens");
  auto const out = tokens_at(member(body, "usage"), "completion_tokens");
  if (!in || !out) return std::nullopt;
  return Usage{*in, *out};
}

std::optional<DraftFault> fault_of(Json const& choice, std::string const& content) {
  auto const reason = member_text(choice, "finish_reason");
  bool const declined = !member_text(member(choice, "message"), "refusal").empty();
  if (reason == "content_filter" || declined) return DraftFault::filtered;
  if (reason == "length") return DraftFault::cut_off;
  if (trim(content).empty()) return DraftFault::no_answer;
  return std::nullopt;
}

bool speaks_of(ServiceError const& error, std::string_view name) {
  return error.parameter.find(name) != std::string::npos || error.message.find(name) != std::string::npos;
}

}  // namespace

std::string request_body(Prompt const& prompt, ChatParameters const& parameters, ServiceProfile const& profile) {
  Json body{
      {"model", parameters.model},
      {"messages", {{{"role", "system"}, {"content", prompt.system}}, {{"role", "user"}, {"content", prompt.user}}}}};
  body[profile.max_completion_tokens ? "max_completion_tokens" : "max_tokens"] = parameters.max_tokens;
  if (profile.temperature) body["temperature"] = parameters.temperature;
  if (profile.format == ResponseFormat::json_object) body["response_format"] = {{"type", "json_object"}};
  if (profile.format == ResponseFormat::json_schema) {
    static Json const schema{{"name", "outreach"}, {"strict", true}, {"schema", answer_schema()}};
    body["response_format"] = {{"type", "json_schema"}, {"json_schema", schema}};
  }
  return to_line(body);
}

long token_estimate(std::string const& body, ChatParameters const& parameters) {
  return static_cast<long>(body.size() / 2) + parameters.max_tokens;
}

Completion read_completion(std::string_view body) {
  Completion completion;
  auto const json = parse_bounded(body, deepest);
  if (!json || !json->is_object()) return {{}, DraftFault::not_json, {}};
  completion.usage = usage_of(*json);
  auto const& choices = member(*json, "choices");
  if (!choices.is_array() || choices.empty()) {
    completion.fault = DraftFault::no_answer;
    return completion;
  }
  completion.content = content_of(member(choices[0], "message"));
  completion.fault = fault_of(choices[0], completion.content);
  return completion;
}

ServiceError read_error(std::string_view body) {
  auto const parsed = parse_bounded(body, deepest);
  if (!parsed) return {};
  auto const& json = parsed->is_array() && !parsed->empty() ? (*parsed)[0] : *parsed;  // Google's gateway lists it
  auto const& error = member(json, "error");
  if (error.is_string()) return {{}, {}, error.get<std::string>()};  // Ollama and others
  auto const& described = error.is_object() ? error : json;          // vLLM puts it at the top
  auto code = member_text(described, "code");
  if (code.empty()) code = member_text(described, "type");  // some put a number there, the status
  auto message = member_text(described, "message");
  if (message.empty()) message = member_text(described, "detail");
  if (message.empty() && member(described, "detail").is_array())
    message = to_line(member(described, "detail"));  // FastAPI
  return {code, member_text(described, "param"), message};
}

CallVerdict verdict_of(int status, ServiceError const& error, ServiceProfile const& profile) {
  constexpr std::array<std::string_view, 4> spent{"insufficient_quota", "billing_hard_limit_reached",
                                                  "billing_not_active", "account_deactivated"};
  if (status == 200) return CallVerdict::answered;
  if (status == 401 || status == 402 || status == 403) return CallVerdict::forbidden;
  if (std::find(spent.begin(), spent.end(), error.code) != spent.end()) return CallVerdict::forbidden;
  if (status == 429) return CallVerdict::throttled;
  if (error.code == "content_filter" || error.code == "content_policy_violation") return CallVerdict::filtered;
  if (status < 500 && next_profile(profile, error)) return CallVerdict::unsupported;
  if (status == 408 || status == 409 || status >= 500) return CallVerdict::unavailable;
  return CallVerdict::failed;
}

std::optional<ServiceProfile> next_profile(ServiceProfile const& profile, ServiceError const& error) {
  auto next = profile;
  if (!profile.max_completion_tokens && speaks_of(error, "max_completion_tokens")) {
    next.max_completion_tokens = true;
  } else if (profile.temperature && speaks_of(error, "temperature")) {
    next.temperature = false;
  } else if (profile.format != ResponseFormat::text &&
             (speaks_of(error, "response_format") || speaks_of(error, "json_schema") ||
              speaks_of(error, "json_object"))) {
    next.format = profile.format == ResponseFormat::json_schema ? ResponseFormat::json_object : ResponseFormat::text;
  } else {
    return std::nullopt;
  }
  return next;
}

}  // namespace proactive
