#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/endpoint.hpp"

// URLs as libcurl reads them: what is decided on here is what will be called.
namespace proactive::net {

// Reads "https://api.openai.com/v1". Nothing where it is not http or https, has no host, or carries what does not
// belong into a service's address: a name and password, a fragment, spaces or control characters.
std::optional<Endpoint> parse_endpoint(std::string_view text);

// The host of a proxy as libcurl reads it, with or without a scheme, a name and a password: "user@proxy:3128". Without
// brackets, in lower case. Nothing where it cannot be read.
std::optional<std::string> host_of_proxy(std::string const& text);

// The URL of a resource ("/models") below a base URL, whose query (Azure's api-version) stays behind it. The base URL
// is one that parse_endpoint reads.
std::string below(std::string const& base_url, std::string_view resource);

}  // namespace proactive::net
