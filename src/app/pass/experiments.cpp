#include "app/pass/experiments.hpp"

#include "base/log.hpp"
#include "domain/experiment/treatment.hpp"
#include "store/experiments.hpp"

namespace proactive::app {

std::vector<Experiment> load_experiments(Session& session, Pass& pass) {
  auto experiments = session.database->transact(store::running_experiments);
  Treatments const treatments(session.settings(), experiments);
  for (auto const& problem : treatments.problems()) {
    log::warn("variant_not_applied", {{"hint", problem}});
    pass.record_error(problem);
  }
  return experiments;
}

}  // namespace proactive::app
