#include "app/pass/pass.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <exception>
#include <thread>

#include "base/log.hpp"
#include "base/stop.hpp"
#include "store/adapter.hpp"
#include "store/idle.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

constexpr std::size_t most_recorded_errors = 20;

long elapsed_ms(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - since).count();
}

// What a run's row and its last line tell of the report.
Json counts_of(Json const& report) {
  auto counts = report;
  for (auto const* key : {"run_id", "command", "engagements"}) counts.erase(key);
  return counts;
}

// Of the jobs, of who leads several, and of the webhook's calls.
void require_connections(Settings const& settings, std::string const& command, PassOptions const& options) {
  bool const pushes = command == "process" && !options.dry_run && has_channel(settings.channel, ChannelKind::webhook);
  auto const needed = options.jobs + (options.jobs > 1 ? 1 : 0) + (pushes ? 1 : 0);
  auto const limit = settings.database.connection_limit;
  if (needed <= limit) return;
  throw usage_error(fmt::format("--jobs {} needs {} connections{}: raise DB_CONNECTION_LIMIT ({}) or lower --jobs",
                                options.jobs, needed, pushes ? ", one of them for the webhook" : "", limit));
}

}  // namespace

Instant RunClock::now() const {
  if (stands_still_) return begin_;
  return begin_ + std::chrono::floor<Instant::duration>(std::chrono::steady_clock::now() - since_);
}

bool PassContext::may_begin() const { return !stop_requested() && std::chrono::steady_clock::now() < deadline; }

void require_leases(store::Transaction& transaction, PassContext const& context) {
  auto needed = context.slices;
  needed.insert(needed.end(), context.kept.begin(), context.kept.end());
  if (store::renew_leases(transaction, context.holder, needed).size() != needed.size()) {
    throw Error(ExitCode::try_again,
                "this run was stopped for longer than its lease and another has taken over: nothing is lost, the other "
                "goes on");
  }
}

std::optional<std::string> why_disabled(Session const& session) {
  if (session.settings().gate.enabled) return std::nullopt;
  return fmt::format("enabled is false: nothing is done until {}", until_enabled(session.loaded));
}

std::optional<std::vector<int>> slices_of(PassContext const& context) {
  if (context.dry_run) return std::nullopt;
  return slices_of(context.slices);
}

std::optional<std::vector<int>> slices_of(std::vector<int> const& slices) {
  if (slices.size() == store::slice_count) return std::nullopt;
  return slices;
}

Pass::Pass(Session& session, std::string const& command, std::string const& run_id, PassOptions const& options)
    : session_(session),
      options_(options),
      context_{{command, run_id, session.settings().runs.lease_seconds}, {}, {}, {}},
      slices_(context_.holder, options.slices, options.jobs) {
  require_connections(session.settings(), command, options);
  context_.dry_run = options.dry_run;
  context_.deadline = started_ + std::chrono::seconds{session.settings().runs.run_time_limit};
  log::set_run(run_id, command);
  context_.as_of = options.now.value_or(session.begun_at);
  context_.clock = {context_.as_of, options.now.has_value()};
}

void Pass::begin() {
  session_.database->transact([&](store::Transaction& transaction) {
    store::begin_run(transaction, run_id(), context_.holder.command, as_of(), fingerprint(session_.settings()));
  });
  begun_ = true;
}

bool Pass::has_nothing_to_do(Look const& look, Json& report) {
  if (context_.dry_run || stop_requested() || why_disabled(session_)) return false;
  was_idle_ = session_.database->transact([&](store::Transaction& transaction) {
    if (!look(transaction)) return false;
    complete(report);
    store::record_idle_run(transaction, {run_id(), context_.holder.command, as_of(), fingerprint(session_.settings()),
                                         report["duration_ms"].get<long>(), counts_of(report)});
    return true;
  });
  if (was_idle_) tell_started();
  return was_idle_;
}

void Pass::tell_started() const {
  log::debug("run_started", {{"as_of", format_instant(as_of())}, {"dry_run", context_.dry_run}});
}

void Pass::run(Steps const& steps, SliceSharing sharing) {
  if (auto const disabled = why_disabled(session_)) {
    had_nothing_to_do_ = true;
    log::tell("disabled", {{"hint", *disabled}});
    return;
  }
  session_.database->transact(
      [](store::Transaction& transaction) { store::require_adapter(store::adapter_state(transaction)); });
  tell_started();
  if (context_.dry_run) {
    steps.work(*session_.database, context_);
    if (steps.conclude) steps.conclude(*session_.database, context_);
    return;
  }
  slices_.share(std::move(sharing));
  try {
    begin();
    work(steps);
  } catch (Error const& problem) {
    record_error(problem.what());
    give_up(problem.code());
    throw;
  } catch (std::exception const& problem) {
    // Whatever it is, such as no memory: the leases are not to be held by nobody.
    record_error(problem.what());
    give_up(ExitCode::internal);
    throw;
  }
}

