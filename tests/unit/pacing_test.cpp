#include "domain/llm/pacing.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace proactive;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

std::vector<long> begin(Pacing& pacing, int count) {
  std::vector<long> calls;
  for (int i = 0; i < count; ++i) calls.push_back(pacing.begin());
  return calls;
}

// Calls that begin and end one after another.
void end_calls(Pacing& pacing, int count, CallEnd end) {
  for (int i = 0; i < count; ++i) pacing.ended(pacing.begin(), end);
}

// How many calls begin while none ends.
int begun_at_once(Pacing& pacing) {
  int in_flight = 0;
  while (pacing.may_begin(in_flight)) {
    pacing.begin();
    ++in_flight;
  }
  return in_flight;
}

}  // namespace

TEST_CASE("as many calls begin at once as there may be") {
  for (int most : {1, 2, 7, 64}) {
    Pacing pacing(most, 1000);
    CAPTURE(most);
    CHECK(pacing.at_once() == most);
    CHECK(begun_at_once(pacing) == most);
    CHECK_FALSE(pacing.may_begin(most));
    CHECK(pacing.may_begin(most - 1));
    CHECK_FALSE(pacing.stopped());
  }
}

TEST_CASE("calls that are throttled together slow down once") {
  Pacing pacing(8, 1000);
  auto const first = begin(pacing, 4);
  auto const more = begin(pacing, 4);
  pacing.ended(first[1], CallEnd::throttled);
  CHECK(pacing.at_once() == 4);
  pacing.ended(first[0], CallEnd::throttled);
  pacing.ended(first[3], CallEnd::throttled);
  for (auto const call : more) pacing.ended(call, CallEnd::throttled);
  CHECK(pacing.at_once() == 4);  // the others were under way when the first was throttled

  auto const later = begin(pacing, 2);
  pacing.ended(later[1], CallEnd::throttled);
  CHECK(pacing.at_once() == 2);
  pacing.ended(later[0], CallEnd::throttled);
  CHECK(pacing.at_once() == 2);
}

TEST_CASE("halves are rounded down, to one call at least") {
  Pacing pacing(7, 1000);
  std::vector<int> seen;
  for (int i = 0; i < 5; ++i) {
    pacing.ended(pacing.begin(), CallEnd::throttled);
    seen.push_back(pacing.at_once());
  }
  CHECK(seen == std::vector{3, 1, 1, 1, 1});
  CHECK(pacing.may_begin(0));
  CHECK_FALSE(pacing.may_begin(1));
}

TEST_CASE("failures that are no throttling do not slow down") {
  Pacing pacing(8, 1000);
  end_calls(pacing, 5, CallEnd::failure);
  CHECK(pacing.at_once() == 8);
}

TEST_CASE("after as many successes as calls at once there may be one more") {
  Pacing pacing(8, 1000);
  pacing.ended(pacing.begin(), CallEnd::throttled);
  pacing.ended(pacing.begin(), CallEnd::throttled);
  REQUIRE(pacing.at_once() == 2);
  for (int at_once = 2; at_once < 8; ++at_once) {
    CAPTURE(at_once);
    end_calls(pacing, at_once - 1, CallEnd::success);
    CHECK(pacing.at_once() == at_once);
    end_calls(pacing, 1, CallEnd::success);
    CHECK(pacing.at_once() == at_once + 1);
  }
  end_calls(pacing, 100, CallEnd::success);
  CHECK(pacing.at_once() == 8);
}

TEST_CASE("slowing down begins the count of successes anew") {
  Pacing pacing(8, 1000);
  pacing.ended(pacing.begin(), CallEnd::throttled);
  end_calls(pacing, 3, CallEnd::success);
  pacing.ended(pacing.begin(), CallEnd::throttled);
  REQUIRE(pacing.at_once() == 2);
  end_calls(pacing, 1, CallEnd::success);
  CHECK(pacing.at_once() == 2);
  end_calls(pacing, 1, CallEnd::success);
  CHECK(pacing.at_once() == 3);
}

