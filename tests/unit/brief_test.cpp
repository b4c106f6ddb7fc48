#include "domain/message/brief.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using std::chrono::microseconds;
using test::noon;

namespace {

constexpr auto family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";

std::string repeated(std::string const& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

Brief persona(std::string const& personality, std::vector<std::string> traits = {}) {
  Brief brief;
  brief.context.personality = personality;
  brief.context.traits = std::move(traits);
  brief.scheduled_for = noon;
  return brief;
}

Tone tone_with(std::string const& state, int intensity, microseconds age) {
  auto brief = persona("witty and bold");
  brief.mood = Mood{state, intensity, noon - age};
  return preferred_tone(brief);
}

}  // namespace

TEST_CASE("first names of many kinds") {
  for (auto const& [name, expected] :
       std::vector<std::pair<std::string, std::string>>{{"Sam Green", "Sam"},
                                                        {"\tSam\nGreen", "Sam"},
                                                        {"Jean-Luc Picard", "Jean-Luc"},
                                                        {"\u05D3\u05D5\u05D3 \u05DC\u05D5\u05D9", "\u05D3\u05D5\u05D3"},
                                                        {"\u202ESam", "Sam"},
                                                        {"Sam\x1b[31m", "Sam"},
                                                        {"Zo\u00eb", "Zo\u00eb"},
                                                        {repeated("e\u0301", 30), repeated("e\u0301", 30)}}) {
    CAPTURE(name);
    CHECK(first_name(name) == expected);
  }
}

TEST_CASE("what is no name") {
  for (auto const& name :
       {std::string{}, std::string{" \n\t"}, std::string{"sam@example.org"}, std::string{"a/b"},
        std::string{"https://x.y"}, std::string{"<b>Sam</b>"}, std::string{"{{user}}"}, std::string{"\"Sam\""},
        std::string{"sam_green"}, std::string{"sam1"}, std::string{"\xff\xfe"}, repeated("e\u0301", 31)}) {
    CAPTURE(name);
    CHECK_FALSE(first_name(name));
  }
}

TEST_CASE("the time of day turns on the full hour of the user's zone") {
  struct Case {
    char const* instant;
    char const* zone;
    std::optional<std::string> expected;
  };
  for (auto const& [instant, zone, expected] :
       {Case{"2026-03-02T04:59:59Z", "UTC", std::nullopt}, Case{"2026-03-02T05:00:00Z", "UTC", "morning"},
        Case{"2026-03-02T11:59:59Z", "UTC", "morning"}, Case{"2026-03-02T12:00:00Z", "UTC", "afternoon"},
        Case{"2026-03-02T16:59:59Z", "UTC", "afternoon"}, Case{"2026-03-02T17:00:00Z", "UTC", "evening"},
        Case{"2026-03-02T21:59:59Z", "UTC", "evening"}, Case{"2026-03-02T22:00:00Z", "UTC", std::nullopt},
        Case{"2026-03-01T23:15:00Z", "Asia/Kathmandu", "morning"},  // five o'clock there
        Case{"2026-03-01T23:14:59Z", "Asia/Kathmandu", std::nullopt},
        Case{"2026-03-02T08:30:00Z", "America/St_Johns", "morning"},
        Case{"2026-03-29T02:59:59Z", "Europe/Berlin", std::nullopt},
        Case{"2026-03-29T03:00:00Z", "Europe/Berlin", "morning"}}) {  // after the change to summer time
    CAPTURE(std::string{instant});
    CHECK(time_of_day(parse_instant(instant).value(), zone) == expected);
  }
}

TEST_CASE("memories become one line that can be quoted") {
  for (auto const& [memory, expected] :
       std::vector<std::pair<std::string, std::string>>{{"", ""},
                                                        {"...", ""},
                                                        {"Loves jazz...", "Loves jazz"},
                                                        {"Is it true?", "Is it true?"},
                                                        {"THE USER'S cat", "your cat"},
                                                        {"the user has a cat.", "you have a cat"},
                                                        {"The user was late", "you were late"},
                                                        {"User enjoys chess", "you enjoy chess"},
                                                        {"Users differ", "Users differ"},
                                                        {"My user is nice", "My user is nice"},
                                                        {"a\x1b[31m\u202E b", "a [31m b"},
                                                        {"\xff\xfe", ""}}) {
    CAPTURE(memory);
    CHECK(memory_phrase(memory) == expected);
    CHECK(is_storable(memory_phrase(memory)));
  }
}

TEST_CASE("the tone follows the persona") {
  for (auto const& [personality, tone] :
       std::vector<std::pair<std::string, Tone>>{{"", Tone::warm},
                                                 {"an accountant", Tone::warm},
                                                 {"Calm and WISE", Tone::gentle},
                                                 {"witty, bold, adventurous", Tone::playful},
                                                 {"calm but sarcastic", Tone::warm},
                                                 {"calm, patient but sarcastic", Tone::gentle}}) {
    CAPTURE(personality);
    CHECK(preferred_tone(persona(personality)) == tone);
  }
  CHECK(preferred_tone(persona("an accountant", {"calm", "shy"})) == Tone::gentle);
  CHECK(preferred_tone(persona("calm", {"witty", "goofy"})) == Tone::playful);
}

TEST_CASE("a low mood of the last two days is met gently by all") {
  for (auto const* state : {"sad", "anxious", "frustrated", "lonely", "worried"})
    CHECK(tone_with(state, 4, hours{1}) == Tone::gentle);
  for (auto const* state : {"happy", "excited", "calm", "curious", "confident", "", "SAD"})
    CHECK(tone_with(state, 10, hours{1}) == Tone::playful);
  CHECK(tone_with("sad", 3, hours{1}) == Tone::playful);
  CHECK(tone_with("sad", 10, hours{48} - microseconds{1}) == Tone::gentle);
  CHECK(tone_with("sad", 10, hours{48}) == Tone::playful);
}
