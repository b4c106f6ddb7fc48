#include "store/pg/database.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <unistd.h>
#include <pqxx/pqxx>

#include <array>
#include <chrono>
#include <random>
#include <thread>

#include "base/stop.hpp"
#include "base/text.hpp"
#include "domain/adapter/message_review.hpp"
#include "domain/connection_failure.hpp"
#include "queries.hpp"
#include "store/pg/result.hpp"
#include "store/pg/server_words.hpp"
#include "store/pg/watchdog.hpp"

namespace proactive::store {

struct Database::Connection {
  explicit Connection(std::string const& connection_string) : link(connection_string) {
#if PQXX_VERSION_MAJOR < 7
    // 6.x would reconnect silently and forget the state of the session.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    link.activate();
    link.inhibit_reactivation(true);
#pragma GCC diagnostic pop
#endif
  }
  pqxx::connection link;
  Watchdog watchdog;
};

namespace {

pqxx::result exec_params(pqxx::transaction_base& transaction, std::string_view statement,
                         std::vector<Param> const& params) {
#if PQXX_VERSION_MAJOR < 7
  std::vector<char const*> values;
  values.reserve(params.size());
  for (auto const& param : params) values.push_back(param.text() ? param.text()->c_str() : nullptr);
  return transaction.exec_params(std::string{statement}, pqxx::prepare::make_dynamic_params(values));
#else
  pqxx::params values;
  values.reserve(params.size());
  for (auto const& param : params) {
    if (param.text()) {
      values.append(std::string_view{*param.text()});
    } else {
      values.append();
    }
  }
#if PQXX_VERSION_MAJOR > 7 || PQXX_VERSION_MINOR >= 10
  return transaction.exec(pqxx::zview{statement}, values);
#else
  return transaction.exec_params(pqxx::zview{statement}, values);
#endif
#endif
}

// libpq's texts have several lines, and repeat themselves.
std::string first_line(std::string_view text) { return printable(trim(text.substr(0, text.find('\n')))); }

// The name that sql/embed.cmake puts at the front of every statement.
std::string statement_name(std::string const& statement) {
  auto const end = statement.find(" */");
  return statement.starts_with("/* ") && end != std::string::npos ? statement.substr(3, end - 3) : "a statement";
}

// libpqxx 6 leaves the SQLSTATE of some errors out; their class says it.
std::string sqlstate_of(pqxx::sql_error const& problem) {
  if (!problem.sqlstate().empty()) return problem.sqlstate();
  auto const is = [&](auto const* type) { return dynamic_cast<decltype(type)>(&problem) != nullptr; };
  if (is(static_cast<pqxx::insufficient_privilege const*>(nullptr))) return "42501";
  if (is(static_cast<pqxx::syntax_error const*>(nullptr))) return "42601";
  if (is(static_cast<pqxx::insufficient_resources const*>(nullptr))) return "53000";
  if (is(static_cast<pqxx::feature_not_supported const*>(nullptr))) return "0A000";
  if (is(static_cast<pqxx::data_exception const*>(nullptr))) return "22000";
  if (is(static_cast<pqxx::integrity_constraint_violation const*>(nullptr))) return "23000";
  if (is(static_cast<pqxx::plpgsql_error const*>(nullptr))) return "P0000";
  return {};
}

// A cluster says XX000 of whatever a node refuses of the rows that are copied there.
bool is_data_fault(std::string const& sqlstate) {
  auto const family = sqlstate.substr(0, 2);
  return family == "22" || family == "23" || family == "44" || family == "P0" || sqlstate == "XX000";
}

bool may_succeed_again(std::string const& sqlstate) { return sqlstate == "40001" || sqlstate == "40P01"; }

// What an operator should do about a refused statement.
[[noreturn]] void throw_error(pqxx::sql_error const& problem) {
  auto const sqlstate = sqlstate_of(problem);
  auto const family = sqlstate.substr(0, 2);
  // What is wrong with a statement stands in its details; those of a broken row would repeat the row.
  auto const text =
      family == "42" ? printable(trim(without_quoted_statements(problem.what()))) : first_line(problem.what());
  auto const what =
      fmt::format("{} ({}, SQLSTATE {})", collapse_spaces(text), statement_name(problem.query()), sqlstate);
  if (is_data_fault(sqlstate)) throw DataError(what, sqlstate);
  auto const fail = [&](ExitCode code, std::string_view advice) {
    return StatementError(code, fmt::format("{}; {}", advice, what), what);
  };
  if (sqlstate == "25006") throw fail(ExitCode::unavailable, "the database is read-only: connect to the primary");
  if (sqlstate == "42501" && what.find("row-level security") != std::string::npos) {
    throw fail(ExitCode::configuration,
               "row level security hides rows of the app, which would look like absence: let the adapter's functions "
               "run as the tables' owner (SECURITY DEFINER) or as a role with BYPASSRLS");
  }
  if (sqlstate == "42501") throw fail(ExitCode::configuration, privilege_advice(problem.query(), what));
  if (family == "42" || family == "0A" || family == "3F") {
    throw fail(ExitCode::configuration,
               "the schema or the adapter is not what this version expects: run proactive config check");
  }
  if (sqlstate == "55P03") throw fail(ExitCode::try_again, "a lock was held for too long: the next run tries again");
  if (sqlstate == "57014") throw fail(ExitCode::try_again, "a statement took too long: the next run tries again");
  if (family == "53") throw fail(ExitCode::try_again, "the database is out of a resource: make room and run again");
  if (family == "54") {
    throw fail(ExitCode::try_again,
               "a limit of the database was reached, such as its full notification queue: end listening sessions that "
               "do not read (pg_stat_activity) and run again");
  }
  if (family == "58") {
    throw fail(ExitCode::try_again,
               "the system beneath the database failed, a node of it or a disk: see its log, and run again");
  }
  if (family == "57" || family == "40") throw fail(ExitCode::try_again, "the database gave up the work: run again");
  throw fail(ExitCode::internal, "the database refused a statement: report this as a fault of proactive");
}

class OpenTransaction : public Transaction {
 public:
  OpenTransaction(pqxx::transaction_base& transaction, std::function<void()> const& before_statement)
      : transaction_(transaction), before_statement_(before_statement) {}

