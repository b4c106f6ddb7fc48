#include "domain/engagement/type_weights.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr int most_type_weight = 1000;

std::optional<int> read_type_weight(std::string_view text) {
  int weight = 0;
  auto const* const end = text.data() + text.size();
  auto const [stop, error] = std::from_chars(text.data(), end, weight);
  bool const is_weight = error == std::errc{} && stop == end && weight >= 0 && weight <= most_type_weight;
  return is_weight ? std::optional{weight} : std::nullopt;
}

}  // namespace

std::optional<TypeWeights> parse_type_weights(std::string_view text) {
  TypeWeights weights;
  while (!text.empty()) {
    auto const end = std::min(text.find(','), text.size());
    auto const word = trim(text.substr(0, end));
    auto const equals = std::min(word.find('='), word.size());
    auto const type = value_of<EngagementType>(word.substr(0, equals));
    auto const weight = read_type_weight(word.substr(std::min(equals + 1, word.size())));
    if (!type || !weight || !weights.emplace(*type, *weight).second) return std::nullopt;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return weights;
}

int weight_of(TypeWeights const& weights, EngagementType type) {
  auto const found = weights.find(type);
  return found == weights.end() ? 1 : found->second;
}

}  // namespace proactive
