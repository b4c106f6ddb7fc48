// What an app that is elsewhere tells, line by line, and what of it is stored together.
#include "domain/import/batch.hpp"
#include "domain/import/line.hpp"

#include <doctest/doctest.h>

using namespace proactive;

namespace {

Instant const now = *parse_instant("2026-03-01T09:00:00Z");

std::string problem_of(std::string const& line) { return read_import_line(line, now).problem; }

ImportRecord record_of(std::string const& line) {
  auto read = read_import_line(line, now);
  REQUIRE_MESSAGE(read.record, read.problem);
  return *read.record;
}

Json row_of(std::string const& line) { return record_of(line).row; }

std::string user_with(std::string const& rest) { return R"({"kind": "user", "id": "u", )" + rest + "}"; }

}  // namespace

TEST_CASE("a line becomes a row") {
  auto const user = record_of(
      R"({"kind": "user", "id": 42, "name": "Mara", "timezone": "Europe/Berlin", "opted_out": false, "frequency": null})");
  CHECK(user.kind == ImportKind::user);
  CHECK(user.key == std::vector<std::string>{"42"});
  CHECK(user.row == Json::parse(R"({"id": "42", "name": "Mara", "opted_out": false, "timezone": "Europe/Berlin",
                                    "frequency": null})"));
  CHECK(
      row_of(user_with(
          R"("language": "de_DE.UTF-8", "jurisdiction": "us-ny", "quiet_hours": {"days": {"sat": "23:30-10:00"}})")) ==
      Json::parse(
          R"({"id": "u", "jurisdiction": "US-NY", "language": "de-DE", "quiet_hours": {"days": {"sat": "23:30-10:00"}}})"));
  CHECK(row_of(
            R"({"kind": "memory", "user_id": "u", "companion_id": "c", "id": "m", "text": "a cat", "importance": 7.5})")
            .at("importance") == 7.5);
}

TEST_CASE("when a user wrote is one instant of many") {
  auto const pair = [](std::string const& at) {
    return row_of(R"({"kind": "pair", "user_id": "u", "companion_id": "c", "user_wrote_at": )" + at + "}");
  };
  CHECK(pair(R"("2026-03-01T10:00:00+02:00")").at("user_wrote") == Json::array({"2026-03-01T08:00:00.000Z"}));
  CHECK_FALSE(pair("null").contains("user_wrote"));
  CHECK_FALSE(pair("null").contains("user_wrote_at"));
}

TEST_CASE("who is deleted needs the key alone") {
  auto const memory =
      record_of(R"({"kind": "memory", "user_id": "u", "companion_id": "c", "id": "m", "deleted": true})");
  CHECK(memory.is_deleted);
  CHECK(memory.key == std::vector<std::string>{"u", "c", "m"});
  CHECK_FALSE(record_of(user_with(R"("deleted": false)")).is_deleted);
}

TEST_CASE("what is too long is cut as it is read from every app") {
  CHECK(row_of(user_with(R"("name": ")" + std::string(300, 'x') + "\"")).at("name") == std::string(200, 'x'));
  auto traits = Json::array();
  for (int i = 0; i < 60; ++i) traits.push_back("t" + std::to_string(i));
  auto const companion =
      Json{{"kind", "companion"}, {"id", "c"}, {"personality", std::string(5000, 'p')}, {"traits", traits}};
  auto const row = row_of(companion.dump());
  CHECK(row.at("personality").get<std::string>().size() == 4000);
  CHECK(row.at("traits").size() == 50);
}

TEST_CASE("each mistake is named in a sentence") {
  CHECK(problem_of("nonsense") == "it is no JSON object: write one object a line");
  CHECK(problem_of("[1]") == "it is no JSON object: write one object a line");
  CHECK(problem_of("{\"kind\": \"user\", \"id\": \"\xff\"}") == "it is not UTF-8 text without NUL: export it again");
  CHECK(problem_of(R"({"kind": "user", "id": "u", "id": "v"})") == "a key stands in it twice: leave one of them out");
  CHECK(problem_of(R"({"id": "u"})") ==
        "it does not say what it tells of: give it \"kind\": one of user, companion, pair, memory");
  CHECK(problem_of(R"({"kind": "users"})") == "there is no kind \"users\": did you mean \"user\"?");
  CHECK(problem_of(R"({"kind": "zebra"})") == "there is no kind \"zebra\": use one of user, companion, pair, memory");
  CHECK(problem_of(user_with(R"("timezon": "UTC")")) == "a user has no \"timezon\": did you mean \"timezone\"?");
  CHECK(problem_of(R"({"kind": "user", "name": "Mara"})") ==
        "a user needs \"id\": use a text of 1 to 200 bytes, or a whole number");
  CHECK(problem_of(R"({"kind": "memory", "user_id": "u", "companion_id": "c", "id": "m"})") ==
        "a memory needs \"text\": use a text that is not empty");
  for (auto const* const nothing : {"", "  \\n"}) {
    auto const line = std::string{R"({"kind": "memory", "user_id": "u", "companion_id": "c", "id": "m", "text": ")"} +
                      nothing + "\"}";
    CHECK(problem_of(line).ends_with("is not allowed: use a text that is not empty"));
  }
}

