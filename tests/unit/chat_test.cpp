#include "domain/llm/chat.hpp"

#include <doctest/doctest.h>

#include "base/json.hpp"

using namespace proactive;

namespace {

Prompt const prompt{"Be \"kind\".\nAlways.", "{\"nonce\":\"1\"}"};
ChatParameters const parameters{"some-model", 0.8, 300};

Json body_of(ServiceProfile const& profile) { return Json::parse(request_body(prompt, parameters, profile)); }

std::string completion_with(std::string const& choice, std::string const& rest = "") {
  return R"({"id":"c1","object":"chat.completion","choices":[)" + choice + "]" + rest + "}";
}

std::string fault_in(std::string const& body) {
  auto const fault = read_completion(body).fault;
  return fault ? std::string{name_of(*fault)} : "";
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

// What services answer.
constexpr auto openai_max_tokens =
    R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. )"
    R"(Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens",)"
    R"("code":"unsupported_parameter"}})";
constexpr auto openai_temperature =
    R"({"error":{"message":"Unsupported value: 'temperature' does not support 0.8 with this model.",)"
    R"("type":"invalid_request_error","param":"temperature","code":"unsupported_value"}})";
constexpr auto openai_schema =
    R"({"error":{"message":"Invalid parameter: 'response_format' of type 'json_schema' is not supported with this )"
    R"(model.","type":"invalid_request_error","param":null,"code":null}})";
constexpr auto openai_quota =
    R"({"error":{"message":"You exceeded your current quota.","type":"insufficient_quota","param":null,)"
    R"("code":"insufficient_quota"}})";

}  // namespace

TEST_CASE("a request has the model, both messages, and the limit of tokens") {
  for (auto const format : {ResponseFormat::json_schema, ResponseFormat::json_object, ResponseFormat::text}) {
    for (bool const completion_tokens : {false, true}) {
      for (bool const temperature : {false, true}) {
        auto const body = body_of({format, completion_tokens, temperature});
        CHECK(body.at("model") == "some-model");
        auto const messages = Json::parse(R"([{"role":"system","content":"Be \"kind\".\nAlways."},
                                              {"role":"user","content":"{\"nonce\":\"1\"}"}])");
        CHECK(body.at("messages") == messages);
        CHECK(body.contains("max_completion_tokens") == completion_tokens);
        CHECK(body.contains("max_tokens") != completion_tokens);
        CHECK(body.at(completion_tokens ? "max_completion_tokens" : "max_tokens") == 300);
        CHECK(body.contains("temperature") == temperature);
        if (temperature) CHECK(body.at("temperature") == 0.8);
        CHECK(body.contains("response_format") == (format != ResponseFormat::text));
        auto const fields = 3U + (temperature ? 1U : 0U) + (format == ResponseFormat::text ? 0U : 1U);
        CHECK(body.size() == fields);
      }
    }
  }
}

TEST_CASE("the form of the answer is asked for in the service's way") {
  CHECK(body_of({ResponseFormat::json_object}).at("response_format") == Json{{"type", "json_object"}});
  auto const expected = Json::parse(R"({"type":"json_schema","json_schema":{"name":"outreach","strict":true,"schema":{
    "type":"object",
    "properties":{"action":{"type":"string","enum":["send","skip"]},"message":{"type":"string"},
                  "memory_ids":{"type":"array","items":{"type":"integer"}},"nonce":{"type":"string"}},
    "required":["action","message","memory_ids","nonce"],
    "additionalProperties":false}}})");
  CHECK(body_of({}).at("response_format").dump() == expected.dump());
}

TEST_CASE("the schema is the same for every request, byte for byte") {
  auto const format_in = [](std::string const& body) { return body.substr(body.find("\"response_format\"")); };
  auto const other = request_body({"Another prompt", "Another user"}, {"some-model", 0.8, 300}, {});
  CHECK(format_in(request_body(prompt, parameters, {})) == format_in(other));
}

TEST_CASE("a request is one line, whatever stands in the prompt") {
  auto const body = request_body({"a\nb\r\n\u2028", "\xff\x01\""}, parameters, {});
  CHECK(body.find('\n') == std::string::npos);
  CHECK(body.find('\r') == std::string::npos);
  CHECK(Json::parse(body).at("messages")[1].at("content") == "\uFFFD\x01\"");
}

TEST_CASE("two bytes are taken for a token, and the answer for its limit") {
  CHECK(token_estimate("", parameters) == 300);
  CHECK(token_estimate("1", parameters) == 300);
  CHECK(token_estimate(std::string(1001, 'x'), parameters) == 800);
}

