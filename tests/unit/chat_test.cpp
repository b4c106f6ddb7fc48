#include "domain/llm/chat.hpp"

#include <doctest/doctest.h>

#include "base/json.hpp"

using namespace proactive;

namespace {

Prompt const prompt{"Be \"kind\".\nAlways.", "{\"nonce\":\"1\"}", "1"};
ChatParameters const parameters{"some-model", 0.8, 300, 100};

Json body_of(ServiceProfile const& profile) { return Json::parse(request_body(prompt, parameters, profile)); }

Json body_with(std::string const& more) {
  auto with_more = parameters;
  with_more.more = parse_more_of_body(more).value();
  return Json::parse(request_body(prompt, with_more, {}));
}

}  // namespace

TEST_CASE("a request has what its service understands, and nothing else") {
  for (auto const form : {AnswerForm::bounded_schema, AnswerForm::json_schema, AnswerForm::json_object,
                          AnswerForm::json_asked_for, AnswerForm::message_alone}) {
    for (int bits = 0; bits < 8; ++bits) {
      ServiceProfile const profile{form, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0};
      CAPTURE(profile_text(profile));
      auto const body = body_of(profile);
      CHECK(body.at("model") == "some-model");
      CHECK(body.at("stream") == false);
      CHECK(body.contains("max_completion_tokens") == profile.max_completion_tokens);
      CHECK(body.contains("max_tokens") != profile.max_completion_tokens);
      CHECK(body.at(profile.max_completion_tokens ? "max_completion_tokens" : "max_tokens") == 300);
      CHECK(body.contains("temperature") == profile.temperature);
      CHECK(body.contains("response_format") == (form < AnswerForm::json_asked_for));
      CHECK(body.size() == 4U + (profile.temperature ? 1U : 0U) + (form < AnswerForm::json_asked_for ? 1U : 0U));
      CHECK(body.at("messages").size() == (profile.system_role ? 2 : 1));
    }
  }
}

TEST_CASE("instructions stand in the system's message, or before the user's") {
  CHECK(body_of({}).at("messages") == Json::parse(R"([{"role":"system","content":"Be \"kind\".\nAlways."},
                                                     {"role":"user","content":"{\"nonce\":\"1\"}"}])"));
  ServiceProfile without;
  without.system_role = false;
  CHECK(body_of(without).at("messages") ==
        Json::parse(R"([{"role":"user","content":"Be \"kind\".\nAlways.\n\n{\"nonce\":\"1\"}"}])"));
}

TEST_CASE("the form of the answer is asked for in the service's way") {
  CHECK(body_of({AnswerForm::json_object}).at("response_format") == Json{{"type", "json_object"}});
  auto const expected = Json::parse(R"({"type":"json_schema","json_schema":{"name":"outreach","strict":true,"schema":{
    "type":"object",
    "properties":{"action":{"type":"string","enum":["send","skip"]},"message":{"type":"string"},
                  "memory_ids":{"type":"array","items":{"type":"integer"}},"nonce":{"type":"string"}},
    "required":["action","message","memory_ids","nonce"],
    "additionalProperties":false}}})");
  CHECK(body_of({}).at("response_format").dump() == expected.dump());
}

TEST_CASE("a schema with bounds bounds the answer, and holds its nonce") {
  auto const schema = body_of({AnswerForm::bounded_schema})["response_format"]["json_schema"]["schema"]["properties"];
  CHECK(schema["message"]["maxLength"] == 100);
  CHECK(schema["memory_ids"]["maxItems"] == 10);
  CHECK(schema["nonce"]["const"] == "1");
}

TEST_CASE("the schema without bounds is the same for every request, byte for byte") {
  auto const format_in = [](std::string const& body) { return body.substr(body.find("\"response_format\"")); };
  auto const other = request_body({"Another prompt", "Another user", "2"}, {"some-model", 0.8, 300, 50}, {});
  CHECK(format_in(request_body(prompt, parameters, {})) == format_in(other));
}

TEST_CASE("a request is one line, whatever stands in the prompt") {
  auto const body = request_body({"a\nb\r\n\u2028", "\xff\x01\"", ""}, parameters, {});
  CHECK(body.find('\n') == std::string::npos);
  CHECK(body.find('\r') == std::string::npos);
  CHECK(Json::parse(body).at("messages")[1].at("content") == "\uFFFD\x01\"");
}

TEST_CASE("the operator adds fields, changes them and takes them away") {
  CHECK(body_with(R"({"reasoning_effort":"low"})").at("reasoning_effort") == "low");
  CHECK(body_with(R"({"chat_template_kwargs":{"enable_thinking":false}})").at("chat_template_kwargs").size() == 1);
  CHECK(body_with(R"({"temperature":0.2})").at("temperature") == 0.2);
  CHECK_FALSE(body_with(R"({"temperature":null})").contains("temperature"));
  CHECK(body_with("") == body_of({}));
  for (std::string const wrong : {"[]", "5", "{", R"({"messages":[]})", R"({"model":"x"})", R"({"stream":true})",
                                  R"({"n":2})", R"({"a":[[[[[[[[[]]]]]]]]]})"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_more_of_body(wrong));
  }
}

TEST_CASE("two bytes are taken for a token, and the answer for its limit") {
  CHECK(token_estimate(0, parameters) == 300);
  CHECK(token_estimate(1, parameters) == 300);
  CHECK(token_estimate(1001, parameters) == 800);
}

TEST_CASE("an answer has no limit where the operator took it away") {
  auto most = [](std::string const& more, bool completion) {
    auto changed = parameters;
    changed.more = parse_more_of_body(more).value();
    ServiceProfile profile;
    profile.max_completion_tokens = completion;
    return most_answer_tokens(changed, profile);
  };
  CHECK(most("", false) == 300);
  CHECK(most(R"({"max_tokens":5000})", false) == 5000);
  CHECK(most(R"({"max_tokens":null})", true) == 300);
  CHECK(most(R"({"max_tokens":null})", false) == 1'000'000);
  CHECK(most(R"({"max_completion_tokens":-1})", true) == 1'000'000);
}
