#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/names.hpp"
#include "base/time.hpp"

// What an app that keeps its data elsewhere tells of its users, as proactive config import reads it: one JSON object a
// line, which says its kind and names columns of the table of that kind.
namespace proactive {

enum class ImportKind { user, companion, pair, memory };
template <>
struct Names<ImportKind> {
  static constexpr auto table = std::to_array<Named<ImportKind>>({{ImportKind::user, "user"},
                                                                  {ImportKind::companion, "companion"},
                                                                  {ImportKind::pair, "pair"},
                                                                  {ImportKind::memory, "memory"}});
};

// A key of a line.
struct ImportField {
  enum class Need { key, always, optional };  // in every line; in every line that deletes nothing; where it is known

  std::string_view name;
  std::string allowed;  // for people, behind "use "
  // As it is stored; nullopt: not allowed. `latest`: no time that something happened is later.
  std::function<std::optional<Json>(Json const& value, Instant latest)> read = {};
  Need need = Need::optional;
  // How it protects people: the strictest value, which counts where the line's cannot be read, and whether each value
  // does or the strictest alone. nullopt: it does not.
  std::optional<Json> strictest = {};
  bool only_tightens = false;
};

std::span<ImportField const> import_fields(ImportKind kind);

struct ImportRecord {
  ImportKind kind = ImportKind::user;
  bool is_deleted = false;
  std::vector<std::string> key;  // in the order of its fields
  Json row = Json::object();     // by columns; of a pair "user_wrote" has the instants
};

// A line with a problem is refused, but for what of it protects people: that somebody wants no messages is heard,
// whatever else the line says.
struct ImportLine {
  std::optional<ImportKind> kind;  // as far as it is known
  std::optional<ImportRecord> record;
  std::string problem;  // as a sentence; empty: the record is the whole line
};

ImportLine read_import_line(std::string_view line, Instant now);

}  // namespace proactive
