#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/import/line.hpp"

namespace proactive {

// A record, and the lines that it was read from.
struct ImportEntry {
  ImportRecord record;
  std::vector<long> lines;
};

// Lines that are stored together: of each row one record, into which later lines of the same row went, by kinds in the
// order in which they refer to each other. They all delete, or none does, so that their order does not matter.
class ImportBatch {
 public:
  static constexpr std::size_t most_lines = 1000;
  static constexpr std::size_t most_bytes = 4'000'000;

  [[nodiscard]] bool empty() const { return lines_ == 0; }
  // Whether the record may go with what is there; where not, that is to be stored first.
  [[nodiscard]] bool has_room_for(ImportRecord const& record) const;
  // `line`: nullopt where it was refused, but for this record.
  void add(ImportRecord record, std::optional<long> line, std::size_t bytes);
  void clear() { *this = {}; }

  [[nodiscard]] bool deletes() const { return deletes_; }
  [[nodiscard]] std::vector<ImportEntry> const& of(ImportKind kind) const { return entries_.at(place_of(kind)); }

 private:
  static std::size_t place_of(ImportKind kind) { return static_cast<std::size_t>(kind); }

  static constexpr std::size_t kinds = names<ImportKind>().size();
  bool deletes_ = false;
  std::size_t lines_ = 0;
  std::size_t bytes_ = 0;
  std::array<std::vector<ImportEntry>, kinds> entries_;
  std::array<std::map<std::vector<std::string>, std::size_t>, kinds> places_;
};

}  // namespace proactive
