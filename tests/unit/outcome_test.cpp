#include "domain/plan/outcome.hpp"

#include <doctest/doctest.h>

#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using std::chrono::minutes;
using test::noon;

namespace {

constexpr hours window{24};

Outcome outcome(hours since_sent, std::optional<minutes> answered_after = {}) {
  SentEngagement const sent{{"u1", "1"}, {"u1", "c1"}, "m1", noon};
  UserAnswer answer;
  if (answered_after) answer = {noon + *answered_after, "m2", 3, noon + minutes{1}};
  return outcome_of(sent, answer, window, noon + since_sent);
}

}  // namespace

TEST_CASE("an answer within the window is a response, from the instant that it is there") {
  CHECK(outcome(hours{1}).status == "sent");
  CHECK(outcome(hours{23}).status == "sent");
  CHECK(outcome(hours{24}).status == "ignored");
  CHECK(outcome(hours{1}, minutes{30}).status == "responded");
  CHECK(outcome(hours{200}, minutes{24 * 60}).status == "responded");
  CHECK(outcome(hours{200}, minutes{24 * 60 + 1}).status == "ignored");  // too late, and noted all the same
  CHECK(outcome(hours{200}, minutes{24 * 60 + 1}).answer.answered_at == noon + minutes{24 * 60 + 1});
}

TEST_CASE("the app is asked until nothing can change any more, a few times in all") {
  CHECK(outcome(hours{1}).ask_again == noon + hours{6});
  CHECK(outcome(hours{6}).ask_again == noon + hours{24});
  CHECK(outcome(hours{24}).ask_again == noon + hours{72});
  CHECK(outcome(hours{72}).ask_again == noon + hours{168});
  CHECK_FALSE(outcome(hours{168}).ask_again);
  // Replies are counted within the hour from the first.
  CHECK(outcome(hours{1}, minutes{30}).ask_again == noon + minutes{90});
  CHECK_FALSE(outcome(hours{2}, minutes{30}).ask_again);
}

TEST_CASE("what was written before the message is no answer to it") {
  auto const early = outcome(hours{30}, minutes{-1});
  CHECK(early.status == "ignored");
  CHECK_FALSE(early.answer.answered_at);
  CHECK_FALSE(early.answer.answer_id);
  CHECK(early.answer.seen_at);
}

TEST_CASE(
    "who objects is asked for until the 24th hour, whatever the window, and found however late that question is put") {
  for (auto const response_window : {hours{1}, hours{24}, hours{168}}) {
    auto const asked = [&](hours since_sent, hours asked_at, bool objects, std::optional<minutes> answered_after = {}) {
      SentEngagement const sent{{"u1", "1"}, {"u1", "c1"}, "m1", noon, noon + asked_at};
      UserAnswer answer;
      if (answered_after) answer.answered_at = noon + *answered_after;
      answer.objects = objects;
      return outcome_of(sent, answer, response_window, noon + since_sent);
    };
    CAPTURE(response_window.count());
    CHECK(asked(hours{6}, hours{6}, false).ask_again.value() <= noon + hours{24});
    CHECK(asked(hours{2}, hours{1}, false, minutes{10}).ask_again == noon + hours{24});
    CHECK_FALSE(asked(hours{24}, hours{24}, false, minutes{10}).ask_again);
    CHECK(asked(hours{6}, hours{6}, true).objected_at == noon + hours{6});
    CHECK(asked(hours{30}, hours{24}, true).objected_at == noon + hours{30});
    CHECK_FALSE(asked(hours{72}, hours{72}, true).objected_at);
    CHECK_FALSE(asked(hours{6}, hours{6}, false).objected_at);
  }
}
