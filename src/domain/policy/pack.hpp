#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "domain/quiet_hours.hpp"
#include "domain/settings/groups.hpp"

namespace proactive {

// Where a pack's author read what law asks.
struct PolicySource {
  std::string title;
  std::string url;
  std::optional<std::string> read;  // on which day; nullopt: not read by the author
};

// What a law, or a rule of care, asks of outreach to those whom it binds. It only tightens what the operator has set:
// of two rules the stricter holds. A member that is at its default asks for nothing.
struct PolicyPack {  // NOLINT(bugprone-exception-escape): moving JSON does not throw, though it asserts
  std::string id;
  std::string version;
  std::string title;
  std::vector<std::string> jurisdictions;        // jurisdiction.hpp
  std::optional<std::chrono::local_days> from;   // the first of the user's days on which it binds; nullopt: always has
  std::optional<std::chrono::local_days> until;  // the first on which it no longer does
  std::vector<PolicySource> sources;
  std::vector<std::string> leaves_out;  // what the law asks besides, and this tool leaves to the app

  bool consent = false;  // who has not agreed is not written to
  AgeGate age_gate = AgeGate::known_minors;
  bool forbids_minors = false;
  std::vector<QuietHours> minors_quiet_hours;  // all of them hold; hours of school are among them
  std::vector<QuietHours> quiet_hours;
  Disclosing disclosure = Disclosing::off;
  std::set<std::string> review_faults;  // of refused phrases (DraftFault), by name
  int evidence_days = 0;                // for which the proof of a message is kept at least

  Json document;  // as it is written, and of it
  Json constraints;
};

// A pack, or all that is wrong with what should be one: each a sentence's end. What would loosen a rule is wrong.
struct PackReading {  // NOLINT(bugprone-exception-escape): the same
  PolicyPack pack;
  std::vector<std::string> problems;
};
PackReading read_pack(std::string_view text);

// Whether the pack is in force on a local day, for somebody in the jurisdiction (nullopt: it is not known).
bool binds(PolicyPack const& pack, std::optional<std::string> const& jurisdiction, std::chrono::local_days day);

}  // namespace proactive
