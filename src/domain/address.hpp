#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

// Addresses of machines, and those that are never called. Pure.
namespace proactive {

// Of IPv6; those of IPv4 are mapped into it (RFC 4291, 2.5.5.2).
using Address = std::array<std::uint8_t, 16>;

Address mapped_ipv4(std::array<std::uint8_t, 4> const& ipv4);

// Reads a host as programs do that call it: "10.0.0.1", "167772161", "0xa000001", "012.0.0.1", "10.1", "fe80::1%eth0",
// each with points behind it. Nothing for a name.
std::optional<Address> read_address(std::string_view host);

// Link-local addresses and those of cloud machines' metadata services, which hand out credentials to whoever asks; also
// inside of an IPv6 address that is translated to them (mapped, NAT64, 6to4, ISATAP).
bool is_off_limits(Address const& address);
// The same for a host, without brackets: such an address in any spelling, or a name of such a service.
bool is_off_limits(std::string_view host);

// Addresses that are not of the public internet: private, shared (RFC 6598), of this machine, unspecified, multicast,
// reserved; also inside of an IPv6 address that is translated to them.
bool is_private(Address const& address);

}  // namespace proactive
