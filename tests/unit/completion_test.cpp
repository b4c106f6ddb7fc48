#include "domain/llm/completion.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "base/text.hpp"

using namespace proactive;

namespace {

std::string completion_with(std::string const& choice, std::string const& rest = "") {
  return R"({"id":"c1","object":"chat.completion","choices":[)" + choice + "]" + rest + "}";
}

std::string fault_in(std::string const& body) {
  auto const fault = read_completion(body).fault;
  return fault ? std::string{name_of(*fault)} : "";
}

std::string texts_in(std::string const& message) {
  return join(read_completion(completion_with(R"({"message":)" + message + R"(,"finish_reason":"stop"})")).texts, "|");
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("the first choice of a completion is read") {
  auto const found = read_completion(completion_with(
      R"({"index":0,"message":{"role":"assistant","content":"Hello","refusal":null},"finish_reason":"stop"},
         {"index":1,"message":{"role":"assistant","content":"Other"},"finish_reason":"length"})",
      R"(,"usage":{"prompt_tokens":120,"completion_tokens":30,"total_tokens":150})"));
  CHECK_FALSE(found.fault);
  CHECK(found.texts == std::vector<std::string>{"Hello"});
  CHECK_FALSE(found.is_cut_off);
  REQUIRE(found.usage);
  CHECK(found.usage->tokens_in == 120);
  CHECK(found.usage->tokens_out == 30);
}

TEST_CASE("an answer may stand in many places, of which the content comes first") {
  struct Case {
    char const* message;
    char const* expected;
  };
  for (auto const& [message, expected] :
       {Case{R"({"content":"x"})", "x"},
        Case{R"({"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]})", "ab"},
        Case{R"({"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"b"}]})",
             "b"},
        Case{R"({"content":[{"type":"output_text","text":"a"}]})", "a"}, Case{R"({"content":["a","b"]})", "ab"},
        Case{R"({"content":null,"reasoning_content":"thoughts"})", "thoughts"},
        Case{R"({"content":"","reasoning":"thoughts"})", "thoughts"},
        Case{R"({"reasoning_content":"thoughts","content":"x"})", "x|thoughts"},
        Case{R"({"content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]})", "{}"},
        Case{R"({"content":"x","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]})", R"(x|{"a":1})"},
        Case{R"({"content":null,"function_call":{"name":"f","arguments":"{}"}})", "{}"}}) {
    CAPTURE(message);
    CHECK(texts_in(message) == expected);
  }
  CHECK(read_completion(R"({"choices":[{"text":"old","finish_reason":"stop"}]})").texts ==
        std::vector<std::string>{"old"});
  CHECK(read_completion("\n\n \xEF\xBB\xBF").fault == DraftFault::not_json);
  CHECK(read_completion("\xEF\xBB\xBF" + completion_with(R"({"message":{"content":"x"}})")).texts.size() == 1);
  CHECK(read_completion("\n\n" + completion_with(R"({"message":{"content":"x"}})")).texts.size() == 1);
  CHECK(read_completion("[" + completion_with(R"({"message":{"content":"x"}})") + "]").texts.size() == 1);
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
        Case{cut(R"({"content":"{\"action\""})", "\"length\""), ""},
        Case{cut(R"({"content":""})", "\"length\""), ""},
        Case{cut(R"({"content":[{"type":"refusal","refusal":"I cannot."}]})", "\"stop\""), "filtered"},
        Case{cut(R"({"content":null})", "\"content_filter: SAFETY\""), "filtered"},
        Case{cut(R"({"content":null})", "\"SAFETY\""), "filtered"},
        Case{R"({"choices":[],"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}})", "filtered"},
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
        Case{"[1,2]", "not_json"},
        Case{"\"x\"", "not_json"},
        Case{"data: [DONE]", "not_json"},
        Case{"<!DOCTYPE html><html><body>Welcome to nginx!</body></html>", "not_json"},
        Case{cut(R"({"content":"x"})", "\"stop\"").substr(1), "not_json"},
        Case{cut(R"({"content":"x"})", "\"stop\"") + "}", "not_json"},
        Case{cut("{\"content\":\"\xff\"}", "\"stop\""), "not_json"}}) {
    CAPTURE(body);
    CHECK(fault_in(body) == fault);
  }
}

