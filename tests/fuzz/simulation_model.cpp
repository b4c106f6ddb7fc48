// Models of simulated users: a text that is to be one, or the one that comes with the program with some of its members
// changed, in which users then live for two days.
#include <fuzzer/FuzzedDataProvider.h>

#include "base/text.hpp"
#include "domain/settings/settings.hpp"
#include "domain/simulation/figures.hpp"
#include "domain/simulation/life.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

namespace {

void live_in(simulation::Model const& model, std::uint64_t user) {
  static auto const arm = [] {
    auto settings = default_settings();
    settings.care.quiet_hours = "off";
    settings.gate.check_in_after_hours = 6;
    return simulation::arm_of(settings);
  }();
  constexpr Instant begin{std::chrono::sys_days{std::chrono::year{2027} / 3 / 27}};  // clocks change in Europe
  constexpr int days = 2;
  auto const tally = simulation::live(model, arm, {1, begin, days}, user);
  require(tally.users == 1 && tally.messages >= tally.answers && tally.answers >= 0,
          "no message is answered more than once");
  require(tally.messages <= days * 24L * 60, "messages are counted");
}

void read(std::string const& text) {
  auto const reading = simulation::read_model(text);
  for (auto const& problem : reading.problems)
    require(!problem.empty() && printable(problem) == problem, "a sentence is safe for a terminal");
  if (!reading.problems.empty()) return;
  live_in(reading.model, 1);
  using simulation::Level;
  live_in(simulation::at_levels(reading.model, Level::high, Level::low, Level::high), 2);
}

// Members of the shipped model by other ones: a figure, its member, and JSON; what is no JSON takes the member away.
void change(Json& document, FuzzedDataProvider& input) {
  auto const specs = simulation::figure_specs();
  auto const& spec = specs[input.ConsumeIntegralInRange<std::size_t>(0, specs.size() - 1)];
  auto& figure = document["figures"][std::string{spec.name}];
  constexpr std::array members{"value", "levels", "sources", "assumption", "population", "may_not_transfer"};
  auto const* const name = members.at(input.ConsumeIntegralInRange<std::size_t>(0, members.size() - 1));
  auto const text = input.ConsumeRandomLengthString();
  auto const value = Json::parse(text, nullptr, false);
  if (value.is_discarded()) {
    if (figure.is_object()) figure.erase(name);
  } else {
    figure[name] = value;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  if (input.ConsumeBool()) {
    read(input.ConsumeRemainingBytesAsString());
    return 0;
  }
  static auto const shipped = Json::parse(simulation::shipped_model_text());
  auto document = shipped;
  for (int i = 0; i < 4 && input.remaining_bytes() > 0; ++i) change(document, input);
  read(to_line(document));
  return 0;
}
