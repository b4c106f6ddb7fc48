#include "domain/message/make_brief.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/hash.hpp"
#include "domain/policy/terms.hpp"

namespace proactive {

namespace {

int whole_level(double level) {
  return std::isnan(level) ? 0 : static_cast<int>(std::lround(std::clamp(level, 0.0, 10.0)));
}

// The user has given no sign since our newest message.
bool is_unanswered(PairFacts const& facts) {
  auto const sign = user_sign(facts);
  return facts.last_outreach_at && (!sign || *sign <= *facts.last_outreach_at);
}

void leave_out_resting(std::vector<Memory>& memories, std::set<std::string> const& resting, int most) {
  for (auto& memory : memories) {
    if (memory.id.empty()) memory.id = fmt::format("text {:016x}", fnv1a(memory.text));
  }
  std::erase_if(memories, [&](Memory const& memory) { return resting.contains(memory.id); });
  if (memories.size() > static_cast<std::size_t>(most)) memories.resize(static_cast<std::size_t>(most));
}

}  // namespace

Brief make_brief(PairFacts const& facts, Context context, Recents recents, PlannedEngagement const& plan,
                 GateRules const& rules, Wording wording, int most_memories) {
  Brief brief;
  brief.pair = plan.pair;
  brief.type = plan.type;
  brief.wording = std::move(wording);
  brief.is_safe = plan.is_safe;
  brief.is_minor = counts_as_minor(facts, rules, plan.scheduled_for);
  brief.refused_besides = refused_besides(facts, rules, plan.scheduled_for);
  brief.stage = plan.stage;
  brief.scheduled_for = plan.scheduled_for;
  brief.intimacy = whole_level(facts.intimacy);
  brief.user_name = facts.user_name;
  brief.companion_name = facts.companion_name;
  brief.mood = facts.mood;
  brief.language = facts.language;
  brief.timezone = facts.timezone;
  brief.zone_known = facts.zone_known || rules.care.unknown_timezone == UnknownZone::by_default;
  leave_out_resting(context.memories, recents.resting_memories, most_memories);
  brief.context = std::move(context);
  brief.resting_template_ids = std::move(recents.resting_templates);
  brief.recent_template_ids = std::move(recents.template_ids);
  brief.recent_contents = std::move(recents.contents);
  if (!brief.recent_contents.empty() && is_unanswered(facts)) brief.unanswered = brief.recent_contents.front();
  return brief;
}

}  // namespace proactive
