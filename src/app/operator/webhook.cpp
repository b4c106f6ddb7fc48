#include "app/operator/webhook.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/operator/pair_names.hpp"
#include "app/operator/queue.hpp"
#include "base/column.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"
#include "channel/webhook_client.hpp"
#include "domain/channel/announcement.hpp"

namespace proactive::app {

namespace {

constexpr auto webhook_purpose = "config webhook";

using ChangeCalls = std::vector<std::string> (*)(store::Transaction&, store::CallChoice const&);

long change_calls(Invocation const& invocation, CallSelection const& selection, ChangeCalls change) {
  store::CallChoice choice;
  if (!selection.ids.empty()) choice.engagements = require_numbers(selection.ids, "proactive config webhook list");
  if (selection.user_id) choice.users = {*selection.user_id};
  auto session = open_operator_session(invocation, webhook_purpose);
  return session.database->transact([&](store::Transaction& transaction) {
    auto const changed = change(transaction, choice);
    for (auto const& id : choice.engagements.value_or(std::vector<std::string>{})) {
      if (std::find(changed.begin(), changed.end(), id) != changed.end()) continue;
      throw usage_error(
          fmt::format("no call of engagement {} waits or was given up: proactive config webhook list shows them; "
                      "nothing was changed",
                      id));
    }
    return static_cast<long>(changed.size());
  });
}

}  // namespace

WebhookReport listed_calls(Invocation const& invocation, store::CallStatus status) {
  constexpr int most_shown = 1000;
  auto session = open_session(invocation, webhook_purpose, store::Access::read_only);
  return session.database->transact([&](store::Transaction& transaction) {
    auto const pair_of = [](store::ListedCall const& call) { return Pair{call.key.user_id, call.companion_id}; };
    WebhookReport report{
        store::list_calls(transaction, {status}, {}, most_shown),
        store::outbox_counts(transaction, std::nullopt),
        store::gone_receiver(transaction, endpoint_fingerprint(session.settings().channel.webhook_url)),
        {}};
    report.names = names_of(transaction, column(report.calls, pair_of));
    return report;
  });
}

long retry_calls(Invocation const& invocation, CallSelection const& selection) {
  return change_calls(invocation, selection, store::retry_calls);
}

long drop_calls(Invocation const& invocation, CallSelection const& selection) {
  return change_calls(invocation, selection, store::drop_calls);
}

bool resume_calls(Invocation const& invocation) {
  auto session = open_operator_session(invocation, webhook_purpose);
  return session.database->transact(
      [](store::Transaction& transaction) { return store::resume_receiver(transaction); });
}

std::string test_receiver(Invocation const& invocation) {
  auto session = open_session(invocation, webhook_purpose, store::Access::read_only);
  if (session.settings().channel.webhook_url.empty())
    throw configuration_error("there is no receiver: set PROACTIVE_WEBHOOK_URL, and PROACTIVE_WEBHOOK_SECRET_FILE");
  channel::WebhookClient client(session.settings().channel);
  auto const now = session.database->transact(store::database_now);
  session.database.reset();  // nothing is held while the receiver thinks
  client.post(1, fmt::format("test_{}", now.time_since_epoch().count()), test_announcement(now), now);
  for (;;) {
    auto const ended = client.poll(std::chrono::milliseconds{1000});
    if (!ended.empty()) return ended.front().verdict.error;
  }
}

}  // namespace proactive::app
