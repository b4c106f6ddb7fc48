#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/experiment/experiment.hpp"
#include "domain/experiment/metric.hpp"
#include "domain/statistics/confidence_sequence.hpp"
#include "domain/statistics/moments.hpp"
#include "domain/statistics/srm.hpp"
#include "domain/statistics/welch.hpp"

// What came of an experiment: each variant against the first one, which is the control.
namespace proactive {

// All users of one variant, summed up.
struct VariantTally {
  std::string variant;
  long exposed = 0;
  std::map<std::pair<Metric, Window>, statistics::BivariateMoments> moments = {};
};
void add_user(VariantTally& tally, UserHistory const& user, Instant as_of);

// The words are shown, and frozen.
enum class Verdict {
  better,
  worse,
  undecided,     // 0 is within the interval that holds at all looks
  inconclusive,  // an experiment on how much is sent, before its eight weeks are over
  harmed         // of a guardrail
};
template <>
struct Names<Verdict> {
  static constexpr auto table = std::to_array<Named<Verdict>>({{Verdict::better, "better"},
                                                               {Verdict::worse, "worse"},
                                                               {Verdict::undecided, "undecided"},
                                                               {Verdict::inconclusive, "inconclusive"},
                                                               {Verdict::harmed, "harmed"}});
};

// Means of users that CUPED has adjusted, and ratios of sums.
struct MetricResult {
  Metric metric;
  Window window;
  std::string variant;
  long users = 0;
  long control_users = 0;
  double mean = 0;
  double control_mean = 0;
  double variance_reduction = 0;  // by CUPED, 0 to 1
  // For one look at the planned number of users, and for looking every day. Goals at 95 %, two-sided; guardrails at
  // 99 %, the second one-sided. nullopt: too few users, or all have the same value.
  std::optional<statistics::WelchDifference> fixed = {};
  std::optional<statistics::AnytimeDifference> anytime = {};
  // Of goals where they decide: adjusted for how many there are, times the variants (Holm).
  std::optional<double> fixed_p = {};
  std::optional<double> anytime_p = {};
  Verdict verdict = Verdict::undecided;
};

struct ExperimentReport {
  std::vector<long> exposed;  // by variant
  std::optional<statistics::SampleRatio> sample_ratio;
  bool is_withheld = false;                        // users got lost on the way, in one variant more than in another
  std::optional<Instant> inconclusive_until = {};  // nullopt: not on how much is sent, or the eight weeks are over
  std::vector<MetricResult> results = {};          // by metric, window and variant; none where they are withheld
};

// `tallies`: as the experiment's variants.
ExperimentReport report_of(Experiment const& experiment, std::vector<VariantTally> const& tallies, Instant as_of);

// The guardrails by which a variant harms people, by variant: what auto_stop stops.
std::map<std::string, std::vector<Metric>> harmed_by(ExperimentReport const& report);

// What an experiment needs to find an effect on a goal: users of both arms, half of them in each.
struct PlannedGoal {
  Metric metric;
  double mean = 0;                        // of the past, and what the effect is a share of
  double effect = 0;                      // in the metric's unit
  double variance_reduction = 0;          // by CUPED, 0 to 1
  std::optional<long> for_one_look = {};  // nullopt: the past has no such value, or it does not vary
  std::optional<long> for_every_day = {};
};
// `past`: users who were written to, as one variant. `effect`: a share of the mean, above 0. `power`: 0.5 to 1, less
// than 1.
std::vector<PlannedGoal> plan_goals(VariantTally const& past, double effect, double power);

// Whether a variant of it changes how much is sent: people get used to that within weeks.
bool is_about_volume(Experiment const& experiment);
inline constexpr std::chrono::days volume_period{56};

}  // namespace proactive
