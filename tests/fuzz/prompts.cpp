// Prompts from any names, personas, memories and messages: data never leaves its strings.
#include <fuzzer/FuzzedDataProvider.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "domain/llm/chat.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

namespace {

template <typename Visit>
void each_text(Json const& value, Visit visit) {
  if (value.is_string()) visit(value.get<std::string>());
  if (!value.is_structured()) return;
  for (auto const& item : value) each_text(item, visit);
}

void check_text(std::string const& text) {
  constexpr auto signs = "<>[]{}\"\\`|";
  require(text.find_first_of(signs) == std::string::npos, "no sign of a special token is left in a text");
  require(normalized(text).find_first_of(signs) == std::string::npos, "nor one that is folded to it");
  require(printable(text) == text, "a text is one line without control characters");
}

Brief read_brief(FuzzedDataProvider& input) {
  auto const text = [&] { return input.ConsumeRandomLengthString(100); };
  Brief brief;
  brief.pair = {"u1", "c1"};
  brief.type = static_cast<EngagementType>(input.ConsumeIntegralInRange(0, 3));
  brief.language = "en";
  brief.timezone = "Europe/Berlin";
  brief.scheduled_for = Instant{std::chrono::hours{input.ConsumeIntegralInRange(0, 1'000'000)}};
  brief.user_name = text();
  brief.companion_name = text();
  brief.context.personality = text();
  brief.context.style = text();
  brief.context.traits = {text(), text()};
  brief.context.interests = {text()};
  brief.context.memories = {{text(), text(), text()}, {text()}};
  if (input.ConsumeBool()) brief.mood = Mood{text(), 5, brief.scheduled_for};
  if (input.ConsumeBool()) brief.unanswered = text();
  brief.recent_contents = {text(), text()};
  return brief;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  MessageLimits const limits{input.ConsumeIntegralInRange(1, 50), input.ConsumeIntegralInRange(50, 4000)};
  auto brief = read_brief(input);
  brief.wording.limits = limits;
  std::optional<RefusedDraft> refused;
  if (input.ConsumeBool()) refused = RefusedDraft{input.ConsumeRandomLengthString(100), {"it is too short"}};
  auto const prompt = write_prompt(brief, "4f2a", refused);

  Brief empty;
  empty.wording = brief.wording;
  empty.type = brief.type;
  empty.language = brief.language;
  empty.timezone = brief.timezone;
  require(prompt.system == write_prompt(empty, "4f2a").system, "no text stands in the system message");
  require(prompt.user.find('\n') == std::string::npos, "the user's message is one line");
  auto const facts = Json::parse(prompt.user, nullptr, false);
  require(facts.is_object() && facts.size() == (refused ? 13U : 12U), "the user's message is a JSON object");
  each_text(facts, check_text);
  require(facts.at("nonce") == "4f2a" && facts.at("memories").size() == 2, "no text changes the facts");

  auto const body = request_body(prompt, {"model", 0.8, 300}, {});
  require(body.find('\n') == std::string::npos, "a request is one line");
  auto const request = Json::parse(body, nullptr, false);
  require(!request.is_discarded(), "a request is JSON");
  require(request.at("messages")[0].at("content") == prompt.system, "it has the system message as it is");
  require(request.at("messages")[1].at("content") == prompt.user, "it has the user's message as it is");
  return 0;
}