TEST_CASE("a failure does not take successes away") {
  Pacing pacing(4, 1000);
  pacing.ended(pacing.begin(), CallEnd::throttled);
  end_calls(pacing, 1, CallEnd::success);
  end_calls(pacing, 1, CallEnd::failure);
  end_calls(pacing, 1, CallEnd::success);
  CHECK(pacing.at_once() == 3);
}

TEST_CASE("a call that begins while slowed calls are under way slows down again") {
  Pacing pacing(8, 1000);
  auto const old = begin(pacing, 8);
  pacing.ended(old[0], CallEnd::throttled);
  auto const newer = pacing.begin();
  pacing.ended(old[7], CallEnd::throttled);
  CHECK(pacing.at_once() == 4);
  pacing.ended(newer, CallEnd::throttled);
  CHECK(pacing.at_once() == 2);
}

TEST_CASE("retries are at most a tenth of the expected messages, rounded up") {
  struct Case {
    long messages;
    int retries;
  };
  for (auto const& [messages, retries] :
       {Case{0, 0}, Case{1, 1}, Case{9, 1}, Case{10, 1}, Case{11, 2}, Case{20, 2}, Case{21, 3}, Case{1000, 100}}) {
    Pacing pacing(4, 1000);
    pacing.expect(messages);
    int taken = 0;
    while (taken < 2000 && pacing.take_retry()) ++taken;
    CAPTURE(messages);
    CHECK(taken == retries);
    CHECK_FALSE(pacing.stopped());
  }
}

TEST_CASE("messages that are expected later bring their retries") {
  Pacing pacing(4, 1000);
  pacing.expect(5);
  CHECK(pacing.take_retry());
  CHECK_FALSE(pacing.take_retry());
  pacing.expect(5);  // ten in all
  CHECK_FALSE(pacing.take_retry());
  pacing.expect(1);
  CHECK(pacing.take_retry());
  CHECK_FALSE(pacing.take_retry());
}

TEST_CASE("ten failures end the calls") {
  for (auto const end : {CallEnd::failure, CallEnd::throttled}) {
    Pacing pacing(4, 1000);
    pacing.expect(100);
    end_calls(pacing, 9, end);
    CHECK_FALSE(pacing.stopped());
    CHECK(pacing.may_begin(0));
    end_calls(pacing, 1, end);
    CHECK(pacing.stopped() == CallStop::failures);
    CHECK_FALSE(pacing.may_begin(0));
    CHECK_FALSE(pacing.take_retry());
  }
}

