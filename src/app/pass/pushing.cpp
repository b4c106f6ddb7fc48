#include "app/pass/pushing.hpp"

#include <fmt/core.h>

#include <deque>
#include <map>

#include "app/pass/facts_reader.hpp"
#include "base/column.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "channel/webhook_client.hpp"
#include "domain/plan/push_plan.hpp"
#include "store/outbox.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using store::CallRecord;
using store::CallStatus;
using store::Transaction;

constexpr int most_read = 500;
constexpr std::size_t most_unrecorded = 200;
constexpr milliseconds longest_unrecorded{500};
constexpr milliseconds pause{100};  // how soon a stop, or what was delivered meanwhile, is noticed

// One run's calls, on one thread.
class PushJob {
 public:
  PushJob(store::Database& database, Settings const& settings, PassContext const& context, Pass& pass,
          std::atomic<bool> const& is_last)
      : database_(database),
        settings_(settings),
        context_(context),
        pass_(pass),
        is_last_(is_last),
        reader_(database, settings, context_, pass),
        client_(settings.channel),
        window_(settings.channel.webhook_concurrency),
        database_clock_(database.transact(store::database_now), false) {}

  PushCounts run() {
    if (!is_gone()) push_all();
    tell();
    look_at_slices();
    auto const left = database_.transact(
        [&](Transaction& transaction) { return store::outbox_counts(transaction, slices_of(context_)); });
    counts_.is_used = true;
    counts_.waiting = left.waiting;
    counts_.oldest = left.oldest;
    return counts_;
  }

 private:
  bool is_gone() {
    auto const since = database_.transact([&](Transaction& transaction) {
      return store::gone_receiver(transaction, endpoint_fingerprint(settings_.channel.webhook_url));
    });
    if (!since) return false;
    counts_.receiver_gone = true;
    errors_.try_emplace(
        fmt::format("the receiver answered 410 at {}, and gets no calls before proactive config webhook resume",
                    format_instant(*since)),
        0);
    return true;
  }

  void push_all() {
    for (;;) {
      bool const is_last = is_last_;  // before it is looked: what is delivered later is not waited for
      if (stop_requested()) break;
      bool const may_begin = context_.may_begin() && !window_.is_closed();
      if (may_begin) read_more();
      if (may_begin) begin_calls();
      take_ended();
      if (calls_.empty()) record();
      if (!calls_.empty()) continue;
      if (!may_begin) break;
      if (ready_.empty() && found_nothing_) {
        if (is_last) break;
        std::this_thread::sleep_for(pause);
        found_nothing_ = false;
      }
    }
    client_.cancel_all();  // what is under way stays waiting, and is sent again under its id
    record();
  }

  // The jobs take more while this one works.
  void look_at_slices() { context_.slices = pass_.slices().held(); }

