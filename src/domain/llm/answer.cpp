#include "domain/llm/answer.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "domain/message/relation.hpp"

namespace proactive {

namespace {

constexpr int deepest = 8;

// From the first brace to the last: what stands around is a fence or a greeting.
Json object_within(std::string_view text) {
  auto const begin = text.find('{');
  auto const end = text.rfind('}');
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
  return parse_bounded(text.substr(begin, end - begin + 1), deepest).value_or(Json{});
}

// Models put their thoughts first, sometimes without the opening tag; thoughts that do not end are no answer.
Json object_in(std::string_view content) {
  constexpr std::string_view tag = "</think>";
  auto const thoughts_end = content.rfind(tag);
  if (thoughts_end != std::string_view::npos) {
    auto object = object_within(content.substr(thoughts_end + tag.size()));
    if (object.is_object()) return object;
  }
  return trim(content).starts_with("<think>") ? Json{} : object_within(content);
}

// Numbers, or numbers in texts, as some models write them; anything else is a memory that does not exist.
std::vector<int> numbers_of(Json const& object) {
  std::vector<int> numbers;
  auto const& ids = member(object, "memory_ids");
  if (!ids.is_array()) return numbers;
  for (auto const& item : ids) {
    auto const text = item.is_string() ? item.get<std::string>() : item.is_number_integer() ? item.dump() : "";
    bool const is_small = !text.empty() && text.size() <= 3 &&
                          std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    numbers.push_back(is_small ? std::stoi(text) : 0);
  }
  return numbers;
}

std::optional<DraftFault> memory_fault(Answer const& answer, Brief const& brief) {
  bool const known = std::all_of(answer.memories.begin(), answer.memories.end(), [&](int number) {
    return number >= 1 && static_cast<std::size_t>(number) <= brief.context.memories.size();
  });
  if (!known) return DraftFault::unknown_memory;
  bool const needs_one = brief.type == EngagementType::memory_reminder && !brief.context.memories.empty();
  if (needs_one && answer.memories.empty()) return DraftFault::no_memory;
  return std::nullopt;
}

// Of all memories that it cites, which are known.
bool is_unrelated(Answer const& answer, Brief const& brief) {
  if (brief.type != EngagementType::memory_reminder || answer.memories.empty()) return false;
  return std::none_of(answer.memories.begin(), answer.memories.end(), [&](int number) {
    auto const& memory = brief.context.memories.at(static_cast<std::size_t>(number) - 1);
    return relates_to(answer.message, memory.text, brief.user_name + ' ' + brief.companion_name);
  });
}

}  // namespace

ReadAnswer read_answer(std::string const& content, std::string const& nonce) {
  auto const object = object_in(content);
  auto const action = member_text(object, "action");
  if (action != "send" && action != "skip") return {{}, DraftFault::not_json};
  if (member_text(object, "nonce") != nonce) return {{}, DraftFault::wrong_nonce};
  if (action == "skip") return {Answer{}};
  Answer answer{true, std::string{trim(member_text(object, "message"))}, numbers_of(object)};
  if (answer.message.empty()) return {{}, DraftFault::no_answer};
  return {answer};
}

std::vector<DraftFault> faults_of(Answer const& answer, Brief const& brief, MessageLimits const& limits,
                                  RefusedPhrases const& phrases) {
  if (!answer.send) return {};
  auto faults = review(answer.message, brief, limits, phrases);
  if (auto const fault = memory_fault(answer, brief)) {
    faults.insert(faults.begin(), *fault);
  } else if (is_unrelated(answer, brief)) {
    faults.push_back(DraftFault::unrelated);
  }
  return faults;
}

}  // namespace proactive
