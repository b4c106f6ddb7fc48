#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

// The words of enums: what is stored, logged and read for their values.
namespace proactive {

template <typename Enum>
struct Named {
  Enum value;
  std::string_view name;
};

// Specialised beside each enum that has words; every value stands in its place beside its own name:
//   template <>
//   struct Names<Tone> {
//     static constexpr auto table = std::to_array<Named<Tone>>({{Tone::warm, "warm"}, {Tone::gentle, "gentle"}});
//   };
template <typename Enum>
struct Names;

namespace detail {

// Values in the order of their declaration, and no word empty or twice.
template <typename Enum>
constexpr bool is_ordered() {
  auto const& table = Names<Enum>::table;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].value != static_cast<Enum>(i) || table[i].name.empty()) return false;
    for (std::size_t before = 0; before < i; ++before) {
      if (table[before].name == table[i].name) return false;
    }
  }
  return true;
}

template <typename Enum>
constexpr auto list_names() {
  static_assert(is_ordered<Enum>(), "the values of Names<Enum>::table stand in another order than the enum's");
  std::array<std::string_view, Names<Enum>::table.size()> list{};
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = Names<Enum>::table[i].name;
  return list;
}

template <typename Enum>
inline constexpr auto names_list = list_names<Enum>();

}  // namespace detail

// All words of an enum, in its order.
template <typename Enum>
constexpr auto const& names() {
  return detail::names_list<Enum>;
}

template <typename Enum>
requires std::is_enum_v<Enum>
constexpr std::string_view name_of(Enum value) { return names<Enum>().at(static_cast<std::size_t>(value)); }

// nullopt: no such word. Case counts.
template <typename Enum>
constexpr std::optional<Enum> value_of(std::string_view name) {
  for (auto const& entry : Names<Enum>::table) {
    if (entry.name == name) return entry.value;
  }
  return std::nullopt;
}

}  // namespace proactive
