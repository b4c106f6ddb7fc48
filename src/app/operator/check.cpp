#include "app/operator/check.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cmath>
#include <future>

#include "app/operator/adapter.hpp"
#include "app/operator/health.hpp"
#include "app/operator/policy.hpp"
#include "app/pass/writers.hpp"
#include "base/log.hpp"
#include "base/secret_file.hpp"
#include "base/text.hpp"
#include "channel/channels.hpp"
#include "channel/webhook_client.hpp"
#include "domain/channel/realtime.hpp"
#include "domain/database_link.hpp"
#include "domain/experiment/treatment.hpp"
#include "store/experiments.hpp"
#include "store/llm.hpp"
#include "store/pg/connection_string.hpp"
#include "store/queue.hpp"
#include "store/runs.hpp"
#include "store/schema.hpp"
#include "store/server.hpp"
#include "store/settings_store.hpp"

namespace proactive::app {

namespace {

class Checker {
 public:
  Checker(Invocation const& invocation, CheckOptions const& options) : invocation_(invocation), options_(options) {
    invocation_.logs_not_taken = false;
  }

  CheckReport run() {
    if (check_local_settings() && check_connection() && check_schema() && check_stored_settings()) {
      begin_listening();
      check_privileges();
      check_adapter();
      check_time_zones();
      check_writer();
      check_channel();
      check_policies();
      check_health();
    }
    for (auto const& sentence : exposed_secret_files()) warn("settings", sentence);
    return std::move(report_);
  }

 private:
  void add(Finding finding) {
    bool const failed = finding.state == FindingState::failure;
    if (failed && report_.code != ExitCode::unavailable) report_.code = ExitCode::configuration;
    report_.lines.push_back(std::move(finding));
  }
  void ok(std::string const& subject, std::string const& detail) { add({FindingState::ok, subject, detail}); }
  void warn(std::string const& subject, std::string const& detail) { add({FindingState::warning, subject, detail}); }
  bool fail(std::string const& subject, std::string const& detail, ExitCode code = ExitCode::configuration) {
    add({FindingState::failure, subject, detail});
    if (report_.code != ExitCode::unavailable) report_.code = code;
    return false;
  }

  bool check_local_settings() {
    try {
      session_.invocation = invocation_;
      session_.loaded = load_local_settings(invocation_);
    } catch (Error const& problem) {
      return fail("settings", problem.what());
    }
    for (auto const& sentence : session_.loaded.not_taken) warn("settings", sentence);
    for (auto const& sentence : session_.loaded.exposed) warn("settings", sentence);
    return true;
  }

  bool check_connection() {
    try {
      session_.database = connect(session_.settings().database, "config check", store::Access::read_only);
      auto const before = std::chrono::system_clock::now();
      auto const facts = session_.database->transact(store::connection_facts);
      auto const after = std::chrono::system_clock::now();
      ok("connection", fmt::format("database {} as {}, PostgreSQL {}", printable(facts.database), printable(facts.role),
                                   facts.server_version));
      bool const is_usable = check_server(facts);
      if (is_usable && !facts.has_tables_of_others) {
        warn("connection",
             fmt::format("the database {} holds no table of an app: is this the app's database? name that "
                         "in DB_NAME or DATABASE_URL, or have tables made by proactive-migrate --standalone "
                         "or --imported",
                         printable(facts.database)));
      }
      check_clock(facts.now, before + (after - before) / 2);
      return is_usable;
    } catch (Error const& problem) {
      return fail("connection", problem.what(), problem.code());
    }
  }

