#include "domain/llm/pacing.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "base/text.hpp"

using namespace proactive;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

// A service that is called, on a clock of its own.
struct Service {
  explicit Service(int first = 8, int most = 8, long calls = 100'000, milliseconds patience = seconds{60})
      : pacing({first, most, calls, patience}) {}

  Pacing pacing;
  Pacing::TimePoint now{};

  std::vector<long> begin(int count) {
    std::vector<long> calls;
    for (int i = 0; i < count; ++i) calls.push_back(pacing.begin());
    return calls;
  }
  Charge end(long call, CallEnd end, std::optional<milliseconds> asked = {}) {
    return pacing.ended(call, end, now, asked);
  }
  // Calls that begin and end one after another.
  Charge one(CallEnd end_as, int count = 1) {
    auto charge = Charge::nothing;
    for (int i = 0; i < count; ++i) charge = end(pacing.begin(), end_as);
    return charge;
  }
  void deny(CallStop why, bool is_certain, std::size_t in_flight = 0) {
    pacing.denied(pacing.begin(), why, is_certain, in_flight, now);
  }
  bool may_begin(int in_flight = 0) { return pacing.may_begin(in_flight, now); }
  milliseconds held() const { return std::chrono::duration_cast<milliseconds>(pacing.held_until() - now); }
  void wait() { now = std::max(now, pacing.held_until()); }
};

}  // namespace

TEST_CASE("calls begin few and grow with each success, to as many as there may be") {
  Service service(4, 16);
  CHECK(service.may_begin(3));
  CHECK_FALSE(service.may_begin(4));
  service.one(CallEnd::success, 4);
  CHECK(service.pacing.at_once() == 8);
  service.one(CallEnd::success, 100);
  CHECK(service.pacing.at_once() == 16);
  CHECK(Service(64, 16).pacing.at_once() == 16);
}

TEST_CASE("calls that are throttled together slow down once, and cost nothing") {
  Service service;
  auto const calls = service.begin(8);
  for (auto const call : calls) CHECK(service.end(call, CallEnd::throttled) == Charge::nothing);
  CHECK(service.pacing.at_once() == 4);
  CHECK_FALSE(service.may_begin());
  service.wait();
  CHECK(service.may_begin());
  service.one(CallEnd::throttled);
  CHECK(service.pacing.at_once() == 2);
  // Behind the first trouble it grows by one for each round.
  service.one(CallEnd::success, 2);
  CHECK(service.pacing.at_once() == 3);
}

TEST_CASE("a service that turns away some calls and takes others is not left alone, only called less") {
  Service service;
  for (int i = 0; i < 4; ++i) service.one(CallEnd::success);
  auto const before = service.pacing.at_once();
  service.one(CallEnd::throttled);
  CHECK(service.may_begin());
  CHECK(service.pacing.at_once() == before / 2);
  service.one(CallEnd::throttled);
  CHECK_FALSE(service.may_begin());
}

TEST_CASE("a service is left alone for as long as it asks") {
  Service service;
  service.end(service.pacing.begin(), CallEnd::throttled, seconds{7});
  CHECK(service.held() == seconds{7});
  service.now += milliseconds{6999};
  CHECK_FALSE(service.may_begin());
  service.now += milliseconds{1};
  CHECK(service.may_begin());
}

TEST_CASE("a service that asks for more than there is patience is asked once more, and given up then") {
  Service service;
  service.end(service.pacing.begin(), CallEnd::throttled, seconds{3600});
  CHECK(service.held() <= seconds{1});
  CHECK_FALSE(service.pacing.stopped());
  service.wait();
  service.end(service.pacing.begin(), CallEnd::throttled, seconds{3600});
  CHECK(service.pacing.stopped() == CallStop::failures);
  CHECK(service.pacing.outage_cause() == OutageCause::long_pause);
}

TEST_CASE("time-outs slow down, and cost a message something only where it had the service for itself") {
  Service service(8, 8);
  for (int const expected : {4, 2, 1}) {
    for (auto const call : service.begin(service.pacing.at_once()))
      CHECK(service.end(call, CallEnd::overloaded) == Charge::nothing);
    CHECK(service.pacing.at_once() == expected);
    CHECK(service.may_begin());
  }
  CHECK(service.one(CallEnd::overloaded) == Charge::a_try);
}

TEST_CASE("a service that was never there is waited for: one call at a time, further and further apart") {
  Service service;
  auto const calls = service.begin(4);
  for (auto const call : calls) CHECK(service.end(call, CallEnd::outage) == Charge::nothing);
  std::vector<long> waits;
  while (!service.pacing.stopped()) {
    waits.push_back(service.held().count());
    CHECK_FALSE(service.may_begin());
    service.wait();
    CHECK(service.may_begin(0));
    CHECK_FALSE(service.may_begin(1));
    service.one(CallEnd::outage);
  }
  CHECK(service.pacing.stopped() == CallStop::failures);
  CHECK(service.pacing.outage_cause() == OutageCause::no_success);
  CHECK(service.now.time_since_epoch() >= seconds{60});
  CHECK(waits.size() < 16);
  CHECK(std::vector(waits.begin(), waits.begin() + 4) == std::vector<long>{250, 500, 1000, 2000});
}

TEST_CASE("a service that comes back is called as before") {
  Service service;
  service.one(CallEnd::success, 10);
  for (auto const call : service.begin(8)) service.end(call, CallEnd::outage);
  service.wait();
  CHECK_FALSE(service.may_begin(1));
  service.one(CallEnd::success);
  CHECK(service.may_begin(7));
  CHECK(service.pacing.at_once() == 8);
}

