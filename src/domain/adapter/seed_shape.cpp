// The seven tables of the seed, by their names; whatever their ids, words, flags and times are made of.
#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "domain/adapter/seed.hpp"
#include "domain/adapter/write_parts.hpp"

namespace proactive::adapter {

namespace {

Table const* find_table(Catalogue const& catalogue, std::string const& schema, std::string_view name) {
  for (auto const& table : catalogue.tables) {
    if (table.schema == schema && table.name == name && table.is_table()) return &table;
  }
  return nullptr;
}

bool has_columns(Table const* table, std::vector<std::string> const& names) {
  return table != nullptr && std::all_of(names.begin(), names.end(),
                                         [&](std::string const& name) { return table->column(name) != nullptr; });
}

// Messages whose text, sender and time are not what they are in the seed are another shape.
bool has_usual_messages(Table const* messages) {
  if (!has_columns(messages, {"id", "conversation_id", "sender_type", "content", "created_at"})) return false;
  auto const category = [&](char const* name) { return messages->column(name)->category; };
  bool const has_words =
      category("sender_type") == TypeCategory::text || category("sender_type") == TypeCategory::enumeration;
  bool const has_times = category("created_at") == TypeCategory::timestamp ||
                         category("created_at") == TypeCategory::timestamptz ||
                         category("created_at") == TypeCategory::date;
  return category("content") == TypeCategory::text && has_words && has_times;
}

bool is_seed(Catalogue const& catalogue, std::string const& schema) {
  return has_columns(find_table(catalogue, schema, "users"), {"id"}) &&
         has_columns(find_table(catalogue, schema, "companions"), {"id"}) &&
         has_columns(find_table(catalogue, schema, "relationship_progression"), {"user_id", "companion_id"}) &&
         has_columns(find_table(catalogue, schema, "conversations"), {"id", "user_id", "companion_id"}) &&
         has_usual_messages(find_table(catalogue, schema, "messages"));
}

// Adds an output for a column that the table has.
void add(std::vector<Output>& outputs, Table const& table, std::string_view alias, std::string const& column_name,
         std::string const& output_name, std::string const& type) {
  auto const* column = table.column(column_name);
  if (column == nullptr) return;
  auto value = field(alias, *column);
  bool const is_number = column->category == TypeCategory::integer || column->category == TypeCategory::numeric;
  if (type == "double precision" && !is_number) {
    outputs.push_back(
        {output_name, type, "NULL::double precision",
         fmt::format("TODO: {}.{} is no number: say what it means from 0 to 10.", table.name, column_name)});
    return;
  }
  if (type == "text") value = as_text(value, *column);
  if (type == "timestamptz") value = as_instant(value, *column);
  bool const is_instant = type == "timestamptz" && column->category == TypeCategory::timestamp;
  outputs.push_back({output_name, type, value, is_instant ? "Without a time zone: taken as UTC." : ""});
}

void add_active(std::vector<Output>& outputs, Table const& table, std::string_view alias, std::string const& name) {
  auto const active = both(open_conditions(table, alias, false));
  if (!active.empty()) outputs.push_back({name, "boolean", active, ""});
}

// Lists are jsonb, text[] or text with commas.
void add_list(std::vector<Output>& outputs, Table const& table, std::string const& name) {
  auto const* column = table.column(name);
  if (column == nullptr) return;
  auto const value = field("c", *column);
  if (column->category == TypeCategory::json) {
    outputs.push_back({name, "jsonb", column->base_type == "json" ? value + "::jsonb" : value, ""});
  } else if (column->category == TypeCategory::array) {
    outputs.push_back({name, "text[]", column->element == TypeCategory::text ? value : value + "::text[]", ""});
  } else {
    outputs.push_back({name, "text", as_text(value, *column), ""});
  }
}

void read_people(Shape& shape, Catalogue const& catalogue, std::string const& schema) {
  shape.users = find_table(catalogue, schema, "users");
  shape.user_key = shape.users->column("id");
  add(shape.user_facts, *shape.users, "u", "name", "user_name", "text");
  add_active(shape.user_facts, *shape.users, "u", "user_active");

  shape.companions = find_table(catalogue, schema, "companions");
  auto const& companions = *shape.companions;
  shape.companion_key = companions.column("id");
  add(shape.companion_facts, companions, "c", "name", "companion_name", "text");
  add_active(shape.companion_facts, companions, "c", "companion_active");
  if (companions.column("name") != nullptr) shape.companion_name = "c.name";
  add(shape.context, companions, "c", "personality", "personality", "text");
  add(shape.context, companions, "c", "conversation_style", "style", "text");
  add(shape.context, companions, "c", "backstory", "backstory", "text");
  add_list(shape.context, companions, "traits");
  add_list(shape.context, companions, "interests");
}

void read_culture(Shape& shape, Catalogue const& catalogue, std::string const& schema) {
  auto const* culture = find_table(catalogue, schema, "user_cultural_context");
  if (has_columns(culture, {"user_id"})) {
    shape.culture = culture;
    shape.culture_user = culture->column("user_id");
    add(shape.culture_facts, *culture, "l", "language", "language", "text");
    add(shape.culture_facts, *culture, "l", "timezone", "timezone", "text");
    if (auto const* country = culture->column("country")) {
      auto const value = as_text(field("l", *country), *country);
      shape.culture_facts.push_back(
          {"jurisdiction", "text", fmt::format("CASE WHEN {0} ~ '^[A-Za-z]{{2}}$' THEN upper({0}) END", value), ""});
    }
  }
  auto const lacks = [&](std::string const& name) {
    return std::none_of(shape.culture_facts.begin(), shape.culture_facts.end(),
                        [&](Output const& output) { return output.name == name; });
  };
  for (auto const& [column, output] : {std::pair{"language", "language"},
                                       {"locale", "language"},
                                       {"timezone", "timezone"},
                                       {"time_zone", "timezone"}}) {
    if (lacks(output)) add(shape.culture_facts, *shape.users, "u", column, output, "text");
  }
}

void read_pairs(Shape& shape, Catalogue const& catalogue, std::string const& schema) {
  shape.pairs = find_table(catalogue, schema, "relationship_progression");
  auto const& pairs = *shape.pairs;
  shape.pair_user = pairs.column("user_id");
  shape.pair_companion = pairs.column("companion_id");
  shape.pair_since = pairs.column("created_at");
  add(shape.pair_facts, pairs, "r", "relationship_stage", "stage", "text");
  add(shape.pair_facts, pairs, "r", "intimacy_level", "intimacy", "double precision");
  add(shape.pair_facts, pairs, "r", "trust_level", "trust", "double precision");
  add(shape.pair_facts, pairs, "r", "created_at", "since", "timestamptz");
  add(shape.pair_facts, pairs, "r", "last_interaction", "last_interaction", "timestamptz");
  for (auto const* name : {"last_interaction", "updated_at"}) {
    auto const* column = pairs.column(name);
    if (column != nullptr && !column->generated) shape.pair_touched.push_back(column);
  }
}

void read_memories(Shape& shape, Catalogue const& catalogue, std::string const& schema) {
  auto const* table = find_table(catalogue, schema, "companion_memories");
  if (!has_columns(table, {"user_id", "companion_id", "content"})) return;
  auto& memories = shape.memories;
  memories = {table,
              table->column("user_id"),
              table->column("companion_id"),
              table->column("id"),
              table->column("memory_type"),
              table->column("content"),
              table->column("importance_score"),
              table->column("created_at"),
              "",
              open_conditions(*table, "k", false)};
  auto const* importance = memories.importance;
  if (importance != nullptr && importance->category != TypeCategory::integer &&
      importance->category != TypeCategory::numeric) {
    memories.importance = nullptr;
  }
  if (memories.importance != nullptr && !memories.importance->not_null) {
    memories.usable.push_back(field("k", *memories.importance) + " IS NOT NULL");
  }
}

void read_moods(Shape& shape, Catalogue const& catalogue, std::string const& schema) {
  auto const* table = find_table(catalogue, schema, "user_emotional_states");
  if (!has_columns(table, {"user_id", "companion_id", "emotional_state"})) return;
  auto& moods = shape.moods;
  moods.order = table->column("created_at");
  if (moods.order == nullptr) moods.order = table->column("id");
  if (moods.order == nullptr || id_kind(*moods.order) == IdKind::uuid || id_kind(*moods.order) == IdKind::text) return;
  moods.table = table;
  moods.user = table->column("user_id");
  // Whichever companion has seen it: who is in distress is so for all of them.
  add(moods.outputs, *table, "s", "emotional_state", "mood", "text");
  add(moods.outputs, *table, "s", "intensity_score", "mood_intensity", "double precision");
  add(moods.outputs, *table, "s", "created_at", "mood_at", "timestamptz");
  for (auto& output : moods.outputs) output.note.clear();
}

}  // namespace

std::optional<Shape> recognize_seed(Catalogue const& catalogue) {
  std::vector<std::string> schemas{"public"};
  for (auto const& table : catalogue.tables) schemas.push_back(table.schema);
  auto const schema =
      std::find_if(schemas.begin(), schemas.end(), [&](std::string const& name) { return is_seed(catalogue, name); });
  if (schema == schemas.end()) return std::nullopt;
  Shape shape;
  shape.title = fmt::format(
      "The adapter for users, companions, relationship_progression, conversations, messages, companion_memories and\n"
      "-- user_emotional_states of schema {} (see proactive-adapter(7)).",
      printable(*schema));
  read_people(shape, catalogue, *schema);
  read_pairs(shape, catalogue, *schema);
  read_culture(shape, catalogue, *schema);
  read_seed_conversations(shape, *find_table(catalogue, *schema, "conversations"));
  read_seed_messages(shape, *find_table(catalogue, *schema, "messages"));
  read_memories(shape, catalogue, *schema);
  read_moods(shape, catalogue, *schema);
  return shape;
}

}  // namespace proactive::adapter
