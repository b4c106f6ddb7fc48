// What a language model's service answers: completions, errors, and the answer in a completion.
#include <fuzzer/FuzzedDataProvider.h>

#include "base/text.hpp"
#include "domain/llm/answer.hpp"
#include "domain/llm/completion.hpp"
#include "domain/llm/echo.hpp"
#include "domain/llm/profile.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

namespace {

void check_completion(std::string const& body) {
  auto const completion = read_completion(body);
  require(completion.fault || completion.is_cut_off || !completion.texts.empty(), "a completion has a text or a fault");
  if (completion.usage) {
    require(completion.usage->tokens_in >= 0 && completion.usage->tokens_out >= 0, "tokens are counted from 0 on");
    require(completion.usage->tokens_in <= 10'000'000 && completion.usage->tokens_out <= 10'000'000, "they make sense");
  }
}

void check_error(std::string const& body, int status) {
  auto const error = read_error(status, body);
  verdict_of(error);
  auto const wait = asked_wait({{"retry-after", body}, {"x-ratelimit-reset", body}}, error, {});
  require(!wait || wait->count() >= 0, "waits are no negative ones");
  require(without_echo(error.message, body).size() <= 2000, "words are cut");
  ProfileSearch search({}, AnswerChoice::automatic);
  int steps = 0;
  while (search.objected(search.current(), {})) require(++steps <= 6, "profiles end");
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

void check_answer(std::string const& content, Brief const& brief, AnswerForm form) {
  auto const read = read_answer({content}, "4f2a", form, "Luna");
  require(read.answer.has_value() != read.fault.has_value(), "there is an answer or a fault");
  if (!read.answer) return;
  require(!read.answer->send || !read.answer->message.empty(), "what is to be sent has a message");
  require(trim(read.answer->message) == read.answer->message, "a message has no spaces around it");
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
  for (auto const form : {AnswerForm::json_schema, AnswerForm::message_alone}) {
    check_answer(text, brief, form);
    for (auto const& found : read_completion(text).texts) check_answer(found, brief, form);
  }
  check_message({true, text, {1}}, brief, {5, 100});
  return 0;
}
