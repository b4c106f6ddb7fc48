#include "domain/llm/service_error.hpp"

#include <doctest/doctest.h>

#include "domain/llm/echo.hpp"

using namespace proactive;
using std::chrono::milliseconds;

namespace {

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

CallVerdict verdict(int status, std::string const& body) { return verdict_of(read_error(status, body)); }

}  // namespace

TEST_CASE("errors of services are read") {
  struct Case {
    std::string body;
    char const* code;
    char const* parameter;
    std::string message;
  };
  for (
      auto const& [body, code, parameter, message] :
      {Case{openai_quota, "insufficient_quota", "", "You exceeded your current quota."},
       Case{R"({"error":{"message":"Wrong key","type":"invalid_request_error","param":null,"code":"invalid_api_key"}})",
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
       // Mistral, Cloudflare, Baidu, MiniMax, Google's list, a plain text, a page
       Case{
           R"({"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body"],"msg":"Not permitted","input":"secret"}]},"type":"invalid_request_error"})",
           "extra_forbidden", "", "Not permitted"},
       Case{R"({"success":false,"errors":[{"code":5006,"message":"AiError: bad input"}],"result":null})", "", "",
            "AiError: bad input"},
       Case{R"({"error_code":336003,"error_msg":"parse error"})", "", "", "parse error"},
       Case{R"([{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}])",
            "INVALID_ARGUMENT", "", "API key not valid."},
       Case{"upstream timed out", "", "", "upstream timed out"},
       Case{"<html><head><title>502 Bad Gateway</title></head></html>", "", "", "502 Bad Gateway"},
       Case{"<!doctype html><p>Hello", "", "", "an HTML page"},
       Case{R"({"error":{"message":"Failed","failed_generation":"Dear Ana"}})", "", "", "Failed"},
       Case{R"({"statusCode":401,"message":"Access denied"})", "", "", "Access denied"},
       // FastAPI
       Case{R"({"detail":"Not authenticated"})", "", "", "Not authenticated"}}) {
    CAPTURE(body);
    auto const error = read_error(400, body);
    CHECK(error.code == code);
    CHECK(error.parameter == parameter);
    CHECK(error.message == message);
  }
}

TEST_CASE("an error that cannot be read says nothing") {
  for (auto const& body :
       {std::string{}, std::string{"null"}, std::string{"[]"}, std::string{"5"}, std::string{"\"x\""},
        std::string{"{}"}, std::string{R"({"error":null})"}, std::string{R"({"error":{}})"},
        std::string{R"({"error":[]})"}, std::string{R"({"error":5})"},
        std::string{R"({"error":{"code":[],"type":{},"message":null,"param":false}})"}}) {
    CAPTURE(body);
    auto const error = read_error(400, body);
    CHECK(error.code.empty());
    CHECK(error.parameter.empty());
    CHECK(error.message.empty());
    CHECK(verdict_of(error) == CallVerdict::objected);
  }
  CHECK(read_error(400, R"({"error":)" + nested(100'000) + "}").message.size() <= 500);
}

TEST_CASE("what a service repeats of a request is no reason") {
  auto const echo = read_error(
      422, R"({"detail":[{"loc":["body"],"msg":"Invalid","input":{"temperature":1,"messages":["system role"]}}]})");
  CHECK_FALSE(echo.speaks_of("temperature"));
  CHECK_FALSE(echo.speaks_of("system role"));
  std::string const sent =
      "You write one short chat message. {\"their_name\":\"Ana\",\"memories\":[\"loves hiking in the Alps\"]}";
  CHECK(without_echo("Failed to parse: {\"their_name\":\"Ana\",\"memories\":[\"loves hiking in the Alps\"]} at 5",
                     sent) == "Failed to pars...\"]} at 5");
  CHECK(without_echo("No: LOVES  hiking+in\\nthe Alps!", sent) == "No: ...!");
  CHECK(without_name("Bad request for user ana, Banana", "Ana Li") == "Bad request for user ..., B...na");
  CHECK(without_echo("response_format is not supported", sent) == "response_format is not supported");
  CHECK(without_echo("", sent) == "");
  CHECK(without_echo(std::string(5000, 'x'), sent).size() == 2000);
  CHECK(without_echo(sent, sent) == "...\"]}");
}

TEST_CASE("a call's status and error say what to do") {
  struct Case {
    int status;
    std::string body;
    CallVerdict expected;
  };
  auto const message = [](std::string const& text, std::string const& code = "x") {
    return R"({"error":{"message":")" + text + R"(","type":"y","param":null,"code":")" + code + R"("}})";
  };
  for (
      auto const& [status, body, expected] :
      {Case{401, "", CallVerdict::refused_key},
       Case{
           400,
           R"([{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}])",
           CallVerdict::refused_key},
       Case{403, message("Incorrect API key provided: sk-..."), CallVerdict::refused_key},
       Case{402, "", CallVerdict::no_credit},
       Case{402, message("Insufficient Balance"), CallVerdict::no_credit},
       Case{429, message("You exceeded your current quota.", "insufficient_quota"), CallVerdict::no_credit},
       Case{429, message("x", "billing_hard_limit_reached"), CallVerdict::no_credit},
       Case{400,
            R"({"code":"Arrearage","message":"Access denied, please make sure your account is in good standing."})",
            CallVerdict::no_credit},
       Case{400, message("Your credit balance is too low to access the API."), CallVerdict::no_credit},
       Case{403, message("Your team has used all available credits or reached its monthly spending limit."),
            CallVerdict::no_credit},
       Case{429, message("Rate limit reached"), CallVerdict::throttled},
       Case{429, "", CallVerdict::throttled},
       Case{
           429,
           R"([{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED"}}])",
           CallVerdict::throttled},
       Case{529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})",
            CallVerdict::throttled},
       Case{400,
            message("This model's maximum context length is 4096 tokens. However, you requested 5000 tokens; reduce "
                    "max_tokens.",
                    "context_length_exceeded"),
            CallVerdict::too_long},
       Case{
           500,
           R"({"error":{"code":500,"message":"the request exceeds the available context size. try increasing the context size or enable context shift","type":"server_error"}})",
           CallVerdict::too_long},
       Case{400,
            message("The response was filtered due to the prompt triggering content management policy",
                    "content_filter"),
            CallVerdict::filtered},
       Case{403, R"({"code":"The caller does not have permission","error":"Content violates usage guidelines."})",
            CallVerdict::filtered},
       Case{
           403,
           R"({"error":{"code":403,"message":"Your chosen model requires moderation and your input was flagged","metadata":{"reasons":["sexual"],"flagged_input":"I love"}}})",
           CallVerdict::filtered},
       Case{400, message("Content Exists Risk"), CallVerdict::filtered},
       Case{400, R"({"code":"data_inspection_failed","message":"Input data may contain inappropriate content."})",
            CallVerdict::filtered},
       Case{404, message("The model `gpt-9` does not exist or you do not have access to it.", "model_not_found"),
            CallVerdict::unknown_model},
       Case{404, R"({"error":"model 'llama9' not found"})", CallVerdict::unknown_model},
       Case{400, message("gpt9 is not a valid model ID"), CallVerdict::unknown_model},
       Case{
           404,
           R"({"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}})",
           CallVerdict::unknown_model},
       Case{404, "<html><title>404 Not Found</title></html>", CallVerdict::no_endpoint},
       Case{404, R"({"detail":"Not Found"})", CallVerdict::no_endpoint},
       Case{405, "", CallVerdict::no_endpoint},
       Case{302, "", CallVerdict::no_endpoint},
       Case{403, "", CallVerdict::perhaps_forbidden},
       Case{403, message("Forbidden"), CallVerdict::perhaps_forbidden},
       Case{408, "", CallVerdict::unavailable},
       Case{409, "", CallVerdict::unavailable},
       Case{502, "<html><title>502 Bad Gateway</title></html>", CallVerdict::unserved},
       Case{503, R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})",
            CallVerdict::unserved},
       Case{504, "upstream timed out", CallVerdict::unavailable},
       Case{500, "", CallVerdict::objected},
       Case{500, message("System role not supported"), CallVerdict::objected},
       Case{400, message("Unsupported value: 'temperature'"), CallVerdict::objected},
       Case{422, "Failed to deserialize the JSON body", CallVerdict::objected}}) {
    CAPTURE(status);
    CAPTURE(body);
    CHECK(verdict(status, body) == expected);
  }
}

