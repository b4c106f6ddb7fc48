#include "domain/statistics/srm.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "domain/statistics/distributions.hpp"

namespace proactive::statistics {

std::optional<SampleRatio> sample_ratio(std::vector<long> const& users, std::vector<double> const& shares) {
  constexpr double fewest_expected = 5;
  auto const is_valid_share = [](double share) { return share >= 0 && std::isfinite(share); };
  auto const is_negative = [](long count) { return count < 0; };
  if (users.size() != shares.size() || !std::all_of(shares.begin(), shares.end(), is_valid_share) ||
      std::any_of(users.begin(), users.end(), is_negative))
    return std::nullopt;

  auto const total = static_cast<double>(std::accumulate(users.begin(), users.end(), 0L));
  auto const whole = std::accumulate(shares.begin(), shares.end(), 0.0);
  SampleRatio result;
  int arms = 0;
  bool is_impossible = false;  // users of an arm that was to have none
  for (std::size_t i = 0; i < users.size(); ++i) {
    auto const count = static_cast<double>(users[i]);
    if (shares[i] <= 0) {
      is_impossible = is_impossible || count > 0;
      continue;
    }
    auto const expected = total * shares[i] / whole;
    if (expected < fewest_expected) return std::nullopt;
    result.statistic += (count - expected) * (count - expected) / expected;
    ++arms;
  }
  if (arms < 2) return std::nullopt;
  result.p_value = is_impossible ? 0 : chi_squared_survival(result.statistic, arms - 1);
  result.mismatch = result.p_value < mismatch_below;
  return result;
}

}  // namespace proactive::statistics
