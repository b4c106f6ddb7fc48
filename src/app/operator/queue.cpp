#include "app/operator/queue.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "app/operator/operator_name.hpp"
#include "base/column.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

constexpr auto queue_purpose = "config queue";

std::vector<std::string> require_numbers(std::vector<std::string> const& ids) {
  for (auto const& id : ids) {
    bool const is_number = !id.empty() && id.size() <= 18 && id.find_first_not_of("0123456789") == std::string::npos;
    if (!is_number) {
      throw usage_error(fmt::format("{} is no id: proactive config queue list shows them; nothing was changed",
                                    shortened(printable(id), 40)));
    }
  }
  std::set<std::string> const unique(ids.begin(), ids.end());
  return {unique.begin(), unique.end()};
}

template <typename Decide>
long decide_on(Invocation const& invocation, std::vector<std::string> const& given, Decide const& decide) {
  auto const ids = require_numbers(given);
  auto session = open_session(invocation, queue_purpose, store::Access::read_write);
  return session.database->transact([&](store::Transaction& transaction) {
    auto const waiting = store::lock_waiting(transaction, ids);
    auto const found = column(waiting, &EngagementKey::id);
    for (auto const& id : ids) {
      if (std::find(found.begin(), found.end(), id) != found.end()) continue;
      throw usage_error(
          fmt::format("no message {} waits for approval: proactive config queue list shows those that do; nothing was "
                      "changed",
                      id));
    }
    decide(transaction, waiting);
    return static_cast<long>(waiting.size());
  });
}

}  // namespace

QueueReport waiting_messages(Invocation const& invocation) {
  constexpr int most_shown = 1000;
  auto session = open_session(invocation, queue_purpose, store::Access::read_only);
  return session.database->transact([&](store::Transaction& transaction) {
    auto const now = store::database_now(transaction);
    return QueueReport{store::waiting_messages(transaction, most_shown),
                       store::count_waiting(transaction, now, std::nullopt).waiting};
  });
}

long approve_messages(Invocation const& invocation, std::vector<std::string> const& ids) {
  return decide_on(invocation, ids, [](store::Transaction& transaction, std::vector<EngagementKey> const& waiting) {
    store::approve(transaction, waiting, shortened(operator_name(), 100));
  });
}

long reject_messages(Invocation const& invocation, std::vector<std::string> const& ids, std::string const& why) {
  auto const words = collapse_spaces(printable(why));
  if (words.empty()) throw usage_error("say in words why the messages are rejected; nothing was changed");
  auto const reason = fmt::format("{}: {}", operator_name(), words);
  return decide_on(invocation, ids, [&](store::Transaction& transaction, std::vector<EngagementKey> const& waiting) {
    store::reject(transaction, waiting, shortened(reason, 300));
  });
}

}  // namespace proactive::app