TEST_CASE("how long a service asks to be left alone") {
  struct Case {
    Headers headers;
    std::string body;
    long expected;  // ms; -1: it does not say
  };
  auto const now = parse_instant("2026-03-01T00:00:00Z").value();
  for (
      auto const& [headers, body, expected] :
      {Case{{}, "", -1}, Case{{{"retry-after", "2"}}, "", 2000}, Case{{{"retry-after", "1.5"}}, "", 1500},
       Case{{{"retry-after", "soon"}}, "", -1}, Case{{{"retry-after-ms", "250"}, {"retry-after", "1"}}, "", 250},
       Case{{{"x-ratelimit-remaining-requests", "0"}, {"x-ratelimit-reset-requests", "6m0s"}}, "", 360'000},
       Case{{{"x-ratelimit-remaining-requests", "0"},
             {"x-ratelimit-reset-requests", "1s"},
             {"x-ratelimit-remaining-tokens", "900"},
             {"x-ratelimit-reset-tokens", "6m0s"}},
            "",
            1000},
       Case{{{"x-ratelimit-reset-tokens", "20ms"}}, "", 20},
       Case{{{"x-ratelimit-reset", "1772323205000"}, {"x-ratelimit-remaining", "0"}}, "", 5000},
       Case{{{"x-ratelimit-reset", "1772323205"}}, "", 5000},
       Case{{{"x-ratelimit-reset-requests", "2026-03-01T00:00:07Z"}}, "", 7000},
       Case{
           {},
           R"([{"error":{"code":429,"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}])",
           34'000},
       Case{{}, R"({"error":{"message":"Rate limit reached. Please try again in 1.2s. Visit us."}})", 1200},
       Case{{}, R"({"error":{"message":"Please try again in 6m0s."}})", 360'000},
       Case{{}, R"({"error":{"message":"Please retry after 6 seconds."}})", 6000},
       Case{{}, R"({"error":{"message":"Try again in a while"}})", -1}, Case{{{"retry-after", "-5"}}, "", -1},
       Case{{{"retry-after", "9999999999"}}, "", 86'400'000}, Case{{{"x-ratelimit-reset", "1772323000"}}, "", 0}}) {
    CAPTURE(body);
    CAPTURE(headers.empty() ? "" : headers.begin()->second);
    auto const wait = asked_wait(headers, read_error(429, body), now);
    CHECK(wait.value_or(milliseconds{-1}).count() == expected);
  }
}

