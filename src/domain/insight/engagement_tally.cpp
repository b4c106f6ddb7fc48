#include "domain/insight/engagement_tally.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace proactive {

namespace {

constexpr std::string_view no_key = "none";
constexpr std::chrono::hours week{168};

// Between two values in proportion to the place between them, as PostgreSQL's percentile_cont. `sorted` is not empty.
double quantile(std::vector<double> const& sorted, double share) {
  auto const place = share * static_cast<double>(sorted.size() - 1);
  auto const below = static_cast<std::size_t>(place);
  auto const above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

bool is_before(CountedEngagement const& left, CountedEngagement const& right) {
  if (left.user != right.user) return left.user < right.user;
  return left.sent_at < right.sent_at;
}

void count_state(EngagementCounts& counts, EngagementState state) {
  ++counts.created;
  switch (state) {
    case EngagementState::sent:
      ++counts.sent;
      break;
    case EngagementState::open:
      ++counts.open;
      break;
    case EngagementState::cancelled:
      ++counts.cancelled;
      break;
    case EngagementState::expired:
      ++counts.expired;
      break;
    case EngagementState::failed:
      ++counts.failed;
      break;
    case EngagementState::other:
      break;
  }
}

void add_counts(EngagementCounts& counts, EngagementCounts const& more) {
  counts.created += more.created;
  counts.open += more.open;
  counts.sent += more.sent;
  counts.cancelled += more.cancelled;
  counts.expired += more.expired;
  counts.failed += more.failed;
}

}  // namespace

void EngagementTally::UserSums::add(UserSums const& more) {
  sent += more.sent;
  known += more.known;
  answered += more.answered;
  seen += more.seen;
  negative += more.negative;
}

void EngagementTally::Cell::add(UserSums const& user) {
  if (user.known > 0) answered.add_user(user.known, user.answered);
  if (user.known > 0) seen.add_user(user.known, user.seen);
  if (user.sent > 0) negative.add_user(user.sent, user.negative);
}

void EngagementTally::add(std::vector<CountedEngagement>& engagements) {
  std::sort(engagements.begin(), engagements.end(), is_before);
  for (auto begin = engagements.begin(); begin != engagements.end();) {
    auto const end = std::find_if(begin, engagements.end(), [&](auto const& each) { return each.user != begin->user; });
    add_user({begin, end});
    begin = end;
  }
}

void EngagementTally::add_user(OfUser engagements) {
  of_user_.clear();
  for (auto const& each : engagements) {
    if (each.is_before) continue;
    count(each, cell_of_all);
    count(each, cell_of(key_of(each, engagements)));
  }
  for (auto const& sums : of_user_) cells_[sums.cell].add(sums);
  if (merging_ == Merging::yes) keep_user();
}

void EngagementTally::keep_user() {
  of_users_.emplace_back();
  auto const taken = [](std::uint32_t& number) {
    auto const part = std::min<std::uint32_t>(number, 255);
    number -= part;
    return static_cast<std::uint8_t>(part);
  };
  for (auto sums : of_user_) {
    if (sums.cell == cell_of_all) continue;
    do {  // in the order of the members
      of_users_.push_back({sums.cell, taken(sums.sent), taken(sums.known), taken(sums.answered), taken(sums.seen),
                           taken(sums.negative)});
    } while (sums.sent + sums.known + sums.answered + sums.seen + sums.negative > 0);
  }
}

std::string_view EngagementTally::key_of(CountedEngagement const& engagement, OfUser all) {
  if (by_ == TallyBy::key) return engagement.key;
  if (!engagement.sent_at) return no_key;
  auto const sent = *engagement.sent_at;
  auto const first = std::partition_point(
      all.begin(), all.end(), [&](auto const& each) { return !each.sent_at || *each.sent_at < sent - week; });
  auto const end = std::partition_point(first, all.end(), [&](auto const& each) { return *each.sent_at <= sent; });
  number_ = std::to_string(end - first);
  return number_;
}

std::uint32_t EngagementTally::cell_of(std::string_view key) {
  auto const found = cells_by_key_.find(key);
  if (found != cells_by_key_.end()) return found->second;
  auto const cell = static_cast<std::uint32_t>(cells_.size());
  cells_by_key_.emplace(key, cell);
  cells_.emplace_back();
  return cell;
}

void EngagementTally::count(CountedEngagement const& engagement, std::uint32_t cell) {
  auto& of_cell = cells_[cell];
  count_state(of_cell.counts, engagement.state);
  if (engagement.seconds && cell != cell_of_all) of_cell.seconds.push_back(*engagement.seconds);  // of all: row_of_all
  if (of_cell.sample_user.empty() || engagement.user_id < of_cell.sample_user) of_cell.sample_user = engagement.user_id;
  if (engagement.user_id > of_cell.other_user) of_cell.other_user = engagement.user_id;
  auto user = std::find_if(of_user_.begin(), of_user_.end(), [&](auto const& each) { return each.cell == cell; });
  if (user == of_user_.end()) user = of_user_.insert(user, {.cell = cell});
  user->sent += engagement.state == EngagementState::sent ? 1 : 0;
  user->known += engagement.is_known ? 1 : 0;
  user->answered += engagement.is_answered ? 1 : 0;
  user->seen += engagement.is_known && engagement.is_seen ? 1 : 0;
  user->negative += engagement.is_negative ? 1 : 0;
}

CountedRow EngagementTally::row_of(std::string const& key, Cell const& cell) {
  CountedRow row{{key, "", cell.counts, cell.sample_user, cell.other_user}};
  if (cell.counts.sent == 0) return row;
  OutcomeRow outcome{key};
  outcome.sent = cell.counts.sent;
  outcome.users = cell.negative.users;
  outcome.responded = ratio_facts_of(cell.answered);
  outcome.seen = ratio_facts_of(cell.seen);
  outcome.negative = ratio_facts_of(cell.negative);
  if (auto seconds = cell.seconds; !seconds.empty()) {
    std::sort(seconds.begin(), seconds.end());
    outcome.median = quantile(seconds, 0.5);
    outcome.p90 = quantile(seconds, 0.9);
  }
  row.outcome = std::move(outcome);
  return row;
}

CountedRow EngagementTally::row_of_all() const {
  auto all = cells_[cell_of_all];
  for (auto const& cell : cells_) all.seconds.insert(all.seconds.end(), cell.seconds.begin(), cell.seconds.end());
  return row_of("all", all);
}

CountedRows EngagementTally::rows() const {
  CountedRows rows{row_of_all(), {}};
  for (auto const& [key, cell] : cells_by_key_) rows.rows.push_back(row_of(key, cells_[cell]));
  return rows;
}

CountedRow EngagementTally::others(std::set<std::string> const& kept) const {
  std::vector<bool> is_other(cells_.size());
  Cell others;
  for (auto const& [key, cell] : cells_by_key_) {
    if (kept.contains(key)) continue;
    is_other[cell] = true;
    add_counts(others.counts, cells_[cell].counts);
    auto const& seconds = cells_[cell].seconds;
    others.seconds.insert(others.seconds.end(), seconds.begin(), seconds.end());
  }
  UserSums of_user;
  for (auto const& sums : of_users_) {
    if (sums.cell == cell_of_all) others.add(std::exchange(of_user, {}));
    if (is_other[sums.cell]) of_user.add({0, sums.sent, sums.known, sums.answered, sums.seen, sums.negative});
  }
  others.add(of_user);
  return row_of("", others);
}

}  // namespace proactive
