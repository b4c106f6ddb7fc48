#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/library.hpp"
#include "base/names.hpp"

namespace proactive::net {

struct HttpOptions {
  std::string url;                   // http or https
  std::vector<std::string> headers;  // "Name: value"
  std::string ca_file = {};          // PEM; empty: the system's certificates
  std::string proxy = {};            // empty: as the environment says (https_proxy, no_proxy)
  bool tls = true;                   // what the URL's scheme says
  bool stays_here = false;           // connect to this machine's own addresses only, and through no proxy
  bool allows_private = true;        // connect to addresses that are not of the public internet (domain/address.hpp)
  std::chrono::seconds connect_timeout{5};
  std::chrono::seconds timeout{60};       // of the whole call
  int most_connections = 16;              // that are kept alive
  std::size_t most_bytes = 256UL * 1024;  // of a response, decompressed, headers included
};

enum class HttpFailure {
  none,         // there is a status and a body
  unreachable,  // no connection, or one that broke: a repetition may succeed
  timeout,
  too_large,
  refused_address,  // link-local, a cloud's metadata (domain/address.hpp), private or not of this machine where it must
                    // not be
  other             // TLS, protocol
};

}  // namespace proactive::net

namespace proactive {

// The names are stored with engagements, and frozen.
template <>
struct Names<net::HttpFailure> {
  static constexpr auto table =
      std::to_array<Named<net::HttpFailure>>({{net::HttpFailure::none, "none"},
                                              {net::HttpFailure::unreachable, "unreachable"},
                                              {net::HttpFailure::timeout, "timeout"},
                                              {net::HttpFailure::too_large, "too_large"},
                                              {net::HttpFailure::refused_address, "refused_address"},
                                              {net::HttpFailure::other, "transport"}});
};

}  // namespace proactive

namespace proactive::net {

struct HttpResponse {
  std::uint64_t id = 0;
  HttpFailure failure = HttpFailure::none;
  int status = 0;
  std::string body;
  std::string problem;                                           // libcurl's words for a failure
  std::map<std::string, std::string, std::less<>> headers = {};  // names in lower case; Retry-After in seconds
  std::chrono::milliseconds elapsed{0};
};

// Exchanges JSON, compressed where the other side likes, many requests at once on the calling thread (libcurl's multi
// interface): connections are kept alive, HTTP/2 is spoken where TLS offers it, redirects are not followed,
// certificates are checked. A request that is cancelled or fails takes its connection or stream with it, so that its
// answer can never reach another request.
class HttpClient {
 public:
  explicit HttpClient(HttpOptions options);
  ~HttpClient();
  HttpClient(HttpClient const&) = delete;
  HttpClient& operator=(HttpClient const&) = delete;

  // `id` comes back with the response. A host that is off limits is not called, nor is a proxy asked for it. `url`:
  // another one than that of the options. `headers`: besides those of the options.
  void post(std::uint64_t id, std::string body, std::string url = {}, std::vector<std::string> const& headers = {});
  void get(std::uint64_t id);

  // Sends and receives; returns what has ended, and waits for it up to `wait`.
  std::vector<HttpResponse> poll(std::chrono::milliseconds wait);

  // Ends poll's wait. The only function for other threads.
  void wake() noexcept;

  void cancel_all();
  [[nodiscard]] int in_flight() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// libcurl, and what it encrypts with.
std::vector<Library> libraries();

}  // namespace proactive::net
