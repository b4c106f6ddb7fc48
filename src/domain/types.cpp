#include "domain/types.hpp"

#include <algorithm>

namespace proactive {

namespace {

template <typename Enum, std::size_t Count>
std::optional<Enum> find_name(std::array<std::string_view, Count> const& names, std::string_view name) {
  auto const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::optional<Stage> stage_from(std::string_view name) { return find_name<Stage>(stage_names, name); }

std::optional<EngagementType> engagement_type_from(std::string_view name) {
  return find_name<EngagementType>(engagement_type_names, name);
}

}  // namespace proactive
