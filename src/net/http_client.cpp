#include "net/http_client.hpp"

#include <curl/curl.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <map>
#include <new>
#include <optional>
#include <utility>

#include "base/build.hpp"
#include "base/text.hpp"
#include "domain/address.hpp"
#include "net/url.hpp"

namespace proactive::net {

namespace {

struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListDeleter>;

void add_header(HeaderList& list, std::string const& header) {
  auto* const longer = curl_slist_append(list.get(), header.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

// libcurl's own state of the process, once.
void initialize_curl() {
  static CURLcode const once = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (once != CURLE_OK) throw std::bad_alloc();
}

// IPv4 mapped into IPv6; nothing for a socket of another kind.
std::optional<Address> address_of(sockaddr const* socket) {
  Address address{};
  if (socket->sa_family == AF_INET) {
    std::array<std::uint8_t, 4> ipv4{};
    std::memcpy(ipv4.data(), &reinterpret_cast<sockaddr_in const*>(socket)->sin_addr, ipv4.size());
    return mapped_ipv4(ipv4);
  }
  if (socket->sa_family != AF_INET6) return std::nullopt;
  std::memcpy(address.data(), &reinterpret_cast<sockaddr_in6 const*>(socket)->sin6_addr, address.size());
  return address;
}

bool is_of_this_machine(Address const& address) {
  in6_addr ipv6{};
  std::memcpy(&ipv6, address.data(), address.size());
  return IN6_IS_ADDR_LOOPBACK(&ipv6) || (IN6_IS_ADDR_V4MAPPED(&ipv6) && address[12] == 127);
}

constexpr std::string_view off_limits = "the address is link-local, or of a cloud's metadata service";

// Why what a name has resolved to is not called, of the service or of the proxy; empty: it may be.
std::string_view obstacle_to(sockaddr const* socket, HttpOptions const& options) {
  auto const address = address_of(socket);
  if (!address || is_off_limits(*address)) return off_limits;
  if (options.stays_here && !is_of_this_machine(*address))
    return "the address is not of this machine, as its name says";
  if (!options.stays_here && !options.allows_private && is_private(*address))
    return "the address is of a private network";
  return {};
}

// By the URL, which a proxy would resolve.
bool may_call(std::string const& url) {
  auto const endpoint = parse_endpoint(url);
  return endpoint && !is_off_limits(endpoint->host);
}

// One request under way.
struct Transfer {
  explicit Transfer(HttpOptions const& from) : options(from) {}

  HttpOptions const& options;
  CURL* handle = nullptr;
  HttpResponse response;
  std::string url;
  std::string request;
  HeaderList headers;
  std::size_t received = 0;
  bool too_large = false;
  std::string_view refused = {};  // why it was not called
  std::array<char, CURL_ERROR_SIZE> error{};

  bool count(std::size_t bytes) {
    received += bytes;
    too_large = received > options.most_bytes;
    return !too_large;
  }
};

// CURLOPT_MAXFILESIZE does not stop bodies of unknown length in libcurl 7.88, so every byte is counted here.
std::size_t take_body(char* data, std::size_t size, std::size_t count, void* transfer) {
  auto& self = *static_cast<Transfer*>(transfer);
  if (!self.count(size * count)) return 0;
  self.response.body.append(data, size * count);
  return size * count;
}

std::size_t take_header(char* /*data*/, std::size_t size, std::size_t count, void* transfer) {
  return static_cast<Transfer*>(transfer)->count(size * count) ? size * count : 0;
}

// Of the last response, where others came before it.
std::map<std::string, std::string, std::less<>> headers_of(CURL* handle) {
  std::map<std::string, std::string, std::less<>> headers;
  for (auto* header = curl_easy_nextheader(handle, CURLH_HEADER, -1, nullptr); header != nullptr;
       header = curl_easy_nextheader(handle, CURLH_HEADER, -1, header)) {
    headers.emplace(to_lower(header->name), header->value);
  }
  curl_off_t seconds = 0;  // a date is counted from now on
  curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds);
  if (seconds > 0) headers["retry-after"] = std::to_string(seconds);
  return headers;
}

curl_socket_t open_socket(void* transfer, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto& self = *static_cast<Transfer*>(transfer);
  auto const obstacle = obstacle_to(&address->addr, self.options);
  if (!obstacle.empty()) {
    self.refused = obstacle;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

HttpFailure failure_of(CURLcode code, Transfer const& transfer) {
  if (transfer.too_large) return HttpFailure::too_large;
  if (!transfer.refused.empty() && code == CURLE_COULDNT_CONNECT) return HttpFailure::refused_address;
  switch (code) {
    case CURLE_OK:
      return HttpFailure::none;
    case CURLE_OPERATION_TIMEDOUT:
      return HttpFailure::timeout;
    case CURLE_FILESIZE_EXCEEDED:
      return HttpFailure::too_large;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SSL_CONNECT_ERROR:  // a handshake that broke; a certificate that nobody trusts has a code of its own
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return HttpFailure::unreachable;
    default:
      return HttpFailure::other;
  }
}

std::string words_for(CURLcode code, Transfer const& transfer) {
  if (code == CURLE_OK) return {};
  if (transfer.too_large) return fmt::format("the response has more than {} bytes", transfer.options.most_bytes);
  if (!transfer.refused.empty()) return std::string{transfer.refused};
  return transfer.error[0] != '\0' ? transfer.error.data() : curl_easy_strerror(code);
}

}  // namespace

struct HttpClient::State {
  explicit State(HttpOptions from) : options(std::move(from)) {
    initialize_curl();
    multi = curl_multi_init();
    if (multi == nullptr) throw std::bad_alloc();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(options.most_connections));
  }
  ~State() {
    drop_all();
    curl_multi_cleanup(multi);
  }
  State(State const&) = delete;
  State& operator=(State const&) = delete;

  [[nodiscard]] HeaderList headers_of_request(std::vector<std::string> const& more) const {
    HeaderList list;
    add_header(list, "Content-Type: application/json");
    add_header(list, "Accept: application/json");
    add_header(list, "Expect:");  // no round trip before the body
    for (auto const& header : options.headers) add_header(list, header);
    for (auto const& header : more) add_header(list, header);
    return list;
  }

  void configure(Transfer& transfer) const {
    auto* const handle = transfer.handle;
    curl_easy_setopt(handle, CURLOPT_URL, transfer.url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, transfer.headers.get());
    if (!transfer.request.empty()) {
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, transfer.request.data());
      curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer.request.size()));
    }
    curl_easy_setopt(handle, CURLOPT_PRIVATE, &transfer);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, transfer.error.data());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options.most_bytes));
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");  // all that libcurl understands
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    // Over TLS the handshake tells whether a connection can be shared. Without, only the first response would.
    curl_easy_setopt(handle, CURLOPT_PIPEWAIT, options.tls ? 1L : 0L);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, fmt::format("proactive/{}", version()).c_str());
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, static_cast<long>(options.connect_timeout.count()));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(options.timeout.count()));
    if (!options.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, options.ca_file.c_str());
    if (options.stays_here) {
      curl_easy_setopt(handle, CURLOPT_PROXY, "");
    } else if (!options.proxy.empty()) {
      curl_easy_setopt(handle, CURLOPT_PROXY, options.proxy.c_str());
    }
  }

  void drop(std::map<CURL*, std::unique_ptr<Transfer>>::iterator found) {
    curl_multi_remove_handle(multi, found->first);
    curl_easy_cleanup(found->first);
    transfers.erase(found);
  }
  void drop_all() {
    refused.clear();
    while (!transfers.empty()) drop(transfers.begin());
  }

  void refuse(std::uint64_t id) {
    HttpResponse response;
    response.id = id;
    response.failure = HttpFailure::refused_address;
    response.problem = off_limits;
    refused.push_back(std::move(response));
  }

  HttpResponse finish(CURL* handle, CURLcode code) {
    auto const found = transfers.find(handle);
    auto& transfer = *found->second;
    auto response = std::move(transfer.response);
    response.failure = failure_of(code, transfer);
    response.problem = words_for(code, transfer);
    long status = 0;
    curl_off_t microseconds = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle, CURLINFO_TOTAL_TIME_T, &microseconds);
    response.status = static_cast<int>(status);
    response.headers = headers_of(handle);
    response.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::microseconds{microseconds});
    drop(found);
    return response;
  }

  HttpOptions options;
  CURLM* multi = nullptr;
  std::map<CURL*, std::unique_ptr<Transfer>> transfers;
  std::vector<HttpResponse> refused;  // before they were sent
};