void Pass::work(Steps const& steps) {
  auto& database = *session_.database;
  if (steps.prepare) steps.prepare(database, context_);
  auto const first = slices_.take(database);
  if (!first.empty()) {
    if (steps.begin) steps.begin(database, context_);
    run_jobs(steps.work, first);
  }
  tell_busy();
  if (first.empty()) return;
  context_.slices = slices_.held();
  if (steps.conclude) steps.conclude(database, context_);
}

// That others hold slices is said where it kept the run from something.
void Pass::tell_busy() {
  auto const elsewhere = slices_.elsewhere();
  if (elsewhere == 0 || !slices_.is_exhausted()) return;
  had_nothing_to_do_ = slices_.taken().empty();
  auto const free_again = fmt::format("within {} s", context_.holder.lease_seconds);
  log::tell(
      "slices_busy",
      {{"slices", elsewhere},
       {"hint", had_nothing_to_do_ ? "another run holds the slices: it does the work, or has died, and then they are "
                                     "free " +
                                         free_again
                                   : fmt::format("other runs hold {} of the {} slices: they do the work there, or "
                                                 "have died, and then the next run takes them over {}",
                                                 elsewhere, store::slice_count, free_again)}});
}

// Where nothing is left to be taken, one does all.
void Pass::run_jobs(Job const& job, std::vector<int> const& first) {
  auto const count = slices_.has_more() ? static_cast<std::size_t>(options_.jobs) : 1;
  std::vector<PassContext> contexts(count, context_);
  contexts.front().slices = first;
  if (count == 1) {
    job(*session_.database, contexts.front());
    return;
  }

  std::vector<std::exception_ptr> problems(count);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      try {
        auto const database =
            connect(session_.settings().database, fmt::format("{} {} job {}", context_.holder.command, run_id(), i),
                    store::Access::read_write);
        job(*database, contexts[i]);
      } catch (...) {
        problems[i] = std::current_exception();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (auto const& problem : problems) {
    if (problem) std::rethrow_exception(problem);
  }
}

// After an error: what can be done at once is done. Leases that stay run out by themselves, and the log has the error.
void Pass::give_up(ExitCode code) noexcept {
  try {
    session_.database->ensure_connected();  // a server that was restarted is back by now, perhaps
    session_.database->set_statement_seconds(1);
    session_.database->begin_closing();
    session_.database->transact(
        [&](store::Transaction& transaction) { store::release_all_leases(transaction, run_id()); });
    record_end(code, Json::object());
  } catch (std::exception const&) {  // most likely the database is away
  }
}

void Pass::record_error(std::string const& sentence) {
  std::lock_guard const lock(errors_mutex_);
  if (errors_.size() < most_recorded_errors) {
    errors_.push_back(sentence);
  } else {
    ++errors_left_out_;
  }
}

void Pass::record_end(ExitCode code, Json const& report) {
  if (!begun_) return;
  session_.database->begin_closing();
  session_.database->ensure_connected();
  auto errors = errors_;
  if (errors_left_out_ > 0)
    errors.push_back(fmt::format("and {} of the run: see its log", counted_noun(errors_left_out_, "more error")));
  session_.database->transact([&](store::Transaction& transaction) {
    store::release_all_leases(transaction, run_id());
    store::finish_run(transaction, run_id(), elapsed_ms(started_), static_cast<int>(code), report, errors);
  });
}

void Pass::complete(Json& report) const {
  report["duration_ms"] = elapsed_ms(started_);
  if (context_.dry_run || why_disabled(session_)) return;
  report["slices"] = slices_.taken().size();
  report["slices_elsewhere"] = slices_.elsewhere();
}

ExitCode Pass::finish(Json& report, bool some_failed, std::string const& in_words) {
  auto code = some_failed ? ExitCode::some_failed : ExitCode::ok;
  if (stop_requested() && !was_idle_) {
    log::warn("stopped",
              {{"hint", "a signal asked this run to stop: what it did is complete, and the next run goes on"}});
    code = ExitCode::try_again;
  }
  if (!stop_requested() && std::chrono::steady_clock::now() >= context_.deadline) {
    log::warn("time_limit_reached", {{"hint", "run_time_limit is over: the next run goes on"}});
  }
  if (!was_idle_) complete(report);
  auto counts = counts_of(report);
  record_end(code, counts);
  counts["exit_code"] = static_cast<int>(code);
  auto const& command = context_.holder.command;
  bool const was_told = had_nothing_to_do_ || context_.dry_run;  // why nothing was done, or the preview
  log::tell("run_finished", counts,
            was_told ? std::string{}
                     : fmt::format("{}: {}, {:.1f} s", command, in_words,
                                   static_cast<double>(report["duration_ms"].get<long>()) / 1000));
  return code;
}

}  // namespace proactive::app
