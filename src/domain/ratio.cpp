#include "domain/ratio.hpp"

#include <algorithm>
#include <cmath>

namespace proactive {

std::optional<Ratio> ratio_of(RatioFacts const& facts) {
  constexpr long fewest_users = 20;
  constexpr double normal_quantile = 1.959963984540054;  // of 97.5 %
  if (facts.users < fewest_users || facts.messages <= 0) return std::nullopt;
  auto const users = static_cast<double>(facts.users);
  auto const rate = facts.outcomes / facts.messages;
  auto const mean = facts.messages / users;
  auto const variance = (facts.var_y - 2 * rate * facts.cov + rate * rate * facts.var_n) / (users * mean * mean);
  return Ratio{rate, normal_quantile * std::sqrt(std::max(0.0, variance))};
}

}  // namespace proactive
