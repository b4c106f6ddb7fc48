#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/pass/disclosures.hpp"
#include "app/pass/facts_reader.hpp"
#include "app/pass/pass.hpp"
#include "app/pass/refusals.hpp"
#include "app/pass/reports.hpp"
#include "channel/channels.hpp"
#include "domain/plan/delivery_plan.hpp"
#include "store/deliveries.hpp"

namespace proactive::app {

// Carries the plans of one job's batches out: each batch one transaction, with the events that tell the app. What the
// database or the app refuses is halved until each refused message stands alone. A commit that was not answered is
// looked up, never repeated.
class Delivery {
 public:
  // Counts into `report`. `refusals` are those of the whole run.
  Delivery(store::Database& database, PassContext const& context, Pass& pass, FactsReader& reader,
           channel::Channels& channels, Disclosures disclosures, Refusals& refusals, ProcessReport& report)
      : database_(database),
        context_(context),
        pass_(pass),
        reader_(reader),
        channels_(channels),
        disclosures_(std::move(disclosures)),
        refusals_(refusals),
        report_(report) {}

  void carry_out(DeliveryPlan const& plan);

  // What a dry run shows of the plan: its messages as the app would get them.
  std::vector<DueEngagement> preview(DeliveryPlan const& plan);

  // Marks what was refused as failed, now that others were accepted or at the end of the run. Throws Error
  // (configuration) where every message was refused, and alike: then none is marked.
  void judge();

 private:
  using Preparation = std::function<void(store::Transaction&)>;

  // Of one transaction.
  struct Sent {
    long messages = 0;
    channel::Announced announced = {};
  };

  void deliver(std::vector<DueEngagement> engagements, Preparation const& prepare = {});
  void deliver_split(std::vector<DueEngagement> const& engagements);
  void deliver_alone(std::vector<DueEngagement> const& one);
  store::CommitOutcome look_up(std::vector<DueEngagement> const& engagements);
  void count(std::vector<DueEngagement> const& wanted, Sent const& sent, std::vector<ClosedEngagement> const& refused);
  bool is_gone(RefusedDelivery const& refused);
  void require_some_accepted(std::vector<RefusedDelivery> const& refused) const;
  void fail(RefusedDelivery const& refused, std::vector<ClosedEngagement>& closed);
  void close(std::vector<ClosedEngagement> const& closed);

  store::Database& database_;
  PassContext const& context_;
  Pass& pass_;
  FactsReader& reader_;
  channel::Channels& channels_;
  Disclosures disclosures_;
  Refusals& refusals_;
  ProcessReport& report_;
  int conflicts_ = 0;
};

}  // namespace proactive::app
