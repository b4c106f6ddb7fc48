#include "domain/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace proactive {

namespace {

using Ipv4 = std::array<std::uint8_t, 4>;

struct Network {
  Address first;
  int bits;
};

constexpr std::array<Ipv4, 3> metadata{{{100, 100, 100, 200},  // Alibaba
                                        {168, 63, 129, 16},    // Azure's WireServer
                                        {192, 0, 0, 192}}};    // Oracle
constexpr std::array<Network, 3> networks{
    {{{0xFE, 0x80}, 10},                                                           // link-local
     {{0xFD, 0x00, 0x0E, 0xC2}, 32},                                               // Amazon's, of which ::254 is one
     {{0xFD, 0x20, 0x00, 0xCE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128}}};  // Google's

// Whose last four bytes are an address of IPv4: mapped, translated, compatible; NAT64 of RFC 6052 and 8215.
constexpr std::array<Network, 5> carriers{{{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96},
                                           {{0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0}, 96},
                                           {{}, 96},
                                           {{0x00, 0x64, 0xFF, 0x9B}, 96},
                                           {{0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01}, 48}}};
constexpr Network six_to_four{{0x20, 0x02}, 16};

// Of the IANA's registries of special-purpose addresses: what is not globally reachable.
constexpr std::array<Network, 6> private_networks{{{{}, 127},                         // :: and ::1
                                                   {{0xFC, 0x00}, 7},                 // RFC 4193
                                                   {{0xFE, 0xC0}, 10},                // RFC 3879
                                                   {{0xFF, 0x00}, 8},                 // multicast
                                                   {{0x01, 0x00}, 64},                // RFC 6666
                                                   {{0x20, 0x01, 0x0D, 0xB8}, 32}}};  // RFC 3849
constexpr std::array<std::pair<Ipv4, int>, 14> private_ipv4{{{{0, 0, 0, 0}, 8},
                                                             {{10, 0, 0, 0}, 8},
                                                             {{100, 64, 0, 0}, 10},
                                                             {{127, 0, 0, 0}, 8},
                                                             {{169, 254, 0, 0}, 16},
                                                             {{172, 16, 0, 0}, 12},
                                                             {{192, 0, 0, 0}, 24},
                                                             {{192, 0, 2, 0}, 24},
                                                             {{192, 168, 0, 0}, 16},
                                                             {{198, 18, 0, 0}, 15},
                                                             {{198, 51, 100, 0}, 24},
                                                             {{203, 0, 113, 0}, 24},
                                                             {{224, 0, 0, 0}, 4},
                                                             {{240, 0, 0, 0}, 4}}};

bool is_in(Address const& address, Network const& network) {
  for (int bit = 0; bit < network.bits; ++bit) {
    auto const byte = static_cast<std::size_t>(bit / 8);
    auto const mask = 0x80U >> static_cast<unsigned>(bit % 8);
    if ((address[byte] & mask) != (network.first[byte] & mask)) return false;
  }
  return true;
}

Ipv4 bytes_at(Address const& address, std::size_t at) {
  return {address[at], address[at + 1], address[at + 2], address[at + 3]};
}

// ISATAP: RFC 5214.
bool is_isatap(Address const& address) {
  return (address[8] & ~0x02U) == 0 && address[9] == 0 && address[10] == 0x5E && address[11] == 0xFE;
}

std::vector<Ipv4> carried(Address const& address) {
  std::vector<Ipv4> all;
  bool const is_carrier = is_isatap(address) || std::any_of(carriers.begin(), carriers.end(),
                                                            [&](auto const& each) { return is_in(address, each); });
  if (is_carrier) all.push_back(bytes_at(address, 12));
  if (is_in(address, six_to_four)) all.push_back(bytes_at(address, 2));
  return all;
}

bool is_forbidden(Ipv4 const& ipv4) {
  bool const is_link_local = ipv4[0] == 169 && ipv4[1] == 254;
  return is_link_local || std::find(metadata.begin(), metadata.end(), ipv4) != metadata.end();
}

bool is_private_ipv4(Ipv4 const& ipv4) {
  constexpr int mapped_bits = 96;
  auto const address = mapped_ipv4(ipv4);
  return std::any_of(private_ipv4.begin(), private_ipv4.end(), [&](auto const& each) {
    return is_in(address, {mapped_ipv4(each.first), mapped_bits + each.second});
  });
}

// inet_aton() would also read what stands before a space.
bool may_be_ipv4(std::string const& host) {
  return host.find_first_not_of("0123456789abcdefABCDEFxX.") == std::string::npos;
}

}  // namespace

Address mapped_ipv4(std::array<std::uint8_t, 4> const& ipv4) {
  return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, ipv4[0], ipv4[1], ipv4[2], ipv4[3]};
}

std::optional<Address> read_address(std::string_view host) {
  while (host.ends_with('.')) host.remove_suffix(1);
  std::string const text{host.substr(0, host.find('%'))};
  in_addr ipv4{};
  if (may_be_ipv4(text) && inet_aton(text.c_str(), &ipv4) == 1) {
    Ipv4 bytes{};
    std::memcpy(bytes.data(), &ipv4, bytes.size());
    return mapped_ipv4(bytes);
  }
  Address ipv6{};
  if (inet_pton(AF_INET6, text.c_str(), ipv6.data()) == 1) return ipv6;
  return std::nullopt;
}

bool is_off_limits(Address const& address) {
  auto const inside = carried(address);
  return std::any_of(networks.begin(), networks.end(), [&](auto const& each) { return is_in(address, each); }) ||
         std::any_of(inside.begin(), inside.end(), is_forbidden);
}

bool is_private(Address const& address) {
  auto const inside = carried(address);
  return is_off_limits(address) ||
         std::any_of(private_networks.begin(), private_networks.end(),
                     [&](auto const& each) { return is_in(address, each); }) ||
         std::any_of(inside.begin(), inside.end(), is_private_ipv4);
}

bool is_off_limits(std::string_view host) {
  if (auto const address = read_address(host)) return is_off_limits(*address);
  while (host.ends_with('.')) host.remove_suffix(1);
  auto const name = to_lower(host);
  constexpr std::array<std::string_view, 8> names{
      "metadata",      "metadata.google.internal",   "metadata.goog",           "metadata.azure.internal",
      "instance-data", "instance-data.ec2.internal", "metadata.tencentyun.com", "metadata.platformequinix.com"};
  return std::any_of(names.begin(), names.end(), [&](std::string_view each) {
    bool const is_below = each.find('.') != std::string_view::npos && name.ends_with("." + std::string{each});
    return name == each || is_below;
  });
}

}  // namespace proactive
