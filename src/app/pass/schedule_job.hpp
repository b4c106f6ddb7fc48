#pragma once

#include <optional>
#include <vector>

#include "app/pass/pass.hpp"
#include "app/pass/progress.hpp"
#include "app/pass/reports.hpp"
#include "app/pass/schedule.hpp"
#include "domain/bandit/bandit.hpp"
#include "domain/experiment/experiment.hpp"
#include "writer/writer.hpp"

namespace proactive::app {

// What the jobs of one run of schedule have in common.
struct ScheduleRun {
  Settings const& settings;
  Pass& pass;
  ScheduleOptions const& options;
  std::vector<Experiment> const& experiments;
  ArmScores const& type_scores;
  Writer& writer;
  ProgressBoard& board;
  Budget& budget;
};

// Whether pairs are looked at that are not due.
bool names_pairs(ScheduleOptions const& options);

// Those are asked for besides.
std::optional<store::Selection> asked_for(ScheduleOptions const& options);

// What fits a first batch is not shared, and pairs that an operator names are looked for in all slices at once.
SliceSharing sharing_of(ScheduleRun const& run);

// The pipeline of one job: the slices that it was given, and those that it takes after them.
ScheduleReport schedule_due(store::Database& database, PassContext const& context, ScheduleRun const& run);

}  // namespace proactive::app
