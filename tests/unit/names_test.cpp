#include "base/names.hpp"
#include "domain/channel/channels.hpp"
#include "store/outbox.hpp"

#include <doctest/doctest.h>

#include "app/settings_sources.hpp"
#include "base/log_level.hpp"
#include "domain/llm/pacing.hpp"
#include "domain/message/review.hpp"
#include "domain/settings/groups.hpp"
#include "net/http_client.hpp"

using namespace proactive;

namespace {

template <typename Enum>
void check_round_trip() {
  for (auto const name : names<Enum>()) {
    CAPTURE(name);
    auto const value = value_of<Enum>(name);
    REQUIRE(value);
    CHECK(name_of(*value) == name);
  }
  CHECK_FALSE(value_of<Enum>(""));
  CHECK_FALSE(value_of<Enum>("no such word"));
}

}  // namespace

TEST_CASE("each word is its value's, both ways") {
  check_round_trip<Stage>();
  check_round_trip<EngagementType>();
  check_round_trip<Reason>();
  check_round_trip<Tone>();
  check_round_trip<DraftFault>();
  check_round_trip<CallStop>();
  check_round_trip<net::HttpFailure>();
  check_round_trip<log::Level>();
  check_round_trip<app::Origin>();
  check_round_trip<WriterChoice>();
  check_round_trip<ChannelKind>();
  check_round_trip<store::CallStatus>();
}

TEST_CASE("words that are stored, or not their value's identifier") {
  CHECK(name_of(Stage::friend_) == "friend");
  CHECK(name_of(EngagementType::memory_reminder) == "memory_reminder");
  CHECK(name_of(Reason::delivery_error) == "delivery_error");
  CHECK(name_of(net::HttpFailure::other) == "transport");
  CHECK(name_of(app::Origin::env_file) == "env-file");
  CHECK(name_of(WriterChoice::automatic) == "auto");
  CHECK_FALSE(value_of<Stage>("Friend"));
}
