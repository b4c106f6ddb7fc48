#include <doctest/doctest.h>

#include <atomic>
#include <barrier>
#include <cstdlib>
#include <thread>

#include "store/leases.hpp"
#include "store/pairs.hpp"
#include "store/schema.hpp"
#include "store/settings_store.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using store::Transaction;
using test::TestDatabase;

namespace {

app::Session open(TestDatabase& database, store::Access access = store::Access::read_write) {
  return app::open_session(database.invocation(), "test", access);
}

ExitCode code_of(app::Session& session, std::string const& sql) {
  try {
    session.database->transact([&](Transaction& transaction) { transaction.exec_text(sql, {}); });
  } catch (Error const& problem) {
    return problem.code();
  }
  return ExitCode::ok;
}

}  // namespace

TEST_CASE("parameters survive the way in and out, whatever they hold") {
  TestDatabase database;
  for (std::string const text :
       {"", "NULL", "{}", "a,b", "\"", "\\", "'", "O'Neil", "{\"x\"}", "  ", "\n\t", "\xF0\x9F\x91\xA9", "%s $1"}) {
    CAPTURE(text);
    CHECK(database.value("SELECT $1::text", {text}) == text);
    CHECK(database.value("SELECT ($1::text[])[1]", {std::vector<std::string>{text, "other"}}) == text);
  }
  std::vector<std::optional<std::string>> const with_null{std::nullopt, "b"};
  CHECK(database.value("SELECT ($1::text[])[1] IS NULL", {with_null}) == "t");
  CHECK(database.value("SELECT cardinality($1::text[])", {std::vector<std::string>{}}) == "0");
}

TEST_CASE("instants keep their microseconds") {
  TestDatabase database;
  auto const instant = parse_instant("2026-03-29T00:59:59.000001Z").value();
  CHECK(database.exec("SELECT $1::timestamptz", {instant})[0][0].instant() == instant);
  CHECK(database.exec("SELECT ($1::timestamptz[])[1]", {std::vector{instant}})[0][0].instant() == instant);
  CHECK_FALSE(database.exec("SELECT 'infinity'::timestamptz")[0][0].optional_instant());
}

TEST_CASE("a text with NUL is refused before it reaches the database") {
  TestDatabase database;
  CHECK_THROWS_AS(database.value("SELECT $1::text", {std::string{"a\0b", 3}}), store::DataError);
}

TEST_CASE("a read-only session cannot write") {
  TestDatabase database;
  auto session = open(database, store::Access::read_only);
  CHECK(code_of(session, "INSERT INTO settings (name, value, changed_by) VALUES ('a', 'b', 'c')") ==
        ExitCode::unavailable);
}

TEST_CASE("errors of the database become exit codes") {
  TestDatabase database;
  auto session = open(database);
  CHECK(code_of(session, "SELECT 1/0") == ExitCode::internal);
  CHECK(code_of(session, "SELECT no_such_column FROM public.users") == ExitCode::configuration);
  CHECK(code_of(session, "SELECT * FROM no_such_table") == ExitCode::configuration);
  for (auto const& [sqlstate, code] : {std::pair{"53100", ExitCode::try_again},  // disk full
                                       {"54000", ExitCode::try_again},
                                       {"55P03", ExitCode::try_again},
                                       {"57014", ExitCode::try_again},
                                       {"58000", ExitCode::try_again},  // a worker of a cluster was killed
                                       {"58030", ExitCode::try_again},
                                       {"XX000", ExitCode::internal}}) {
    CAPTURE(sqlstate);
    auto const statement = std::string{"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '"} + sqlstate + "'; END $$";
    CHECK(code_of(session, statement) == code);
  }
  CHECK(code_of(session, "SELECT pg_terminate_backend(pg_backend_pid())") == ExitCode::try_again);
}

TEST_CASE("a failed transaction leaves nothing behind") {
  TestDatabase database;
  auto session = open(database);
  CHECK_THROWS(session.database->transact([](Transaction& transaction) {
    store::change_settings(transaction, {{"enabled", "false"}}, "test");
    transaction.exec_text("SELECT 1/0", {});
  }));
  CHECK(database.value("SELECT count(*) FROM settings") == "0");
}

