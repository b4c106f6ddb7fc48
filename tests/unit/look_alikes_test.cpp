#include "domain/settings/look_alikes.hpp"

#include <doctest/doctest.h>

#include <map>

#include "base/nearest.hpp"
#include "base/text.hpp"

using namespace proactive;

TEST_CASE("edits between two words") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("abc", "abc") == 0);
  CHECK(edit_distance("abc", "abd") == 1);
  CHECK(edit_distance("abc", "ac") == 1);
  CHECK(edit_distance("abc", "acb") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("a variable that looks like a setting is named with the one that is meant") {
  for (auto const& [variable, meant] :
       std::map<std::string, std::string>{{"PROACTIVE_ENABLE", "PROACTIVE_ENABLED"},
                                          {"PROACTIVE_QUITE_HOURS", "PROACTIVE_QUIET_HOURS"},
                                          {"PROACTIVE_MAX_PER_DAY", "PROACTIVE_MAX_ENGAGEMENTS_PER_DAY"},
                                          {"PROACTIVE_DB_HOST", "DB_HOST"},
                                          {"PROACTIVE_OPENAI_API_KEY", "OPENAI_API_KEY"},
                                          {"PROACTIVE_DATABASE_URL", "DATABASE_URL"},
                                          {"PROACTIV_ENABLED", "PROACTIVE_ENABLED"},
                                          {"PRAOCTIVE_ENABLED", "PROACTIVE_ENABLED"},
                                          {"proactive_enabled", "PROACTIVE_ENABLED"},
                                          {"Proactive_Enabled", "PROACTIVE_ENABLED"},
                                          {"OPENAI_KEY", "OPENAI_API_KEY"},
                                          {"OPENAI_APIKEY", "OPENAI_API_KEY"},
                                          {"OPENAI_API_TOKEN", "OPENAI_API_KEY"},
                                          {"OPENAI_API_KEYFILE", "OPENAI_API_KEY_FILE"},
                                          {"OPENAI_API_BASE", "OPENAI_BASE_URL"},
                                          {"OPENAI_API_BASE_URL", "OPENAI_BASE_URL"},
                                          {"OPENAI_URL", "OPENAI_BASE_URL"},
                                          {"OPENAI_MODEL_NAME", "OPENAI_MODEL"},
                                          {"OPENAI_ORGANIZATION", "OPENAI_ORG_ID"},
                                          {"DB_PASS", "DB_PASSWORD"},
                                          {"DB_PASSWD", "DB_PASSWORD"},
                                          {"DB_USERNAME", "DB_USER"},
                                          {"DB_DATABASE", "DB_NAME"},
                                          {"DB_HOTS", "DB_HOST"},
                                          {"DB_PROT", "DB_PORT"},
                                          {"db_host", "DB_HOST"},
                                          {"DB_SSLMODE", "PGSSLMODE"},
                                          {"DB_CONNECTION_LIMITS", "DB_CONNECTION_LIMIT"},
                                          {"DATABASE_URI", "DATABASE_URL"},
                                          {"DATABASE_URLS", "DATABASE_URL"}}) {
    CAPTURE(variable);
    CHECK(look_alike(variable) == "did you mean " + meant + "?");
  }
}

TEST_CASE("one that is near none is no setting either") {
  for (auto const& variable : {std::string{"PROACTIVE_FOO"}, std::string{"OPENAI_AGENTS_DISABLE_TRACING"},
                               std::string{"PROACTIVE_"}, "PROACTIVE_" + std::string(100'000, 'A')}) {
    CAPTURE(variable);
    CHECK(look_alike(variable) == "proactive config show lists all");
  }
}

TEST_CASE("settings, and what belongs to other programs, are no look-alikes") {
  for (auto const& spec : setting_specs()) CHECK_FALSE(look_alike(spec.variable()));
  for (auto const* variable : {"",
                               "PROACTIVE",
                               "PATH",
                               "PGHOST",
                               "LOG_LEVEL",
                               "QUIET_HOURS",
                               "OPENAI_LOG",
                               "OPENAI_ADMIN_KEY",
                               "OPENAI_WEBHOOK_SECRET",
                               "DB_CONNECTION",
                               "DB_CHARSET",
                               "DB_COLLATION",
                               "DB_PREFIX",
                               "DB_POOL",
                               "DB_POOL_SIZE",
                               "DB_ROOT",
                               "DB_ROOT_PASSWORD",
                               "DB_TYPE",
                               "DB_PATH",
                               "DB_FILE",
                               "DB_ENGINE",
                               "DB_DRIVER",
                               "DB_SCHEMA",
                               "DB_SOCKET",
                               "DB_TIMEOUT",
                               "DB_DIALECT",
                               "DATABASE_HOST",
                               "DATABASE_SSL",
                               "DATABASE_NAME",
                               "APP_HOST",
                               "WS_PORT"}) {
    CAPTURE(variable);
    CHECK_FALSE(look_alike(variable));
  }
}

TEST_CASE("of known words the nearest is meant, if it is near") {
  std::vector<std::string> const known{"schedule", "process", "stats", "config"};
  CHECK(nearest_word("shedule", known) == "schedule");
  CHECK(nearest_word("stat", known) == "stats");
  CHECK(nearest_word("conifg", known) == "config");
  CHECK_FALSE(nearest_word("frobnicate", known));
  CHECK_FALSE(nearest_word("", known));
  CHECK_FALSE(nearest_word(std::string(1000, 'x'), known));
}
