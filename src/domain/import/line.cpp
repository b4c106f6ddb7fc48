#include "domain/import/line.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "base/text.hpp"
#include "domain/policy/jurisdiction.hpp"
#include "domain/preferences.hpp"
#include "domain/types.hpp"
#include "domain/user_preferences.hpp"

namespace proactive {

namespace {

using Need = ImportField::Need;
using Value = std::optional<Json>;

constexpr std::size_t most_in_name = 200;  // characters, as the adapter's wrappers cut them
constexpr std::size_t most_in_text = 4000;
constexpr std::size_t most_items = 50;
constexpr std::size_t most_in_id = 200;  // bytes
constexpr int longest_gap_hours = 8760;

// A number is the text that it is written as: apps count their users.
Value read_import_id(Json const& value, Instant /*latest*/) {
  std::string id;
  if (value.is_string()) id = value.get<std::string>();
  if (value.is_number_integer()) id = value.dump();
  if (id.empty() || id.size() > most_in_id || !is_storable(id)) return std::nullopt;
  return Json(id);
}

template <std::size_t Most>
Value read_import_text(Json const& value, Instant /*latest*/) {
  if (!value.is_string()) return std::nullopt;
  auto const text = value.get<std::string>();
  if (!is_storable(text)) return std::nullopt;
  return Json(shortened(text, Most));
}

// Of spaces alone there is nothing to say either.
Value read_import_words(Json const& value, Instant latest) {
  auto text = read_import_text<most_in_text>(value, latest);
  return text && !trim(text->get<std::string>()).empty() ? text : std::nullopt;
}

Value read_import_list(Json const& value, Instant latest) {
  if (!value.is_array()) return std::nullopt;
  auto list = Json::array();
  for (auto const& item : value) {
    auto text = read_import_text<most_in_name>(item, latest);
    if (!text) return std::nullopt;
    if (list.size() < most_items) list.push_back(*std::move(text));
  }
  return list;
}

Value read_import_boolean(Json const& value, Instant /*latest*/) {
  if (!value.is_boolean()) return std::nullopt;
  return value;
}

template <int Highest>
Value read_import_number(Json const& value, Instant /*latest*/) {
  if (!value.is_number() || !(value.get<double>() >= 0 && value.get<double>() <= Highest)) return std::nullopt;
  return value;
}

Value read_import_count(Json const& value, Instant /*latest*/) {
  if (!value.is_number_integer() || value < 0 || value > 1'000'000'000) return std::nullopt;
  return value;
}

std::optional<Instant> instant_in(Json const& value) {
  return value.is_string() ? parse_instant(value.get<std::string>()) : std::nullopt;
}

Value read_import_time(Json const& value, Instant latest) {
  auto const at = instant_in(value);
  if (!at || *at > latest) return std::nullopt;
  return Json(format_instant(*at, true));
}

Value read_import_end(Json const& value, Instant /*latest*/) {
  if (value == "infinity") return value;
  auto const at = instant_in(value);
  if (!at) return std::nullopt;
  return Json(format_instant(*at, true));
}

Value read_import_date(Json const& value, Instant /*latest*/) {
  if (!value.is_string() || !parse_date(value.get<std::string>())) return std::nullopt;
  return value;
}

Value read_import_stage(Json const& value, Instant /*latest*/) {
  if (!value.is_string() || !value_of<Stage>(value.get<std::string>())) return std::nullopt;
  return value;
}

Value read_import_jurisdiction(Json const& value, Instant /*latest*/) {
  auto const code = value.is_string() ? jurisdiction_code(value.get<std::string>()) : std::nullopt;
  if (!code) return std::nullopt;
  return Json(*code);
}

// Nothing: it is no wish to be written to less.
std::optional<Json> strictest_wish(std::string_view name) {
  if (name == "quiet_hours") return Json("00:00-00:00");  // all day
  if (name == "frequency") return Json(name_of(Frequency::rarely));
  if (name == "max_per_day" || name == "max_per_week") return Json(0);
  if (name == "min_gap_hours") return Json(longest_gap_hours);
  return std::nullopt;
}

// What config user takes, as a text or as the JSON that it is.
ImportField preference_field(PreferenceSpec const& spec) {
  auto const read = [&spec](Json const& value, Instant /*latest*/) {
    return spec.read(value.is_string() ? value.get<std::string>() : to_line(value));
  };
  ImportField field{spec.name, spec.allowed, read};
  field.strictest = strictest_wish(spec.name);
  field.only_tightens = field.strictest.has_value();
  return field;
}

ImportField id_field(std::string_view name) {
  return {name, "a text of 1 to 200 bytes, or a whole number", &read_import_id, Need::key};
}
ImportField name_field(std::string_view name) { return {name, "a text", &read_import_text<most_in_name>}; }
ImportField text_field(std::string_view name) { return {name, "a text", &read_import_text<most_in_text>}; }
ImportField list_field(std::string_view name) { return {name, "an array of texts", &read_import_list}; }
ImportField boolean_field(std::string_view name) { return {name, "true or false", &read_import_boolean}; }
ImportField protective_field(std::string_view name, bool strictest) {
  auto field = boolean_field(name);
  field.strictest = Json(strictest);
  return field;
}
ImportField scale_field(std::string_view name) { return {name, "a number from 0 to 10", &read_import_number<10>}; }
ImportField time_field(std::string_view name) {
  return {name, "a time such as 2026-03-01T09:00:00Z, not later than tomorrow", &read_import_time};
}

std::vector<ImportField> user_fields() {
  std::vector<ImportField> fields{id_field("id"),
                                  name_field("name"),
                                  protective_field("active", false),
                                  protective_field("opted_out", true),
                                  boolean_field("opted_in"),
                                  protective_field("minor", true),
                                  {"birthdate", "a day such as 2001-03-31", &read_import_date},
                                  {"jurisdiction", "a code of ISO 3166 such as DE or US-NY", &read_import_jurisdiction},
                                  protective_field("in_crisis", true),
                                  name_field("mood"),
                                  scale_field("mood_intensity"),
                                  time_field("mood_at")};
  for (auto const& spec : preference_specs()) fields.push_back(preference_field(spec));
  return fields;
}

std::vector<ImportField> companion_fields() {
  return {id_field("id"),
          name_field("name"),
          protective_field("active", false),
          text_field("personality"),
          text_field("style"),
          text_field("backstory"),
          list_field("traits"),
          list_field("interests")};
}

std::vector<ImportField> pair_fields() {
  return {id_field("user_id"),
          id_field("companion_id"),
          {"stage", fmt::format("one of {}", join(names<Stage>(), ", ")), &read_import_stage},
          scale_field("intimacy"),
          scale_field("trust"),
          time_field("since"),
          time_field("user_wrote_at"),
          time_field("companion_wrote_at"),
          {"user_messages", "a whole number", &read_import_count},
          boolean_field("unread"),
          {.name = "muted_until",
           .allowed = "a time such as 2026-03-01T09:00:00Z, or infinity",
           .read = &read_import_end,
           .strictest = "infinity",
           .only_tightens = true},
          name_field("conversation_id"),
          protective_field("others_read", true)};
}

std::vector<ImportField> memory_fields() {
  ImportField text{"text", "a text that is not empty", &read_import_words};
  text.need = Need::always;
  return {id_field("user_id"),       id_field("companion_id"), id_field("id"), name_field("type"), text,
          scale_field("importance"), time_field("at")};
}

std::string kinds_in_words() { return fmt::format("\"kind\": one of {}", join(names<ImportKind>(), ", ")); }

std::string in_quotes(std::string_view word) { return fmt::format("\"{}\"", shortened(printable(word), 80)); }

std::string unknown_word(std::string const& word, std::vector<std::string> const& known) {
  auto const meant = nearest_word(word, known);
  return meant ? fmt::format("did you mean \"{}\"?", *meant) : fmt::format("use one of {}", join(known, ", "));
}

std::vector<std::string> known_keys(ImportKind kind) {
  std::vector<std::string> known{"kind", "deleted"};
  for (auto const& field : import_fields(kind)) known.emplace_back(field.name);
  return known;
}

std::string unknown_key(ImportKind kind, Json const& object) {
  auto const known = known_keys(kind);
  for (auto const& [key, value] : object.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end())
      return fmt::format("a {} has no {}: {}", name_of(kind), in_quotes(key), unknown_word(key, known));
  }
  return {};
}

// The object of a line, or what is wrong with it.
Json read_object(std::string_view line, std::string& problem) {
  constexpr int deepest = 5;
  if (!is_storable(line)) {
    problem = "it is not UTF-8 text without NUL: export it again";
    return {};
  }
  auto object = parse_bounded(line, deepest);
  if (!object || !object->is_object()) {
    problem = "it is no JSON object: write one object a line";
  } else if (has_repeated_keys(line)) {
    problem = "a key stands in it twice: leave one of them out";
  } else {
    return *std::move(object);
  }
  return {};
}

std::optional<ImportKind> read_kind(Json const& object, std::string& problem) {
  auto const& said = member(object, "kind");
  if (!said.is_string()) {
    problem = fmt::format("it does not say what it tells of: give it {}", kinds_in_words());
    return std::nullopt;
  }
  auto const word = said.get<std::string>();
  auto const kind = value_of<ImportKind>(word);
  auto const& known = names<ImportKind>();
  if (!kind)
    problem = fmt::format("there is no kind {}: {}", in_quotes(word), unknown_word(word, {known.begin(), known.end()}));
  return kind;
}

// Reads a field into the record; returns what is wrong with it.
std::string read_field(ImportField const& field, Json const& object, Instant latest, ImportRecord& record) {
  auto const found = object.find(field.name);
  bool const is_needed = field.need == Need::key || (field.need == Need::always && !record.is_deleted);
  if (found == object.end())
    return is_needed ? fmt::format("a {} needs \"{}\": use {}", name_of(record.kind), field.name, field.allowed) : "";
  auto value = found->is_null() && !is_needed ? Value{nullptr} : field.read(*found, latest);
  if (!value)
    return fmt::format("{}: {} is not allowed: use {}", field.name, shortened(to_shown(*found), 80), field.allowed);
  if (field.need == Need::key) record.key.push_back(value->get<std::string>());
  if (field.need == Need::key || !record.is_deleted) record.row[std::string{field.name}] = *std::move(value);
  return {};
}

// A pair's instant is one of many, which null does not take back.
void gather_instants(ImportRecord& record) {
  auto const found = record.row.find("user_wrote_at");
  if (found == record.row.end()) return;
  if (!found->is_null()) record.row["user_wrote"] = Json::array({*found});
  record.row.erase("user_wrote_at");
}

ImportRecord read_record(ImportKind kind, Json const& object, Instant now, std::string& problem) {
  auto const latest = now + std::chrono::hours{24};
  ImportRecord record;
  record.kind = kind;
  if (!problem.empty()) return record;
  if (auto const& deleted = member(object, "deleted"); deleted.is_boolean()) {
    record.is_deleted = deleted.get<bool>();
  } else if (!deleted.is_null()) {
    problem = "deleted: use true or false";
  }
  for (auto const& field : import_fields(kind)) {
    if (problem.empty()) problem = read_field(field, object, latest, record);
  }
  gather_instants(record);
  return record;
}

// The value that protects; nothing: none does. null takes a wish back.
Value protective_value(ImportField const& field, Json const& object, Instant latest) {
  auto const found = object.find(field.name);
  if (!field.strictest || found == object.end() || found->is_null()) return std::nullopt;
  auto value = field.read(*found, latest);
  if (!value) return field.strictest;
  return field.only_tightens || *value == *field.strictest ? value : std::nullopt;
}

// What is taken of a line that is refused, and its names behind what is wrong with the line.
std::optional<ImportRecord> protective_part(ImportKind kind, Json const& object, Instant now, std::string& problem) {
  auto const latest = now + std::chrono::hours{24};
  ImportRecord part;
  part.kind = kind;
  std::vector<std::string> taken;
  for (auto const& field : import_fields(kind)) {
    if (field.need == Need::key) {
      if (!read_field(field, object, latest, part).empty()) return std::nullopt;
    } else if (auto value = protective_value(field, object, latest)) {
      taken.push_back(fmt::format("{} {}", field.name, to_shown(*value)));
      part.row[std::string{field.name}] = *std::move(value);
    }
  }
  if (taken.empty()) return std::nullopt;
  problem += fmt::format("; of the line only what protects people is taken: {}", join(taken, ", "));
  return part;
}

}  // namespace

std::span<ImportField const> import_fields(ImportKind kind) {
  static std::vector<ImportField> const users = user_fields();
  static std::vector<ImportField> const companions = companion_fields();
  static std::vector<ImportField> const pairs = pair_fields();
  static std::vector<ImportField> const memories = memory_fields();
  switch (kind) {
    case ImportKind::user:
      return users;
    case ImportKind::companion:
      return companions;
    case ImportKind::pair:
      return pairs;
    case ImportKind::memory:
      break;
  }
  return memories;
}

ImportLine read_import_line(std::string_view line, Instant now) {
  ImportLine read;
  auto const object = read_object(line, read.problem);
  if (!read.problem.empty()) return read;
  read.kind = read_kind(object, read.problem);
  if (!read.kind) return read;
  read.problem = unknown_key(*read.kind, object);
  auto record = read_record(*read.kind, object, now, read.problem);
  if (read.problem.empty()) {
    read.record = std::move(record);
  } else {
    read.record = protective_part(*read.kind, object, now, read.problem);
  }
  return read;
}

}  // namespace proactive