TEST_CASE("the first choice of a completion is read") {
  auto const found = read_completion(completion_with(
      R"({"index":0,"message":{"role":"assistant","content":"Hello","refusal":null},"finish_reason":"stop"},
         {"index":1,"message":{"role":"assistant","content":"Other"},"finish_reason":"length"})",
      R"(,"usage":{"prompt_tokens":120,"completion_tokens":30,"total_tokens":150})"));
  CHECK_FALSE(found.fault);
  CHECK(found.content == "Hello");
  REQUIRE(found.usage);
  CHECK(found.usage->tokens_in == 120);
  CHECK(found.usage->tokens_out == 30);
}

TEST_CASE("what is wrong with a completion is found") {
  struct Case {
    std::string body;
    char const* fault;
  };
  auto const cut = [](std::string const& message, std::string const& reason) {
    return completion_with(R"({"message":)" + message + R"(,"finish_reason":)" + reason + "}");
  };
  for (auto const& [body, fault] :
       {Case{cut(R"({"content":"x"})", "\"stop\""), ""},
        Case{cut(R"({"content":"x"})", "null"), ""},
        Case{completion_with(R"({"message":{"content":"x"}})"), ""},
        Case{cut(R"({"content":"x"})", "\"content_filter\""), "filtered"},
        Case{cut(R"({"content":null})", "\"content_filter\""), "filtered"},
        Case{cut(R"({"content":null,"refusal":"I cannot help with that."})", "\"stop\""), "filtered"},
        Case{cut(R"({"content":"x","refusal":"No."})", "\"stop\""), "filtered"},
        Case{cut(R"({"content":"x","refusal":null})", "\"stop\""), ""},
        Case{cut(R"({"content":"{\"action\""})", "\"length\""), "cut_off"},
        Case{cut(R"({"content":""})", "\"length\""), "cut_off"},
        Case{cut(R"({"content":""})", "\"stop\""), "no_answer"},
        Case{cut(R"({"content":" \n "})", "\"stop\""), "no_answer"},
        Case{cut(R"({"content":null})", "\"stop\""), "no_answer"},
        Case{cut(R"({"content":{"text":"x"}})", "\"stop\""), "no_answer"},
        Case{cut("{}", "\"stop\""), "no_answer"},
        Case{cut("null", "\"stop\""), "no_answer"},
        Case{cut("\"x\"", "\"stop\""), "no_answer"},
        Case{completion_with(""), "no_answer"},
        Case{completion_with("null"), "no_answer"},
        Case{completion_with("[]"), "no_answer"},
        Case{R"({"choices":null})", "no_answer"},
        Case{R"({"choices":{"0":{"message":{"content":"x"}}}})", "no_answer"},
        Case{R"({"choices":"x"})", "no_answer"},
        Case{"{}", "no_answer"},
        Case{R"({"error":{"message":"overloaded"}})", "no_answer"},
        Case{"", "not_json"},
        Case{"null", "not_json"},
        Case{"[]", "not_json"},
        Case{"\"x\"", "not_json"},
        Case{"<!DOCTYPE html><html><body>Welcome to nginx!</body></html>", "not_json"},
        Case{cut(R"({"content":"x"})", "\"stop\"").substr(1), "not_json"},
        Case{cut(R"({"content":"x"})", "\"stop\"") + "}", "not_json"},
        Case{cut("{\"content\":\"\xff\"}", "\"stop\""), "not_json"},
        Case{"data: " + cut(R"({"content":"x"})", "\"stop\""), "not_json"}}) {
    CAPTURE(body);
    CHECK(fault_in(body) == fault);
  }
}

TEST_CASE("deep nesting is no completion") {
  auto const with = [](std::string const& extra) {
    return completion_with(R"({"message":{"content":"x"}})", ",\"x\":" + extra);
  };
  CHECK(fault_in(with(nested(16))) == "");
  CHECK(fault_in(with(nested(17))) == "not_json");
  CHECK(fault_in(with(nested(1'000'000))) == "not_json");
  CHECK(fault_in(std::string(1'000'000, '[')) == "not_json");
}