  void read_more() {
    look_at_slices();
    if (found_nothing_ || ready_.size() >= static_cast<std::size_t>(settings_.channel.webhook_concurrency)) return;
    auto const now = context_.clock.now();
    auto due = database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      return store::due_calls(transaction, now, slices_of(context_), busy_users(), most_read);
    });
    found_nothing_ = due.empty();
    if (!due.empty()) judge(std::move(due), now);
  }

  // Those whose row is not what it will be.
  std::vector<std::string> busy_users() {
    std::vector<std::string> users;
    users.reserve(ready_.size() + calls_.size() + unrecorded_.size());
    for (auto const& call : ready_) users.push_back(call.engagement.key.user_id);
    for (auto const& [id, call] : calls_) users.push_back(call.engagement.key.user_id);
    for (auto const& record : unrecorded_) users.push_back(record.key.user_id);
    return users;
  }

  // On fresh facts: the message was delivered, and now somebody's phone would ring.
  void judge(std::vector<store::DueCall> due, Instant now) {
    auto const delivered = column(due, &store::DueCall::engagement);
    ReadCounts reads;
    auto const facts = reader_.facts(column(delivered, &DueEngagement::pair), store::Planned::leave_out, reads);
    auto const decisions = plan_pushes(delivered, facts, gate_rules(settings_), now);
    for (std::size_t i = 0; i < due.size(); ++i) {
      if (decisions[i] && decisions[i]->action == PushDecision::Action::push) {
        ready_.push_back(std::move(due[i]));
      } else {
        leave(due[i], decisions[i], now);
      }
    }
  }

  void leave(store::DueCall const& call, std::optional<PushDecision> const& decision, Instant now) {
    constexpr std::chrono::hours wait_for_facts{1};
    CallRecord record{call.engagement.key, call.attempts, call.attempts};
    if (decision && decision->action == PushDecision::Action::drop) {
      record.status = CallStatus::dropped;
      record.reason = name_of(*decision->reason);
      ++counts_.dropped;
    } else {
      record.status = CallStatus::waiting;
      record.next_at = decision ? decision->until : now + wait_for_facts;
      if (!decision) record.error = "the facts of its pair cannot be read";
      ++counts_.held;
    }
    unrecorded_.push_back(std::move(record));
  }

  void begin_calls() {
    while (!ready_.empty() && client_.in_flight() < window_.allowed()) {
      auto call = std::move(ready_.front());
      ready_.pop_front();
      client_.post(++last_call_, call.engagement.key.id, call.body, database_clock_.now());
      calls_.emplace(last_call_, std::move(call));
    }
  }

  void take_ended() {
    for (auto const& ended : client_.poll(pause)) {
      auto const found = calls_.find(ended.call);
      take(found->second, ended.verdict);
      calls_.erase(found);
    }
    if (unrecorded_.size() >= most_unrecorded || steady_clock::now() - recorded_at_ > longest_unrecorded) record();
    keep_leases();
  }

  void take(store::DueCall const& call, WebhookVerdict const& verdict) {
    CallRecord record{call.engagement.key, call.attempts, call.attempts + 1};
    if (verdict.outcome == WebhookOutcome::accepted) {
      window_.succeeded();
      ++counts_.accepted;
    } else {
      fail(call, verdict, record);
    }
    unrecorded_.push_back(std::move(record));
  }

  void fail(store::DueCall const& call, WebhookVerdict const& verdict, CallRecord& record) {
    window_.failed();
    if (verdict.outcome == WebhookOutcome::gone) {
      window_.close();
      is_gone_ = true;
      counts_.receiver_gone = true;
    }
    record.error = verdict.error;
    record.next_at = next_attempt(call.engagement.key, record.attempts, verdict, call.delivered_at,
                                  std::chrono::hours{settings_.channel.webhook_give_up_hours}, context_.clock.now());
    record.status = record.next_at ? CallStatus::waiting : CallStatus::dead;
    ++errors_[verdict.error];
    if (record.next_at) {
      ++counts_.failed;
      return;
    }
    ++counts_.dead;
    log::error("webhook_given_up", {{"user_id", call.engagement.key.user_id},
                                    {"engagement_id", call.engagement.key.id},
                                    {"attempts", record.attempts},
                                    {"error", verdict.error}});
  }

  // Slow calls outlast them; what is lost is noticed before more is read.
  void keep_leases() {
    constexpr int renewals = 3;  // in the time for which they last
    if (steady_clock::now() - leased_at_ < std::chrono::seconds{context_.holder.lease_seconds} / renewals) return;
    database_.transact(
        [&](Transaction& transaction) { store::renew_leases(transaction, context_.holder, context_.slices); });
    leased_at_ = steady_clock::now();
  }

  void record() {
    recorded_at_ = steady_clock::now();
    if (unrecorded_.empty() && !is_gone_) return;
    auto const now = context_.clock.now();
    database_.transact([&](Transaction& transaction) {
      store::record_calls(transaction, unrecorded_, now);
      if (is_gone_) store::note_gone_receiver(transaction, endpoint_fingerprint(settings_.channel.webhook_url), now);
    });
    unrecorded_.clear();
    is_gone_ = false;
  }

  void tell() {
    for (auto const& [error, count] : errors_) {
      auto const sentence =
          count <= 1 ? fmt::format("webhook: {}", error) : fmt::format("webhook: {} x {}", count, error);
      pass_.record_error(sentence);
      log::warn("webhook_failed", {{"calls", count}, {"error", error}});
    }
  }

  store::Database& database_;
  Settings const& settings_;
  PassContext context_;  // its slices are all that the run holds
  Pass& pass_;
  std::atomic<bool> const& is_last_;
  FactsReader reader_;
  channel::WebhookClient client_;
  CallWindow window_;
  RunClock database_clock_;  // this machine's may be wrong, and --now is no time of day
  PushCounts counts_;
  std::deque<store::DueCall> ready_;
  std::map<std::uint64_t, store::DueCall> calls_;  // under way
  std::uint64_t last_call_ = 0;
  std::vector<CallRecord> unrecorded_;
  steady_clock::time_point recorded_at_ = steady_clock::now();
  steady_clock::time_point leased_at_ = steady_clock::now();
  std::map<std::string, long> errors_;  // and of how many calls; 0: none was made because of it
  bool found_nothing_ = false;
  bool is_gone_ = false;  // and not recorded yet
};

}  // namespace

Pushing::~Pushing() { join(); }

void Pushing::join() {
  is_last_ = true;
  if (thread_.joinable()) thread_.join();
}

void Pushing::start(PassContext const& context) {
  if (!is_used()) return;
  context_ = context;
  thread_ = std::thread([this] {
    try {
      auto const& settings = session_.settings();
      auto const database =
          connect(settings.database, fmt::format("process {} webhook", pass_.run_id()), store::Access::read_write);
      counts_ = PushJob(*database, settings, *context_, pass_, is_last_).run();
    } catch (...) {
      problem_ = std::current_exception();
    }
  });
}

PushCounts Pushing::finish() {
  join();
  if (problem_) std::rethrow_exception(problem_);
  return counts_;
}

}  // namespace proactive::app
