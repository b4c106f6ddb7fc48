#pragma once

#include <utility>
#include <vector>

#include "domain/simulation/life.hpp"
#include "domain/simulation/log.hpp"
#include "domain/simulation/world.hpp"

namespace proactive::simulation {

// A user of the log: does what they did, whatever is sent to them now.
class LogWorld : public World {
 public:
  LogWorld(LoggedUser const& user, Arm const& arm, Days const& days);

  [[nodiscard]] std::string zone() const override;
  Known begin() override;
  void begin_hour(HourNumber hour, LocalTime const& local) override;
  [[nodiscard]] Instant next_act() const override;
  void act(Instant now, Known& known) override;
  void receive(std::size_t pair, Instant now, LocalTime const& local, Known& known) override;
  void date(std::size_t pair, Instant now, PairFacts& facts) const override;

  // What came, by pair, in the order of time.
  [[nodiscard]] std::vector<std::vector<Instant>> const& received() const { return received_; }

 private:
  static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

  struct Act {
    Instant at;
    std::size_t pair = nobody;               // to whom they wrote; nobody: it is not known
    std::chrono::minutes length{0};          // of their words
    bool is_look = false;                    // they read what was there, and wrote nothing
    LoggedMessage const* message = nullptr;  // no act of theirs: it came before the days
    std::optional<SessionStart> session = {};
  };

  void add_acts_of_pair(std::size_t pair);
  void add_sessions();
  void live_before(Known& known);
  [[nodiscard]] KnownPair known_pair(LoggedPair const& pair) const;

  LoggedUser const& user_;
  Arm const& arm_;
  Days const& days_;
  std::vector<Act> acts_;  // in the order of time
  std::size_t next_ = 0;
  std::vector<std::vector<Instant>> received_;
};

}  // namespace proactive::simulation
