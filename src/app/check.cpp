#include "app/check.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/log.hpp"
#include "base/text.hpp"
#include "domain/realtime.hpp"
#include "store/health.hpp"
#include "store/llm.hpp"
#include "store/notifications.hpp"
#include "store/schema.hpp"
#include "store/settings_store.hpp"
#include "store/templates.hpp"
#include "writer/llm_check.hpp"
#include "writer/llm_options.hpp"
#include "writer/template_writer.hpp"

namespace proactive::app {

namespace {

class Checker {
 public:
  explicit Checker(Invocation const& invocation) : invocation_(invocation) {}

  CheckReport run() {
    if (!check_local_settings() || !check_connection()) return std::move(report_);
    if (!check_schema()) return std::move(report_);
    if (!check_stored_settings()) return std::move(report_);
    check_privileges();
    check_host_columns();
    check_time_zones();
    check_writer();
    check_realtime();
    return std::move(report_);
  }

 private:
  void ok(std::string const& subject, std::string const& detail) {
    report_.lines.push_back({CheckState::ok, subject, detail});
  }
  void warn(std::string const& subject, std::string const& detail) {
    report_.lines.push_back({CheckState::warning, subject, detail});
  }
  bool fail(std::string const& subject, std::string const& detail, ExitCode code = ExitCode::configuration) {
    report_.lines.push_back({CheckState::failure, subject, detail});
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
    for (auto const& variable : unknown_variables()) {
      warn("settings", "the variable " + printable(variable) + " is no setting: correct its name or remove it");
    }
    return true;
  }

  bool check_connection() {
    try {
      session_.database = connect(session_.settings().database, "config check", store::Access::read_only);
      auto const before = std::chrono::system_clock::now();
      auto const facts = session_.database->transact(store::connection_facts);
      auto const after = std::chrono::system_clock::now();
      ok("connection", "database " + printable(facts.database) + " as " + printable(facts.role) + ", PostgreSQL " +
                           facts.server_version);
      check_server(facts);
      check_clock(facts.now, before + (after - before) / 2);
    } catch (Error const& problem) {
      return fail("connection", problem.what(), problem.code());
    }
    return true;
  }

  void check_server(store::ConnectionFacts const& facts) {
    if (facts.standby) fail("server", "the server is a standby: connect to the primary", ExitCode::unavailable);
    if (facts.encoding != "UTF8") fail("server", "the database's encoding is " + facts.encoding + ": it must be UTF8");
    if (facts.local_socket) {
      ok("tls", "not needed: the connection is a local socket");
    } else if (facts.tls) {
      ok("tls", "in use");
    } else {
      warn("tls", "not in use over the network: set sslmode=verify-full in DATABASE_URL or PGSSLMODE");
    }
  }

  void check_clock(Instant database, std::chrono::system_clock::time_point here) {
    auto const seconds = std::chrono::duration<double>(database - here).count();
    auto const text = std::to_string(std::lround(std::abs(seconds) * 1000)) + " ms apart from the database's";
    if (std::abs(seconds) > 5) {
      warn("clock", text + ": correct this machine's or the server's; runs go by the database's");
    } else {
      ok("clock", text);
    }
  }

  bool check_schema() {
    try {
      session_.database->transact(store::require_schema);
    } catch (Error const& problem) {
      return fail("schema", problem.what());
    }
    ok("schema", "as this version needs it");
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
    if (!session_.settings().gate.enabled) warn("settings", "enabled is false: schedule and process do nothing");
    if (notes.empty()) ok("settings", "valid");
    return true;
  }

  void check_privileges() {
    auto const missing = session_.database->transact(store::missing_privileges);
    if (missing.empty()) {
      ok("privileges", "the role may do all that it needs");
    } else {
      fail("privileges", "the role lacks " + join(missing, ", ") + ": grant them as sql/roles.sql does");
    }
  }

  void check_host_columns() {
    auto const unfilled = session_.database->transact(store::unfilled_columns);
    if (unfilled.empty()) {
      ok("tables", "every column that a delivery must fill is filled");
    } else {
      fail("tables",
           "a delivery would leave " + join(unfilled, ", ") + " empty, which the table forbids: give each a default");
    }
  }

  void check_time_zones() {
    if (!is_time_zone("Europe/Berlin")) {
      fail("time zones", "this machine has no time-zone data: install the package tzdata");
      return;
    }
    auto const unknown = session_.database->transact(store::unknown_timezones);
    for (auto const& [zone, users] : unknown) {
      warn("time zones", std::to_string(users) + " users have the unknown zone \"" + printable(zone) +
                             "\": correct it in proactive_preferences; " + session_.settings().runs.default_timezone +
                             " is used");
    }
    if (unknown.empty())
      ok("time zones", "known, " + session_.settings().runs.default_timezone + " where a user has none");
  }

  void check_writer() {
    auto const& settings = session_.settings();
    auto const templates = session_.database->transact(store::active_templates);
    TemplateWriter const writer(templates, settings.message.default_language, message_limits(settings.message));
    for (auto const& problem : writer.problems()) warn("writer", problem);
    bool complete = true;
    for (auto const type_name : names<EngagementType>()) {
      auto const count = std::count_if(templates.begin(), templates.end(), [&](MessageTemplate const& candidate) {
        return name_of(candidate.type) == type_name && candidate.language == settings.message.default_language;
      });
      if (count > 0) continue;
      complete = false;
      fail("writer", "no active template of type " + std::string{type_name} + " in language " +
                         settings.message.default_language + ": add one to proactive_templates");
    }
    if (complete) ok("writer", "templates, " + std::to_string(templates.size()) + " active");
    if (uses_llm(settings)) check_llm();
  }

  void check_llm() {
    auto const& settings = session_.settings();
    std::string api_key;
    try {
      api_key = read_api_key(settings.llm);
    } catch (Error const& problem) {
      fail("llm", problem.what());
      return;
    }
    auto const service = check_service(settings.llm, api_key);
    if (service.verdict == ServiceCheck::Verdict::refused) {
      fail("llm", service.sentence);
    } else if (service.verdict == ServiceCheck::Verdict::doubtful) {
      warn("llm", service.sentence);
    } else {
      ok("llm", service.sentence);
    }
    auto const spent = session_.database->transact(store::tokens_of_today);
    auto const text = std::to_string(spent) + " of " + std::to_string(settings.llm.llm_max_tokens_per_day) +
                      " tokens used or set aside today (UTC)";
    spent < settings.llm.llm_max_tokens_per_day ? ok("llm", text) : warn("llm", text + ": templates write");
  }

  void check_realtime() {
    auto const& settings = session_.settings();
    if (settings.channel.realtime == RealtimeChoice::none) {
      ok("realtime", "none: the app is not told about new messages");
      return;
    }
    auto const percent = session_.database->transact(store::notification_queue_percent);
    auto const use = std::to_string(std::lround(percent)) + " % of the notification queue in use";
    if (percent > settings.channel.realtime_queue_limit) {
      warn("realtime", use +
                           ", more than realtime_queue_limit: messages are delivered without event; end the listening "
                           "session whose transaction stays open (pg_stat_activity)");
    } else {
      ok("realtime", "events on channel " + RealtimeEvents(settings.channel).channel() + ", " + use);
    }
  }

  Invocation const& invocation_;
  Session session_;
  CheckReport report_;
};

}  // namespace

CheckReport check_everything(Invocation const& invocation) { return Checker(invocation).run(); }

}  // namespace proactive::app
