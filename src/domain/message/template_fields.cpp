#include "domain/message/template_fields.hpp"

#include <fmt/core.h>

#include <charconv>

#include "base/short_name.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

constexpr int most_weight = 100;

std::optional<std::string> assign_weight(MessageTemplate& changed, std::string const& value) {
  int weight = 0;
  auto const* const end = value.data() + value.size();
  auto const [stop, problem] = std::from_chars(value.data(), end, weight);
  if (problem != std::errc{} || stop != end || weight < 1 || weight > most_weight)
    return fmt::format("weight is a whole number from 1 to {}", most_weight);
  changed.weight = weight;
  return std::nullopt;
}

}  // namespace

bool is_yes_or_no(std::string_view field) { return field == "active" || field == "safe" || field == "approval"; }

std::optional<std::string> assign_field(MessageTemplate& changed, std::string_view field, std::string const& value) {
  if (field == "weight") return assign_weight(changed, value);
  if (field == "set") {
    if (!is_short_name(value)) return fmt::format("set is a name: {}", short_name_rule);
    changed.set = value;
  } else if (field == "body") {
    changed.body = value;
  } else if (field == "tone") {
    if (!value_of<Tone>(value)) return fmt::format("tone is one of {}", join(names<Tone>(), ", "));
    changed.tone = value;
  } else if (is_yes_or_no(field)) {
    bool const is_true = value == "yes" || value == "true";
    if (!is_true && value != "no" && value != "false") return fmt::format("{} is yes or no", field);
    if (field == "safe" && is_true && changed.type != EngagementType::emotional_support)
      return "only a template of emotional_support can be safe";
    (field == "active" ? changed.active : field == "safe" ? changed.safe : changed.approval) = is_true;
  } else {
    return fmt::format("a template has no {}: set weight, active, safe, approval, tone, set or body",
                       shortened(printable(std::string{field}), 80));
  }
  return std::nullopt;
}

std::string field_text(MessageTemplate const& from, std::string_view field) {
  if (field == "weight") return fmt::format("{}", from.weight);
  if (field == "active") return from.active ? "true" : "false";
  if (field == "safe") return from.safe ? "true" : "false";
  if (field == "approval") return from.approval ? "true" : "false";
  if (field == "set") return from.set;
  return field == "tone" ? from.tone : from.body;
}

}  // namespace proactive