TEST_CASE("a serialization failure is tried again, and given up after five attempts") {
  TestDatabase database;
  database.exec("CREATE SEQUENCE tries");
  database.exec(
      "CREATE FUNCTION fail_until(first_success bigint) RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
      "IF nextval('tries') < first_success THEN RAISE EXCEPTION 'try again' USING ERRCODE = '40001'; END IF; END $$");
  auto session = open(database);
  CHECK(code_of(session, "SELECT fail_until(5)") == ExitCode::ok);
  CHECK(database.value("SELECT last_value FROM tries") == "5");
  CHECK(code_of(session, "SELECT fail_until(100)") == ExitCode::try_again);
  CHECK(database.value("SELECT last_value FROM tries") == "10");
}

TEST_CASE("a deadlock ends well for both sides") {
  TestDatabase database;
  database.exec("CREATE TABLE public.accounts AS SELECT n AS id, 0 AS changes FROM generate_series(1, 2) n");
  std::barrier both_hold_one(2);
  std::atomic<int> attempts{0};
  auto const change_both = [&](app::Session& session, int first, int second) {
    bool is_first_attempt = true;
    session.database->transact([&](Transaction& transaction) {
      ++attempts;
      transaction.exec_text("UPDATE public.accounts SET changes = changes + 1 WHERE id = $1::integer", {first});
      if (std::exchange(is_first_attempt, false)) both_hold_one.arrive_and_wait();
      transaction.exec_text("UPDATE public.accounts SET changes = changes + 1 WHERE id = $1::integer", {second});
    });
  };
  auto ours = open(database);
  auto theirs = open(database);
  std::thread rival([&] { change_both(theirs, 2, 1); });
  change_both(ours, 1, 2);
  rival.join();
  CHECK(attempts > 2);
  CHECK(database.value("SELECT array_agg(changes)::text FROM public.accounts") == "{2,2}");
}

TEST_CASE("leases: one holder a slice, by the database's clock") {
  TestDatabase database;
  auto session = open(database);
  auto const acquire = [&](std::string const& run, std::vector<int> const& slices) {
    return session.database->transact([&](Transaction& transaction) {
      return store::acquire_leases(transaction, {"schedule", run, 60}, slices);
    });
  };
  auto const acquire_free = [&](std::string const& run) {
    return session.database->transact([&](Transaction& transaction) {
      return store::acquire_free_leases(transaction, {"schedule", run, 60});
    });
  };
  std::vector<int> const mine{3, 5, 63};
  CHECK(acquire("a", mine) == mine);
  CHECK(acquire("b", {4, 5, 63}) == std::vector<int>{4});
  auto const rest = acquire_free("b");
  CHECK(rest.size() == 60);
  CHECK(acquire_free("c").empty());
  auto const held = session.database->transact([&](Transaction& transaction) {
    return store::held_leases(transaction, {"schedule", "a", 60});
  });
  CHECK(held.size() == 64);
  CHECK(std::count_if(held.begin(), held.end(), [](store::HeldLease const& one) { return one.elsewhere; }) == 61);
  CHECK(session.database
            ->transact([&](Transaction& transaction) {
              return store::acquire_free_leases(transaction, {"upkeep", "d", 60});
            })
            .size() == 64);
  database.exec("UPDATE leases SET lease_until = now() - interval '1 second' WHERE holder = 'a'");
  CHECK(acquire_free("c") == mine);
  auto const renewed = session.database->transact([&](Transaction& transaction) {
    return store::renew_leases(transaction, {"schedule", "a", 60}, mine);
  });
  CHECK(renewed.empty());
  session.database->transact([&](Transaction& transaction) {
    store::release_leases(transaction, {"schedule", "b", 60}, {4, 5});
  });
  CHECK(acquire_free("d") == std::vector<int>{4});
  session.database->transact([&](Transaction& transaction) { store::release_all_leases(transaction, "b"); });
  CHECK(acquire_free("d") == rest);
}