  Rows exec_text(std::string_view statement, std::vector<Param> const& params) override {
    for (auto const& param : params) {
      if (param.text() && param.text()->find('\0') != std::string::npos) {
        throw DataError("a text with a NUL character cannot be stored: remove it", "22021");
      }
    }
    return Rows(std::make_shared<ResultHandle>(guarded([&] { return exec_params(transaction_, statement, params); })));
  }

 private:
  void command(std::string_view statement) override {
    guarded([&] { return transaction_.exec(std::string{statement}); });
  }

  template <typename Run>
  pqxx::result guarded(Run run) {
    before_statement_();
    try {
      return run();
    } catch (pqxx::sql_error const& refused) {
      if (may_succeed_again(sqlstate_of(refused))) throw;
      throw_error(refused);
    }
  }

  pqxx::transaction_base& transaction_;
  std::function<void()> const& before_statement_;
};

// How long the server may be silent beyond a statement's own limit before it is cut off.
constexpr std::chrono::seconds patience{2};

constexpr std::chrono::seconds connecting{5};  // connect_timeout

// Whose name libpq takes for the role where none is given.
std::string system_user() {
  std::array<char, 16384> buffer{};
  struct passwd user {};
  struct passwd* found = nullptr;
  bool const is_known = getpwuid_r(geteuid(), &user, buffer.data(), buffer.size(), &found) == 0 && found != nullptr;
  return is_known ? found->pw_name : std::string{};
}

// A connection that broke has no transaction any more.
void roll_back(pqxx::nontransaction& link) noexcept {
  try {
    link.exec("ROLLBACK");
  } catch (std::exception const&) {
  }
}

// Where the connection broke before the answer came, nobody here knows whether it was done.
void commit(pqxx::nontransaction& link) {
  try {
    link.exec("COMMIT");
  } catch (std::exception const&) {
    if (link.conn().is_open()) throw;
    throw InDoubt(
        "the connection broke while the database was committing: run again, since each row says what became of it");
  }
}

std::chrono::milliseconds jittered_wait(int attempt) {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::chrono::milliseconds{std::uniform_int_distribution<int>{5, 50 << attempt}(generator)};
}

}  // namespace

Param::Param(double value) : text_(fmt::format("{}", value)) {}

Param::Param(Instant instant) : text_(format_exactly(instant)) {}

void Param::append_element(std::string& literal, std::optional<std::string_view> text) {
  if (!text) {
    literal += "NULL";
    return;
  }
  literal += '"';
  for (auto special = text->find_first_of("\"\\"); special != std::string_view::npos;
       special = text->find_first_of("\"\\")) {
    literal.append(text->substr(0, special)).append(1, '\\').append(1, (*text)[special]);
    text->remove_prefix(special + 1);
  }
  literal.append(*text).append(1, '"');
}

Database::Database(std::string const& connection_string, Access access)
    : connection_string_(connection_string), access_(access) {
  set_statement_seconds(10);
  connect();
}

Database::~Database() = default;

void Database::set_statement_seconds(int seconds) {
  statement_seconds_ = seconds;
  // Commands without parameters, sent in one round trip; the seconds are a number of ours. Runs look up rows of a
  // thousand users by keys, of pages that are in memory mostly: the server would read through tables of some 100,000
  // rows for it. Reports read most of what there is.
  begin_ = fmt::format(
      "{}{}SET LOCAL statement_timeout = '{}s';", queries::begin_transaction.text,
      access_ == Access::read_only ? "SET TRANSACTION READ ONLY;" : "SET LOCAL random_page_cost = 1.1;", seconds);
}

std::optional<std::string> Transaction::in_savepoint(std::function<void()> const& body) {
  command("SAVEPOINT attempt");
  try {
    body();
    command("RELEASE SAVEPOINT attempt");
    return std::nullopt;
  } catch (StatementError const& problem) {
    command("ROLLBACK TO SAVEPOINT attempt");
    return problem.words();
  } catch (Error const& problem) {
    command("ROLLBACK TO SAVEPOINT attempt");
    return problem.what();
  }
}

void Transaction::undone(std::function<void()> const& body) {
  command("SAVEPOINT undone");
  body();
  command("ROLLBACK TO SAVEPOINT undone; RELEASE SAVEPOINT undone");
}

void Database::connect() {
  try {
    connection_.reset();
    connection_ = std::make_unique<Connection>(connection_string_);
    unreachable_.clear();
  } catch (std::exception const& problem) {
    unreachable_ = connection_failure(problem.what(), system_user());
    throw Error(ExitCode::unavailable, unreachable_);
  }
}

void Database::ensure_connected() {
  if (connection_ && connection_->link.is_open()) return;
  if (is_closing_ && !unreachable_.empty()) throw Error(ExitCode::unavailable, unreachable_);  // not waited for twice
  if (stop_age() > stop_cut_off - connecting) {
    throw Error(ExitCode::unavailable, "the connection to the database was lost while this run stopped: run again");
  }
  connect();
}

void Database::attempt(std::function<void(Transaction&)> const& body) {
  std::chrono::seconds const limit = std::chrono::seconds{statement_seconds_} + patience;
  Watchdog::Watch watch(connection_->watchdog, connection_->link.sock());
  std::function<void()> const before_statement = [&] {
    if (!is_closing_ && stop_age() > stop_drain) {
      throw Error(ExitCode::try_again,
                  "this run was told to stop and its batch took too long: nothing is half done, the next run goes on");
    }
    watch.expect_answer(limit);
  };
  before_statement();
  pqxx::nontransaction link(connection_->link);  // libpqxx would begin with a round trip of its own
  try {
    link.exec(begin_);
    OpenTransaction open(link, before_statement);
    body(open);
  } catch (...) {
    watch.expect_answer(limit);
    roll_back(link);
    throw;
  }
  watch.expect_answer(limit);
  commit(link);
}

std::string Database::lost_sentence(std::string const& reason) const {
  if (connection_->watchdog.has_cut_off()) {
    return "the database did not answer in time: check the server and the network, then run again";
  }
  // What the server said; libpqxx's own texts are about libpqxx.
  return fmt::format("the connection to the database was lost: run again{}",
                     reason.starts_with("FATAL") ? "; " + first_line(reason) : "");
}

void Database::run(std::function<void(Transaction&)> const& body) {
  constexpr int most_attempts = 5;
  if (!connection_) connect();
  for (int attempt_number = 1;; ++attempt_number) {
    std::string problem;
    try {
      attempt(body);
      return;
    } catch (pqxx::broken_connection const& lost) {
      throw Error(ExitCode::try_again, lost_sentence(lost.what()));
#if PQXX_VERSION_MAJOR < 7
    } catch (pqxx::transaction_rollback const& conflict) {  // not an sql_error in 6.x
      problem = first_line(conflict.what());
#endif
    } catch (pqxx::sql_error const& refused) {
      if (!may_succeed_again(sqlstate_of(refused))) throw_error(refused);
      problem = first_line(refused.what());
    }
    if (attempt_number == most_attempts) {
      throw Error(ExitCode::try_again,
                  fmt::format("other transactions kept getting in the way: run again later; {}", problem));
    }
    std::this_thread::sleep_for(jittered_wait(attempt_number));
  }
}

std::vector<Library> libraries() {
  int const libpq = PQlibVersion();  // 150012 is 15.12
  return {{"libpqxx", PQXX_VERSION}, {"libpq", fmt::format("{}.{}", libpq / 10000, libpq % 10000)}};
}

}  // namespace proactive::store