HttpClient::HttpClient(HttpOptions options) : state_(std::make_unique<State>(std::move(options))) {}
HttpClient::~HttpClient() = default;

void HttpClient::post(std::uint64_t id, std::string body, std::string url, std::vector<std::string> const& headers) {
  if (url.empty()) url = state_->options.url;
  if (!may_call(url)) return state_->refuse(id);
  auto transfer = std::make_unique<Transfer>(state_->options);
  transfer->handle = curl_easy_init();
  if (transfer->handle == nullptr) throw std::bad_alloc();
  transfer->response.id = id;
  transfer->request = std::move(body);
  transfer->url = std::move(url);
  transfer->headers = state_->headers_of_request(headers);
  state_->configure(*transfer);
  curl_multi_add_handle(state_->multi, transfer->handle);
  auto* const handle = transfer->handle;
  state_->transfers.emplace(handle, std::move(transfer));
}

void HttpClient::get(std::uint64_t id) { post(id, {}); }

std::vector<HttpResponse> HttpClient::poll(std::chrono::milliseconds wait) {
  auto ended = std::exchange(state_->refused, {});
  auto const advance = [&] {
    int running = 0;
    curl_multi_perform(state_->multi, &running);
    int left = 0;
    while (auto const* message = curl_multi_info_read(state_->multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      auto* const handle = message->easy_handle;
      auto const code = message->data.result;
      ended.push_back(state_->finish(handle, code));
    }
  };
  advance();
  if (!ended.empty()) return ended;
  curl_multi_poll(state_->multi, nullptr, 0, static_cast<int>(wait.count()), nullptr);
  advance();
  return ended;
}

void HttpClient::wake() noexcept { curl_multi_wakeup(state_->multi); }

void HttpClient::cancel_all() { state_->drop_all(); }

int HttpClient::in_flight() const { return static_cast<int>(state_->transfers.size() + state_->refused.size()); }

std::vector<Library> libraries() {
  auto const* const running = curl_version_info(CURLVERSION_NOW);
  std::vector<Library> found{{"libcurl", running->version}};
  if (running->ssl_version == nullptr) return found;
  std::string const encryption{running->ssl_version};  // "OpenSSL/3.0.17"
  auto const slash = encryption.find('/');
  found.push_back({encryption.substr(0, slash), slash == std::string::npos ? "" : encryption.substr(slash + 1)});
  return found;
}

}  // namespace proactive::net
