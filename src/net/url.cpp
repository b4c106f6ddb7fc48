#include "net/url.hpp"

#include <curl/curl.h>

#include <memory>
#include <new>

#include "base/text.hpp"

namespace proactive::net {

namespace {

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlDeleter>;

// Nothing where libcurl cannot read it.
Url read(std::string const& text, unsigned flags = 0) {
  Url url{curl_url()};
  if (!url) throw std::bad_alloc();
  auto const code = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), flags);
  if (code == CURLUE_OUT_OF_MEMORY) throw std::bad_alloc();
  return code == CURLUE_OK ? std::move(url) : nullptr;
}

// Nothing where the URL has no such part, which is not the same as an empty one.
std::optional<std::string> part(Url const& url, CURLUPart which) {
  char* text = nullptr;
  auto const code = curl_url_get(url.get(), which, &text, 0);
  if (code == CURLUE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLUE_OK || text == nullptr) return std::nullopt;
  std::string found{text};
  curl_free(text);
  return found;
}

std::string without_brackets(std::string const& host) {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

// libcurl is lenient where a person has mistyped: it takes three slashes for two, a port 0, an empty user's name.
std::optional<Endpoint> parse_endpoint(std::string_view text) {
  if (!looks_like_url(text)) return std::nullopt;
  auto const url = read(std::string{text});
  if (!url || part(url, CURLUPART_USER) || part(url, CURLUPART_PASSWORD)) return std::nullopt;
  auto const host = part(url, CURLUPART_HOST);
  if (!host || host->empty() || part(url, CURLUPART_PORT) == "0") return std::nullopt;
  return Endpoint{part(url, CURLUPART_SCHEME) == "https", to_lower(without_brackets(*host))};
}

std::optional<std::string> host_of_proxy(std::string const& text) {
  auto const url = read(text, CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME);
  auto const host = url ? part(url, CURLUPART_HOST) : std::nullopt;
  return host ? std::optional{to_lower(without_brackets(*host))} : std::nullopt;
}

std::string below(std::string const& base_url, std::string_view resource) {
  auto const url = read(base_url);
  auto path = part(url, CURLUPART_PATH).value();
  while (path.ends_with('/')) path.pop_back();
  path += resource;
  if (curl_url_set(url.get(), CURLUPART_PATH, path.c_str(), 0) != CURLUE_OK) throw std::bad_alloc();
  return part(url, CURLUPART_URL).value();
}

}  // namespace proactive::net
