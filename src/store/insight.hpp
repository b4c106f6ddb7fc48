#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/insight/uplift.hpp"
#include "domain/ratio.hpp"
#include "store/stats.hpp"

namespace proactive::store {

// The rest of the transaction may sort and group more in memory, of a bounded size, than a run does.
void take_more_memory(Transaction& transaction);

// What the app's adapter tells besides what is needed.
struct ToldByApp {
  bool answers = false;
  bool seen = false;
  bool sessions = false;
};
ToldByApp told_by_app(Transaction& transaction);

struct FunnelCount {
  long messages = 0;
  long users = 0;
};
struct InsightFunnel {
  FunnelCount eligible;  // messages that were to be written, those of users who are held out too
  FunnelCount held_out;
  FunnelCount scheduled;
  FunnelCount sent;
  FunnelCount known;  // of which the outcome is known
  FunnelCount seen;   // of these
  FunnelCount responded;
  long receipts = 0;  // the app has told that they were seen
};
InsightFunnel insight_funnel(Transaction& transaction, Period const& period);

// What came of messages of one kind.
struct RateRow {
  long key = 0;
  long users = 0;
  long sent = 0;
  RatioFacts responded;
};
struct InsightRates {
  std::vector<RateRow> templates;  // by id; -1: none
  std::vector<RateRow> nth;        // by how many messages the user got in the 168 hours until it, itself included
  std::vector<RateRow> slots;      // by hour of a week on the user's clock, 0 to 167 from Monday's first
};
InsightRates insight_rates(Transaction& transaction, Period const& period);

struct VariantRow {
  std::string experiment;
  long version = 1;
  std::string variant;
  long exposed = 0;  // users
  RateRow rate;
};
std::vector<VariantRow> insight_variants(Transaction& transaction, Period const& period);

// Since when users can be compared with those who are held out; nothing: nobody is.
struct HoldoutSpan {
  Instant since;
  bool is_whole = false;  // all of its ghosts are kept
};
std::optional<HoldoutSpan> insight_holdout(Transaction& transaction);

// By metric: returned, opted_out, muted and silent. Without a hold-out of users who got messages alone.
std::map<std::string, Arms> insight_arms(Transaction& transaction, Period const& period,
                                         std::optional<HoldoutSpan> const& holdout);
// By metric: night and long_days, of a sample of each arm.
struct ChatSample {
  int most_users = 1;  // of an arm
  double part = 1;     // of all users, 0 to 1: among whom they are looked for
};
std::map<std::string, Arms> insight_chat(Transaction& transaction, Period const& period, std::string const& timezone,
                                         ChatSample const& sample);

// Of a cohort how many were there in one of the weeks after the first message.
struct CohortWeek {
  std::string week;  // of the first message: its Monday
  bool is_held_out = false;
  long users = 0;
  long sampled = 0;  // those whom the app was asked of
  long nth = 1;      // 1: the seven days that begin with the message
  long active = 0;
  bool is_over = false;
};
std::vector<CohortWeek> insight_cohorts(Transaction& transaction, Period const& period, std::string const& timezone,
                                        int most_users);

}  // namespace proactive::store
