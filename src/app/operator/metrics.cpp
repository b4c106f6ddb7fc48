#include "app/operator/metrics.hpp"

#include "app/operator/stats.hpp"

namespace proactive::app {

namespace {

std::optional<Ratio> opt_out_rate_of(store::Transaction& transaction, Instant now) {
  auto const all = tally(transaction, {now - std::chrono::days{7}, now}, "all", "UTC", Merging::no).rows().all;
  return all.outcome ? ratio_of(all.outcome->negative) : std::nullopt;
}

}  // namespace

Metrics collect_metrics(Session& session) {
  Metrics metrics;
  metrics.health = assess_health(session);
  metrics.as_of = metrics.health.facts.now;
  auto const midnight = std::chrono::floor<std::chrono::days>(metrics.as_of);
  auto const& settings = session.settings();
  metrics.price_in = settings.llm.llm_price_in;
  metrics.price_out = settings.llm.llm_price_out;
  session.database->transact([&](store::Transaction& transaction) {
    metrics.engagements = store::metrics_engagements(transaction, midnight);
    metrics.reports = store::metrics_reports(transaction, midnight);
    metrics.runs = store::metrics_runs(transaction, midnight);
    metrics.opt_out_rate = opt_out_rate_of(transaction, metrics.as_of);
  });
  return metrics;
}

}  // namespace proactive::app
