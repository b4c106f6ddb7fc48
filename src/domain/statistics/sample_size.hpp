#pragma once

#include <optional>

// How many users an experiment needs, before it begins. For one two-sided test at the end (welch.hpp); with several
// treatments or metrics that are adjusted (holm.hpp), plan with the level of the strictest, 1 - 0.05 / tests. Who looks
// at a confidence sequence instead of waiting needs more: 1.9 times as many to find the effect at the planned number
// of users with the same power, fewer where it is larger than planned. Normal approximation, as in Chow, Shao and Wang
// 2008, "Sample size calculations in clinical research", sections 3.2 and 4.2 (Student's t asks for one or two users
// more).
namespace proactive::statistics {

struct TestPlan {
  double level = 0.95;           // 1 - the share of false alarms, between 0 and 1
  double power = 0.8;            // with which probability the effect is found, 0.5 to 1, less than 1
  double treatment_share = 0.5;  // of the users of both arms, between 0 and 1
};

struct PlannedUsers {
  long treatment = 0;
  long control = 0;
};

// The users that find an `effect` on a mean. effect: treatment - control, in the metric's unit, not 0; its sign makes
// no difference. variance: of users within an arm, above 0, from the past (of a ratio: that of ratio.hpp; with CUPED:
// times 1 - variance_reduction). nullopt: a value outside of its range, or more users than can be counted.
std::optional<PlannedUsers> users_needed(TestPlan const& plan, double effect, double variance);

// The least effect on a mean, above 0 and in the metric's unit, that `users` of both arms together (4 or more) find.
std::optional<double> detectable_effect(TestPlan const& plan, long users, double variance);

// The same of a share of users: 0 to 1, such as those who came back. Each arm has the variance of its own share.
// baseline: of the control; baseline + effect: of the treatment; 0.20 and 0.03 for 20 % that become 23 %.
std::optional<PlannedUsers> users_needed_for_share(TestPlan const& plan, double baseline, double effect);

// The least increase of a share that `users` of both arms together find; of a decrease: take 1 - baseline. nullopt also
// where even 1 would be too little an increase.
std::optional<double> detectable_effect_on_share(TestPlan const& plan, long users, double baseline);

}  // namespace proactive::statistics
