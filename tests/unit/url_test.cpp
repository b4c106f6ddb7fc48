#include "net/url.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace proactive;
using net::below;
using net::parse_endpoint;

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
        Case{"https://[::1]:/v1", true, "::1"}, Case{"http://x.example:65535", false, "x.example"},
        Case{"http://x.example:1", false, "x.example"}, Case{"https://x.example:443?api-version=1", true, "x.example"},
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

TEST_CASE("an address that is read is this machine's only if its host is") {
  struct Case {
    std::string url;
    bool here;
  };
  for (auto const& [url, here] :
       {Case{"HTTP://LOCALHOST:1", true}, Case{"http://[::1]:8080", true}, Case{"http://127.0.0.1:80/v1", true},
        Case{"http://127.1", true}, Case{"http://2130706433/v1", true}, Case{"http://127.0.0.1%2eexample/", false},
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
    CHECK(below(base, "/chat/completions") == completions);
    CHECK(below(base, "/models") == models);
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
        "https://x.example:+8/v1", "https://x.example:80a/v1", "https://x.example:99999999999/v1",
        "https://[::1]:70000", "https://x.example:-1/v1", "https://[::1]:x/v1", "https://2001:db8::1/v1"}) {
    CAPTURE(url);
    CHECK_FALSE(parse_endpoint(url));
  }
}

TEST_CASE("the host of a proxy is read with and without a scheme") {
  struct Case {
    std::string text;
    char const* host;
  };
  for (auto const& [text, host] :
       {Case{"proxy:3128", "proxy"}, Case{"http://user:pass@Proxy.example:3128", "proxy.example"},
        Case{"user:pass@10.0.0.1", "10.0.0.1"}, Case{"socks5h://[fe80::1]:1080", "fe80::1"},
        Case{"2852039166:80", "169.254.169.254"}, Case{"169.254.169.254", "169.254.169.254"}}) {
    CAPTURE(text);
    CHECK(net::host_of_proxy(text) == host);
  }
  CHECK_FALSE(net::host_of_proxy("http://"));
  CHECK_FALSE(net::host_of_proxy("http://a b"));
}
