#include "store/health.hpp"

#include "domain/channel/webhook.hpp"
#include "queries.hpp"
#include "store/adapter.hpp"
#include "store/outbox.hpp"
#include "store/pairs.hpp"
#include "store/runs.hpp"

namespace proactive::store {

namespace {

std::vector<Instant> read_starts(Transaction& transaction, std::string const& command) {
  std::vector<Instant> starts;
  for (auto const row : transaction.exec(queries::health_starts, command)) {
    starts.push_back(row["started_at"].instant());
  }
  return starts;
}

void read_commands(Transaction& transaction, HealthFacts& facts) {
  for (auto const row : transaction.exec(queries::health_commands, facts.now)) {
    CommandHealth command;
    command.command = row["command"].text();
    command.first_at = row["first_at"].optional_instant();
    command.is_under_way = row["is_under_way"].boolean();
    command.good_at = row["good_at"].optional_instant();
    command.begun_at = row["begun_at"].optional_instant();
    if (!row["exit_code"].is_null()) command.exit_code = static_cast<int>(row["exit_code"].integer());
    if (!row["duration_ms"].is_null()) command.duration_ms = row["duration_ms"].integer();
    command.was_kept_out = row["was_kept_out"].boolean();
    command.starts = read_starts(transaction, command.command);
    (command.command == "schedule" ? facts.schedule : facts.process) = std::move(command);
  }
  facts.left_due = read_left_due(transaction);
  auto const row = transaction.exec(queries::health_scheduled)[0];
  facts.checked_of_day = row["checked"].integer();
  facts.scheduled_of_day = row["scheduled"].integer();
  for (auto const refused : transaction.exec(queries::health_refused)) {
    facts.refused_of_day.emplace_back(refused["reason"].text(), refused["pairs"].integer());
  }
}

void read_adapter(Transaction& transaction, HealthFacts& facts) {
  facts.adapter_fault = adapter_fault(adapter_state(transaction));
  auto const row = transaction.exec(queries::health_pairs)[0];
  facts.knows_pairs = row["knows_pairs"].boolean();
  facts.has_asked_for_pairs = row["has_asked"].boolean();
}

void read_queue(Transaction& transaction, HealthFacts& facts) {
  auto const patience = std::max(interval_of(facts.schedule), interval_of(facts.process));
  auto const row = transaction.exec(queries::health_queue, facts.now, static_cast<int>(patience.count()))[0];
  facts.drafting = row["drafting"].integer();
  facts.scheduled = row["scheduled"].integer();
  facts.waiting = row["waiting"].integer();
  facts.overdue = row["overdue"].integer();
  facts.oldest_overdue = row["oldest_overdue"].optional_instant();
  facts.dead_drafts = row["dead_drafts"].integer();
  facts.dead_slices = row["dead_slices"].integer();
  facts.notification_queue = row["notification_queue"].real();
}

void read_messages(Transaction& transaction, HealthFacts& facts) {
  auto const row = transaction.exec(queries::health_messages, facts.now - std::chrono::hours{24})[0];
  facts.by_llm = row["by_llm"].integer();
  facts.by_fallback = row["by_fallback"].integer();
  facts.sent = row["sent"].integer();
  facts.failed = row["failed"].integer();
  facts.commonest_failure = row["commonest_failure"].optional_text();
}

void read_flagged(Transaction& transaction, Settings const& settings, HealthFacts& facts) {
  auto const row = transaction.exec(queries::health_flagged)[0];
  facts.flagged_users = row["users"].integer();
  facts.oldest_flag = row["oldest"].optional_instant();
  facts.crisis_silence = std::chrono::hours{settings.safety.crisis_hours};
}

void read_outbox(Transaction& transaction, ChannelSettings const& settings, HealthFacts& facts) {
  auto const counts = outbox_counts(transaction, std::nullopt);
  facts.uses_webhook = has_channel(settings, ChannelKind::webhook);
  facts.calls_waiting = counts.waiting;
  facts.oldest_waiting = counts.oldest;
  facts.calls_failing = counts.failing;
  facts.oldest_failing = counts.oldest_failing;
  facts.calls_dead = counts.dead;
  facts.receiver_gone = gone_receiver(transaction, endpoint_fingerprint(settings.webhook_url));
}

}  // namespace

std::vector<long> read_left_due(Transaction& transaction) {
  std::vector<long> left;
  for (auto const row : transaction.exec(queries::health_left_due)) left.push_back(row["left_due"].integer());
  return left;
}

HealthFacts read_health(Transaction& transaction, Settings const& settings) {
  HealthFacts facts;
  facts.now = database_now(transaction);
  facts.enabled = settings.gate.enabled;
  facts.schedule_limit = settings.runs.max_scheduled_engagements;
  facts.uses_llm = uses_llm(settings);
  if (has_channel(settings.channel, ChannelKind::socketio) || has_channel(settings.channel, ChannelKind::notify))
    facts.queue_limit = settings.channel.realtime_queue_limit;
  read_adapter(transaction, facts);
  read_commands(transaction, facts);
  read_queue(transaction, facts);
  facts.due_pairs = count_due_pairs(transaction, facts.now, std::nullopt);
  read_messages(transaction, facts);
  read_outbox(transaction, settings.channel, facts);
  read_flagged(transaction, settings, facts);
  return facts;
}

}  // namespace proactive::store
