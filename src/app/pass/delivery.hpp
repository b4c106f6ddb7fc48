#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/pass/facts_reader.hpp"
#include "app/pass/pass.hpp"
#include "app/pass/reports.hpp"
#include "channel/channel.hpp"
#include "domain/plan/delivery_plan.hpp"
#include "store/deliveries.hpp"

namespace proactive::app {

enum class Events { send, leave_out };

// Carries the plans of one job's batches out: each batch one transaction, with the events that tell the app. What the
// database or the app refuses is halved until each refused message stands alone and is marked as failed. A commit that
// was not answered is looked up, never repeated.
class Delivery {
 public:
  // Counts into `report`.
  Delivery(store::Database& database, PassContext const& context, Pass& pass, FactsReader& reader,
           channel::Channel& channel, ProcessReport& report)
      : database_(database), context_(context), pass_(pass), reader_(reader), channel_(channel), report_(report) {}

  void carry_out(DeliveryPlan const& plan, Events events);

 private:
  using Preparation = std::function<void(store::Transaction&)>;

  // Of one transaction.
  struct Sent {
    long messages = 0;
    long events = 0;
  };

  // One that was refused while it stood alone.
  struct Refused {
    DueEngagement engagement;
    std::string error;
    std::string sqlstate;
  };

  void deliver(std::vector<DueEngagement> const& engagements, Preparation const& prepare = {});
  void deliver_split(std::vector<DueEngagement> const& engagements);
  void deliver_patiently(std::vector<DueEngagement> const& engagements);
  long look_up(std::vector<DueEngagement> const& engagements);
  void count(std::vector<DueEngagement> const& wanted, Sent const& sent, std::vector<ClosedEngagement> const& refused);
  void close_refused();
  void require_some_accepted() const;
  bool is_gone(Refused const& refused);
  void close(std::vector<ClosedEngagement> const& closed);

  store::Database& database_;
  PassContext const& context_;
  Pass& pass_;
  FactsReader& reader_;
  channel::Channel& channel_;
  ProcessReport& report_;
  Events events_ = Events::send;
  std::vector<Refused> refused_;
};

}  // namespace proactive::app