TEST_CASE("single failures among successes are accidents of their messages") {
  Service service;
  service.pacing.expect(1000);
  for (int i = 0; i < 500; ++i) {
    service.one(CallEnd::success, 3);
    CHECK(service.one(CallEnd::outage, 2) == Charge::a_try);
    CHECK(service.may_begin(7));
  }
  CHECK_FALSE(service.pacing.stopped());
  CHECK(service.one(CallEnd::outage) == Charge::nothing);  // the third in a row
  CHECK_FALSE(service.may_begin());
}

TEST_CASE("a success begins the patience anew") {
  Service service;
  for (int i = 0; i < 20; ++i) {
    service.one(CallEnd::outage, 3);
    service.now += seconds{50};
    service.one(CallEnd::success);
  }
  CHECK_FALSE(service.pacing.stopped());
}

TEST_CASE("time alone gives a service up, never a number of failures") {
  Service service(256, 256);
  service.one(CallEnd::success);
  for (auto const call : service.begin(10'000)) service.end(call, CallEnd::outage);
  CHECK_FALSE(service.pacing.stopped());
  Service slow(4, 4, 1000, seconds{1});
  slow.one(CallEnd::overloaded);
  slow.now += seconds{1};
  slow.one(CallEnd::overloaded);
  CHECK(slow.pacing.stopped() == CallStop::failures);
}

TEST_CASE("requests that are refused one and all end the calls in time as well") {
  Service service;
  service.one(CallEnd::success);
  CHECK(service.one(CallEnd::rejected, 100) == Charge::a_try);
  CHECK_FALSE(service.pacing.stopped());
  service.now += seconds{60};
  service.one(CallEnd::rejected);
  CHECK(service.pacing.stopped() == CallStop::failures);
}

TEST_CASE("what is certain stops calls at once, unless there was a success") {
  Service fresh;
  fresh.deny(CallStop::unknown_model, true);
  CHECK(fresh.pacing.stopped() == CallStop::unknown_model);
  Service proven;
  proven.one(CallEnd::success);
  for (int i = 0; i < 4; ++i) proven.deny(CallStop::unknown_model, true);
  CHECK_FALSE(proven.pacing.stopped());
  proven.deny(CallStop::unknown_model, true);
  CHECK(proven.pacing.stopped() == CallStop::unknown_model);
}

TEST_CASE("a refusal that may be one prompt's stops calls when it comes instead of any success") {
  Service fresh;
  fresh.deny(CallStop::forbidden, false);
  CHECK_FALSE(fresh.pacing.stopped());
  CHECK_FALSE(fresh.may_begin(1));  // one at a time tells the key from the prompt
  fresh.deny(CallStop::forbidden, false, 1);
  CHECK_FALSE(fresh.pacing.stopped());  // another call may succeed yet
  fresh.deny(CallStop::forbidden, false);
  CHECK(fresh.pacing.stopped() == CallStop::forbidden);
  Service proven;
  for (int i = 0; i < 100; ++i) {
    proven.one(CallEnd::success);
    for (int k = 0; k < 4; ++k) proven.deny(CallStop::forbidden, false);
  }
  CHECK_FALSE(proven.pacing.stopped());
  proven.one(CallEnd::success);
  for (auto const call : proven.begin(100)) proven.pacing.denied(call, CallStop::forbidden, false, 0, proven.now);
  CHECK_FALSE(proven.pacing.stopped());  // they have failed once
}

TEST_CASE("requests that are refused one after another before any success end the calls") {
  Service service;
  service.one(CallEnd::rejected, 19);
  CHECK_FALSE(service.pacing.stopped());
  service.one(CallEnd::rejected);
  CHECK(service.pacing.stopped() == CallStop::failures);
  CHECK(service.pacing.outage_cause() == OutageCause::refusals);
}

TEST_CASE("a model whose drafts are nearly all refused is not asked on") {
  Service service;
  for (int i = 0; i < 19; ++i) service.pacing.judged(i == 3);
  CHECK_FALSE(service.pacing.stopped());
  service.pacing.judged(false);
  CHECK(service.pacing.stopped() == CallStop::drafts);
  Service fair;
  for (int i = 0; i < 1000; ++i) fair.pacing.judged(i % 6 == 0);
  CHECK_FALSE(fair.pacing.stopped());
}

TEST_CASE("retries are at most a tenth of the expected messages, rounded up") {
  struct Case {
    long messages;
    int retries;
  };
  for (auto const& [messages, retries] :
       {Case{0, 0}, Case{1, 1}, Case{9, 1}, Case{10, 1}, Case{11, 2}, Case{20, 2}, Case{21, 3}, Case{1000, 100}}) {
    Service service;
    service.pacing.expect(messages);
    int taken = 0;
    while (taken < 2000 && service.pacing.take_retry()) ++taken;
    CAPTURE(messages);
    CHECK(taken == retries);
  }
}

TEST_CASE("there are as many calls as a run may make, and the limit stops when one more is wanted") {
  for (long most : {0L, 1L, 5L}) {
    Service service(100, 100, most);
    int begun = 0;
    while (service.may_begin(begun)) {
      service.pacing.begin();
      CHECK_FALSE(service.pacing.stopped());
      ++begun;
    }
    CHECK(begun == most);
    CHECK(service.pacing.stopped() == CallStop::call_limit);
    CHECK_FALSE(service.pacing.take_retry());
  }
}

TEST_CASE("the first reason to stop stays") {
  Service service;
  service.pacing.stop(CallStop::no_credit);
  service.one(CallEnd::success, 50);
  service.pacing.stop(CallStop::drafts);
  CHECK(service.pacing.stopped() == CallStop::no_credit);
  CHECK_FALSE(service.may_begin());
}

TEST_CASE("the stored names of stops are frozen") {
  CHECK(join(names<CallStop>(), " ") ==
        "forbidden no_credit unknown_model no_endpoint no_moderation drafts failures call_limit");
}
