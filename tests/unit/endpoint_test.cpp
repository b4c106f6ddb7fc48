#include "domain/endpoint.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace proactive;

TEST_CASE("what has the form of an address is told from what has not") {
  for (std::string const url :
       {"https://api.openai.com/v1", "HTTP://localhost", "https://x.example?api-version=1", "https://[::1"}) {
    CAPTURE(url);
    CHECK(looks_like_url(url));
  }
  for (std::string const url :
       {"", "https", "https://", "https:/x.example", "https:///v1", "api.openai.com", "ftp://x", "file:///etc/passwd",
        " https://x.example", "https://x.example ", "https://x/a b", "https://x.example\n", "https://x.ex\tample",
        "https://\u00fc.example", "https://x.example#", "http://localhost\\@x.example", "https://x.example/\""}) {
    CAPTURE(url);
    CHECK_FALSE(looks_like_url(url));
  }
  CHECK_FALSE(looks_like_url(std::string_view{"https://x.example\0/v1", 21}));
}

TEST_CASE("names and addresses of this machine are told from others") {
  for (std::string const host :
       {"localhost", "llm.localhost", "a.b.localhost", "127.0.0.1", "127.0.0.53", "127.255.255.254", "127.1", "::1"}) {
    CAPTURE(host);
    CHECK(is_loopback(host));
  }
  for (std::string const host : {"",
                                 "127.0.0.1.example.com",
                                 "127.example.com",
                                 "127.0.0.1x",
                                 "localhost.example.com",
                                 "notlocalhost",
                                 "localhost1",
                                 "128.0.0.1",
                                 "1.127.0.0",
                                 "12.7.0.1",
                                 "127",
                                 "1270.0.0.1",
                                 "0.0.0.0",
                                 "10.0.0.1",
                                 "192.168.0.1",
                                 "169.254.169.254",
                                 "::",
                                 "::2",
                                 "2001:db8::1",
                                 "[::1]",
                                 "::1.example.com",
                                 "x::1",
                                 "localhos",
                                 "127.0.0.1%2eexample"}) {
    CAPTURE(host);
    CHECK_FALSE(is_loopback(host));
  }
}

TEST_CASE("headers are read from a JSON object") {
  struct Case {
    std::string text;
    std::vector<std::string> headers;
  };
  for (auto const& [text, headers] :
       {Case{"", {}}, Case{"{}", {}}, Case{R"({"api-key":"s3cret"})", {"api-key: s3cret"}},
        Case{R"({"HTTP-Referer":"https://x.example","X-Title":"A b: c"})",
             {"HTTP-Referer: https://x.example", "X-Title: A b: c"}},
        Case{R"({"B":"2","A":"1"})", {"B: 2", "A: 1"}},
        Case{R"({"!#$%&'*+-.^_`|~09azAZ":"x"})", {"!#$%&'*+-.^_`|~09azAZ: x"}},
        Case{"{\"X-Name\":\"\u00e9\"}", {"X-Name: \u00e9"}}, Case{R"({"X":"\"quoted\""})", {"X: \"quoted\""}}}) {
    CAPTURE(text);
    CHECK(parse_headers(text) == headers);
  }
}

TEST_CASE("what are no headers is refused") {
  for (std::string const text : {"api-key: s3cret",
                                 " ",
                                 "\n",
                                 "[]",
                                 "null",
                                 "1",
                                 "\"a: b\"",
                                 R"(["a: b"])",
                                 R"({"a":1})",
                                 R"({"a":null})",
                                 R"({"a":true})",
                                 R"({"a":["b"]})",
                                 R"({"a":{"b":"c"}})",
                                 R"({"":"x"})",
                                 R"({"a b":"x"})",
                                 R"({"a:":"x"})",
                                 R"({"a\r\nb":"x"})",
                                 R"({"a":"x\r\nHost: y"})",
                                 R"({"a":"x\ny"})",
                                 R"({"a":"x\u0000y"})",
                                 R"({"a":"x\ty"})",
                                 R"({"a":"\u007f"})",
                                 R"({"a":""})",
                                 R"({"\u00e9":"x"})",
                                 R"({"a":"b"}x)",
                                 R"({"a":"b")",
                                 R"({"a":"b",})",
                                 "{\"a\":\"\xff\"}",
                                 "{\"(a)\":\"x\"}",
                                 R"({"a\u0000":"x"})",
                                 R"({"a/b":"x"})"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_headers(text));
  }
}

TEST_CASE("headers that the call sets itself are refused") {
  for (std::string const name : {"Host", "host", "HOST", "Content-Length", "content-type", "Connection", "Expect",
                                 "Transfer-Encoding", "transfer-encoding"}) {
    CAPTURE(name);
    CHECK_FALSE(parse_headers("{\"" + name + "\":\"x\"}"));
    CHECK_FALSE(parse_headers("{\"X-Fine\":\"x\",\"" + name + "\":\"x\"}"));
    CHECK(parse_headers("{\"X-" + name + "\":\"x\"}"));
  }
}

TEST_CASE("headers are masked where they hold a secret") {
  for (std::string const secret :
       {"api-key: x", "Authorization: Bearer x", "X-Auth-Token: 1", "cookie: a=b", "x-team: blue-4711"}) {
    CAPTURE(secret);
    CHECK(is_secret_header(secret));
  }
  for (std::string const plain :
       {"x-team: blue", "x-retry: 1", "x-title: companions", "anthropic-version: 2023-06-01", "x: "}) {
    CAPTURE(plain);
    CHECK_FALSE(is_secret_header(plain));
  }
}

TEST_CASE("an address is shown without what is secret in it") {
  struct Case {
    std::string url;
    std::string shown;
  };
  for (auto const& [url, shown] :
       {Case{"https://api.openai.com/v1", "https://api.openai.com/v1"}, Case{"", ""},
        Case{"https://x.example/d?api-version=2024-06-01", "https://x.example/d?api-version=2024-06-01"},
        Case{"https://x.example/d?key=hunter2", "https://x.example/d?key=***"},
        Case{"https://x.example/?API-Version=1&subscription-key=hunter2&x=hunter2",
             "https://x.example/?API-Version=1&subscription-key=***&x=***"},
        Case{"https://x.example?hunter2", "https://x.example?***"},
        Case{"https://x.example/?a=1;b=hunter2#hunter2", "https://x.example/?a=***;b=***#***"},
        Case{"https://x.example/?a=b?c=hunter2", "https://x.example/?a=***?c=***"},
        Case{"https://x.example/?key==hunter2&&", "https://x.example/?key=***&&"},
        Case{"https://u:hunter2@x.example/v1", "https://***@x.example/v1"},
        Case{"https://u:hun@ter2@x.example/v1", "https://***@x.example/v1"},
        Case{"https://u:hun/ter2@x.example/v1", "https://***@x.example/v1"},
        Case{"u:hunter2@x.example/v1", "***@x.example/v1"}}) {
    CAPTURE(url);
    CHECK(shown_url(url) == shown);
    CHECK(shown_url(url).find("hunter2") == std::string::npos);
  }
}
