#include "domain/plan/send_rate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace proactive;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// As fast as one holder may: a portion in every stretch.
long most_in_a_minute(SendRate const& rate) {
  std::vector<microseconds> sent;
  for (microseconds at{0}; at < minutes{10}; at += rate.every)
    sent.insert(sent.end(), static_cast<std::size_t>(rate.portion), at);
  long most = 0;
  for (std::size_t first = 0; first < sent.size(); first += static_cast<std::size_t>(rate.portion)) {
    auto const end = std::lower_bound(sent.begin(), sent.end(), sent[first] + minutes{1});
    most = std::max(most, static_cast<long>(end - sent.begin()) - static_cast<long>(first));
  }
  return most;
}

}  // namespace

TEST_CASE("no minute holds more messages than the share of a rate, nor much fewer") {
  for (auto const per_minute : {1, 2, 7, 10, 59, 60, 61, 600, 999, 60'000, 1'000'000}) {
    for (auto const slices : {64, 32, 21, 1}) {
      CAPTURE(per_minute);
      CAPTURE(slices);
      auto const share = per_minute * slices / 64.0;
      auto const most = most_in_a_minute(send_rate(per_minute, slices, 64));
      if (share >= 1) CHECK(most <= static_cast<long>(share));
      if (share >= 10) CHECK(most >= static_cast<long>(share * 0.9));
      if (share < 1) CHECK(most == 1);
    }
  }
}

TEST_CASE("a rate is spread over its minute, and a small share over its hour") {
  CHECK(send_rate(600, 64, 64).portion == 60);
  CHECK(send_rate(600, 64, 64).every == seconds{6});
  CHECK(send_rate(5, 64, 64).portion == 1);
  CHECK(send_rate(5, 64, 64).every == seconds{12});
  CHECK(send_rate(1, 1, 64).every == minutes{60});
}
