#include "domain/message/brief.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using std::chrono::microseconds;
using test::noon;

namespace {

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
                                                        {"猫を飼っている。", "猫を飼っている"},
                                                        {"वह कल आएगी।", "वह कल आएगी"},
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
