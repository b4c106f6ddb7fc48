#include "domain/user_preferences.hpp"

#include <doctest/doctest.h>

using namespace proactive;

namespace {

// The value as it is stored, or nothing where it is not allowed.
std::string stored(std::string_view name, std::string_view text) {
  auto const* spec = find_preference(name);
  REQUIRE(spec != nullptr);
  auto const value = spec->read(text);
  return value ? to_line(*value) : std::string{};
}

}  // namespace

TEST_CASE("a preference is read as it is stored, or refused") {
  CHECK(stored("timezone", "Europe/Berlin") == R"("Europe/Berlin")");
  CHECK(stored("timezone", "Berlin7").empty());
  CHECK(stored("language", "pt-BR") == R"("pt-BR")");
  CHECK(stored("language", "pt_br") == R"("pt-BR")");
  CHECK(stored("language", "German").empty());
  CHECK(stored("frequency", "sometimes") == R"("sometimes")");
  CHECK(stored("frequency", "Rarely").empty());
  CHECK(stored("max_per_day", "0") == "0");
  CHECK(stored("max_per_week", "1000") == "1000");
  CHECK(stored("min_gap_hours", "8760") == "8760");
  for (auto const* text : {"", "-1", "1.5", "1 ", "+1", "many", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK(stored("max_per_day", text).empty());
  }
  CHECK(stored("max_per_day", "1001").empty());
  CHECK(stored("min_gap_hours", "8761").empty());
}

TEST_CASE("quiet hours are stored as JSON, a plain window as a text") {
  CHECK(stored("quiet_hours", "22:00-08:00") == R"("22:00-08:00")");
  CHECK(stored("quiet_hours", R"("22:00-08:00")") == R"("22:00-08:00")");
  CHECK(stored("quiet_hours", R"({"days":{"sat":null}})") == R"({"days":{"sat":null}})");
  CHECK(stored("quiet_hours", "null") == "null");  // wishes nothing
  CHECK(stored("quiet_hours", "late").empty());
  CHECK(stored("quiet_hours", R"({"nights":null})").empty());
  CHECK(stored("quiet_hours", R"({"days":{)" + std::string(6000, ' ') + "}}").empty());
}

TEST_CASE("every preference has a name of its own, and says what is allowed") {
  for (auto const& spec : preference_specs()) {
    CHECK(find_preference(spec.name) == &spec);
    CHECK_FALSE(spec.allowed.empty());
    CHECK_FALSE(spec.read("nothing of this kind"));
  }
  CHECK(find_preference("mood") == nullptr);
}
