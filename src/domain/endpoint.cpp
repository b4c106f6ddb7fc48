#include "domain/endpoint.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/json.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

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

bool is_plain(std::string_view url) {
  return std::all_of(url.begin(), url.end(),
                     [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != '#'; });
}

// "api-version=2024-06-01" as it is, "key=***".
std::string shown_parameter(std::string_view parameter) {
  auto const name = parameter.substr(0, parameter.find('='));
  bool const is_version = to_lower(name) == "api-version" || to_lower(name) == "version";
  if (is_version || parameter.empty()) return std::string{parameter};
  return name.size() == parameter.size() ? "***" : fmt::format("{}=***", name);
}

}  // namespace

std::string shown_url(std::string_view url) {
  auto const query = std::min(url.find_first_of("?#"), url.size());
  std::string shown{url.substr(0, query)};
  auto const sign = shown.rfind('@');
  auto const scheme = shown.find("://");
  auto const begin = scheme == std::string::npos ? 0 : scheme + 3;
  if (sign != std::string::npos && sign >= begin) shown.replace(begin, sign - begin, "***");
  for (auto rest = url.substr(query); !rest.empty();) {
    shown += rest.front();  // what parts it from the one before
    rest.remove_prefix(1);
    auto const end = std::min(rest.find_first_of("?&;#"), rest.size());
    shown += shown_parameter(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  return shown;
}

bool looks_like_url(std::string_view url) {
  auto const lowered = to_lower(url.substr(0, 8));  // "HTTPS://" is a scheme too
  std::size_t const scheme = lowered.starts_with("https://") ? 8 : lowered.starts_with("http://") ? 7 : 0;
  return scheme > 0 && url.size() > scheme && url[scheme] != '/' && is_plain(url);
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
    headers.push_back(fmt::format("{}: {}", name, value.get<std::string>()));
  }
  return headers;
}

bool is_secret_header(std::string const& header) {
  constexpr std::size_t shortest_secret = 8;
  constexpr std::array<std::string_view, 7> words{"key", "auth", "token", "secret", "cookie", "password", "credential"};
  auto const colon = header.find(": ");
  auto const name = to_lower(header.substr(0, colon));
  if (std::any_of(words.begin(), words.end(), [&](auto word) { return name.find(word) != std::string::npos; }))
    return true;
  auto const value = to_lower(header.substr(colon + 2));
  bool const has_letter = value.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
  bool const has_digit = value.find_first_of("0123456789") != std::string::npos;
  return value.size() >= shortest_secret && has_letter && has_digit;
}

}  // namespace proactive
