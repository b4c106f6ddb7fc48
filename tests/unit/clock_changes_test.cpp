// Every change of every zone's clock from 2010 to 2035, Apia's skipped day of 2011 among them, by the machine's own
// time-zone data, with a user whose silence would always allow a message.
#include <date/tz.h>
#include <doctest/doctest.h>

#include <set>

#include "domain/gate/gate.hpp"
#include "support/facts.hpp"

using namespace proactive;
using Action = DeliveryDecision::Action;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

struct Change {
  std::string zone;
  Instant at;
};

Instant instant_of(date::sys_seconds seconds) { return Instant{seconds.time_since_epoch()}; }

// Of zones that are alike one, since a third of the names are others' old ones.
std::vector<Change> all_changes() {
  std::vector<Change> changes;
  std::set<std::string> known;
  auto const first = date::sys_days{date::year{2010} / 1 / 1};
  auto const last = date::sys_days{date::year{2036} / 1 / 1};
  for (auto const& zone : date::get_tzdb().zones) {
    std::string rules;
    std::vector<Change> of_zone;
    for (auto info = zone.get_info(date::sys_seconds{first}); info.end < last; info = zone.get_info(info.end)) {
      of_zone.push_back({zone.name(), instant_of(info.end)});
      rules += std::to_string(info.end.time_since_epoch().count()) + ' ' + std::to_string(info.offset.count()) + ' ';
    }
    if (known.insert(rules).second) changes.insert(changes.end(), of_zone.begin(), of_zone.end());
  }
  return changes;
}

// A relationship whose only limits are one message a day and quiet hours.
struct Life {
  PairFacts facts = friendly_facts();
  GateRules rules = test::seed_rules();
  std::optional<DueEngagement> open;
  std::set<std::string> days;

  explicit Life(Change const& change, char const* quiet_hours) {
    facts.timezone = change.zone;
    facts.user_wrote_at = change.at - hours{100};
    rules.gate.max_engagements_per_day = 1;
    rules.gate.min_interval_hours = 0;
    rules.gate.check_in_after_hours = 0;
    rules.quiet_hours = *parse_quiet_hours(quiet_hours);
    rules.care.send_time = SendTime::spread;
    rules.care.quiet_end_spread_minutes = 90;
  }
  static PairFacts friendly_facts() {
    auto facts = test::friendly_facts();
    facts.stage_name = "partner";
    return facts;
  }

  void schedule(Instant now) {
    if (open) return;
    auto const decision = decide({facts, rules, now});
    if (decision.refused) return;
    open.emplace();
    open->type = decision.type;
    open->created_at = now;
    open->scheduled_for = decision.scheduled_for;
  }

  // Whether a message is sent now.
  bool process(Instant now) {
    if (!open || open->scheduled_for > now) return false;
    auto const decision = decide_delivery(*open, {facts, rules, now});
    if (decision.action == Action::hold) {
      open->scheduled_for = decision.scheduled_for;
      return false;
    }
    open.reset();
    if (decision.action != Action::send) return false;
    facts.user_deliveries.push_back(now);
    return true;
  }
};

void live_through(Change const& change, char const* quiet_hours, char const* from, char const* until) {
  Life life(change, quiet_hours);
  for (auto now = change.at - hours{40}; now < change.at + hours{40}; now += minutes{50}) {
    life.schedule(now);
    if (!life.process(now)) continue;
    auto const local = format_local(now, change.zone);
    CAPTURE(local);
    REQUIRE(life.days.insert(local.substr(0, 10)).second);
    auto const time = local.substr(11);
    REQUIRE_FALSE((std::string{from} < until ? time >= from && time < until : time >= from || time < until));
  }
  REQUIRE(life.days.size() >= 2);
}

}  // namespace

TEST_CASE("around each change of a clock: one message a local day, and none in quiet time") {
  auto const changes = all_changes();
  CHECK(changes.size() > 1000);
  for (auto const& change : changes) {
    CAPTURE(change.zone);
    CAPTURE(format_instant(change.at));
    live_through(change, "22:00-08:00", "22:00", "08:00");
    live_through(change, "00:30-03:30", "00:30", "03:30");
  }
}
