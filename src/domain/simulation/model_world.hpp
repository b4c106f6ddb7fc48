#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "domain/simulation/life.hpp"
#include "domain/simulation/user.hpp"
#include "domain/simulation/world.hpp"

namespace proactive::simulation {

// The model's user with this number.
class ModelWorld : public World {
 public:
  ModelWorld(Model const& model, Arm const& arm, Span const& span, std::uint64_t number);

  [[nodiscard]] std::string zone() const override { return person_.zone; }
  Known begin() override;
  void begin_hour(HourNumber hour, LocalTime const& local) override;
  [[nodiscard]] Instant next_act() const override;
  void act(Instant now, Known& known) override;
  void receive(std::size_t pair, Instant now, LocalTime const& local, Known& known) override;
  void date(std::size_t pair, Instant now, PairFacts& facts) const override;

 private:
  [[nodiscard]] Instant at_hour(HourNumber hour) const { return span_.begin + std::chrono::hours{hour}; }
  [[nodiscard]] HourNumber hour_of(Instant at) const;
  void add_pair(std::size_t companion, Known& known) const;
  void remember(Known& known);
  void write(std::size_t pair, Instant begin, std::chrono::minutes length, Known& known);
  void answer(std::size_t pair, Instant now, Known& known);
  void feel(KnownPair& pair, User::Reaction const& reaction, Instant now, Known& known) const;

  struct Visit {
    Instant at;
    User::Visit visit;
  };

  Model const& model_;
  Arm const& arm_;
  Span const& span_;
  std::uint64_t number_;
  User user_;
  Person const& person_;
  std::optional<Visit> visit_;
  std::vector<std::optional<Instant>> answers_at_;  // of the companions
  std::optional<std::chrono::local_days> today_;
  bool wrote_today_ = false;
};

}  // namespace proactive::simulation
