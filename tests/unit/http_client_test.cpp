#include "net/http_client.hpp"

#include <doctest/doctest.h>

using namespace proactive;
using net::HttpFailure;

namespace {

HttpFailure failure_of(std::string const& url, std::string const& proxy = "") {
  net::HttpOptions options;
  options.url = url;
  options.tls = false;
  options.proxy = proxy;
  options.timeout = std::chrono::seconds{5};
  net::HttpClient client(options);
  client.get(7);
  CHECK(client.in_flight() == 1);
  while (true) {
    auto const ended = client.poll(std::chrono::milliseconds{100});
    if (ended.empty()) continue;
    CHECK(ended.front().id == 7);
    CHECK(client.in_flight() == 0);
    return ended.front().failure;
  }
}

}  // namespace

TEST_CASE("an address that is off limits is not called") {
  for (std::string const url :
       {"http://169.254.169.254/v1", "http://2852039166/", "http://0xa9fea9fe", "http://169.254.43518.",
        "http://[fe80::1]/", "http://[::ffff:169.254.169.254]/", "http://[64:ff9b::a9fe:a9fe]:80/v1",
        "http://100.100.100.200", "http://[fd00:ec2::254]", "http://metadata.google.internal./x"}) {
    CAPTURE(url);
    CHECK(failure_of(url) == HttpFailure::refused_address);
  }
}

TEST_CASE("nor is a proxy asked for it, nor called if it is off limits itself") {
  for (std::string const url : {"http://169.254.169.254/v1", "http://metadata.google.internal/"}) {
    CAPTURE(url);
    CHECK(failure_of(url, "http://127.0.0.1:9") == HttpFailure::refused_address);
  }
  for (std::string const proxy :
       {"http://169.254.169.254", "socks5h://[fe80::1]:1080", "2852039166:80", "0251.0376.0251.0376"}) {
    CAPTURE(proxy);
    CHECK(failure_of("http://llm.invalid", proxy) == HttpFailure::refused_address);
  }
  CHECK(failure_of("http://llm.invalid", "http://127.0.0.1:9") == HttpFailure::unreachable);
}