TEST_CASE("whatever a service asks for, it is no more than a day, and never less than nothing") {
  auto const now = parse_instant("2026-03-01T00:00:00Z").value();
  for (std::string const text :
       {"1e300", "-1e300", "nan", "inf", "-inf", "0x10", "9999999999999999999999999999999", "9223372036854775807",
        "1e17", "999999999999999h", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "Fri, 31 Dec 9999 23:59:59 GMT",
        "-0", "1e-300", "", " ", "5 \x1b[2J", "99999999999999999"}) {
    CAPTURE(text);
    for (std::string const header :
         {"retry-after", "retry-after-ms", "x-ratelimit-reset", "x-ratelimit-reset-tokens"}) {
      CAPTURE(header);
      auto const wait = asked_wait({{header, text}}, read_error(429, ""), now).value_or(milliseconds{0});
      CHECK(wait >= milliseconds{0});
      CHECK(wait <= std::chrono::hours{24});
    }
    auto const body =
        R"({"error":{"message":"try again in )" + text + R"(","details":[{"retryDelay":")" + text + "\"}]}}";
    auto const wait = asked_wait({}, read_error(429, body), now).value_or(milliseconds{0});
    CHECK(wait >= milliseconds{0});
    CHECK(wait <= std::chrono::hours{24});
  }
}

TEST_CASE("codes are words of the service, and no texts") {
  for (std::string const word :
       {"insufficient_quota", "content_filter: SAFETY", "json-validate.failed", "messages[0]", "429"}) {
    CAPTURE(word);
    CHECK(word_of_service(word) == word);
  }
  for (std::string const text : {"Sam has a new job", "a\nb", "\x1b[2J", "caf\u00e9", "\u202eabc", "a\"b", "{x}",
                                 "0123456789012345678901234567890123456789012345678901234567890123456789"}) {
    CAPTURE(text);
    CHECK(word_of_service(text).empty());
    auto const body = Json{{"error", {{"code", text}, {"type", text}, {"param", text}, {"status", text}}}}.dump(
        -1, ' ', false, Json::error_handler_t::replace);
    CHECK(read_error(400, body).code.empty());
    CHECK(read_error(400, body).parameter.empty());
  }
}

TEST_CASE("short pieces of what is about people are left out of what is shown") {
  auto const data =
      R"({"persona":{"name":"Mira","personality":"calm and curious"},"task":"check_in","relationship":"friend",)"
      R"("memories":[{"id":1,"kind":"fact","text":"Sam's HIV test"},{"id":2,"kind":"goal","text":"Marry Ana in May"}],)"
      R"("recent":[],"unanswered":null,"nonce":"0123456789abcdef"})";
  CHECK(without_data("Flagged: sam's hiv-test!", data) == "Flagged: ...!");
  CHECK(without_data("It says \"Marry Ana\" there", data) == "It says \"...\" there");
  CHECK(without_data("MIRA is too long", data) == "... is too long");
  CHECK(without_data("No friend may check_in here", data) == "No friend may check_in here");
  CHECK(without_data("The model does not exist", data) == "The model does not exist");
  CHECK(without_data("any", "no JSON") == "any");
}
