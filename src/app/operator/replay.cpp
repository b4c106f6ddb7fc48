#include "app/operator/replay.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/operator/arm_settings.hpp"
#include "app/operator/lives.hpp"
#include "base/column.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"
#include "domain/experiment/holdout.hpp"
#include "store/histories.hpp"
#include "store/log.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

using simulation::Arm;
using simulation::Days;
using simulation::Replay;

constexpr int replay_statement_seconds = 60;
constexpr std::size_t users_at_once = 256;

// A sum of each arm, the log itself first.
struct Replays {
  std::vector<Replay> of;

  void merge(Replays const& other) {
    of.resize(std::max(of.size(), other.of.size()));
    for (std::size_t i = 0; i < other.of.size(); ++i) of[i].merge(other.of[i]);
  }
};

std::vector<std::string> what_is_taken_as_now(bool tells_sessions) {
  return {
      tells_sessions
          ? "when users wrote: their sessions, what our messages tell, and their newest word; to whom they wrote in a "
            "session is known of those with one companion"
          : "when users wrote: what our messages tell, and their newest word, since the adapter has no app_sessions; "
            "words in between are missing, and no hour is learned",
      "what companions wrote: taken to answer each word, where the app tells when they write",
      "whether a message was read: of our messages, by what users wrote and saw after it",
      "the stage: that of the nearest message, or of now",
      "intimacy, trust, memories and how much users wrote: as of now; a mood from its own time on",
      "time zones, quiet hours, frequency and limits of users: as of now",
      ("who is active or in a crisis, what others read, and what users have told the app (opt-outs, mutes, consent): "
       "as of now, but of nobody whom a message reached later"),
      "opt-outs and consent that users have told us: the newest of each; mutes: those that are still kept",
  };
}

// What cannot be replayed is said instead.
Days days_of(store::Transaction& transaction, ReplayOptions const& options, ReplayReport& report) {
  auto const end = options.now ? *options.now : store::database_now(transaction);
  Days const days{end - std::chrono::days{options.days}, end};
  auto const extent = store::log_extent(transaction, days);
  report.first = extent.first;
  if (extent.messages > 0) return days;
  auto const newest = store::newest_message(transaction);
  if (!newest) throw usage_error("--from-log: no message was ever sent, so there is nothing to replay: try --simulate");
  throw usage_error(fmt::format("--from-log {}: no message was sent in these days, and the newest at {}: name {}",
                                options.days, format_instant(*newest),
                                *newest < days.begin ? "more days" : "a later --now"));
}

std::vector<std::string> sample_of(store::Transaction& transaction, ReplayOptions const& options, int holdout_percent,
                                   ReplayReport& report) {
  auto [all, sample] = store::sampled_users(transaction, options.users);
  report.all_users = all;
  report.held_out = static_cast<long>(
      std::erase_if(sample, [&](std::string const& user) { return is_held_out(user, holdout_percent); }));
  return sample;
}

struct UserBatch {
  store::LogBatch log;
  long users_left_out = 0;
  std::string problem;  // of the last of these
};

// One user whom the app's functions refuse costs no other.
UserBatch read_users(store::Transaction& transaction, std::vector<std::string> const& users, Days const& days,
                     long counted, Settings const& settings) {
  UserBatch batch;
  auto const read = [&](std::vector<std::string> const& some) {
    return transaction.in_savepoint(
        [&] { batch.log.append(store::read_log(transaction, some, days, counted, settings)); });
  };
  if (!read(users)) return batch;
  for (auto const& user : users) {
    auto const problem = read({user});
    if (!problem) continue;
    ++batch.users_left_out;
    batch.problem = *problem;
  }
  return batch;
}

void add_left_out(UserBatch const& batch, ReplayReport& report) {
  report.users_left_out += batch.users_left_out;
  report.pairs_left_out += batch.log.pairs_left_out;
  report.messages_left_out += batch.log.messages_left_out;
}

// Not silence.
void require_messages(ReplayReport const& report, ReplayOptions const& options, std::string const& problem) {
  if (report.arms.front().replay.tally.messages > 0) return;
  if (report.users == 0 && report.users_left_out > 0) {
    throw configuration_error(fmt::format(
        "the adapter refuses every user that was looked at: run proactive config adapter check; {}", problem));
  }
  if (report.messages_left_out > 0) {
    throw usage_error(
        fmt::format("--from-log {}: {} of these days went to pairs that the app does not know any more, or that cannot "
                    "be read, and no other was found: name more days, or more --users",
                    options.days, counted_noun(report.messages_left_out, "message")));
  }
  throw usage_error(fmt::format(
      "--from-log {}: {} of {} that are known were looked at, and none got a message in these days: name more {}",
      options.days, report.users + report.held_out, counted_noun(report.all_users, "user"),
      options.users < report.all_users ? "--users" : "days"));
}

Replays replay_user(simulation::LoggedUser const& user, std::vector<Arm> const& arms, Days const& days) {
  Replays replays;
  replays.of.push_back(simulation::as_it_was(user, days));
  for (auto const& arm : arms) replays.of.push_back(simulation::replay(user, arm, days));
  return replays;
}

long most_counted(std::vector<Arm> const& arms) {
  long counted = 0;
  for (auto const& arm : arms) counted = std::max(counted, counted_deliveries(arm.rules));
  return counted;
}

}  // namespace

// Nothing is open while days are replayed: a batch of users is read, and then looked at.
ReplayReport replay(Session& session, ReplayOptions const& options) {
  auto const& settings = session.settings();
  auto const named = settings_of_arms(settings, options.with, options.compare);
  auto const arms = column(named, [](ArmSettings const& one) { return simulation::arm_of(one.settings); });
  auto const threads = options.threads > 0 ? options.threads : processors();
  auto& database = *session.database;
  database.set_statement_seconds(replay_statement_seconds);

  ReplayReport report;
  std::vector<std::string> sample;
  database.transact([&](store::Transaction& transaction) {
    report.days = days_of(transaction, options, report);
    report.taken_as_now = what_is_taken_as_now(store::tells_sessions(transaction));
    sample = sample_of(transaction, options, settings.experiment.holdout_percent, report);
  });
  ProgressBoard board(options.show_progress);
  std::string problem;
  Replays sum;
  sum.of.resize(arms.size() + 1);
  for (std::size_t first = 0; first < sample.size(); first += users_at_once) {
    auto const end = std::min(sample.size(), first + users_at_once);
    std::vector<std::string> const some(&sample[first], &sample[first] + (end - first));
    auto const batch = database.transact([&](store::Transaction& transaction) {
      return read_users(transaction, some, report.days, most_counted(arms), settings);
    });
    auto const& users = batch.log.users;
    auto const count = static_cast<long>(users.size());
    sum.merge(sum_of_lives<Replays>(count, threads, [&](long user) {
      return replay_user(users[static_cast<std::size_t>(user)], arms, report.days);
    }));
    report.users += count;
    add_left_out(batch, report);
    if (!batch.problem.empty()) problem = batch.problem;
    board.add_lives(static_cast<long>(end - first), static_cast<long>(sample.size()));
  }
  board.end();
  report.arms.push_back({"as it was", {}, sum.of.front()});
  for (std::size_t i = 0; i < named.size(); ++i)
    report.arms.push_back({name_of_arm(i), named[i].named, sum.of[i + 1], named[i].without});
  require_messages(report, options, problem);
  return report;
}

}  // namespace proactive::app
