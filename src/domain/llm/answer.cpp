#include "domain/llm/answer.hpp"

#include <algorithm>
#include <array>

#include "base/column.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "domain/llm/lenient_json.hpp"
#include "domain/message/relation.hpp"
#include "domain/message/wrapping.hpp"

namespace proactive {

namespace {

constexpr std::size_t most_bytes_of_answer = 64UL * 1024;
constexpr int most_places = 8;        // of the nonce in a text
constexpr int most_objects = 64;      // that are tried for each
constexpr int most_encodings = 2;     // around each other
constexpr long most_steps = 500'000;  // characters read in all, some milliseconds

std::string_view end_of(std::string_view text) {
  return text.size() <= most_bytes_of_answer ? text : text.substr(text.size() - most_bytes_of_answer);
}

struct Thoughts {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<Thoughts, 7> thought_marks{{{"<think>", "</think>"},
                                                 {"<thinking>", "</thinking>"},
                                                 {"<thought>", "</thought>"},
                                                 {"<reasoning>", "</reasoning>"},
                                                 {"[THINK]", "[/THINK]"},
                                                 {"<|channel>thought", "<channel|>"},
                                                 {"<|channel|>analysis", "<|channel|>final"}}};

// What stands behind a model's thoughts; thoughts that do not end hold no answer. Some servers put all of an answer
// into thoughts: they are read where nothing follows.
std::string_view behind_thoughts(std::string_view text) {
  auto rest = text;
  if (trim(text).starts_with('{')) return text;  // an answer, which may speak of such signs
  for (auto const& [open, close] : thought_marks) {
    auto const end = rest.rfind(close);
    if (end != std::string_view::npos) rest.remove_prefix(end + close.size());
    if (end == std::string_view::npos && trim(rest).starts_with(open)) return {};
  }
  return trim(rest).empty() ? text : rest;
}

// Keys as models write them: "Memory_IDs", "memoryIds".
std::string plain_key(std::string_view key) {
  auto plain = to_lower(key);
  std::erase_if(plain, [](char c) { return c == '_' || c == '-' || c == ' '; });
  return plain;
}

Json const& field(Json const& object, std::initializer_list<std::string_view> names) {
  static Json const nothing;
  for (auto const& [key, value] : object.items()) {
    if (std::find(names.begin(), names.end(), plain_key(key)) != names.end()) return value;
  }
  return nothing;
}

std::string text_of(Json const& value) {
  if (value.is_string()) return std::string{trim(value.get<std::string>())};
  return value.is_number_integer() ? value.dump() : std::string{};
}

bool carries(Json const& object, std::string const& nonce) {
  return to_lower(text_of(field(object, {"nonce"}))) == nonce;
}

bool is_answer(Json const& object) {
  auto const action = to_lower(text_of(field(object, {"action"})));
  if (action == "skip") return true;
  return (action.empty() || action == "send") && field(object, {"message"}).is_string();
}

// One level of encoding as a JSON text undone.
std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const is_escape = text[i] == '\\' && i + 1 < text.size() &&
                           std::string_view{"\"\\/n"}.find(text[i + 1]) != std::string_view::npos;
    if (!is_escape) {
      plain += text[i];
    } else {
      ++i;
      plain += text[i] == 'n' ? '\n' : text[i];
    }
  }
  return plain;
}

// The last answer with this nonce. The nearest brace before the nonce that opens such an object is its own, so that
// neither wrappers nor braces in thoughts matter.
std::optional<Json> answer_with(std::string_view text, std::string const& nonce, long& steps) {
  auto const lower = to_lower(text);
  auto place = lower.rfind(nonce);
  for (int i = 0; i < most_places && place != std::string_view::npos; ++i) {
    auto brace = text.rfind('{', place);
    for (int k = 0; k < most_objects && brace != std::string_view::npos; ++k) {
      auto const object = read_lenient(text, brace, steps);
      if (object && object->end > place && carries(object->value, nonce) && is_answer(object->value))
        return object->value;
      brace = brace == 0 ? std::string_view::npos : text.rfind('{', brace - 1);
    }
    place = place == 0 ? std::string_view::npos : lower.rfind(nonce, place - 1);
  }
  return std::nullopt;
}

std::optional<Json> find_answer(std::string const& text, std::string const& nonce, long& steps) {
  std::string level{behind_thoughts(end_of(text))};
  for (int i = 0; i <= most_encodings; ++i) {
    if (auto found = answer_with(level, nonce, steps)) return found;
    if (level.find("\\\"") == std::string::npos) return std::nullopt;
    level = decoded(level);
  }
  return std::nullopt;
}

// An answer, though to what was not asked.
bool has_another_answer(std::string const& text, long& steps) {
  auto const end = behind_thoughts(end_of(text));
  auto brace = end.find('{');
  for (int k = 0; k < most_objects && brace != std::string_view::npos; ++k) {
    auto const object = read_lenient(end, brace, steps);
    if (object && is_answer(object->value)) return true;
    brace = end.find('{', object ? object->end : brace + 1);
  }
  return false;
}

// Numbers, or numbers in texts, as some models write them, each once; anything else is a memory that does not exist.
std::vector<int> numbers_of(Json const& ids) {
  std::vector<int> numbers;
  auto const take = [&](Json const& item) {
    auto const text = text_of(item);
    bool const is_small = !text.empty() && text.size() <= 3 &&
                          std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    auto const number = is_small ? std::stoi(text) : 0;
    if (std::find(numbers.begin(), numbers.end(), number) == numbers.end()) numbers.push_back(number);
  };
  if (ids.is_array()) {
    for (auto const& item : ids) take(item);
  } else if (!ids.is_null() && !text_of(ids).empty()) {
    take(ids);
  }
  return numbers;
}

// Without the marks of models' templates that servers leave around an answer.
std::string_view without_marks(std::string_view text) {
  constexpr std::string_view begin{"<|message|>"};
  auto const at = text.rfind(begin);
  if (at != std::string_view::npos) text.remove_prefix(at + begin.size());
  constexpr std::array<std::string_view, 6> ends{"<|return|>", "<|end|>", "<|im_end|>",
                                                 "<|eot_id|>", "</s>",    "<end_of_turn>"};
  for (auto const& end : ends) text = text.substr(0, text.find(end));
  return trim(text);
}

ReadAnswer read_message_alone(std::vector<std::string> const& texts, std::string const& companion_name) {
  if (texts.empty()) return {{}, DraftFault::no_answer};
  auto const message =
      without_wrapping(std::string{without_marks(behind_thoughts(end_of(texts.front())))}, companion_name);
  if (message.empty()) return {{}, DraftFault::no_answer};
  if (to_lower(message) == "skip" || to_lower(message) == "skip.") return {Answer{}};
  return {Answer{true, message, {}, true}};
}

std::optional<DraftFault> memory_fault(Answer const& answer, Brief const& brief) {
  bool const known = std::all_of(answer.memories.begin(), answer.memories.end(), [&](int number) {
    return number >= 1 && static_cast<std::size_t>(number) <= brief.context.memories.size();
  });
  if (!known) return DraftFault::unknown_memory;
  bool const needs_one = brief.type == EngagementType::memory_reminder && !brief.context.memories.empty();
  if (needs_one && answer.memories.empty() && !answer.is_bare) return DraftFault::no_memory;
  return std::nullopt;
}

// What marks a text that is no message at all: nothing else says where a message alone begins and ends.
std::optional<DraftFault> bare_fault(std::string const& message) {
  constexpr std::array<std::string_view, 5> signs{"memory_ids", "nonce", "intimacy_of_10", "their_name", "read_at"};
  bool const leaks =
      std::any_of(signs.begin(), signs.end(), [&](auto sign) { return message.find(sign) != std::string::npos; });
  if (leaks || message.find_first_of("{}[]<>|`\\") != std::string::npos) return DraftFault::leak;
  return std::nullopt;
}

// Of all memories that it cites, which are known; a message alone may speak of any that it was given.
bool is_unrelated(Answer const& answer, Brief const& brief) {
  if (brief.type != EngagementType::memory_reminder) return false;
  std::vector<std::string> cited;
  for (int const number : answer.memories)
    cited.push_back(brief.context.memories.at(static_cast<std::size_t>(number) - 1).text);
  if (answer.is_bare) cited = column(brief.context.memories, &Memory::text);
  auto const names = brief.user_name + ' ' + brief.companion_name;
  return !cited.empty() && std::none_of(cited.begin(), cited.end(), [&](std::string const& memory) {
    return relates_to(answer.message, memory, names);
  });
}

void insert_first(std::vector<DraftFault>& faults, std::optional<DraftFault> fault) {
  if (fault) faults.insert(faults.begin(), *fault);
}

}  // namespace

