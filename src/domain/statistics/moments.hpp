#pragma once

// What tests need to know of the users of one arm, and how it is summed up. The user is the unit throughout: users are
// assigned, and are independent of each other, while the messages of one user are not.
namespace proactive::statistics {

// A metric over the users of one arm: one value a user.
struct Summary {
  long users = 0;
  double mean = 0;      // in the metric's unit; PostgreSQL: avg
  double variance = 0;  // of the users' values, the sample's (by users - 1), so the unit squared; PostgreSQL: var_samp.
                        // 0 of fewer than two users
};

// Two values a user, x and y.
struct BivariateSummary {
  long users = 0;
  double mean_x = 0;
  double mean_y = 0;
  double variance_x = 0;  // the sample's, as above
  double variance_y = 0;
  double covariance = 0;  // the sample's; PostgreSQL: covar_samp
};

// Sums values up in one pass without losing digits where the mean is large beside the spread (Welford 1962, "Note on a
// method for calculating corrected sums of squares and products"); parts are merged after Chan, Golub and LeVeque 1983,
// "Algorithms for computing the sample variance".
class Moments {
 public:
  Moments() = default;
  explicit Moments(Summary const& summary);

  void add(double value);
  void add(Moments const& others);  // other users
  [[nodiscard]] Summary summary() const;

 private:
  long users_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // of the distances from the mean
};

class BivariateMoments {
 public:
  BivariateMoments() = default;
  explicit BivariateMoments(BivariateSummary const& summary);

  void add(double x, double y);
  void add(BivariateMoments const& others);  // other users
  [[nodiscard]] BivariateSummary summary() const;

 private:
  long users_ = 0;
  double mean_x_ = 0;
  double mean_y_ = 0;
  double squares_x_ = 0;
  double squares_y_ = 0;
  double products_ = 0;
};

}  // namespace proactive::statistics
