#include "store/pg/connection_string.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include "base/errors.hpp"
#include "base/named_values.hpp"

using namespace proactive;

namespace {

std::string sentence_of(std::string const& url) {
  try {
    DatabaseSettings settings;
    settings.url = url;
    store::connection_string(settings, "test", true);
    return {};
  } catch (Error const& problem) {
    CHECK(problem.code() == ExitCode::configuration);
    return problem.what();
  }
}

}  // namespace

TEST_CASE("what libpq reads is read") {
  for (auto const* url : {"postgresql://u:p%20w@h:5432/d?sslmode=require&connect_timeout=3", "postgres://h/d",
                          "postgresql:///d?host=/tmp", "postgresql://h/d?ssl=true",
                          "postgresql://a,b:5433/d?target_session_attrs=read-write", "host=h dbname=d", "service=s",
                          "postgresql://h/d?options=-csearch_path%3Dapp"}) {
    CAPTURE(url);
    CHECK(sentence_of(url).empty());
  }
}

TEST_CASE("a scheme and parameters of other libraries are named, with what to write") {
  for (auto const& [url, words] : NamedValues{
           {"postgresql://u:hunter2@h/d?schema=public", "the parameter schema: leave it out"},
           {"postgresql://u:hunter2@h/d?sslmode=require&pgbouncer=true", "the parameter pgbouncer: leave it out"},
           {"postgres://h/d?connection_limit=5&sslmode=require",
            "the parameter connection_limit: set DB_CONNECTION_LIMIT instead"},
           {"postgresql://h/d?schema=public&pool_timeout=5",
            "the parameter schema: leave it out; the adapter knows the app's schema; the parameter pool_timeout: leave "
            "it out"},
           {"postgresql://h/d?ssl=require", "the parameter ssl: write sslmode=verify-full"},
           {"postgresql://h/d?prepared_statement_cache_size",
            "the parameter prepared_statement_cache_size: leave it out"},
           {"postgresql+asyncpg://u:hunter2@h/d", "the scheme postgresql+asyncpg: write postgresql://,"},
           {"postgresql+psycopg://h/d", "the scheme postgresql+psycopg: write postgresql://,"},
           {"postgres+psycopg2://h/d?schema=a",
            "the scheme postgres+psycopg2: write postgresql://, and the rest as it is; the parameter schema: leave it "
            "out"},
           {"jdbc:postgresql://h/d", "the scheme jdbc:postgresql: write postgresql://,"},
           {"postgis://h/d", "the scheme postgis: write postgresql://,"},
           {"ecto://h/d", "the scheme ecto: write postgresql://,"},
           {"POSTGRESQL://h/d", "the scheme POSTGRESQL: write postgresql://,"},
           {"prisma+postgres://accelerate.example/?api_key=hunter2",
            "the scheme prisma+postgres: this is the address of Prisma's proxy"},
           {"mysql://u:hunter2@h/d", "the scheme mysql: write the address of a PostgreSQL database"},
       }) {
    auto const sentence = sentence_of(url);
    CAPTURE(sentence);
    CHECK(sentence.find("DATABASE_URL: it has what libpq does not know: ") == 0);
    CHECK(sentence.find(words) != std::string::npos);
    CHECK(sentence.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("nothing is named that may be a part of a password") {
  for (auto const* url : {"postgresql://u:p/w?hunter2=x@h/d", "postgresql://u:hun%zzter2@h/d",
                          "postgresql://h/d?hunter%zz2=x", "host=h password=hunter2://x y", "hunter2", "'hunter2"}) {
    auto const sentence = sentence_of(url);
    CAPTURE(sentence);
    CHECK(sentence.find("DATABASE_URL: it cannot be read: write it as ") == 0);
    CHECK(sentence.find("hunter2") == std::string::npos);
  }
}

// libpq reads these, and would name a part of the password as the host, the port or the database.
TEST_CASE("a URL whose password is not escaped is refused before libpq speaks of it") {
  for (std::string const url : {"postgresql://u:hunter2/x@h/app",
                                "postgresql://u:x/hunter2@h/app",
                                "postgresql://u:1/hunter2@h/app",
                                "postgresql://u:x@hunter2@h/app",
                                "postgresql://u:@hunter2@h/app",
                                "postgresql://hunter2/x@h",
                                "postgres://u:hunter2",
                                "postgresql://u:hunter2/",
                                "postgresql://u:hunter2?sslmode=require",
                                "postgresql://u:x@h:hunter2/app",
                                "postgresql://u:x@h:5432:hunter2/app",
                                "postgresql://u:x@h/app@hunter2",
                                "postgresql://u%3Ahunter2@h/app",
                                "postgresql://u:x@h,hunter2:x/app",
                                "postgresql://h/postgresql%3A%2F%2Fu%3Ahunter2%40h",
                                "postgresql://h/x%40hunter2",
                                "postgresql://h;hunter2/app",
                                "postgresql://h/d?host=u:x@hunter2",
                                "postgresql://h/d?port=hunter2",
                                "host=u:x@hunter2 dbname=app",
                                "host=h port=hunter2",
                                "host='h hunter2'",
                                "host=h user=u:hunter2",
                                "dbname=postgresql://u:hunter2@h/app",
                                "host=h dbname=app@hunter2",
                                "host=h port=70000 password=hunter2",
                                "host=h password='hunter2",
                                "host=h password='x'hunter2'",
                                "host=h password=x hunter2 dbname=d",
                                "host=h password=x y=hunter2",
                                "host=h password=x\\' 'hunter2",
                                "u:hunter2@h/app",
                                "u:hunter2@h/app?sslmode=require",
                                "postgresql:/u:hunter2@h/app",
                                "postgresql:u:hunter2@h",
                                "//u:hunter2@h/app",

                                "postgresql://[hunter2/app",
                                "postgresql://u:x@[::1]hunter2/app",
                                "postgresql://u:x?y@z@hunter2/app",
                                "postgresql://u:x@@hunter2@h/app",
                                "postgresql://u:hunter2%@h/app",
                                "postgresql://u:hunter2%00@h/app",
                                "postgresql://h/d?a=hunter2=b"}) {
    auto const sentence = sentence_of(url);
    CAPTURE(url);
    CAPTURE(sentence);
    CHECK(sentence.find("DATABASE_URL: it ") == 0);
    CHECK(sentence.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("what is escaped, and unusual, is read") {
  for (std::string const url :
       {"postgresql://u:p%2Fw%40x@h/app", "postgresql://u%40server:pw@h/app",
        "postgresql://h/d?user=u@server&password=a", "postgresql://u:pa:ss[?x@h/app", "postgresql://u@[::1]:5433/app",
        "postgresql://%2Fvar%2Frun/app", "postgresql:///app?host=@abstract",
        "postgresql://a:1,b:2,[fe80::1%25eth0]:3/d", "host=/run,h port=5432,5433",
        "host=h user=u@server password='a@b:c/d'", "postgresql://h/my%20base", "postgresql://db_1.internal/app",
        "hostaddr=10.0.0.1 host=h"}) {
    CAPTURE(url);
    CHECK(sentence_of(url).empty());
  }
}

TEST_CASE("parts that hold a URL are refused, too") {
  for (auto const member : {&DatabaseSettings::host, &DatabaseSettings::name, &DatabaseSettings::user}) {
    DatabaseSettings settings;
    settings.*member = "postgresql://u:hunter2@h/app";
    std::string sentence;
    try {
      store::connection_string(settings, "test", true);
    } catch (Error const& problem) {
      sentence = problem.what();
    }
    CHECK(sentence.find("DB_HOST, DB_USER or DB_NAME") == 0);
    CHECK(sentence.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("the sslmode is libpq's, with its variables") {
  auto const mode_of = [](std::string const& url) {
    DatabaseSettings settings;
    settings.url = url;
    return store::effective_sslmode(settings);
  };
  unsetenv("PGSSLMODE");
  CHECK(mode_of("postgresql://h/d") == "prefer");
  CHECK(mode_of("postgresql://h/d?sslmode=require") == "require");
  CHECK(mode_of("host=h,g port=1,2 sslmode=verify-ca") == "verify-ca");
  setenv("PGSSLMODE", "verify-full", 1);
  CHECK(mode_of("postgresql://h/d") == "verify-full");
  CHECK(mode_of("postgresql://h/d?sslmode=disable") == "disable");
  unsetenv("PGSSLMODE");
}