TEST_CASE("only the last twenty calls count") {
  Pacing half(4, 1000);
  for (int i = 0; i < 9; ++i) {
    end_calls(half, 1, CallEnd::success);
    end_calls(half, 1, CallEnd::failure);
  }
  CHECK_FALSE(half.stopped());
  end_calls(half, 1, CallEnd::success);
  end_calls(half, 1, CallEnd::failure);
  CHECK(half.stopped() == CallStop::failures);

  Pacing forgotten(4, 1000);
  end_calls(forgotten, 9, CallEnd::failure);
  end_calls(forgotten, 11, CallEnd::success);
  CHECK_FALSE(forgotten.stopped());
  end_calls(forgotten, 1, CallEnd::failure);  // the first of the nine is forgotten
  CHECK_FALSE(forgotten.stopped());
  end_calls(forgotten, 8, CallEnd::failure);
  CHECK_FALSE(forgotten.stopped());
  end_calls(forgotten, 1, CallEnd::failure);
  CHECK(forgotten.stopped() == CallStop::failures);

  Pacing third(4, 10'000);
  for (int i = 0; i < 300; ++i) {
    end_calls(third, 1, CallEnd::failure);
    end_calls(third, 2, CallEnd::success);
  }
  CHECK_FALSE(third.stopped());
}

TEST_CASE("ten failures in exactly twenty calls end the calls") {
  Pacing pacing(4, 1000);
  end_calls(pacing, 9, CallEnd::failure);
  end_calls(pacing, 10, CallEnd::success);
  CHECK_FALSE(pacing.stopped());
  end_calls(pacing, 1, CallEnd::failure);
  CHECK(pacing.stopped() == CallStop::failures);
}

TEST_CASE("calls that are throttled together have failed once") {
  Pacing pacing(64, 10'000);
  for (int burst = 1; burst <= 10; ++burst) {
    CHECK_FALSE(pacing.stopped());
    for (auto const call : begin(pacing, 16)) pacing.ended(call, CallEnd::throttled);
  }
  CHECK(pacing.stopped() == CallStop::failures);
}

TEST_CASE("each call that fails in another way than by throttling counts") {
  Pacing pacing(64, 1000);
  auto const calls = begin(pacing, 11);
  pacing.ended(calls[0], CallEnd::throttled);
  for (std::size_t i = 1; i < 9; ++i) pacing.ended(calls[i], CallEnd::failure);
  CHECK_FALSE(pacing.stopped());
  pacing.ended(calls[9], CallEnd::throttled);
  CHECK_FALSE(pacing.stopped());
  pacing.ended(calls[10], CallEnd::failure);
  CHECK(pacing.stopped() == CallStop::failures);
}

TEST_CASE("a stop does not end, whatever succeeds later") {
  Pacing pacing(4, 1000);
  pacing.expect(100);
  end_calls(pacing, 10, CallEnd::failure);
  end_calls(pacing, 50, CallEnd::success);
  CHECK(pacing.stopped() == CallStop::failures);
  CHECK_FALSE(pacing.may_begin(0));
}

TEST_CASE("there are as many calls as a run may make") {
  for (long most : {0L, 1L, 5L}) {
    Pacing pacing(100, most);
    pacing.expect(100);
    CAPTURE(most);
    CHECK_FALSE(pacing.stopped());
    CHECK(begun_at_once(pacing) == most);
    CHECK(pacing.stopped() == CallStop::call_limit);
    CHECK_FALSE(pacing.take_retry());
  }
}

TEST_CASE("the call limit stops when one more call is wanted, and not before") {
  Pacing pacing(2, 2);
  end_calls(pacing, 2, CallEnd::success);
  CHECK_FALSE(pacing.stopped());
  CHECK_FALSE(pacing.may_begin(0));
  CHECK(pacing.stopped() == CallStop::call_limit);
}

TEST_CASE("a key that is refused ends the calls at once") {
  Pacing pacing(8, 1000);
  pacing.expect(100);
  auto const calls = begin(pacing, 2);
  pacing.ended(calls[0], CallEnd::forbidden);
  CHECK(pacing.stopped() == CallStop::forbidden);
  CHECK_FALSE(pacing.may_begin(0));
  CHECK_FALSE(pacing.take_retry());
  pacing.ended(calls[1], CallEnd::success);
  end_calls(pacing, 20, CallEnd::failure);
  CHECK(pacing.stopped() == CallStop::forbidden);
}

TEST_CASE("the stored names of stops are frozen") {
  CHECK(name_of(CallStop::forbidden) == "forbidden");
  CHECK(name_of(CallStop::failures) == "failures");
  CHECK(name_of(CallStop::call_limit) == "call_limit");
}

TEST_CASE("a failed call waits as long as the service asks for, and up to a second more") {
  struct Case {
    seconds asked;
    double draw;
    milliseconds expected;
  };
  for (auto const& [asked, draw, expected] :
       {Case{seconds{0}, 0.0, milliseconds{0}}, Case{seconds{0}, 0.5, milliseconds{500}},
        Case{seconds{0}, 0.9999, milliseconds{999}}, Case{seconds{-5}, 0.25, milliseconds{250}},
        Case{seconds{1}, 0.0, milliseconds{1000}}, Case{seconds{7}, 0.5, milliseconds{7500}},
        Case{seconds{20}, 0.0, milliseconds{20'000}}, Case{seconds{20}, 0.5, milliseconds{20'500}}}) {
    CAPTURE(asked.count());
    CAPTURE(draw);
    CHECK(retry_delay(asked, draw) == expected);
  }
}

TEST_CASE("a service that asks for more than 20 seconds is not called again") {
  for (auto const asked : {seconds{21}, seconds{60}, seconds{86'400}, seconds::max()}) {
    CHECK_FALSE(retry_delay(asked, 0.0));
    CHECK_FALSE(retry_delay(asked, 0.9));
  }
  CHECK(retry_delay(seconds::min(), 0.0) == milliseconds{0});
}
