// Template bodies, filled with any names, memories and interests.
#include <fuzzer/FuzzedDataProvider.h>

#include "base/text.hpp"
#include "tests/fuzz/require.hpp"
#include "writer/template_writer.hpp"

using namespace proactive;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  MessageLimits const limits{input.ConsumeIntegralInRange(1, 50), input.ConsumeIntegralInRange(50, 4000)};
  Brief brief;
  brief.wording.limits = limits;
  brief.pair = {input.ConsumeRandomLengthString(8), input.ConsumeRandomLengthString(8)};
  brief.user_name = input.ConsumeRandomLengthString(40);
  brief.companion_name = input.ConsumeRandomLengthString(40);
  brief.context.personality = input.ConsumeRandomLengthString(40);
  brief.context.interests = {input.ConsumeRandomLengthString(60)};
  brief.context.memories = {{input.ConsumeRandomLengthString(200)}};
  brief.language = "en";
  brief.timezone = "Europe/Berlin";
  brief.scheduled_for = Instant{std::chrono::hours{input.ConsumeIntegralInRange(0, 1'000'000)}};
  MessageTemplate candidate;
  candidate.id = 1;
  candidate.language = "en";
  candidate.tone = "warm";
  candidate.body = input.ConsumeRemainingBytesAsString();

  TemplateWriter const writer({candidate}, "en", brief.wording);
  auto const draft = writer.write(brief);
  require(draft.content.has_value() != !draft.problem.empty(), "a draft has a message or a problem");
  for (auto const& problem : writer.problems()) require(is_storable(problem), "a problem can be recorded");
  if (!draft.content) return 0;
  auto const length = grapheme_count(*draft.content);
  require(length >= static_cast<std::size_t>(limits.min_length), "a message is not too short");
  require(length <= static_cast<std::size_t>(limits.max_length), "a message is not too long");
  require(is_storable(*draft.content), "a message can be stored");
  return 0;
}
