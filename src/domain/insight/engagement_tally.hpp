#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "domain/insight/sums.hpp"
#include "domain/ratio.hpp"

// What engagements came to, by one of their attributes.
namespace proactive {

struct EngagementCounts {
  long created = 0;
  long open = 0;
  long sent = 0;
  long cancelled = 0;
  long expired = 0;
  long failed = 0;
};

struct BreakdownRow {
  std::string key;
  std::string label;  // a companion's name; else empty
  EngagementCounts counts;
  std::string sample_user = {};  // one of the users, and another
  std::string other_user = {};
};

// What came of the messages of one key, with the user as the unit.
struct OutcomeRow {
  std::string key;
  std::string label = {};  // a companion's name; else empty
  long sent = 0;
  long users = 0;             // who got them
  RatioFacts responded = {};  // of those whose outcome is known
  RatioFacts seen = {};
  RatioFacts negative = {};           // of those that were sent
  std::optional<double> median = {};  // seconds to the answer, of those that were answered in time
  std::optional<double> p90 = {};
};

// Engagements of one value or of several, and what came of what was sent; nothing where nothing was.
struct CountedRow {
  BreakdownRow counted;
  std::optional<OutcomeRow> outcome = {};
};

struct CountedRows {
  CountedRow all;  // zeros where there are none
  std::vector<CountedRow> rows;
};

enum class EngagementState { sent, open, cancelled, expired, failed, other };

// An engagement, as reports count it.
struct CountedEngagement {
  std::uint64_t user = 0;  // a hash of the id
  std::string_view key;    // not of those that are numbered
  std::string_view user_id = {};
  EngagementState state = EngagementState::sent;
  bool is_known = false;  // whether it was answered
  bool is_answered = false;
  bool is_seen = false;
  bool is_negative = false;
  bool is_before = false;               // the period: it counts for the numbers of those that follow
  std::optional<double> seconds = {};   // to the answer
  std::optional<Instant> sent_at = {};  // of those that are numbered
};

// What is told apart: the attribute's values, or of what was sent the number of the user's messages in the 168 hours
// until it, itself included.
enum class TallyBy { key, number_in_week };

// Whether some of the values are to be one row in the end, for which 12 bytes are kept for each user and value.
enum class Merging { no, yes };

// Users are the unit of outcomes: a user's messages are not independent of each other, so what came of them is added
// together before anything is said of how they vary.
class EngagementTally {
 public:
  EngagementTally(TallyBy by, Merging merging) : by_(by), merging_(merging), cells_(1) {}

  // All engagements of some users, in any order, which it changes: none of these users may be in another call.
  void add(std::vector<CountedEngagement>& engagements);

  // By key, in the order of their bytes.
  [[nodiscard]] CountedRows rows() const;

  // All values but these as one. Of Merging::yes alone.
  [[nodiscard]] CountedRow others(std::set<std::string> const& kept) const;

 private:
  // Of one user, in one cell.
  struct UserSums {
    std::uint32_t cell = 0;
    std::uint32_t sent = 0;
    std::uint32_t known = 0;
    std::uint32_t answered = 0;
    std::uint32_t seen = 0;
    std::uint32_t negative = 0;

    void add(UserSums const& more);  // of another cell
  };
  // The same, a part of it where a number is greater than 255.
  struct KeptSums {
    std::uint32_t cell = 0;
    std::uint8_t sent = 0;
    std::uint8_t known = 0;
    std::uint8_t answered = 0;
    std::uint8_t seen = 0;
    std::uint8_t negative = 0;
  };
  struct Cell {
    EngagementCounts counts;
    Sums answered;  // x: those whose outcome is known
    Sums seen;
    Sums negative;  // x: those that were sent
    std::vector<double> seconds;
    std::string sample_user;  // the first of the users in the order of their bytes, and the last
    std::string other_user;

    void add(UserSums const& user);
  };
  static constexpr std::uint32_t cell_of_all = 0;
  using OfUser = std::span<CountedEngagement const>;

  void add_user(OfUser engagements);
  void keep_user();
  void count(CountedEngagement const& engagement, std::uint32_t cell);
  std::uint32_t cell_of(std::string_view key);
  std::string_view key_of(CountedEngagement const& engagement, OfUser all);
  static CountedRow row_of(std::string const& key, Cell const& cell);
  [[nodiscard]] CountedRow row_of_all() const;

  TallyBy by_;
  Merging merging_;
  std::map<std::string, std::uint32_t, std::less<>> cells_by_key_;
  std::vector<Cell> cells_;
  std::vector<UserSums> of_user_;  // of the user that is added
  std::deque<KeptSums> of_users_;  // of all, each behind an empty one in the cell of all
  std::string number_;
};

}  // namespace proactive
