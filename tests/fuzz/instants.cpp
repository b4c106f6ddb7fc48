// Times: --now, --since, durations, and what is done with the instants in any zone.
#include <fuzzer/FuzzedDataProvider.h>

#include "base/time.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

namespace {

constexpr std::array<char const*, 6> zones{
    "UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Chatham", "America/Sao_Paulo", "Australia/Lord_Howe"};

void check_instant(Instant instant, std::string const& zone) {
  auto const whole = std::chrono::floor<std::chrono::milliseconds>(instant);
  require(parse_instant(format_instant(instant, true)) == Instant{whole}, "an instant is read as it is written");
  auto const day = local_day(instant, zone);
  require(day.begin <= instant && instant < day.end, "an instant lies on its local day");
  require(day.end - day.begin >= std::chrono::hours{22} && day.end - day.begin <= std::chrono::hours{49},
          "a local day has about 24 hours");
  auto const hour = local_hour(instant, zone);
  require(hour >= 0 && hour <= 23, "an hour is one of the day's");
  auto const next = next_local_day(instant, zone);
  require(next > instant, "the next day is later");
  require(!format_local(instant, zone).empty(), "a local time can be shown");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  std::string const zone = input.PickValueInArray(zones);
  auto const text = input.ConsumeRemainingBytesAsString();
  if (auto const instant = parse_instant(text)) check_instant(*instant, zone);
  if (auto const duration = parse_duration(text)) {
    require(duration->count() >= 0 && *duration <= std::chrono::hours{24 * 3650}, "a duration is in its range");
  }
  is_time_zone(text);
  return 0;
}
