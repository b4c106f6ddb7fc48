#include "domain/llm/chat.hpp"

#include <algorithm>
#include <array>

namespace proactive {

namespace {

constexpr long most_answer = 1'000'000;  // tokens, more than any model writes
constexpr int most_memories = 10;        // max_memories_to_use has that bound

// Without bounds the schema is the same for every message.
Json answer_schema(std::string const& nonce, ChatParameters const& parameters, bool with_bounds) {
  Json schema{{"type", "object"},
              {"properties",
               {{"action", {{"type", "string"}, {"enum", {"send", "skip"}}}},
                {"message", {{"type", "string"}}},
                {"memory_ids", {{"type", "array"}, {"items", {{"type", "integer"}}}}},
                {"nonce", {{"type", "string"}}}}},
              {"required", {"action", "message", "memory_ids", "nonce"}},
              {"additionalProperties", false}};
  if (with_bounds) {
    auto& properties = schema["properties"];
    properties["message"]["maxLength"] = parameters.longest_message;
    properties["memory_ids"]["maxItems"] = most_memories;
    properties["nonce"]["const"] = nonce;
  }
  return schema;
}

Json format_of(AnswerForm form, std::string const& nonce, ChatParameters const& parameters) {
  if (form == AnswerForm::json_object) return {{"type", "json_object"}};
  auto schema = answer_schema(nonce, parameters, form == AnswerForm::bounded_schema);
  return {{"type", "json_schema"}, {"json_schema", {{"name", "outreach"}, {"strict", true}, {"schema", schema}}}};
}

Json messages_of(Prompt const& prompt, bool system_role) {
  auto const message = [](char const* role, std::string const& content) {
    return Json{{"role", role}, {"content", content}};
  };
  if (!system_role) return Json::array({message("user", prompt.system + "\n\n" + prompt.user)});
  return Json::array({message("system", prompt.system), message("user", prompt.user)});
}

}  // namespace

ChatParameters worded(ChatParameters parameters, Wording const& wording) {
  parameters.model = wording.model;
  parameters.temperature = wording.temperature;
  parameters.longest_message = wording.limits.max_length;
  return parameters;
}

std::string request_body(Prompt const& prompt, ChatParameters const& parameters, ServiceProfile const& profile) {
  Json body{{"model", parameters.model}, {"messages", messages_of(prompt, profile.system_role)}};
  body[profile.max_completion_tokens ? "max_completion_tokens" : "max_tokens"] = parameters.max_tokens;
  if (profile.temperature) body["temperature"] = parameters.temperature;
  if (profile.form < AnswerForm::json_asked_for)
    body["response_format"] = format_of(profile.form, prompt.nonce, parameters);
  body["stream"] = false;
  body.merge_patch(parameters.more);
  return to_line(body);
}

long answer_tokens(ChatParameters const& parameters) {
  long tokens = parameters.max_tokens;
  for (auto const* const key : {"max_tokens", "max_completion_tokens"}) {
    auto const& more = member(parameters.more, key);
    if (more.is_number_unsigned()) tokens = std::max(tokens, std::min(more.get<long>(), most_answer));
  }
  return tokens;
}

long most_answer_tokens(ChatParameters const& parameters, ServiceProfile const& profile) {
  auto const* const ours = profile.max_completion_tokens ? "max_completion_tokens" : "max_tokens";
  bool const has_own_limit = !parameters.more.contains(ours) || member(parameters.more, ours).is_number_unsigned();
  return has_own_limit ? answer_tokens(parameters) : most_answer;
}

long token_estimate(std::size_t bytes, ChatParameters const& parameters) {
  return static_cast<long>(bytes / 2) + answer_tokens(parameters);
}

std::optional<Json> parse_more_of_body(std::string const& text) {
  constexpr int deepest = 8;
  if (text.empty()) return Json::object();
  auto object = parse_bounded(text, deepest);
  if (!object || !object->is_object()) return std::nullopt;
  for (auto const* const ours : {"messages", "model", "stream", "n"}) {
    if (object->contains(ours)) return std::nullopt;
  }
  return object;
}

}  // namespace proactive
