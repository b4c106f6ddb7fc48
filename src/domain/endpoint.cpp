#include "domain/endpoint.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/json.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

// "HTTPS://" is a scheme too.
std::optional<bool> tls_of(std::string_view url) {
  auto const lowered = to_lower(url.substr(0, 8));
  if (lowered.starts_with("https://")) return true;
  if (lowered.starts_with("http://")) return false;
  return std::nullopt;
}

bool is_header_name(std::string const& name) {
  constexpr std::array<std::string_view, 6> ours{"host",       "content-length", "content-type",
                                                 "connection", "expect",         "transfer-encoding"};
  constexpr std::string_view signs{"!#$%&'*+-.^_`|~"};  // RFC 9110, 5.6.2
  bool const is_token = !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           signs.find(c) != std::string_view::npos;
  });
  return is_token && std::find(ours.begin(), ours.end(), to_lower(name)) == ours.end();
}

bool is_header_text(std::string const& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 0x7F; });
}

// ":8080"
bool is_port_or_nothing(std::string_view text) {
  if (text.empty()) return true;
  int port = 0;
  auto const* const end = text.data() + text.size();
  auto const [stop, problem] = std::from_chars(text.data() + 1, end, port);
  return text.front() == ':' && problem == std::errc{} && stop == end && port >= 1 && port <= 65535;
}

bool is_plain(std::string_view url) {
  return std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\'; });
}

std::string below(std::string_view base_url, std::string_view resource) {
  auto const query = std::min(base_url.find('?'), base_url.size());
  auto path = base_url.substr(0, query);
  while (path.ends_with('/')) path.remove_suffix(1);
  return std::string{path} + std::string{resource} + std::string{base_url.substr(query)};
}

}  // namespace

std::optional<Endpoint> parse_endpoint(std::string_view url) {
  auto const tls = tls_of(url);
  if (!tls || !is_plain(url) || url.find('#') != std::string_view::npos) return std::nullopt;
  auto authority = url.substr(*tls ? 8 : 7);
  authority = authority.substr(0, authority.find_first_of("/?"));
  if (authority.find('@') != std::string_view::npos) return std::nullopt;
  auto host = authority.substr(0, authority.find(':'));
  auto port = authority.substr(host.size());
  if (authority.starts_with('[')) {
    auto const end = authority.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
  }
  if (host.empty() || !is_port_or_nothing(port)) return std::nullopt;
  return Endpoint{*tls, to_lower(host)};
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host.ends_with(".localhost") || host == "::1") return true;
  bool const is_ipv4 =
      !host.empty() && std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return is_ipv4 && host.starts_with("127.");
}

std::optional<std::vector<std::string>> parse_headers(std::string const& text) {
  std::vector<std::string> headers;
  if (text.empty()) return headers;
  auto const object = parse_bounded(text, 1);
  if (!object || !object->is_object()) return std::nullopt;
  for (auto const& [name, value] : object->items()) {
    if (!value.is_string() || !is_header_name(name) || !is_header_text(value.get<std::string>())) return std::nullopt;
    headers.push_back(name + ": " + value.get<std::string>());
  }
  return headers;
}

std::string completions_url(std::string_view base_url) { return below(base_url, "/chat/completions"); }
std::string models_url(std::string_view base_url) { return below(base_url, "/models"); }

}  // namespace proactive