TEST_CASE("counts of tokens that make no sense are not believed") {
  auto const usage_in = [](std::string const& usage) {
    return read_completion(completion_with(R"({"message":{"content":"x"}})", ",\"usage\":" + usage)).usage;
  };
  for (std::string const usage :
       {"null", "{}", "[]", "5", "\"x\"", R"({"prompt_tokens":5})", R"({"completion_tokens":5})",
        R"({"prompt_tokens":-1,"completion_tokens":5})", R"({"prompt_tokens":5,"completion_tokens":-1})",
        R"({"prompt_tokens":1.5,"completion_tokens":5})", R"({"prompt_tokens":"7","completion_tokens":5})",
        R"({"prompt_tokens":null,"completion_tokens":null})", R"({"prompt_tokens":10000001,"completion_tokens":5})",
        R"({"prompt_tokens":5,"completion_tokens":18446744073709551615})",
        R"({"prompt_tokens":5,"completion_tokens":1e30})"}) {
    CAPTURE(usage);
    CHECK_FALSE(usage_in(usage));
  }
  CHECK(usage_in(R"({"prompt_tokens":10000000,"completion_tokens":0})").value().tokens_in == 10'000'000);
  CHECK(usage_in(R"({"prompt_tokens":0,"completion_tokens":10000000})").value().tokens_out == 10'000'000);
}

TEST_CASE("tokens count where the answer is of no use, too") {
  auto const found = read_completion(R"({"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":0}})");
  CHECK(found.fault == DraftFault::no_answer);
  CHECK(found.usage.value().tokens_in == 9);
}

TEST_CASE("errors of services are read") {
  struct Case {
    std::string body;
    char const* code;
    char const* parameter;
    std::string message;
  };
  for (auto const& [body, code, parameter, message] :
       {Case{openai_quota, "insufficient_quota", "", "You exceeded your current quota."},
        Case{
            R"({"error":{"message":"Wrong key","type":"invalid_request_error","param":null,"code":"invalid_api_key"}})",
            "invalid_api_key", "", "Wrong key"},
        Case{openai_temperature, "unsupported_value", "temperature",
             "Unsupported value: 'temperature' does not support 0.8 with this model."},
        // OpenAI, without a code
        Case{R"({"error":{"message":"Bad","type":"invalid_request_error","param":"messages","code":null}})",
             "invalid_request_error", "messages", "Bad"},
        // vLLM, old and new
        Case{R"({"object":"error","message":"No model `x`.","type":"NotFoundError","param":null,"code":404})",
             "NotFoundError", "", "No model `x`."},
        Case{R"({"error":{"message":"too long","type":"BadRequestError","param":"prompt","code":400}})",
             "BadRequestError", "prompt", "too long"},
        // Ollama, its own and its OpenAI form
        Case{R"({"error":"model 'x' not found"})", "", "", "model 'x' not found"},
        Case{R"({"error":{"message":"model 'x' not found","type":"api_error","param":null,"code":null}})", "api_error",
             "", "model 'x' not found"},
        // llama.cpp
        Case{R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})", "unavailable_error", "",
             "Loading model"},
        // Azure, of the model and of the gateway
        Case{R"({"error":{"code":"DeploymentNotFound","message":"The API deployment does not exist."}})",
             "DeploymentNotFound", "", "The API deployment does not exist."},
        Case{R"({"error":{"code":"429","message":"Retry after 6 seconds."}})", "429", "", "Retry after 6 seconds."},
        Case{R"({"statusCode":401,"message":"Access denied"})", "", "", "Access denied"},
        // FastAPI
        Case{R"({"detail":"Not authenticated"})", "", "", "Not authenticated"}}) {
    CAPTURE(body);
    auto const error = read_error(body);
    CHECK(error.code == code);
    CHECK(error.parameter == parameter);
    CHECK(error.message == message);
  }
}

