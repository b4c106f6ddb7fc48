#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The address of an LLM's service. Pure: whether an address is a good one is decided before anything is called.
namespace proactive {

struct Endpoint {
  bool tls = false;
  std::string host;  // a name or an address, without brackets
};

// Reads "https://api.openai.com/v1". Nothing where it is not http or https, has no host, or carries what does not
// belong into a base URL: a name and password, a fragment, spaces or control characters.
std::optional<Endpoint> parse_endpoint(std::string_view url);

// "localhost", "*.localhost", 127.0.0.0/8 or ::1: stays on this machine.
bool is_loopback(std::string_view host);

// URLs below a base URL, whose query (Azure's api-version) stays behind them.
std::string completions_url(std::string_view base_url);
std::string models_url(std::string_view base_url);

// Reads a JSON object of header names and texts as "Name: value". Nothing where it is something else, where a name is
// no HTTP token or one that the call itself sets (Host, Content-Length, ...), or a text has control characters.
std::optional<std::vector<std::string>> parse_headers(std::string const& text);

}  // namespace proactive