ReadAnswer read_answer(std::vector<std::string> const& texts, std::string const& nonce, AnswerForm form,
                       std::string const& companion_name) {
  long steps = most_steps;
  for (auto const& text : texts) {
    auto const object = find_answer(text, nonce, steps);
    // What was answered stands here: a draft in the thoughts is no substitute.
    if (!object && form != AnswerForm::message_alone && has_another_answer(text, steps))
      return {{}, DraftFault::wrong_nonce};
    if (!object) continue;
    if (to_lower(text_of(field(*object, {"action"}))) == "skip") return {Answer{}};
    Answer answer{true, without_wrapping(text_of(field(*object, {"message"})), companion_name),
                  numbers_of(field(*object, {"memoryids", "memoryid", "memories"}))};
    if (answer.message.empty()) return {{}, DraftFault::no_answer};
    return {answer};
  }
  if (form == AnswerForm::message_alone) return read_message_alone(texts, companion_name);
  return {{}, DraftFault::not_json};
}

bool is_whole(Answer const& answer) {
  constexpr std::u32string_view ends{U".!?\u2026\u3002\uFF01\uFF1F\u0964\u201D\u00BB\u300D\"')"};
  auto const characters = characters_of(answer.message);
  return !answer.is_bare || (!characters.empty() && ends.find(characters.back()) != std::u32string_view::npos);
}

std::vector<DraftFault> faults_of(Answer const& answer, Brief const& brief, MessageLimits const& limits,
                                  RefusedPhrases const& phrases) {
  if (!answer.send) return {};
  auto faults = review(answer.message, brief, limits, phrases);
  auto const unknown = memory_fault(answer, brief);
  if (!unknown && is_unrelated(answer, brief)) faults.push_back(DraftFault::unrelated);
  if (answer.is_bare) insert_first(faults, bare_fault(answer.message));
  insert_first(faults, unknown);
  return faults;
}

}  // namespace proactive
