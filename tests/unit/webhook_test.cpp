#include "domain/channel/webhook.hpp"

#include <doctest/doctest.h>

#include "base/json.hpp"
#include "domain/channel/announcement.hpp"

using namespace proactive;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr auto secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr auto other_secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
Instant const noon = parse_instant("2026-03-02T12:00:00Z").value();

}  // namespace

TEST_CASE("secrets have the form of Standard Webhooks, and are two at most") {
  auto const one = parse_webhook_secrets(secret);
  REQUIRE(one);
  CHECK(one->size() == 1);
  CHECK(one->front().size() == 24);
  CHECK(parse_webhook_secrets(std::string{other_secret} + " " + secret)->size() == 2);
  for (std::string const text : {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2Lb",
                                 "whsec_!!!!9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}) {
    CAPTURE(text);
    CHECK_FALSE(is_webhook_secrets(text));
  }
  CHECK_FALSE(is_webhook_secrets(std::string{secret} + " " + secret + " " + secret));
}

// The example of the standard's own libraries.
TEST_CASE("a call is signed as Standard Webhooks signs, by each of the secrets") {
  auto const at = Instant{seconds{1614265330}};
  auto const headers = webhook_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, R"({"test": 2432232314})",
                                       parse_webhook_secrets(secret).value());
  CHECK(headers == std::vector<std::string>{"webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp: 1614265330",
                                            "webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="});
  auto const two = webhook_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, R"({"test": 2432232314})",
                                   parse_webhook_secrets(std::string{other_secret} + " " + secret).value());
  CHECK(two.back().ends_with(" v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
  CHECK(two.back().find("v1,") != two.back().rfind("v1,"));
}

TEST_CASE("only 2xx is accepted, and 410 ends it") {
  for (int const status : {200, 201, 202, 204}) CHECK(judge_call(status, "", "").outcome == WebhookOutcome::accepted);
  for (int const status : {100, 301, 302, 307, 400, 401, 404, 409, 413, 429, 500, 503})
    CHECK(judge_call(status, "", "").outcome == WebhookOutcome::failed);
  CHECK(judge_call(410, "", "").outcome == WebhookOutcome::gone);
  CHECK(judge_call(0, "timeout: \x1b[31m", "").error == "timeout: \uFFFD[31m");
  CHECK(judge_call(0, "unreachable: Failed to connect to h port 1 after 3 ms: Couldn't connect", "").error ==
        "unreachable: Failed to connect to h port 1: Couldn't connect");
  CHECK(judge_call(0, "timeout: Operation timed out after 2001 milliseconds with 0 bytes received", "").error ==
        "timeout: Operation timed out with 0 bytes received");
  CHECK(judge_call(0, "other: after all", "").error == "other: after all");
  CHECK(judge_call(302, "", "").error == "the receiver answers 302: redirects are not followed");
  CHECK(judge_call(503, "", "120").wait == seconds{120});
  CHECK(judge_call(503, "", "999999999").wait == seconds{86400});
  for (auto const* text : {"", "0", "-5", "soon", "12x"}) CHECK_FALSE(judge_call(503, "", text).wait);
}

TEST_CASE("a call is made again after a minute, then ever later, and at last no more") {
  EngagementKey const key{"u1", "7"};
  auto const wait = [&](int attempts, WebhookVerdict const& verdict = {}) {
    return next_attempt(key, attempts, verdict, noon, hours{72}, noon).value() - noon;
  };
  CHECK(wait(1) >= seconds{48});
  CHECK(wait(1) <= seconds{72});
  CHECK(wait(5) >= minutes{48});
  CHECK(wait(8) >= minutes{384});
  CHECK(wait(8) <= minutes{576});
  CHECK(wait(1000) <= minutes{576});
  CHECK(wait(1, {WebhookOutcome::failed, "", hours{2}}) == hours{2});
  CHECK(wait(1) == wait(1));
  // Not all at once.
  CHECK(next_attempt({"u1", "8"}, 3, {}, noon, hours{72}, noon) != next_attempt(key, 3, {}, noon, hours{72}, noon));
  CHECK_FALSE(next_attempt(key, 9, {}, noon - hours{70}, hours{72}, noon));
}

TEST_CASE("attempts at a receiver that is dead spread over the days that are given, and then end") {
  EngagementKey const key{"u1", "7"};
  auto now = noon;
  int attempts = 0;
  for (;; ++attempts) {
    auto const next = next_attempt(key, attempts + 1, {}, noon, hours{72}, now);
    if (!next) break;
    CHECK(*next > now);
    now = *next;
  }
  CHECK(attempts >= 13);
  CHECK(attempts <= 20);
  CHECK(now - noon > hours{60});
}

TEST_CASE("a dead receiver gets no more calls than were under way, and one that fails at times gets all") {
  CallWindow window(16);
  for (int i = 0; i < 16; ++i) {
    CHECK(window.allowed() == 16 - i);  // what has failed is not replaced
    window.failed();
  }
  CHECK(window.is_closed());

  CallWindow flaky(16);
  for (int i = 0; i < 1000; ++i) i % 3 == 0 ? flaky.failed() : flaky.succeeded();
  CHECK(flaky.allowed() >= 15);
}

TEST_CASE("an announcement tells who, what, in which language and at which hour of theirs") {
  DeliveredMessage message;
  message.engagement = {"u1", "9007199254740993"};
  message.pair = {"u1", "c\"1"};
  message.content = "Hello \xF0\x9F\x8C\x99";
  message.message_id = "88";
  message.conversation_id = "9";
  message.document = R"({"id":"88","content":"Hello"})";
  message.user_name = "Ann";
  message.companion_name = "Luna";
  message.language = "de";
  message.timezone = "Europe/Berlin";
  auto const read = Json::parse(announcement(message, noon));
  CHECK(read["type"] == "message.delivered");
  CHECK(read["timestamp"] == "2026-03-02T12:00:00Z");
  auto const& data = read["data"];
  CHECK(data["engagement_id"] == "9007199254740993");
  CHECK(data["companion_id"] == "c\"1");
  CHECK(data["text"] == message.content);
  CHECK(data["message"]["id"] == "88");
  CHECK(data["locale"] == "de");
  CHECK(data["local_time"] == "2026-03-02T13:00:00+01:00");
  CHECK(data["ai_generated"] == true);
  CHECK(data["disclosure"].is_null());

  message.timezone.clear();
  auto const unknown = Json::parse(announcement(message, noon))["data"];
  CHECK(unknown["timezone"].is_null());
  CHECK(unknown["local_time"].is_null());

  auto const ids = announcement_of_ids(message, noon);
  for (auto const* said : {"Hello", "Ann", "Luna", "Berlin"}) CHECK(ids.find(said) == std::string::npos);
}
