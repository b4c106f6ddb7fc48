#include "domain/llm/profile.hpp"

#include <doctest/doctest.h>

using namespace proactive;

namespace {

ServiceError error(std::string const& words) { return read_error(400, words); }

ServiceProfile with(AnswerForm form, bool system_role = true, bool completion_tokens = false, bool temperature = true) {
  return {form, system_role, completion_tokens, temperature};
}

constexpr auto schema = AnswerForm::json_schema;

}  // namespace

TEST_CASE("a model and its place say what is tried first") {
  struct Case {
    char const* model;
    bool completion_tokens;
  };
  for (auto const& [model, completion_tokens] :
       {Case{"gpt-4o-mini", false}, Case{"o1", true}, Case{"o3-mini", true}, Case{"openai/o4-mini", true},
        Case{"gpt-5-nano", true}, Case{"GPT-5", true}, Case{"gpt-4.1", false}, Case{"llama-3", false},
        Case{"olmo", false}, Case{"o", false}, Case{"", false}}) {
    CAPTURE(model);
    CHECK(first_profile(model, false, AnswerChoice::automatic) == with(schema, true, completion_tokens));
  }
  CHECK(first_profile("x", true, AnswerChoice::automatic).form == AnswerForm::bounded_schema);
  CHECK(first_profile("x", true, AnswerChoice::text).form == AnswerForm::message_alone);
}

TEST_CASE("a profile loses what the service's words name, and nothing else") {
  struct Case {
    ServiceProfile profile;
    std::string words;
    ServiceProfile expected;
  };
  for (auto const& [profile, words, expected] :
       {Case{{},
             "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
             "instead.",
             with(schema, true, true)},
        Case{with(schema, true, true), "Unrecognized request argument supplied: max_completion_tokens", {}},
        Case{{}, "Unsupported value: 'temperature' does not support 0.8", with(schema, true, false, false)},
        Case{{}, "'response_format' of type 'json_schema' is not supported", with(AnswerForm::json_object)},
        Case{with(AnswerForm::bounded_schema),
             "Invalid schema for response_format 'outreach': 'maxLength' is not permitted",
             {}},
        Case{with(AnswerForm::json_object), "must contain the word 'json' for a 'response_format' of 'json_object'",
             with(AnswerForm::json_asked_for)},
        Case{{}, "System role not supported", with(schema, false)},
        Case{{}, "Conversation roles must alternate user/assistant/user/assistant/...", with(schema, false)},
        Case{{}, "Only user and assistant roles are supported!", with(schema, false)}}) {
    CAPTURE(words);
    auto const next = without_refused(profile, error(words));
    REQUIRE(next);
    CHECK(*next == expected);
  }
  CHECK_FALSE(without_refused({}, error("Bad request")));
  CHECK_FALSE(without_refused(with(AnswerForm::json_asked_for), error("response_format is not supported")));
}

TEST_CASE("profiles end, the weakest being the operator's choice") {
  for (auto const& [choice, weakest] : {std::pair{AnswerChoice::automatic, AnswerForm::message_alone},
                                        std::pair{AnswerChoice::json, AnswerForm::json_asked_for},
                                        std::pair{AnswerChoice::text, AnswerForm::message_alone}}) {
    auto profile = first_profile("x", true, choice);
    int steps = 0;
    for (auto next = weaker(profile, choice); next; next = weaker(profile, choice)) {
      CHECK(*next != profile);
      REQUIRE(++steps <= 6);
      profile = *next;
    }
    CHECK(profile == with(weakest, false, false, false));
  }
}

TEST_CASE("a profile is adopted after a success, and by nothing else") {
  ProfileSearch search({}, AnswerChoice::automatic);
  auto const second = search.objected({}, error("response_format"));
  REQUIRE(second);
  CHECK(search.is_trying());
  CHECK_FALSE(search.is_proven());
  // Another call with the first one learns what has been found out.
  CHECK(search.objected({}, error("response_format")) == second);
  search.succeeded(*second);
  CHECK(search.is_proven());
  CHECK_FALSE(search.is_trying());
  CHECK(search.current() == *second);
}

