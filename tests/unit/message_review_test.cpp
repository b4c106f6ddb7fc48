#include "domain/adapter/message_review.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"

using namespace proactive;

TEST_CASE("a trial's text has the length that is asked for") {
  for (int const characters : {1, 5, 20, 60, 100, 4000}) {
    CAPTURE(characters);
    CHECK(grapheme_count(trial_text(3, characters)) == static_cast<std::size_t>(characters));
    CHECK(is_storable(trial_text(3, characters)));
  }
  CHECK(trial_text(7, 100).starts_with("[trial 7] \"quotes\""));
}

TEST_CASE("a message as clients can show it has no finding") {
  CHECK(
      review_message({{"id", 9'007'199'254'740'992}, {"createdAt", "2026-03-01T09:00:00.250Z"}, {"day", "2026-03-01"}})
          .empty());
  CHECK(review_message({{"created_at", "2026-03-01 09:00:00+05:30"}}).empty());
}

TEST_CASE("numbers that JavaScript cannot hold and times without a zone are failures, and no message a warning") {
  auto const wide = review_message({{"id", 9'007'199'254'740'993}});
  REQUIRE(wide.size() == 1);
  CHECK(wide[0].state == FindingState::failure);
  CHECK(wide[0].detail.find("message.id") == 0);
  auto const zoneless = review_message({{"created_at", "2026-03-01T09:00:00"}, {"sentAt", "2026-03-01 09:00:00.5"}});
  CHECK(zoneless.size() == 2);
  auto const nothing = review_message(Json{});
  REQUIRE(nothing.size() == 1);
  CHECK(nothing[0].state == FindingState::warning);
}

TEST_CASE("what PostgreSQL refuses comes with what to do") {
  CHECK(hint_for("ERROR: null value in column \"channel\" (deliver, SQLSTATE 23502)").find("default") !=
        std::string::npos);
  CHECK(hint_for("ERROR: value too long (deliver, SQLSTATE 22001)").find("max_message_length") != std::string::npos);
  CHECK(hint_for("ERROR: something else (deliver, SQLSTATE 99999)").empty());
}
