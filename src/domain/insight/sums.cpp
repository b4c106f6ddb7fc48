#include "domain/insight/sums.hpp"

#include <algorithm>

namespace proactive {

void Sums::add_user(double of_x, double of_y) {
  ++users;
  x += of_x;
  y += of_y;
  xx += of_x * of_x;
  yy += of_y * of_y;
  xy += of_x * of_y;
}

statistics::BivariateSummary summary_of(Sums const& sums) {
  statistics::BivariateSummary summary;
  summary.users = sums.users;
  if (sums.users < 1) return summary;
  auto const users = static_cast<double>(sums.users);
  summary.mean_x = sums.x / users;
  summary.mean_y = sums.y / users;
  if (sums.users < 2) return summary;
  summary.variance_x = std::max(0.0, (sums.xx - sums.x * summary.mean_x) / (users - 1));
  summary.variance_y = std::max(0.0, (sums.yy - sums.y * summary.mean_y) / (users - 1));
  summary.covariance = (sums.xy - sums.x * summary.mean_y) / (users - 1);
  return summary;
}

RatioFacts ratio_facts_of(Sums const& sums) {
  auto const summary = summary_of(sums);
  return {sums.users, sums.x, sums.y, summary.variance_x, summary.variance_y, summary.covariance};
}

}  // namespace proactive
