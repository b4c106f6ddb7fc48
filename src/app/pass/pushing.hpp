#pragma once

#include <atomic>
#include <exception>
#include <optional>
#include <string>
#include <thread>

#include "app/pass/pass.hpp"

namespace proactive::app {

// Calls of the app's webhook, as a run has made them and leaves them.
struct PushCounts {
  bool is_used = false;        // the channel is chosen
  bool receiver_gone = false;  // it has answered 410
  long accepted = 0;
  long failed = 0;   // calls that will be made again
  long held = 0;     // until quiet hours are over
  long dropped = 0;  // not welcome any more
  long dead = 0;     // given up by this run
  long waiting = 0;  // of the run's slices, at its end
  std::optional<Instant> oldest;
};

// Sends what waits in the outbox to the app's receiver, on a thread and a connection of its own beside the jobs that
// deliver: what they have committed, and what earlier runs could not send. At least once, in the order of deliveries
// for each user. A receiver that is dead gets no more calls in this run than may be under way at once.
class Pushing {
 public:
  Pushing(Session& session, Pass& pass) : session_(session), pass_(pass) {}
  ~Pushing();
  Pushing(Pushing const&) = delete;
  Pushing& operator=(Pushing const&) = delete;

  [[nodiscard]] bool is_used() const { return has_channel(session_.settings().channel, ChannelKind::webhook); }

  // When the run holds slices, which it then keeps until its end. Throws Error (configuration) where the secret cannot
  // be read.
  void start(PassContext const& context);

  // Nothing more will be delivered: sends the rest. Throws what has ended the thread.
  PushCounts finish();

 private:
  void join();

  Session& session_;
  Pass& pass_;
  std::optional<PassContext> context_;
  std::atomic<bool> is_last_ = false;
  PushCounts counts_;
  std::exception_ptr problem_;
  std::thread thread_;
};

}  // namespace proactive::app
