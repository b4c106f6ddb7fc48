#include "domain/message/brief.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr std::array<std::string_view, 22> gentle_words{
    "calm",     "gentle",    "dreamy", "wise",      "quiet",    "caring",    "empathetic", "thoughtful",
    "shy",      "introvert", "soft",   "patient",   "serene",   "kind",      "nurturing",  "sensitive",
    "soothing", "tender",    "poetic", "spiritual", "peaceful", "mysterious"};
constexpr std::array<std::string_view, 22> playful_words{
    "playful",     "funny",       "witty",      "sarcastic", "energetic", "adventurous", "wild",  "spontaneous",
    "bold",        "mischievous", "goofy",      "outgoing",  "flirty",    "cheeky",      "silly", "bubbly",
    "charismatic", "sporty",      "rebellious", "fun",       "joker",     "competitive"};

template <std::size_t Count>
long count_words(std::array<std::string_view, Count> const& wanted, std::set<std::string> const& words) {
  return std::count_if(wanted.begin(), wanted.end(),
                       [&](std::string_view word) { return words.contains(std::string{word}); });
}

bool is_low(Mood const& mood) {
  constexpr std::array<std::string_view, 5> low{"sad", "anxious", "frustrated", "lonely", "worried"};
  return mood.intensity >= 4 && std::find(low.begin(), low.end(), mood.state) != low.end();
}

// Third person, as apps note what they learn, turned to the user. Only openings that stay right.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> second_person{{
    {"the user's ", "your "},
    {"user's ", "your "},
    {"the user is ", "you're "},
    {"user is ", "you're "},
    {"the user has ", "you have "},
    {"user has ", "you have "},
    {"the user was ", "you were "},
    {"user was ", "you were "},
    {"user loves ", "you love "},
    {"user likes ", "you like "},
    {"user wants ", "you want "},
    {"user works ", "you work "},
    {"user enjoys ", "you enjoy "},
    {"user lives ", "you live "},
}};

}  // namespace

std::optional<std::string> part_of_day(Brief const& brief) {
  return brief.zone_known ? time_of_day(brief.scheduled_for, brief.timezone) : std::nullopt;
}

Tone preferred_tone(Brief const& brief) {
  if (brief.mood && is_low(*brief.mood) && brief.scheduled_for - brief.mood->at < std::chrono::hours{48})
    return Tone::gentle;
  auto const words = words_of(fmt::format("{} {}", brief.context.personality, join(brief.context.traits, " ")));
  std::set<std::string> const persona(words.begin(), words.end());
  auto const gentle = count_words(gentle_words, persona);
  auto const playful = count_words(playful_words, persona);
  if (gentle == playful) return Tone::warm;
  return gentle > playful ? Tone::gentle : Tone::playful;
}

std::string memory_phrase(std::string const& memory) {
  auto phrase = collapse_spaces(memory);
  for (auto const period : {".", "\u3002", "\uFF0E", "\uFF61", "\u0964"}) {
    while (phrase.ends_with(period)) phrase.resize(phrase.size() - std::string_view{period}.size());
  }
  std::replace(phrase.begin(), phrase.end(), '"', '\'');
  auto const lowered = to_lower(phrase);
  for (auto const& [third, second] : second_person) {
    if (lowered.starts_with(third)) return std::string{second} + phrase.substr(third.size());
  }
  return phrase;
}

}  // namespace proactive
