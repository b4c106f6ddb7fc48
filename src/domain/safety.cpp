#include "domain/safety.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr auto by_fact = "app_facts";
constexpr auto by_mood = "mood";

constexpr std::chrono::hours distress_length{24};
constexpr std::array<std::string_view, 5> distressed_moods{"sad", "anxious", "lonely", "worried", "frustrated"};

bool is_flagged_by(PairFacts const& facts, std::string_view source) {
  return std::any_of(facts.flags.begin(), facts.flags.end(),
                     [&](SafetyFlag const& flag) { return flag.source == source && !flag.released_at; });
}

bool is_crisis_mood(Mood const& mood, GateRules const& rules) {
  return rules.crisis_moods.contains(normalized(trim(mood.state)));
}

std::optional<RaisedFlag> flag_of(PairFacts const& facts, GateRules const& rules, Instant now) {
  if (facts.in_crisis && !is_flagged_by(facts, by_fact)) return RaisedFlag{facts.pair.user_id, by_fact, now};
  auto const& mood = facts.mood;
  if (!mood || !is_crisis_mood(*mood, rules)) return std::nullopt;
  auto const seen_at = std::min(mood->at, now);
  bool const is_new = !facts.mood_flagged_at || *facts.mood_flagged_at < seen_at;
  return is_new ? std::optional{RaisedFlag{facts.pair.user_id, by_mood, seen_at}} : std::nullopt;
}

}  // namespace

std::optional<Instant> silence_end(SafetyFlag const& flag, GateRules const& rules) {
  if (!flag.released_at) return std::nullopt;
  auto const end = flag.detected_at + std::chrono::hours{rules.safety.crisis_hours};
  return std::max({end, flag.until.value_or(end), *flag.released_at});
}

std::vector<RaisedFlag> raise_flags(std::vector<PairFacts>& facts, GateRules const& rules, Instant now) {
  std::map<std::pair<std::string, std::string>, RaisedFlag> raised;
  for (auto const& one : facts) {
    if (auto const flag = flag_of(one, rules, now)) raised.try_emplace({flag->user_id, flag->source}, *flag);
  }
  std::vector<RaisedFlag> flags;
  flags.reserve(raised.size());
  for (auto const& [key, flag] : raised) flags.push_back(flag);
  if (flags.empty()) return flags;
  for (auto& one : facts) {
    for (auto const& flag : flags) {
      if (flag.user_id == one.pair.user_id)
        one.flags.push_back({FlagKind::crisis, flag.source, flag.detected_at, std::nullopt, std::nullopt});
    }
  }
  return flags;
}

std::optional<Instant> distress_end(PairFacts const& facts, GateRules const& rules, Instant now) {
  auto const& mood = facts.mood;
  auto const least = rules.safety.distress_intensity;
  if (!mood || !least || mood->intensity < *least) return std::nullopt;
  auto const state = normalized(trim(mood->state));
  if (std::find(distressed_moods.begin(), distressed_moods.end(), state) == distressed_moods.end()) return std::nullopt;
  auto const end = std::min(mood->at, now) + distress_length;
  return end > now ? std::optional{end} : std::nullopt;
}

bool is_distressed(PairFacts const& facts, GateRules const& rules, Instant now) {
  return distress_end(facts, rules, now).has_value();
}

}  // namespace proactive
