#include "domain/message/review_memo.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "domain/message/part_of_day.hpp"

namespace proactive {

namespace {

constexpr std::size_t most_known = 10'000;

}  // namespace

template <typename Review>
std::vector<DraftFault> ReviewMemo::remembered(std::string key, Review const& review) {
  {
    std::lock_guard const lock(mutex_);
    if (auto const found = known_.find(key); found != known_.end()) return found->second;
  }
  auto faults = review();
  std::lock_guard const lock(mutex_);
  if (known_.size() >= most_known) known_.clear();
  known_.emplace(std::move(key), faults);
  return faults;
}

bool ReviewMemo::is_sayable(std::string const& value, std::string const& language) {
  return remembered(fmt::format("{}\n{}", language, value),
                    [&] {
                      return proactive::is_sayable(value, language, phrases_) ? std::vector<DraftFault>{}
                                                                              : std::vector{DraftFault::invalid_text};
                    })
      .empty();
}

std::vector<DraftFault> ReviewMemo::review(std::string const& message, Brief const& brief,
                                           MessageLimits const& limits) {
  auto key =
      fmt::format("{}\n{}\n{} {}\n{}\n{}\n{}", brief.language, brief.companion_name, limits.min_length,
                  limits.max_length, fmt::join(brief.refused_besides, " "), part_of_day(brief).value_or(""), message);
  return remembered(std::move(key), [&] {
    return proactive::review(message, brief, limits, phrases_, {.language = false, .repetition = false});
  });
}

}  // namespace proactive
