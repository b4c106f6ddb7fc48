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

Json const& at(Json const& object, char const* key) {
  static Json const nothing;
  if (!object.is_object()) return nothing;
  auto const found = object.find(key);
  return found == object.end() ? nothing : *found;
}

std::string text_at(Json const& object, char const* key) {
  auto const& value = at(object, key);
  if (value.is_number_integer()) return value.dump();
  return value.is_string() ? value.get<std::string>() : std::string{};
}

// A text, or a list of parts of which some are text.
std::string content_of(Json const& message) {
  auto const& content = at(message, "content");
  if (!content.is_array()) return text_at(message, "content");
  std::string text;
  for (auto const& part : content) {
    if (text_at(part, "type") == "text") text += text_at(part, "text");
  }
  return text;
}

std::optional<long> tokens_at(Json const& usage, char const* key) {
  auto const& value = at(usage, key);
  if (!value.is_number_unsigned()) return std::nullopt;
  auto const tokens = value.get<unsigned long>();
  if (tokens > static_cast<unsigned long>(most_tokens)) return std::nullopt;
  return static_cast<long>(tokens);
}

std::optional<Usage> usage_of(Json const& body) {
  auto const in = tokens_at(at(body, "usage"), "prompt_tokens");
  auto const out = tokens_at(at(body, "usage"), "completion_tokens");
  if (!in || !out) return std::nullopt;
  return Usage{*in, *out};
}

std::optional<DraftFault> fault_of(Json const& choice, std::string const& content) {
  auto const reason = text_at(choice, "finish_reason");
  bool const declined = !text_at(at(choice, "message"), "refusal").empty();
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
  auto const& choices = at(*json, "choices");
  if (!choices.is_array() || choices.empty()) {
    completion.fault = DraftFault::no_answer;
    return completion;
  }
  completion.content = content_of(at(choices[0], "message"));
  completion.fault = fault_of(choices[0], completion.content);
  return completion;
}

ServiceError read_error(std::string_view body) {
  auto const parsed = parse_bounded(body, deepest);
  if (!parsed) return {};
  auto const& json = parsed->is_array() && !parsed->empty() ? (*parsed)[0] : *parsed;  // Google's gateway lists it
  auto const& error = at(json, "error");
  if (error.is_string()) return {{}, {}, error.get<std::string>()};  // Ollama and others
  auto const& described = error.is_object() ? error : json;          // vLLM puts it at the top
  auto code = text_at(described, "code");
  if (code.empty() || at(described, "code").is_number()) code = text_at(described, "type");
  auto message = text_at(described, "message");
  if (message.empty()) message = text_at(described, "detail");
  if (message.empty() && at(described, "detail").is_array()) message = to_line(at(described, "detail"));  // FastAPI
  return {code, text_at(described, "param"), message};
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
