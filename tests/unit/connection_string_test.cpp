#include "store/pg/connection_string.hpp"

#include <doctest/doctest.h>

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
           {"postgresql://h/d?ssl=require", "the parameter ssl: write sslmode=require"},
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
    CHECK(sentence.find("DATABASE_URL has what libpq does not know: ") == 0);
    CHECK(sentence.find(words) != std::string::npos);
    CHECK(sentence.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("nothing is named that may be a part of a password") {
  for (auto const* url : {"postgresql://u:p/w?hunter2=x@h/d", "postgresql://u:hun%zzter2@h/d",
                          "postgresql://h/d?hunter%zz2=x", "host=h password=hunter2://x y", "hunter2", "'hunter2"}) {
    auto const sentence = sentence_of(url);
    CAPTURE(sentence);
    CHECK(sentence.find("DATABASE_URL cannot be read: write it as ") == 0);
    CHECK(sentence.find("hunter2") == std::string::npos);
  }
}
