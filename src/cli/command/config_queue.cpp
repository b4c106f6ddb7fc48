#include <fmt/core.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "app/operator/queue.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/command/name_columns.hpp"
#include "cli/render/print.hpp"

namespace proactive::cli {

namespace {

using store::QueuedMessage;
using store::QueueState;

ColumnsOf<QueuedMessage> columns(QueueState state, NamesOfPairs const& names) {
  auto const pair_of = [](QueuedMessage const& message) { return message.pair; };
  ColumnsOf<QueuedMessage> columns{
      {{"id", "id", Kind::id}, &QueuedMessage::id},
      {{"scheduled_for", "when", Kind::time}, &QueuedMessage::scheduled_for},
      {{"user_id", "user", Kind::id}, [](QueuedMessage const& message) { return message.pair.user_id; }},
      user_name_column<QueuedMessage>(names, pair_of),
      {{.key = "companion_id", .heading = "companion", .kind = Kind::id, .below = 1},
       [](QueuedMessage const& message) { return message.pair.companion_id; }},
      companion_name_column<QueuedMessage>(names, pair_of),
      {{.key = "engagement_type", .heading = "type", .kind = Kind::id, .below = 1}, &QueuedMessage::type},
      {{.key = "writer", .heading = "writer", .below = 3}, &QueuedMessage::writer},
      {{.key = "model", .heading = "model", .below = 3}, &QueuedMessage::model},
      {{.key = "content", .heading = "message", .below = 3}, &QueuedMessage::content}};
  if (state == QueueState::failed) {
    columns.push_back({{"reason", "reason", Kind::id}, &QueuedMessage::reason});
    columns.push_back({{.key = "error", .heading = "error", .below = 3}, &QueuedMessage::error});
    columns.push_back({{"failed_at", "failed at", Kind::time}, &QueuedMessage::closed_at});
  }
  return columns;
}

// Messages that failed for the same reason and with the same words, whatever ids and numbers they name.
struct Failure {
  QueuedMessage newest;
  long times = 0;
  std::set<std::string> users = {};
};

std::vector<Failure> failures_of(std::vector<QueuedMessage> const& newest_first) {
  std::vector<Failure> failures;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  for (auto const& message : newest_first) {
    auto const kind = std::pair{message.reason.value_or(""), ids_masked(message.error.value_or(""))};
    auto const [place, is_new] = known.emplace(kind, failures.size());
    if (is_new) failures.push_back({message});
    auto& failure = failures[place->second];
    ++failure.times;
    failure.users.insert(message.pair.user_id);
  }
  std::stable_sort(failures.begin(), failures.end(),
                   [](Failure const& one, Failure const& other) { return one.times > other.times; });
  return failures;
}

// "max", or "max and 3 more"
std::string users_of(Failure const& failure) {
  auto const& newest = failure.newest.pair.user_id;
  return failure.users.size() == 1 ? newest : fmt::format("{} and {} more", newest, failure.users.size() - 1);
}

Sheet failures_sheet(std::vector<QueuedMessage> const& messages, NamesOfPairs const& names) {
  auto const newest = [](Failure const& failure) { return failure.newest.pair; };
  ColumnsOf<Failure> const columns{
      {{"", "times", Kind::number}, [](Failure const& failure) { return fmt::format("{} ×", failure.times); }},
      {{"", "reason", Kind::id}, [](Failure const& failure) { return failure.newest.reason; }},
      {{"", "newest", Kind::time}, [](Failure const& failure) { return failure.newest.closed_at; }},
      {{"", "id", Kind::id}, [](Failure const& failure) { return failure.newest.id; }},
      {{"", "user", Kind::id}, users_of},
      user_name_column<Failure>(names, newest),
      {{.key = "", .heading = "companion", .kind = Kind::id, .below = 1},
       [](Failure const& failure) { return failure.newest.pair.companion_id; }},
      companion_name_column<Failure>(names, newest),
      {{.key = "", .heading = "error", .below = 3}, [](Failure const& failure) { return failure.newest.error; }}};
  return sheet_of(columns, failures_of(messages));
}

struct ListOptions {
  std::string state = "waiting";
  Format format = Format::table;
};

void declare_list(Flags& flags, ListOptions& options) {
  flags.choice(
      "--state", "STATE", options.state, {"waiting", "scheduled", "failed"},
      "waiting (for approval), scheduled (waits for its time alone) or failed (in seven days; in a table equal "
      "errors together, as the newest) (default: waiting)");
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

long count_of(store::QueueCounts const& counts, QueueState state) {
  if (state == QueueState::waiting) return counts.waiting;
  return state == QueueState::scheduled ? counts.scheduled : counts.failed;
}

// "no message waits for approval (scheduled 12, failed 3: see --state)"
std::string nothing_in_words(store::QueueCounts const& counts, QueueState state) {
  std::string text = "no message waits for approval";
  if (state == QueueState::scheduled) text = "no message waits for its time";
  if (state == QueueState::failed) text = "no message has failed in seven days";
  std::vector<std::string> others;
  for (auto const other : {QueueState::waiting, QueueState::scheduled, QueueState::failed}) {
    if (count_of(counts, other) > 0) others.push_back(fmt::format("{} {}", name_of(other), count_of(counts, other)));
  }
  return others.empty() ? text : fmt::format("{} ({}: see --state)", text, join(others, ", "));
}

ExitCode list(app::Invocation const& invocation, ListOptions const& options) {
  auto const state = *value_of<QueueState>(options.state);
  auto const report = app::queued_messages(invocation, state);
  bool const is_grouped = state == QueueState::failed && options.format == Format::table;
  auto sheet = is_grouped ? failures_sheet(report.messages, report.names)
                          : sheet_of(columns(state, report.names), report.messages);
  sheet.when_empty = nothing_in_words(report.counts, state);
  print(std::cout, sheet, options.format);
  auto const more = count_of(report.counts, state) - static_cast<long>(report.messages.size());
  if (more > 0 && options.format == Format::table) std::cout << "and " << more << " more\n";
  return ExitCode::ok;
}

// Which messages are meant: by their ids, by user and companion, or all.
struct Choice {
  app::QueueSelection selection;
  bool all = false;
  std::string reason;
};

void declare_choice(Flags& flags, Choice& choice) {
  flags.any_arguments("ID", choice.selection.ids, "the messages, as list names them");
  flags.id("--user", choice.selection.user_id, "only those to this user");
  flags.id("--companion", choice.selection.companion_id, "only those of this companion");
  flags.toggle("--all", choice.all, "all of them");
  flags.rule([&choice]() -> std::string {
    auto const& selection = choice.selection;
    bool const is_given = !selection.ids.empty() || selection.user_id || selection.companion_id;
    if (choice.all && is_given) return "--all goes alone: leave it out, or the rest";
    return is_given || choice.all ? "" : "name messages by id, --user or --companion, or say --all";
  });
}

void declare_reason(Flags& flags, Choice& choice) {
  flags.text("--reason", "TEXT", choice.reason, "why, which is kept with them");
}

void declare_reject(Flags& flags, Choice& choice) {
  declare_choice(flags, choice);
  declare_reason(flags, choice);
  flags.rule([&choice] { return choice.reason.empty() ? "say why with --reason" : ""; });
}

void declare_cancel(Flags& flags, Choice& choice) {
  declare_choice(flags, choice);
  declare_reason(flags, choice);
}

ExitCode approve(app::Invocation const& invocation, Choice const& choice) {
  std::cout << counted_noun(app::approve_messages(invocation, choice.selection), "message") << " approved\n";
  return ExitCode::ok;
}

ExitCode reject(app::Invocation const& invocation, Choice const& choice) {
  std::cout << counted_noun(app::reject_messages(invocation, choice.selection, choice.reason), "message")
            << " rejected\n";
  return ExitCode::ok;
}

ExitCode cancel(app::Invocation const& invocation, Choice const& choice) {
  std::cout << counted_noun(app::cancel_messages(invocation, choice.selection, choice.reason), "message")
            << " cancelled\n";
  return ExitCode::ok;
}

ExitCode retry(app::Invocation const& invocation, Choice const& choice) {
  auto const report = app::retry_messages(invocation, choice.selection);
  auto const& [messages, unwritten, pairs] = report.retried;
  std::vector<std::string> parts;
  if (messages > 0) parts.push_back(counted_noun(messages, "message is due again", "messages are due again"));
  if (unwritten > 0) {
    parts.push_back(counted_noun(unwritten, "has no text: schedule looks at its pair again",
                                 "have no text: schedule looks at their pairs again"));
  }
  if (report.left > 0) {
    parts.push_back(counted_noun(report.left, "is left: its pair has a newer message",
                                 "are left: their pairs have a newer message"));
  }
  std::cout << (parts.empty() ? "no message is due again" : join(parts, "; ")) << "\n";
  return ExitCode::ok;
}

}  // namespace

Command queue_command() {
  return family("queue", "messages that wait, are scheduled, or have failed",
                {command<ListOptions>("list", "who writes to whom, when, and what", declare_list, list),
                 command<Choice>("approve", "let messages that wait for approval be delivered when they are due",
                                 declare_choice, approve),
                 command<Choice>("reject", "cancel messages that wait for approval", declare_reject, reject),
                 command<Choice>("cancel", "cancel messages that are scheduled, also those that wait for approval",
                                 declare_cancel, cancel),
                 command<Choice>("retry", "let failed messages be delivered after all, once the cause is mended",
                                 declare_choice, retry)});
}

}  // namespace proactive::cli