TEST_CASE("a value of another form is refused") {
  for (auto const* value :
       {R"("active": "yes")", R"("name": 5)", R"("timezone": "Mars/Base")", R"("birthdate": "yesterday")",
        R"("jurisdiction": "ZZ")", R"("mood_at": "2026-03-03T09:00:00Z")", R"("mood_at": 1772355600)",
        R"("mood_intensity": 11)", R"("max_per_day": -1)", R"("quiet_hours": "always")", R"("name": "a\u0000b")",
        R"("deleted": "yes")"}) {
    CAPTURE(value);
    CHECK(problem_of(user_with(value)).find(": use ") != std::string::npos);
  }
  for (auto const* id : {R"("")", "null", "1.5", "true", R"("a\u0000b")"}) {
    CAPTURE(id);
    CHECK_FALSE(problem_of(std::string{R"({"kind": "user", "id": )"} + id + "}").empty());
  }
  CHECK_FALSE(problem_of(R"({"kind": "user", "id": ")" + std::string(201, 'x') + "\"}").empty());
  CHECK(problem_of(R"({"kind": "pair", "user_id": "u", "companion_id": "c", "stage": "bestie"})") ==
        "stage: \"bestie\" is not allowed: use one of stranger, acquaintance, friend, close_friend, intimate, partner");
}

TEST_CASE("of a row there is one record in a batch, in which later lines hold") {
  ImportBatch batch;
  batch.add(record_of(user_with(R"("name": "Mara", "minor": false)")), 1, 10);
  batch.add(record_of(user_with(R"("name": "Marah")")), 2, 10);
  REQUIRE(batch.of(ImportKind::user).size() == 1);
  CHECK(batch.of(ImportKind::user)[0].lines == std::vector<long>{1, 2});
  CHECK(batch.of(ImportKind::user)[0].record.row == Json::parse(R"({"id": "u", "name": "Marah", "minor": false})"));
  for (auto const* at : {"2026-01-01", "2026-01-02"})
    batch.add(record_of(R"({"kind": "pair", "user_id": "u", "companion_id": "c", "user_wrote_at": ")" +
                        std::string{at} + "\"}"),
              3, 10);
  CHECK(batch.of(ImportKind::pair)[0].record.row.at("user_wrote").size() == 2);
}

TEST_CASE("a batch is bounded, and does not both store and delete") {
  ImportBatch batch;
  auto const stored = record_of(user_with(R"("name": "Mara")"));
  auto const deleted = record_of(user_with(R"("deleted": true)"));
  CHECK(batch.has_room_for(deleted));
  for (std::size_t i = 0; i < ImportBatch::most_lines; ++i) {
    CHECK(batch.has_room_for(stored));
    batch.add(stored, static_cast<long>(i), 10);
  }
  CHECK_FALSE(batch.has_room_for(stored));
  batch.clear();
  batch.add(stored, 1, ImportBatch::most_bytes);
  CHECK_FALSE(batch.has_room_for(stored));
  batch.clear();
  batch.add(stored, 1, 10);
  CHECK_FALSE(batch.has_room_for(deleted));
}

TEST_CASE("of a line that is refused what protects people is taken") {
  auto const part = [](std::string const& line) {
    auto const read = read_import_line(line, now);
    CHECK_FALSE(read.problem.empty());
    return read.record ? read.record->row : Json{};
  };
  CHECK(part(user_with(R"("timezone": "Mars/X", "opted_out": true, "name": "M")")) ==
        Json{{"id", "u"}, {"opted_out", true}});
  CHECK(part(user_with(R"("nmae": "M", "active": false, "quiet_hours": "22:00-09:00")")) ==
        Json{{"id", "u"}, {"active", false}, {"quiet_hours", "22:00-09:00"}});
  // What cannot be read is as strict as it can be.
  CHECK(part(user_with(R"("opted_out": "yes")")) == Json{{"id", "u"}, {"opted_out", true}});
  CHECK(part(user_with(R"("in_crisis": 1, "quiet_hours": "late", "max_per_day": "few", "frequency": "never")")) ==
        Json{{"id", "u"},
             {"in_crisis", true},
             {"quiet_hours", "00:00-00:00"},
             {"frequency", "rarely"},
             {"max_per_day", 0}});
  CHECK(
      part(
          R"({"kind": "pair", "user_id": "u", "companion_id": "c", "stage": "best", "muted_until": "2026-05-01T00:00:00Z"})") ==
      Json{{"user_id", "u"}, {"companion_id", "c"}, {"muted_until", "2026-05-01T00:00:00.000Z"}});
  CHECK(part(R"({"kind": "pair", "user_id": "u", "companion_id": "c", "muted_until": "soon", "others_read": true})") ==
        Json{{"user_id", "u"}, {"companion_id", "c"}, {"muted_until", "infinity"}, {"others_read", true}});
  // Nothing that loosens, and nothing of nobody.
  CHECK(part(user_with(R"("timezone": "Mars/X", "opted_out": false, "minor": false, "opted_in": true)")) == Json{});
  CHECK(part(user_with(R"("timezone": "Mars/X", "quiet_hours": null)")) == Json{});
  CHECK(part(R"({"kind": "user", "opted_out": true})") == Json{});
  CHECK(problem_of(user_with(R"("timezone": "Mars/X", "opted_out": true)"))
            .find("only what protects people is taken: opted_out true") != std::string::npos);
}
