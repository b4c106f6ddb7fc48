// What a language model's service answers: completions, errors, and the answer in a completion.
#include <fuzzer/FuzzedDataProvider.h>

#include "base/text.hpp"
#include "domain/llm/answer.hpp"
#include "domain/llm/chat.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

namespace {

void check_completion(std::string const& body) {
  auto const completion = read_completion(body);
  require(completion.fault.has_value() || !trim(completion.content).empty(), "a completion has a text or a fault");
  if (completion.usage) {
    require(completion.usage->tokens_in >= 0 && completion.usage->tokens_out >= 0, "tokens are counted from 0 on");
    require(completion.usage->tokens_in <= 10'000'000 && completion.usage->tokens_out <= 10'000'000, "they make sense");
  }
}

void check_error(std::string const& body, int status) {
  auto const error = read_error(body);
  ServiceProfile profile;
  int steps = 0;
  for (auto next = next_profile(profile, error); next; next = next_profile(profile, error)) {
    require(!(*next == profile), "the next profile is another");
    require(++steps <= 4, "profiles end");
    profile = *next;
  }
  require(verdict_of(status, error, profile) != CallVerdict::unsupported, "the last profile lacks nothing");
}

void check_message(Answer const& answer, Brief const& brief, MessageLimits const& limits) {
  auto const faults = faults_of(answer, brief, limits,
                                RefusedPhrases({{"en", "pressure", "you never write"}, {"ja", "pressure", "寂しい"}}));
  require(answer.send || faults.empty(), "an answer that skips has no fault");
  for (auto const fault : faults) require(is_storable(fault_text(fault, answer.message)), "a fault can be recorded");
  if (!answer.send || !faults.empty()) return;
  auto const length = grapheme_count(answer.message);
  require(length >= static_cast<std::size_t>(limits.min_length), "an accepted message is not too short");
  require(length <= static_cast<std::size_t>(limits.max_length), "an accepted message is not too long");
  require(is_storable(answer.message), "an accepted message can be stored");
  require(printable(answer.message) == answer.message, "an accepted message is one line of plain text");
  require(answer.message.find("<|") == std::string::npos, "an accepted message has no special token");
  for (int const number : answer.memories) {
    require(number >= 1 && static_cast<std::size_t>(number) <= brief.context.memories.size(), "a cited memory exists");
  }
}

void check_answer(std::string const& content, Brief const& brief) {
  auto const read = read_answer(content, "4f2a");
  require(read.answer.has_value() != read.fault.has_value(), "there is an answer or a fault");
  if (!read.answer) return;
  require(!read.answer->send || !read.answer->message.empty(), "what is to be sent has a message");
  require(trim(read.answer->message) == read.answer->message, "a message has no spaces around it");
  require(is_storable(read.answer->message) || read.answer->message.find('\0') != std::string::npos, "JSON is UTF-8");
  check_message(*read.answer, brief, {1, 200});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  Brief brief;
  brief.type = static_cast<EngagementType>(input.ConsumeIntegralInRange(0, 3));
  brief.context.memories.resize(input.ConsumeIntegralInRange<std::size_t>(0, 3));
  brief.recent_contents = {"How was the hike?"};
  brief.language = input.ConsumeBool() ? "en" : "ja";
  int const status = input.ConsumeIntegralInRange(100, 599);
  auto const text = input.ConsumeRemainingBytesAsString();
  check_completion(text);
  check_error(text, status);
  check_answer(text, brief);
  auto const completion = read_completion(text);
  if (!completion.fault) check_answer(completion.content, brief);
  check_message({true, text, {1}}, brief, {5, 100});
  return 0;
}