TEST_CASE("the lease of a connection that is gone is free before its time") {
  auto const* const server = std::getenv("PRIVATE_POSTGRES");
  auto const* const host = std::getenv("PGHOST");
  if (server == nullptr || host == nullptr || std::string_view{server} != host) return;  // a pool keeps connections
  TestDatabase database;
  auto taker = open(database);
  auto const free_for_taker = [&] {
    return taker.database
        ->transact([&](Transaction& transaction) {
          return store::acquire_free_leases(transaction, {"process", "taker", 60});
        })
        .size();
  };
  auto const renewed = [&](std::string const& when) { database.exec("UPDATE leases SET renewed_at = now() " + when); };
  auto const renewed_long_ago = [&] { renewed("- interval '3 seconds'"); };
  {
    auto holder = open(database);
    holder.database->transact([&](Transaction& transaction) {
      store::acquire_leases(transaction, {"process", "holder", 60}, {1, 2, 3});
    });
    CHECK(free_for_taker() == 61);
    renewed_long_ago();
    CHECK(free_for_taker() == 0);
    holder.database->transact([&](Transaction& transaction) {
      CHECK(store::renew_leases(transaction, {"process", "holder", 60}, {1, 2, 3}).size() == 3);
    });
  }
  std::size_t found = 0;
  for (int look = 0; look < 20 && found == 0; ++look) {  // the server may still be ending it
    renewed("+ interval '1 hour'");                      // however slow this machine is: a moment ago
    CHECK(free_for_taker() == 0);                        // it may be connecting anew
    renewed_long_ago();
    found = free_for_taker();
    if (found == 0) std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  CHECK(found == 3);
}

TEST_CASE("due pairs come oldest first, page by page, and by slice") {
  TestDatabase database;
  for (int user = 1; user <= 20; ++user) database.add_relationship({.user = "u" + std::to_string(user)});
  database.exec("UPDATE pairs SET next_check_at = now() - interval '1 hour' WHERE user_id IN ('u3', 'u4')");
  database.exec("UPDATE pairs SET next_check_at = now() + interval '1 hour' WHERE user_id = 'u5'");
  auto session = open(database);
  auto const now = database.exec("SELECT now()")[0][0].instant();
  std::vector<std::string> seen;
  std::optional<store::PairCursor> cursor;
  for (;;) {
    auto const page = session.database->transact(
        [&](Transaction& transaction) { return store::due_pairs(transaction, now, cursor, std::nullopt, 3); });
    if (page.empty()) break;
    for (auto const& due : page) seen.push_back(due.pair.user_id);
    cursor = page.back();
  }
  CHECK(seen.size() == 19);
  CHECK(seen[0] == "u3");
  CHECK(seen[1] == "u4");
  std::size_t in_slices = 0;
  for (int slice = 0; slice < 64; ++slice) {
    in_slices += session.database
                     ->transact([&](Transaction& transaction) {
                       return store::due_pairs(transaction, now, std::nullopt, std::vector<int>{slice}, 100);
                     })
                     .size();
  }
  CHECK(in_slices == 19);
}

TEST_CASE("the schema is compared with what the binary needs") {
  TestDatabase database;
  auto session = open(database);
  auto const problem = [&] {
    try {
      session.database->transact(store::require_schema);
    } catch (Error const& error) {
      return std::string{error.what()};
    }
    return std::string{};
  };
  CHECK(problem().empty());
  database.exec("INSERT INTO schema_migrations (version, name) SELECT max(version) + 1, 'next' FROM schema_migrations");
  CHECK(problem().empty());
  database.exec("UPDATE schema_migrations SET works_from = version WHERE name = 'next'");
  CHECK(problem().find("ahead") != std::string::npos);
  database.exec("UPDATE schema_migrations SET version = 9999, works_from = 1 WHERE name = 'next'");
  CHECK(problem().empty());
  database.exec("UPDATE schema_migrations SET works_from = NULL WHERE name = 'next'");
  CHECK(problem().find("ahead") != std::string::npos);
  database.exec("DELETE FROM schema_migrations WHERE version IN (2, 9999)");
  CHECK(problem().find("behind (version 1, this binary needs ") != std::string::npos);
  database.exec("DROP TABLE schema_migrations");
  CHECK(problem().find("run proactive-migrate") != std::string::npos);
}
