#include "app/operator/queue.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "app/operator/operator_name.hpp"
#include "app/operator/pair_names.hpp"
#include "app/operator/unknown_pair.hpp"
#include "base/column.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"

namespace proactive::app {

namespace {

constexpr auto queue_purpose = "config queue";

std::string_view where_to_look(store::QueueState state) {
  if (state == store::QueueState::waiting) return "waits for approval: proactive config queue list shows those that do";
  if (state == store::QueueState::failed)
    return "has failed: proactive config queue list --state failed shows those that have";
  return "is scheduled: proactive config queue list --state scheduled shows those that are";
}

template <typename Decide>
long decide_on(Invocation const& invocation, store::QueueState state, QueueSelection const& selection,
               Decide const& decide) {
  store::QueueChoice choice{std::nullopt, selection.user_id, selection.companion_id};
  if (!selection.ids.empty()) choice.ids = require_numbers(selection.ids, "proactive config queue list");
  auto session = open_operator_session(invocation, queue_purpose);
  std::string doubt;
  store::Selection const named{selection.user_id, selection.companion_id};
  auto const decided = session.database->transact([&](store::Transaction& transaction) {
    auto const chosen = store::hold_queued(transaction, state, choice);
    if (chosen.empty()) doubt = doubt_about(transaction, named, Intent::look);
    auto const found = column(chosen, &EngagementKey::id);
    for (auto const& id : choice.ids.value_or(std::vector<std::string>{})) {
      if (std::find(found.begin(), found.end(), id) != found.end()) continue;
      throw usage_error(fmt::format("no message {} {}; nothing was changed", id, where_to_look(state)));
    }
    decide(transaction, chosen);
    return static_cast<long>(chosen.size());
  });
  warn_of_doubt(doubt);
  return decided;
}

long cancel_those(Invocation const& invocation, store::QueueState state, QueueSelection const& selection,
                  std::string const& reason) {
  return decide_on(invocation, state, selection,
                   [&](store::Transaction& transaction, std::vector<EngagementKey> const& chosen) {
                     store::cancel(transaction, chosen, shortened(reason, 300));
                   });
}

}  // namespace

std::vector<std::string> require_numbers(std::vector<std::string> const& ids, std::string_view where) {
  for (auto const& id : ids) {
    bool const is_number = !id.empty() && id.size() <= 18 && id.find_first_not_of("0123456789") == std::string::npos;
    if (!is_number) {
      throw usage_error(
          fmt::format("{} is no id: {} shows them; nothing was changed", shortened(printable(id), 40), where));
    }
  }
  std::set<std::string> const unique(ids.begin(), ids.end());
  return {unique.begin(), unique.end()};
}

QueueReport queued_messages(Invocation const& invocation, store::QueueState state) {
  constexpr int most_shown = 1000;
  auto session = open_session(invocation, queue_purpose, store::Access::read_only);
  return session.database->transact([&](store::Transaction& transaction) {
    QueueReport report{store::queued_messages(transaction, state, most_shown), store::count_queue(transaction), {}};
    report.names = names_of(transaction, column(report.messages, &store::QueuedMessage::pair));
    return report;
  });
}

long approve_messages(Invocation const& invocation, QueueSelection const& selection) {
  return decide_on(invocation, store::QueueState::waiting, selection,
                   [](store::Transaction& transaction, std::vector<EngagementKey> const& waiting) {
                     store::approve(transaction, waiting, shortened(operator_name(), 100));
                   });
}

long reject_messages(Invocation const& invocation, QueueSelection const& selection, std::string const& why) {
  auto const words = collapse_spaces(printable(why));
  if (words.empty()) throw usage_error("say in words why the messages are rejected; nothing was changed");
  return cancel_those(invocation, store::QueueState::waiting, selection, fmt::format("{}: {}", operator_name(), words));
}

long cancel_messages(Invocation const& invocation, QueueSelection const& selection, std::string const& why) {
  auto const words = collapse_spaces(printable(why));
  return cancel_those(invocation, store::QueueState::open, selection,
                      words.empty() ? fmt::format("{} cancelled it without giving a reason", operator_name())
                                    : fmt::format("{}: {}", operator_name(), words));
}

RetryReport retry_messages(Invocation const& invocation, QueueSelection const& selection) {
  RetryReport report;
  auto const chosen = decide_on(invocation, store::QueueState::failed, selection,
                                [&](store::Transaction& transaction, std::vector<EngagementKey> const& failed) {
                                  report.retried = store::retry(transaction, failed);
                                });
  report.left = chosen - report.retried.messages - report.retried.unwritten;
  return report;
}

}  // namespace proactive::app