TEST_CASE("without reasons each weaker form is tried once, and then the first one stays") {
  ProfileSearch search({}, AnswerChoice::automatic);
  auto profile = search.current();
  int steps = 0;
  for (auto next = search.objected(profile, error("")); next; next = search.objected(profile, error(""))) {
    profile = *next;
    REQUIRE(++steps < 10);
  }
  CHECK(steps == 5);
  CHECK(search.current() == ServiceProfile{});
  CHECK_FALSE(search.is_trying());
  CHECK_FALSE(search.objected(search.current(), error("")));
  CHECK(search.objected(search.current(), error("response_format")));
}

TEST_CASE("what was found without a reason is adopted when the first form fails once more") {
  for (bool const was_down : {true, false}) {
    ProfileSearch search({}, AnswerChoice::automatic);
    auto const guess = search.objected({}, error(""));
    REQUIRE(guess);
    search.succeeded(*guess);
    CHECK_FALSE(search.is_proven());
    CHECK(search.current() == ServiceProfile{});
    if (was_down) search.succeeded({});
    if (!was_down) CHECK(search.objected({}, error("")) == guess);
    if (!was_down) CHECK(search.objected({}, error("")) == guess);
    CHECK(search.is_proven());
    CHECK(search.current() == (was_down ? ServiceProfile{} : *guess));
  }
}

TEST_CASE("what was remembered and is refused leads back to the beginning") {
  ProfileSearch search(with(AnswerForm::message_alone, false, false, false), {}, AnswerChoice::automatic);
  CHECK(search.objected(search.current(), error("")) == ServiceProfile{});
  search.succeeded({});
  CHECK(search.current() == ServiceProfile{});
}

TEST_CASE("one request's objection changes nothing for others") {
  ProfileSearch search({}, AnswerChoice::automatic);
  search.succeeded({});
  CHECK_FALSE(search.objected({}, error("")));
  auto const own = search.objected({}, error("temperature"));
  REQUIRE(own);
  CHECK(search.current() == ServiceProfile{});
  search.succeeded(*own);
  search.succeeded({});
  search.succeeded(*own);
  CHECK(search.current() == ServiceProfile{});
  // A gateway that has changed the service behind it is followed.
  for (int i = 0; i < 3; ++i) search.succeeded(*own);
  CHECK(search.current() == *own);
}

TEST_CASE("answers that are no JSON lead to a weaker form after the second one") {
  ProfileSearch search({}, AnswerChoice::automatic);
  CHECK(search.unreadable({}) == ServiceProfile{});
  auto next = search.unreadable({});
  REQUIRE(next);
  CHECK(*next == with(AnswerForm::json_object));
  for (auto const form : {AnswerForm::json_asked_for, AnswerForm::message_alone}) {
    search.unreadable(search.current());
    CHECK(search.unreadable(search.current()).value().form == form);
  }
  search.unreadable(search.current());
  CHECK_FALSE(search.unreadable(search.current()));
  CHECK(search.current() == ServiceProfile{});
  ProfileSearch json(with(AnswerForm::json_asked_for), AnswerChoice::json);
  json.unreadable(json.current());
  CHECK_FALSE(json.unreadable(json.current()));
  ProfileSearch proven({}, AnswerChoice::automatic);
  proven.succeeded({});
  for (int i = 0; i < 10; ++i) CHECK_FALSE(proven.unreadable({}));
}

TEST_CASE("the names of forms are frozen") {
  CHECK(profile_text({}) == "json_schema, system role, max_tokens, temperature");
  CHECK(profile_text(with(AnswerForm::message_alone, false, true, false)) ==
        "message_alone, no system role, max_completion_tokens, no temperature");
}
