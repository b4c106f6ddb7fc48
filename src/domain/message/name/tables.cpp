#include "domain/message/name/tables.hpp"

#include <algorithm>

namespace proactive::spoken {

namespace {

std::vector<std::string_view> parted(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> entries;
  while (!text.empty()) {
    auto const length = std::min(text.find_first_of(separators), text.size());
    if (length > 0) entries.push_back(text.substr(0, length));
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace

std::vector<std::string_view> const& WordTable::entries() const {
  std::call_once(once_, [this] { entries_ = parted(text_, separators_); });
  return entries_;
}

bool WordTable::holds(std::string_view key) const {
  return std::binary_search(entries().begin(), entries().end(), key);
}

bool WordTable::holds_start_of(std::string_view key) const {
  return std::any_of(entries().begin(), entries().end(), [&](auto const entry) { return key.starts_with(entry); });
}

bool WordTable::holds_end_of(std::string_view key) const {
  return std::any_of(entries().begin(), entries().end(), [&](auto const entry) { return key.ends_with(entry); });
}

}  // namespace proactive::spoken
