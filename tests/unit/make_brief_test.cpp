#include "domain/message/make_brief.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using test::friendly_facts;
using test::noon;

namespace {

Brief brief_of(PairFacts const& facts, Recents recents = {{7, 3}, {"newest", "older"}}) {
  PlannedEngagement plan{facts.pair, EngagementType::memory_reminder, Stage::intimate, noon + hours{3}};
  Context context{"wise", "short", "a lighthouse keeper", {"calm"}, {"jazz"}, {{"Has a dog", "fact", "9"}}};
  return make_brief(facts, std::move(context), std::move(recents), plan, GateRules{}, {}, 3);
}

}  // namespace

TEST_CASE("a user's clock is known by their zone, or where the operator's zone is theirs") {
  auto facts = friendly_facts();
  CHECK(brief_of(facts).zone_known);
  facts.zone_known = false;
  CHECK_FALSE(brief_of(facts).zone_known);
  GateRules rules;
  rules.care.unknown_timezone = UnknownZone::by_default;
  CHECK(
      make_brief(facts, {}, {}, {facts.pair, EngagementType::check_in, Stage::friend_, noon}, rules, {}, 3).zone_known);
}

TEST_CASE("a brief holds what is known of the two, what was planned, and what the pair received") {
  auto facts = friendly_facts();
  facts.user_name = "Sam";
  facts.companion_name = "Ava";
  facts.language = "fr";
  facts.timezone = "Europe/Paris";
  facts.mood = Mood{"sad", 7, noon - hours{2}};
  auto const brief = brief_of(facts);
  CHECK(brief.pair == facts.pair);
  CHECK(brief.type == EngagementType::memory_reminder);
  CHECK(brief.stage == Stage::intimate);
  CHECK(brief.scheduled_for == noon + hours{3});
  CHECK(brief.user_name == "Sam");
  CHECK(brief.companion_name == "Ava");
  CHECK(brief.language == "fr");
  CHECK(brief.timezone == "Europe/Paris");
  CHECK(brief.mood->state == "sad");
  CHECK(brief.context.personality == "wise");
  CHECK(brief.context.style == "short");
  CHECK(brief.context.backstory == "a lighthouse keeper");
  CHECK(brief.context.traits == std::vector<std::string>{"calm"});
  CHECK(brief.context.interests == std::vector<std::string>{"jazz"});
  CHECK(brief.context.memories.at(0).text == "Has a dog");
  CHECK(brief.recent_template_ids == std::vector<long>{7, 3});
  CHECK(brief.recent_contents.size() == 2);
}

TEST_CASE("memories that rest are left out, and no more are told than a writer is to know") {
  Context context;
  for (auto const* id : {"1", "2", "", "4", "5"}) context.memories.push_back({std::string{"Memory "} + id, "fact", id});
  auto const told = [&](std::set<std::string> const& resting) {
    Recents recents;
    recents.resting_memories = resting;
    auto const facts = friendly_facts();
    PlannedEngagement const plan{facts.pair, EngagementType::memory_reminder, Stage::intimate, noon};
    std::vector<std::string> texts;
    for (auto const& memory : make_brief(facts, context, recents, plan, GateRules{}, {}, 3).context.memories) {
      CHECK_FALSE(memory.id.empty());
      texts.push_back(memory.text);
    }
    return texts;
  };
  CHECK(told({}) == std::vector<std::string>{"Memory 1", "Memory 2", "Memory "});
  CHECK(told({"1", "4"}) == std::vector<std::string>{"Memory 2", "Memory ", "Memory 5"});
  CHECK(told({"1", "2", "4", "5"}) == std::vector<std::string>{"Memory "});
}

TEST_CASE("intimacy is told as a whole number from 0 to 10") {
  for (auto const& [level, told] : std::vector<std::pair<double, int>>{
           {5, 5}, {5.4, 5}, {5.5, 6}, {-3, 0}, {70, 10}, {std::numeric_limits<double>::quiet_NaN(), 0}}) {
    auto facts = friendly_facts();
    facts.intimacy = level;
    CAPTURE(level);
    CHECK(brief_of(facts).intimacy == told);
  }
}

TEST_CASE("the newest message is unanswered where the user has given no sign since") {
  auto facts = friendly_facts();
  CHECK_FALSE(brief_of(facts).unanswered);  // nothing was delivered
  facts.last_outreach_at = noon - hours{25};
  CHECK(brief_of(facts).unanswered == "newest");
  CHECK_FALSE(brief_of(facts, {}).unanswered);
  facts.last_interaction = facts.last_outreach_at;  // written by the delivery itself
  CHECK(brief_of(facts).unanswered == "newest");
  facts.last_interaction = noon - hours{24};
  CHECK_FALSE(brief_of(facts).unanswered);
  facts.last_interaction.reset();
  facts.user_wrote_at = noon - hours{24};
  CHECK_FALSE(brief_of(facts).unanswered);
  facts.user_wrote_at.reset();
  CHECK(brief_of(facts).unanswered == "newest");
}
