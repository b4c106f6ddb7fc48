#include "domain/adapter/message_review.hpp"

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr long largest_exact = 9'007'199'254'740'992;  // 2^53: above it JavaScript's numbers are not exact

bool has_zone(std::string const& time) {
  auto const clock = time.find_first_of("T ");
  if (clock == std::string::npos) return true;  // a date
  return time.find_first_of("Zz+-", clock) != std::string::npos;
}

}  // namespace

std::string trial_text(int number, int characters) {
  auto text = "[trial " + std::to_string(number) + "] \"quotes\", 'apostrophes', \\ and \xF0\x9F\x8C\x99";
  auto const wanted = static_cast<std::size_t>(characters);
  auto const length = grapheme_count(text);
  return length > wanted ? shortened(text, wanted) : text + std::string(wanted - length, '.');
}

std::vector<Finding> review_message(Json const& message) {
  if (!message.is_object()) {
    return {{FindingState::warning, "app_deliver",
             "it returns no message as the app's clients show it: events carry the text and the ids only"}};
  }
  std::vector<Finding> findings;
  for (auto const& [key, value] : message.items()) {
    if (value.is_number_integer() && (value > largest_exact || value < -largest_exact)) {
      findings.push_back({FindingState::failure, "app_deliver",
                          "message." + key + " is a number that JavaScript cannot hold: return it as a text"});
    }
    bool const is_time = value.is_string() && (key.ends_with("_at") || key.ends_with("At"));
    if (is_time && !has_zone(value.get<std::string>())) {
      findings.push_back(
          {FindingState::failure, "app_deliver",
           "message." + key +
               " is a time without a zone: write it as ISO 8601 with Z, such as to_char(at AT TIME ZONE 'UTC', "
               "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"});
    }
  }
  return findings;
}

}  // namespace proactive
