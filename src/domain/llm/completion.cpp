#include "domain/llm/completion.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"
#include "base/text.hpp"
#include "domain/llm/event_stream.hpp"

namespace proactive {

namespace {

constexpr int deepest_body = 16;
constexpr long most_tokens = 10'000'000;  // more than any model has

void add(std::vector<std::string>& texts, std::string text) {
  if (!trim(text).empty()) texts.push_back(std::move(text));
}

// A text, or a list of parts of which some are text. Parts of other kinds are thoughts.
void add_content(std::vector<std::string>& texts, Json const& content) {
  if (content.is_string()) add(texts, content.get<std::string>());
  if (!content.is_array()) return;
  std::string whole;
  for (auto const& part : content) {
    auto const type = member_text(part, "type");
    if (type.empty() || type.ends_with("text")) whole += member_text(part, "text");
    if (part.is_string()) whole += part.get<std::string>();
  }
  add(texts, std::move(whole));
}

void add_arguments(std::vector<std::string>& texts, Json const& function) {
  auto const& arguments = member(function, "arguments");
  add(texts, arguments.is_object() ? to_line(arguments) : member_text(function, "arguments"));
}

std::vector<std::string> texts_of(Json const& choice) {
  std::vector<std::string> texts;
  auto const& message = member(choice, "message");
  add_content(texts, member(message, "content"));
  auto const& calls = member(message, "tool_calls");
  if (calls.is_array()) {
    for (auto const& call : calls) add_arguments(texts, member(call, "function"));
  }
  add_arguments(texts, member(message, "function_call"));
  add_content(texts, member(choice, "text"));
  for (auto const* const thoughts : {"reasoning_content", "reasoning", "thinking"}) {
    add_content(texts, member(message, thoughts));
  }
  return texts;
}

bool is_refusal_part(Json const& part) {
  return member_text(part, "type") == "refusal" || !member_text(part, "refusal").empty();
}

// By OpenAI's fields, and by the words that Google's and others' gateways put into them; empty where nothing is
// withheld. What a model says when it declines is no reason of the service's.
std::string why_withheld(Json const& body, Json const& choice) {
  auto reason = member_text(choice, "finish_reason");
  auto const plain = to_lower(reason);
  constexpr std::array<std::string_view, 6> reasons{"safety",    "prohibited_content", "recitation",
                                                    "sensitive", "blocklist",          "refusal"};
  if (plain.starts_with("content_filter") || std::find(reasons.begin(), reasons.end(), plain) != reasons.end())
    return reason;
  for (auto const& [object, key] :
       {std::pair{"promptFeedback", "blockReason"}, std::pair{"prompt_feedback", "block_reason"}}) {
    auto block = member_text(member(body, object), key);
    if (!block.empty()) return block;
  }
  auto const& message = member(choice, "message");
  auto const& content = member(message, "content");
  bool const declines = !member_text(message, "refusal").empty() ||
                        (content.is_array() && std::any_of(content.begin(), content.end(), is_refusal_part));
  return declines ? "refusal" : member_text(body, "block_reason");
}

bool is_cut_off(Json const& choice) {
  auto const reason = to_lower(member_text(choice, "finish_reason"));
  return reason == "length" || reason == "max_tokens" || reason == "model_length";
}

std::optional<long> tokens_at(Json const& usage, std::initializer_list<char const*> keys) {
  for (auto const* const key : keys) {
    auto const& value = member(usage, key);
    if (!value.is_number_unsigned()) continue;
    auto const tokens = value.get<unsigned long>();
    if (tokens <= static_cast<unsigned long>(most_tokens)) return static_cast<long>(tokens);
  }
  return std::nullopt;
}

// Some services count thoughts in the total only.
std::optional<Usage> usage_of(Json const& body) {
  auto const& usage = member(body, "usage");
  auto const in = tokens_at(usage, {"prompt_tokens", "input_tokens"});
  auto const out = tokens_at(usage, {"completion_tokens", "output_tokens"});
  auto const total = tokens_at(usage, {"total_tokens"});
  if (in.value_or(0) + out.value_or(0) + total.value_or(0) == 0) return std::nullopt;  // it does not count
  if (!in || (!out && !total)) return total ? std::optional{Usage{0, *total}} : std::nullopt;
  return Usage{*in, std::max(out.value_or(0), total.value_or(0) - *in)};
}

// The pieces of a stream as the response that they are pieces of.
std::optional<Json> read_body(std::string_view body) {
  constexpr std::string_view byte_order_mark{"\xEF\xBB\xBF"};
  if (body.starts_with(byte_order_mark)) body.remove_prefix(byte_order_mark.size());
  if (is_event_stream(body)) return joined_stream(body, deepest_body);
  return parse_bounded(body, deepest_body);
}

}  // namespace

// Services render a request into a prompt with words of their own.
Usage believed(Usage const& claimed, std::size_t bytes_of_request, long most_of_answer) {
  constexpr long added_by_services = 1000;
  auto const prompt = std::min(static_cast<long>(bytes_of_request) + added_by_services, most_tokens);
  bool const is_total = claimed.tokens_in == 0;  // only the sum of both is known
  return {std::clamp(claimed.tokens_in, 0L, prompt),
          std::clamp(claimed.tokens_out, 0L, std::min(most_of_answer + (is_total ? prompt : 0), most_tokens))};
}

Completion read_completion(std::string_view body) {
  Completion completion;
  auto json = read_body(body);
  if (json && json->is_array() && json->size() == 1) json = Json((*json)[0]);
  if (!json || !json->is_object()) {
    completion.fault = DraftFault::not_json;
    return completion;
  }
  completion.usage = usage_of(*json);
  completion.error = error_within(*json);
  auto const& choices = member(*json, "choices");
  static Json const none;
  auto const& choice = choices.is_array() && !choices.empty() ? choices[0] : none;
  completion.texts = texts_of(choice);
  completion.is_cut_off = is_cut_off(choice);
  auto const reason = why_withheld(*json, choice);
  completion.why_withheld = word_of_service(reason);
  if (!reason.empty()) {
    completion.fault = DraftFault::filtered;
  } else if (completion.texts.empty() && !completion.is_cut_off) {
    completion.fault = DraftFault::no_answer;
  }
  return completion;
}

}  // namespace proactive
