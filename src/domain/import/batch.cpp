#include "domain/import/batch.hpp"

#include <utility>

namespace proactive {

namespace {

// What the later line says holds; of the instants at which a user wrote each does.
void merge(Json& row, Json const& later) {
  for (auto const& [key, value] : later.items()) {
    if (key == "user_wrote" && row.contains(key)) {
      row[key].insert(row[key].end(), value.begin(), value.end());
    } else {
      row[key] = value;
    }
  }
}

}  // namespace

bool ImportBatch::has_room_for(ImportRecord const& record) const {
  return empty() || (deletes_ == record.is_deleted && lines_ < most_lines && bytes_ < most_bytes);
}

void ImportBatch::add(ImportRecord record, std::optional<long> line, std::size_t bytes) {
  deletes_ = record.is_deleted;
  ++lines_;
  bytes_ += bytes;
  auto& entries = entries_.at(place_of(record.kind));
  auto const [found, is_new] = places_.at(place_of(record.kind)).try_emplace(record.key, entries.size());
  if (is_new) {
    entries.push_back({std::move(record), {}});
  } else {
    merge(entries[found->second].record.row, record.row);
  }
  if (line) entries[found->second].lines.push_back(*line);
}

}  // namespace proactive
