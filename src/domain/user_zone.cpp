#include "domain/user_zone.hpp"

#include <fmt/core.h>

namespace proactive {

UserZone user_zone(PairFacts const& facts, CareSettings const& care) {
  return {facts.zone(), facts.zone_known ? std::nullopt : std::optional{care.unknown_timezone}};
}

std::string zone_in_words(UserZone const& zone) { return zone.unknown ? zone.name + " by default" : zone.name; }

std::string time_in_words(Instant at, UserZone const& zone) {
  if (!zone.unknown) return fmt::format("{} in {}", format_local(at, zone.name), zone.name);
  switch (*zone.unknown) {
    case UnknownZone::activity:
      return "time zone unknown, by activity";
    case UnknownZone::by_default:
      return fmt::format("time zone unknown, {} in {} by default", format_local(at, zone.name), zone.name);
    case UnknownZone::never:
      break;
  }
  return "time zone unknown";
}

}  // namespace proactive
