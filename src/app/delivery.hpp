#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/pass.hpp"
#include "app/reports.hpp"
#include "store/deliveries.hpp"

namespace proactive::app {

// What the gate said about one batch of due engagements.
struct DeliveryDecisions {
  std::vector<DueEngagement> send;
  std::vector<store::ClosedEngagement> close;
  std::vector<store::HeldEngagement> hold;
};

enum class Events { send, leave_out };

// Carries the decisions of one job's batches out: each batch one transaction, with the events that tell the app. What
// the database refuses is halved until each refused message stands alone and is marked as failed. A commit that was not
// answered is looked up, never repeated.
class Delivery {
 public:
  // Counts into `report`.
  Delivery(store::Database& database, Settings const& settings, PassContext const& context, Pass& pass,
           ProcessReport& report)
      : database_(database),
        settings_(settings),
        context_(context),
        pass_(pass),
        report_(report),
        realtime_(settings.channel) {}

  void carry_out(DeliveryDecisions const& decisions, Events events);

 private:
  using Preparation = std::function<void(store::Transaction&)>;

  void close_and_hold(store::Transaction& transaction, DeliveryDecisions const& decisions);
  void deliver(std::vector<DueEngagement> const& engagements, Preparation const& prepare = {});
  void deliver_split(std::vector<DueEngagement> const& engagements);
  long look_up(std::vector<DueEngagement> const& engagements);
  void count(std::vector<DueEngagement> const& wanted, long sent);
  void refuse(DueEngagement const& engagement, std::string const& error);
  void close_refused();

  store::Database& database_;
  Settings const& settings_;
  PassContext const& context_;
  Pass& pass_;
  ProcessReport& report_;
  RealtimeEvents realtime_;
  Events events_ = Events::send;
  std::vector<store::ClosedEngagement> refused_;
};

}  // namespace proactive::app