TEST_CASE("a completion that is cut off says so, whatever it has") {
  for (std::string const reason : {"length", "max_tokens", "MAX_TOKENS", "model_length"}) {
    CHECK(read_completion(completion_with(R"({"message":{"content":"{"},"finish_reason":")" + reason + R"("})"))
              .is_cut_off);
    CHECK(read_completion(completion_with(R"({"message":{"content":null},"finish_reason":")" + reason + R"("})"))
              .is_cut_off);
  }
}

TEST_CASE("an error within a response that says that all is well is an error") {
  struct Case {
    std::string body;
    int status;
  };
  for (auto const& [body, status] :
       {Case{R"({"error":{"message":"No credit","code":402}})", 402},
        Case{R"({"error":{"message":"slow","code":"429"}})", 429}, Case{R"({"error":{"message":"overloaded"}})", 500},
        Case{R"({"error":"overloaded"})", 500},
        Case{completion_with(R"({"error":{"message":"upstream","code":502},"message":{"content":""}})"), 502}}) {
    CAPTURE(body);
    auto const found = read_completion(body);
    REQUIRE(found.error);
    CHECK(found.error->status == status);
  }
  CHECK_FALSE(read_completion(completion_with(R"({"message":{"content":"x"}})", R"(,"error":null)")).error);
}

TEST_CASE("a stream of events is read as the answer that it is a stream of") {
  auto const event = [](std::string const& delta, std::string const& reason = "null") {
    return R"(data: {"choices":[{"index":0,"delta":)" + delta + R"(,"finish_reason":)" + reason + "}]}";
  };
  auto const stream = [&](std::string const& end_of_line) {
    std::string body = ": OPENROUTER PROCESSING" + end_of_line + end_of_line;
    for (auto const& line : {event(R"({"role":"assistant","content":""})"), event(R"({"reasoning_content":"Hm"})"),
                             event(R"({"content":"Hel"})"), event(R"({"content":"lo"})"), event("{}", "\"stop\""),
                             std::string{R"(data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}})"},
                             std::string{"data: [DONE]"}})
      body += "event: chunk" + end_of_line + line + end_of_line + end_of_line;
    return body;
  };
  for (std::string const end_of_line : {"\n", "\r\n"}) {
    auto const found = read_completion(stream(end_of_line));
    CHECK_FALSE(found.fault);
    CHECK(found.texts == std::vector<std::string>{"Hello", "Hm"});
    CHECK(found.usage.value().tokens_out == 3);
  }
  auto const tools =
      read_completion(event(R"({"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{\"a\""}}]})") + "\n" +
                      event(R"({"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]})"));
  CHECK(tools.texts == std::vector<std::string>{R"({"a":1})"});
  CHECK(read_completion(event(R"({"content":"x"})", "\"length\"")).is_cut_off);
  CHECK(read_completion("data: {\"error\":{\"code\":429,\"message\":\"slow\"}}").error.value().status == 429);
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

TEST_CASE("tokens of thoughts count, also where only the total has them") {
  auto const usage_in = [](std::string const& usage) {
    auto const found =
        read_completion(completion_with(R"({"message":{"content":"x"}})", ",\"usage\":" + usage)).usage.value();
    return std::pair{found.tokens_in, found.tokens_out};
  };
  CHECK(usage_in(R"({"prompt_tokens":10,"completion_tokens":5,"total_tokens":115})") == std::pair{10L, 105L});
  CHECK(usage_in(R"({"prompt_tokens":10,"completion_tokens":5,"total_tokens":12})") == std::pair{10L, 5L});
  CHECK(usage_in(R"({"prompt_tokens":10,"total_tokens":30})") == std::pair{10L, 20L});
  CHECK(usage_in(R"({"total_tokens":30})") == std::pair{0L, 30L});
  CHECK(usage_in(R"({"input_tokens":10,"output_tokens":5})") == std::pair{10L, 5L});
}

TEST_CASE("a service cannot count more tokens than a call can have") {
  auto const counted = [](long in, long out, std::size_t bytes, long most) {
    auto const usage = believed({in, out}, bytes, most);
    return std::pair{usage.tokens_in, usage.tokens_out};
  };
  CHECK(counted(500, 100, 2000, 300) == std::pair{500L, 100L});
  CHECK(counted(3000, 300, 2000, 300) == std::pair{3000L, 300L});
  CHECK(counted(10'000'000, 10'000'000, 2000, 300) == std::pair{3000L, 300L});
  CHECK(counted(0, 1500, 2000, 300) == std::pair{0L, 1500L});  // a total
  CHECK(counted(0, 10'000'000, 2000, 300) == std::pair{0L, 3300L});
  CHECK(counted(-5, -7, 2000, 300) == std::pair{0L, 0L});
  constexpr auto most = std::numeric_limits<long>::max();
  auto const [in, out] = counted(most, most, 1UL << 40, 10'000'000);
  CHECK(in <= 10'000'000);
  CHECK(out <= 10'000'000);
}

TEST_CASE("tokens count where the answer is of no use, too") {
  auto const found = read_completion(R"({"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":0}})");
  CHECK(found.fault == DraftFault::no_answer);
  CHECK(found.usage.value().tokens_in == 9);
}

// Services whose field is never null send an empty refusal with every answer.
TEST_CASE("an empty refusal is none") {
  CHECK(fault_in(completion_with(R"({"message":{"content":"x","refusal":""},"finish_reason":"stop"})")) == "");
}
