#include "app/experiments.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "store/experiments.hpp"
#include "store/histories.hpp"

namespace proactive::app {

std::optional<std::vector<VariantTally>> tally_experiment(store::Database& database, Experiment const& experiment,
                                                          std::string const& default_zone, Instant as_of,
                                                          std::function<bool()> const& may_go_on) {
  constexpr int portion = 1000;
  std::vector<VariantTally> tallies;
  tallies.reserve(experiment.variants.size());
  for (auto const& variant : experiment.variants) {
    auto& tally = tallies.emplace_back(VariantTally{variant.name});
    std::string after;
    while (true) {
      if (!may_go_on()) return std::nullopt;
      std::vector<store::Exposed> users;
      auto const histories = database.transact([&](store::Transaction& transaction) {
        users = store::exposures_of(transaction, experiment, variant.name, after, portion);
        return store::read_histories(transaction, users, default_zone);
      });
      for (auto const& history : histories) add_user(tally, history, as_of);
      if (users.size() < portion) break;
      after = users.back().user_id;
    }
  }
  return tallies;
}

std::vector<std::string> stop_variants(store::Transaction& transaction, Experiment const& experiment,
                                       std::map<std::string, std::string> const& why) {
  std::vector<std::string> stopped;
  std::vector<std::string> reasons;
  for (auto const& [variant, reason] : why) {
    if (!store::stop_variant(transaction, experiment, variant, reason)) continue;
    stopped.push_back(variant);
    reasons.push_back(fmt::format("{} ({})", variant, reason));
  }
  bool const is_over =
      std::all_of(experiment.variants.begin() + 1, experiment.variants.end(),
                  [&](Variant const& variant) { return variant.stopped || why.contains(variant.name); });
  if (is_over && !stopped.empty())
    store::stop_experiment(transaction, experiment, "no variant was left after " + join(reasons, ", "));
  return stopped;
}

}  // namespace proactive::app
