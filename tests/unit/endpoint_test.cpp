#include "domain/endpoint.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace proactive;

TEST_CASE("addresses of services are read") {
  struct Case {
    std::string url;
    bool tls;
    char const* host;
  };
  for (auto const& [url, tls, host] :
       {Case{"https://api.openai.com/v1", true, "api.openai.com"},
        Case{"https://api.openai.com", true, "api.openai.com"}, Case{"http://localhost:11434/v1", false, "localhost"},
        Case{"HTTPS://API.Example.COM/v1", true, "api.example.com"}, Case{"Http://LocalHost", false, "localhost"},
        Case{"http://127.0.0.1:8080", false, "127.0.0.1"}, Case{"http://[::1]:8080/v1", false, "::1"},
        Case{"https://[2001:DB8::1]/v1", true, "2001:db8::1"}, Case{"https://[::1]", true, "::1"},
        Case{"http://x.example:65535", false, "x.example"}, Case{"http://x.example:1", false, "x.example"},
        Case{"https://x.example:443?api-version=1", true, "x.example"},
        Case{"https://x.example?api-version=1", true, "x.example"}, Case{"https://x.example/a@b", true, "x.example"},
        Case{"https://x.example/?u=http://y.example", true, "x.example"},
        Case{"https://my-res.openai.azure.com/openai/deployments/d?api-version=2024-06-01", true,
             "my-res.openai.azure.com"}}) {
    CAPTURE(url);
    auto const endpoint = parse_endpoint(url);
    REQUIRE(endpoint);
    CHECK(endpoint->tls == tls);
    CHECK(endpoint->host == host);
  }
}

TEST_CASE("what is no address of a service is refused") {
  for (std::string const url : {"",
                                "https",
                                "https:",
                                "https:/",
                                "https://",
                                "https:///v1",
                                "http://",
                                "http://?q",
                                "http://:8080",
                                "api.openai.com",
                                "//api.openai.com/v1",
                                "ftp://x.example",
                                "file:///etc/passwd",
                                "httpss://x.example",
                                "https//x.example",
                                " https://x.example",
                                "https://x.example ",
                                "https://x.example/a b",
                                "https://x.example\n",
                                "https://x.ex\tample",
                                "https://x.example/\x7f",
                                "https://\u00fc.example",
                                "https://x.example/#a",
                                "https://x.example#",
                                "https://user@x.example",
                                "https://user:secret@x.example/v1",
                                "https://@x.example",
                                "http://127.0.0.1:80@x.example/",
                                "http://localhost\\@x.example",
                                "https://x.example/\"",
                                "https://[]/v1",
                                "https://[::1",
                                "https://[",
                                "unix:///run/llm.sock"}) {
    CAPTURE(url);
    CHECK_FALSE(parse_endpoint(url));
  }
  CHECK_FALSE(parse_endpoint(std::string_view{"https://x.example\0/v1", 21}));
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

TEST_CASE("an address that is read is this machine's only if its host is") {
  struct Case {
    std::string url;
    bool here;
  };
  for (auto const& [url, here] :
       {Case{"HTTP://LOCALHOST:1", true}, Case{"http://[::1]:8080", true}, Case{"http://127.0.0.1:80/v1", true},
        Case{"http://127.0.0.1.example.com/v1", false}, Case{"http://x.example/localhost", false},
        Case{"http://x.example?localhost", false}, Case{"http://x.example:127/", false}}) {
    CAPTURE(url);
    auto const endpoint = parse_endpoint(url);
    REQUIRE(endpoint);
    CHECK(is_loopback(endpoint->host) == here);
  }
}

TEST_CASE("the query of a base URL stays behind the resource") {
  struct Case {
    char const* base;
    char const* completions;
    char const* models;
  };
  for (auto const& [base, completions, models] :
       {Case{"https://x.example/v1", "https://x.example/v1/chat/completions", "https://x.example/v1/models"},
        Case{"https://x.example/v1/", "https://x.example/v1/chat/completions", "https://x.example/v1/models"},
        Case{"https://x.example//", "https://x.example/chat/completions", "https://x.example/models"},
        Case{"https://x.example", "https://x.example/chat/completions", "https://x.example/models"},
        Case{"https://x.example/d?api-version=1", "https://x.example/d/chat/completions?api-version=1",
             "https://x.example/d/models?api-version=1"},
        Case{"https://x.example/d/?a=/b/&c=?", "https://x.example/d/chat/completions?a=/b/&c=?",
             "https://x.example/d/models?a=/b/&c=?"},
        Case{"https://x.example?a=1", "https://x.example/chat/completions?a=1", "https://x.example/models?a=1"}}) {
    CHECK(completions_url(base) == completions);
    CHECK(models_url(base) == models);
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

// Else another host would count as loopback.
TEST_CASE("behind an address in brackets there is a port or nothing") {
  for (std::string const url : {"http://[::1]evil.example/v1", "http://[::1].evil.example/v1", "http://[::1]8080/v1"}) {
    CAPTURE(url);
    CHECK_FALSE(parse_endpoint(url));
  }
}

// Else such a URL would pass the settings' check, and every call fail.
TEST_CASE("a port is a number up to 65535") {
  for (std::string const url :
       {"https://x.example:port/v1", "https://x.example:1:2/v1", "https://x.example:65536/v1", "https://x.example:0/v1",
        "https://x.example:+8/v1", "https://x.example:80a/v1", "https://x.example:99999999999/v1", "https://[::1]:/v1",
        "https://[::1]:70000", "https://x.example:-1/v1", "https://[::1]:x/v1", "https://2001:db8::1/v1"}) {
    CAPTURE(url);
    CHECK_FALSE(parse_endpoint(url));
  }
}