TEST_CASE("an error that cannot be read says nothing") {
  for (auto const& body :
       {std::string{}, std::string{"<html>502 Bad Gateway</html>"}, std::string{"upstream timed out"},
        std::string{"null"}, std::string{"[]"}, std::string{"5"}, std::string{"\"x\""}, std::string{"{}"},
        std::string{R"({"error":null})"}, std::string{R"({"error":{}})"}, std::string{R"({"error":[]})"},
        std::string{R"({"error":5})"}, std::string{R"({"error":{"code":[],"type":{},"message":null,"param":false}})"},
        std::string{"{\"error\":\"\xff\"}"}, R"({"error":)" + nested(100'000) + "}"}) {
    CAPTURE(body.substr(0, 100));
    auto const error = read_error(body);
    CHECK(error.code.empty());
    CHECK(error.parameter.empty());
    CHECK(error.message.empty());
  }
}

TEST_CASE("a call's status and error say what to do") {
  struct Case {
    int status;
    std::string body;
    CallVerdict expected;
  };
  constexpr auto plain = R"({"error":{"message":"No.","type":"x","param":null,"code":"y"}})";
  for (auto const& [status, body, expected] :
       {Case{200, "", CallVerdict::answered},
        Case{200, openai_quota, CallVerdict::answered},
        Case{401, plain, CallVerdict::forbidden},
        Case{402, plain, CallVerdict::forbidden},
        Case{403, "<html>", CallVerdict::forbidden},
        Case{429, openai_quota, CallVerdict::forbidden},
        Case{400, openai_quota, CallVerdict::forbidden},
        Case{429, plain, CallVerdict::throttled},
        Case{429, "", CallVerdict::throttled},
        Case{429, openai_temperature, CallVerdict::throttled},
        Case{408, plain, CallVerdict::unavailable},
        Case{409, plain, CallVerdict::unavailable},
        Case{500, "", CallVerdict::unavailable},
        Case{502, "<html>", CallVerdict::unavailable},
        Case{503, plain, CallVerdict::unavailable},
        Case{529, plain, CallVerdict::unavailable},
        Case{400, openai_max_tokens, CallVerdict::unsupported},
        Case{400, openai_temperature, CallVerdict::unsupported},
        Case{400, openai_schema, CallVerdict::unsupported},
        Case{422, R"({"detail":"response_format: extra fields not permitted"})", CallVerdict::unsupported},
        Case{400, plain, CallVerdict::failed},
        Case{404, plain, CallVerdict::failed},
        Case{422, plain, CallVerdict::failed},
        Case{302, "", CallVerdict::failed},
        Case{204, "", CallVerdict::failed},
        Case{0, "", CallVerdict::failed}}) {
    CAPTURE(status);
    CAPTURE(body);
    CHECK(verdict_of(status, read_error(body), {}) == expected);
  }
  for (std::string const code : {"billing_hard_limit_reached", "billing_not_active", "account_deactivated"}) {
    CHECK(verdict_of(429, {code, {}, {}}, {}) == CallVerdict::forbidden);
  }
}

TEST_CASE("a profile loses what the service refuses, and nothing else") {
  struct Case {
    ServiceProfile profile;
    std::string body;
    ServiceProfile expected;
  };
  constexpr auto object_word =
      R"({"error":{"message":"'messages' must contain the word 'json' for a 'response_format' of 'json_object'."}})";
  for (auto const& [profile, body, expected] :
       {Case{{}, openai_max_tokens, {ResponseFormat::json_schema, true, true}},
        Case{{}, openai_temperature, {ResponseFormat::json_schema, false, false}},
        Case{{}, openai_schema, {ResponseFormat::json_object, false, true}},
        Case{{}, R"({"error":"json_schema is not supported"})", {ResponseFormat::json_object, false, true}},
        Case{{ResponseFormat::json_object, true, false}, object_word, {ResponseFormat::text, true, false}},
        Case{{ResponseFormat::json_object}, openai_max_tokens, {ResponseFormat::json_object, true, true}}}) {
    CAPTURE(body);
    auto const next = next_profile(profile, read_error(body));
    REQUIRE(next);
    CHECK(*next == expected);
  }
}

TEST_CASE("a profile that has nothing of what is refused stays: the call has failed") {
  CHECK_FALSE(next_profile({ResponseFormat::json_schema, true, true}, read_error(openai_max_tokens)));
  CHECK_FALSE(next_profile({ResponseFormat::json_schema, false, false}, read_error(openai_temperature)));
  CHECK_FALSE(next_profile({ResponseFormat::text, false, true}, read_error(openai_schema)));
  CHECK_FALSE(next_profile({}, read_error(openai_quota)));
  CHECK_FALSE(next_profile({}, {}));
  CHECK(verdict_of(400, read_error(openai_schema), {ResponseFormat::text, false, true}) == CallVerdict::failed);
}

TEST_CASE("a profile ends, whatever a service says") {
  ServiceError const all{"", "", "max_completion_tokens temperature response_format json_schema json_object"};
  ServiceProfile profile;
  int steps = 0;
  for (auto next = next_profile(profile, all); next && steps < 100; next = next_profile(profile, all), ++steps) {
    profile = *next;
  }
  CHECK(steps == 4);
  CHECK(profile == ServiceProfile{ResponseFormat::text, true, false});
}

// Services whose field is never null send an empty refusal with every answer.
TEST_CASE("an empty refusal is none") {
  CHECK(fault_in(completion_with(R"({"message":{"content":"x","refusal":""},"finish_reason":"stop"})")) == "");
}

// Google's OpenAI-compatible service puts the error into a list, and FastAPI puts a list into "detail".
TEST_CASE("errors in lists are read") {
  auto const google =
      read_error(R"([{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}])");
  CHECK(google.message == "API key not valid.");
  auto const fastapi =
      read_error(R"({"detail":[{"type":"extra_forbidden","loc":["body","response_format"],"msg":"Not permitted"}]})");
  CHECK(next_profile({}, fastapi) == ServiceProfile{ResponseFormat::json_object, false, true});
}
