#include "domain/message/name/tables.hpp"

#include <algorithm>

namespace proactive::spoken {

WordTable::WordTable(std::string_view entries, std::string_view separators) {
  while (!entries.empty()) {
    auto const length = std::min(entries.find_first_of(separators), entries.size());
    if (length > 0) entries_.push_back(entries.substr(0, length));
    entries.remove_prefix(std::min(length + 1, entries.size()));
  }
  std::sort(entries_.begin(), entries_.end());
}

bool WordTable::holds(std::string_view key) const { return std::binary_search(entries_.begin(), entries_.end(), key); }

bool WordTable::holds_start_of(std::string_view key) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](auto const entry) { return key.starts_with(entry); });
}

bool WordTable::holds_end_of(std::string_view key) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](auto const entry) { return key.ends_with(entry); });
}

}  // namespace proactive::spoken
