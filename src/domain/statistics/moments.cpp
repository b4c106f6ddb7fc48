#include "domain/statistics/moments.hpp"

namespace proactive::statistics {

namespace {

double freedom_of(long users) { return static_cast<double>(users - 1); }

double by_freedom(double sum, long users) { return users < 2 ? 0 : sum / freedom_of(users); }

// With which share the others count in the mean of both.
double share_of(long others, long users) { return static_cast<double>(others) / static_cast<double>(users + others); }

}  // namespace

Moments::Moments(Summary const& summary)
    : users_(summary.users), mean_(summary.mean), squares_(users_ < 2 ? 0 : summary.variance * freedom_of(users_)) {}

void Moments::add(double value) {
  ++users_;
  auto const distance = value - mean_;
  mean_ += distance / static_cast<double>(users_);
  squares_ += distance * (value - mean_);
}

void Moments::add(Moments const& others) {
  if (others.users_ == 0) return;
  auto const share = share_of(others.users_, users_);
  auto const distance = others.mean_ - mean_;
  squares_ += others.squares_ + distance * distance * share * static_cast<double>(users_);
  mean_ += distance * share;
  users_ += others.users_;
}

Summary Moments::summary() const { return {users_, mean_, by_freedom(squares_, users_)}; }

BivariateMoments::BivariateMoments(BivariateSummary const& summary)
    : users_(summary.users), mean_x_(summary.mean_x), mean_y_(summary.mean_y) {
  if (users_ < 2) return;
  squares_x_ = summary.variance_x * freedom_of(users_);
  squares_y_ = summary.variance_y * freedom_of(users_);
  products_ = summary.covariance * freedom_of(users_);
}

void BivariateMoments::add(double x, double y) {
  ++users_;
  auto const count = static_cast<double>(users_);
  auto const distance_x = x - mean_x_;
  auto const distance_y = y - mean_y_;
  mean_x_ += distance_x / count;
  mean_y_ += distance_y / count;
  squares_x_ += distance_x * (x - mean_x_);
  squares_y_ += distance_y * (y - mean_y_);
  products_ += distance_x * (y - mean_y_);
}

void BivariateMoments::add(BivariateMoments const& others) {
  if (others.users_ == 0) return;
  auto const share = share_of(others.users_, users_);
  auto const weight = share * static_cast<double>(users_);
  auto const distance_x = others.mean_x_ - mean_x_;
  auto const distance_y = others.mean_y_ - mean_y_;
  squares_x_ += others.squares_x_ + distance_x * distance_x * weight;
  squares_y_ += others.squares_y_ + distance_y * distance_y * weight;
  products_ += others.products_ + distance_x * distance_y * weight;
  mean_x_ += distance_x * share;
  mean_y_ += distance_y * share;
  users_ += others.users_;
}

BivariateSummary BivariateMoments::summary() const {
  return {users_,
          mean_x_,
          mean_y_,
          by_freedom(squares_x_, users_),
          by_freedom(squares_y_, users_),
          by_freedom(products_, users_)};
}

}  // namespace proactive::statistics