  // A server or database that no run can use: what else may be wrong there is not to be mended there.
  bool check_server(store::ConnectionFacts const& facts) {
    bool is_usable = true;
    if (facts.standby) {
      is_usable = fail("server", "the server is a standby: connect to the primary", ExitCode::unavailable);
    }
    if (facts.server_number < store::oldest_server) {
      is_usable = fail("server", fmt::format("the server is PostgreSQL {}: upgrade it to {} or newer",
                                             facts.server_version, store::oldest_server / 10'000));
    }
    if (auto const fault = store::encoding_fault(facts.encoding)) is_usable = fail("server", *fault);
    add(judge_link({facts.stays_here, facts.tls, store::effective_sslmode(session_.settings().database)}));
    return is_usable;
  }

  void check_clock(Instant database, std::chrono::system_clock::time_point here) {
    auto const seconds = std::chrono::duration<double>(database - here).count();
    bool const is_far = std::abs(seconds) > 5;
    add({is_far ? FindingState::warning : FindingState::ok, "clock",
         fmt::format("{} ms apart from the database's{}", std::lround(std::abs(seconds) * 1000),
                     is_far ? ": correct this machine's or the server's; runs go by the database's" : "")});
  }

  bool check_schema() {
    try {
      auto const beyond = session_.database->transact(store::require_schema);
      if (beyond == 0) {
        ok("schema", "as this version needs it");
      } else {
        warn("schema",
             fmt::format("{} newer than this version, which works with it: install the newer proactive here too",
                         counted_noun(beyond, "migration")));
      }
    } catch (Error const& problem) {
      return fail("schema", problem.what());
    }
    return true;
  }

  bool check_stored_settings() {
    session_.database.reset();
    try {
      session_ = open_session(invocation_, "config check", store::Access::read_only);
    } catch (Error const& problem) {
      return fail("settings", problem.what(), problem.code());
    }
    auto const notes = advice(session_.settings());
    for (auto const& note : notes) warn("settings", note);
    if (notes.empty()) ok("settings", "valid");
    if (session_.settings().experiment.holdout_percent == 0) {
      ok("hold-out",
         "holdout_percent is 0, so that what outreach does to people cannot be measured against people who are left "
         "alone: 5 is enough for most");
    }
    return true;
  }

  void check_privileges() {
    constexpr std::size_t most = 12;  // of each kind: more would only repeat it
    auto const told = [&](std::vector<std::string> texts) {
      auto const more = texts.size() > most ? fmt::format(" and {} more", texts.size() - most) : "";
      texts.resize(std::min(texts.size(), most));
      return join(texts, ", ") + more;
    };
    auto const missing = session_.database->transact(store::missing_privileges);
    auto const foreign = session_.database->transact(store::foreign_privileges);
    auto const functions = session_.database->transact(store::foreign_functions);
    if (!missing.empty())
      fail("privileges", fmt::format("{}: run sql/roles.sql for each role that is to have them", told(missing)));
    if (!foreign.empty()) {
      fail("privileges",
           fmt::format("others may reach the tool's own: {}: run proactive-migrate as the schema's owner, which "
                       "takes it back, or sql/roles.sql for a role of yours",
                       told(foreign)));
    }
    if (!functions.empty()) {
      fail("privileges",
           fmt::format("the schema proactive holds functions of others, which the tool might call: {}: see what they "
                       "do, and drop them",
                       told(functions)));
    }
    if (missing.empty() && foreign.empty() && functions.empty()) {
      ok("privileges", "the role may do all that it needs, and nobody else may do anything");
    }
  }

  // The trial delivers, so it needs a transaction that may write, and never commits it.
  void check_adapter() {
    try {
      store::require_adapter(session_.database->transact(store::adapter_state));
      auto const writes = options_.quick ? store::Access::read_only : store::Access::read_write;
      auto const database = connect(session_.settings().database, "config check", writes);
      database->set_statement_seconds(60);
      for (auto& finding : try_installed_adapter(*database, session_.settings(), options_.quick)) {
        finding.detail = fmt::format("{}: {}", finding.subject, finding.detail);
        finding.subject = "adapter";
        add(std::move(finding));
      }
    } catch (Error const& problem) {
      fail("adapter", problem.what(), problem.code());
    }
  }

  void check_time_zones() {
    auto const unknown = session_.database->transact(store::unknown_timezones);
    auto const& fallback = session_.settings().runs.default_timezone;
    for (auto const& [zone, users] : unknown) {
      warn("time zones", fmt::format("{} the unknown zone \"{}\": correct it in proactive.preferences; {} is used",
                                     counted_noun(users, "user has", "users have"), printable(zone), fallback));
    }
    if (unknown.empty()) ok("time zones", fmt::format("known, {} where a user has none", fallback));
  }

  void check_writer() {
    auto const phrases = refused_phrases(session_);
    auto const wordings =
        Treatments(session_.settings(), session_.database->transact(store::running_experiments)).wordings();
    auto const templates =
        make_template_writer(session_, wordings, phrases, session_.database->transact(store::database_now));
    for (auto& finding : templates->check(depth())) add(std::move(finding));
    for (auto const& sentence : empty_sets(session_, wordings)) warn("writer", sentence);
    if (use_llm(wordings)) check_llm(wordings, phrases, *templates);
  }

  [[nodiscard]] CheckDepth depth() const { return options_.quick ? CheckDepth::quick : CheckDepth::full; }

  void check_llm(std::vector<Wording> const& wordings, RefusedPhrases const& phrases, Writer& fallback) {
    try {
      auto const llm =
          make_llm_writer(session_, wordings, phrases, fallback, std::chrono::steady_clock::time_point::max());
      for (auto& finding : llm->check(depth())) add(std::move(finding));
    } catch (Error const& problem) {
      fail("llm", problem.what(), problem.code());
      return;
    }
    auto const most = session_.settings().llm.llm_max_tokens_per_day;
    auto const spent = session_.database->transact(store::tokens_of_today);
    auto const text = fmt::format("{} of {} tokens used or set aside today (UTC)", spent, most);
    spent < most ? ok("llm", text) : warn("llm", fmt::format("{}: templates write", text));
  }

  void check_policies() {
    try {
      for (auto& finding : check_enabled_policies(session_)) add(std::move(finding));
    } catch (Error const& problem) {
      fail("policy", problem.what(), problem.code());
    }
    if (session_.settings().message.approval == Approval::off && session_.settings().message.approval_types.empty())
      return;
    auto const counts = session_.database->transact([](store::Transaction& transaction) {
      return store::count_waiting(transaction, store::database_now(transaction), std::nullopt);
    });
    if (counts.waiting == 0) return ok("queue", "no message waits for approval");
    auto const text = counted_noun(counts.waiting, "message waits for approval", "messages wait for approval");
    if (counts.overdue == 0) return ok("queue", text);
    warn("queue", fmt::format("{}, {}: proactive config queue list", text,
                              counted_noun(counts.overdue, "past its time", "past their time")));
  }

  // All is as it should be, and yet nothing may happen: that is no fault of the configuration.
  void check_health() {
    auto const health = assess_health(session_);
    for (auto const& finding : health.findings) {
      if (finding.subject == "adapter") continue;  // said where it was tried
      report_.lines.push_back(finding);
    }
    if (health.state == FindingState::failure && report_.code == ExitCode::ok) report_.code = ExitCode::some_failed;
  }

  void check_channel() {
    channel::Channels channels(session_.settings().channel);
    auto findings =
        session_.database->transact([&](store::Transaction& transaction) { return channels.check(transaction); });
    for (auto& finding : findings) add(std::move(finding));
    if (heard_.valid()) check_servers();
    if (has_channel(session_.settings().channel, ChannelKind::webhook)) check_receiver();
  }

  // What it takes to call it; proactive config webhook test calls it.
  void check_receiver() {
    auto const& channel = session_.settings().channel;
    try {
      channel::WebhookClient const client(channel);
    } catch (Error const& problem) {
      fail("webhook", problem.what(), problem.code());
    }
  }

  // Beside all other checks, since it takes its time.
  void begin_listening() {
    auto const& channel = session_.settings().channel;
    if (options_.quick || channel.realtime_listen_seconds == 0 || !has_channel(channel, ChannelKind::socketio)) return;
    heard_ = std::async(std::launch::async, [database = session_.settings().database, channel] {
      return hear(database, RealtimeEvents(channel).channel(), std::chrono::seconds{channel.realtime_listen_seconds});
    });
  }

  void check_servers() {
    auto const& channel = session_.settings().channel;
    try {
      auto const servers = servers_heard(heard_.get()).size();
      if (servers > 0) {
        ok("socketio", fmt::format("{} on namespace {}", counted_noun(static_cast<long>(servers), "server"),
                                   channel.realtime_namespace));
        return;
      }
      warn("socketio",
           fmt::format("no server was heard on {} within {} s, so nobody sees a message at once: start the app's "
                       "servers with @socket.io/postgres-adapter on this database, correct realtime_namespace and "
                       "realtime_channel_prefix, or set channels to what the app has (proactive-channels(7)); behind a "
                       "pooler nothing is heard",
                       RealtimeEvents(channel).channel(), channel.realtime_listen_seconds));
    } catch (Error const& problem) {
      fail("socketio", problem.what(), problem.code());
    }
  }

  Invocation invocation_;
  CheckOptions options_;
  Session session_;
  std::future<std::vector<std::string>> heard_;  // on the Socket.IO channel
  CheckReport report_;
};

}  // namespace

CheckReport check_everything(Invocation const& invocation, CheckOptions const& options) {
  return Checker(invocation, options).run();
}

}  // namespace proactive::app
