#include "domain/ratio.hpp"

#include <cmath>

#include "domain/statistics/distributions.hpp"
#include "domain/statistics/ratio.hpp"

namespace proactive {

std::optional<Ratio> ratio_of(RatioFacts const& facts) {
  constexpr long fewest_users = 20;
  if (facts.users < fewest_users) return std::nullopt;
  auto const users = static_cast<double>(facts.users);
  auto const sums = statistics::ratio(
      {facts.users, facts.messages / users, facts.outcomes / users, facts.var_n, facts.var_y, facts.cov});
  if (!sums) return std::nullopt;
  return Ratio{sums->mean, statistics::normal_quantile(0.975) * std::sqrt(sums->variance / users)};
}

}  // namespace proactive
