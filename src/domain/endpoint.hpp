#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Rules for addresses of services, such as an LLM's. Pure: whether an address is a good one is decided before anything
// is called. net/url.hpp reads it.
namespace proactive {

struct Endpoint {
  bool tls = false;
  std::string host;  // a name or an address, without brackets, in lower case
};

// Whether a text has the form of an address: http or https, something behind it, and neither a fragment nor spaces,
// control characters, quotes, backslashes or bytes beyond ASCII. Whether it is one only net::parse_endpoint can say.
bool looks_like_url(std::string_view url);

// An address as it may be shown: "***" for a name and password, and for what its query holds but for a version.
std::string shown_url(std::string_view url);

// "localhost", "*.localhost", 127.0.0.0/8 or ::1: stays on this machine.
bool is_loopback(std::string_view host);

// Reads a JSON object of header names and texts as "Name: value". Nothing where it is something else, where a name is
// no HTTP token or one that the call itself sets (Host, Content-Length, ...), or a text has control characters.
std::optional<std::vector<std::string>> parse_headers(std::string const& text);

// Whether a header of parse_headers holds a secret: its name says so, or its text looks like one (letters and digits, 8
// and more of them). Others, such as "x-retry: 1", may be logged, and would be found in any text.
bool is_secret_header(std::string const& header);

}  // namespace proactive
