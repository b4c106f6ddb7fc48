#include "store/relationships.hpp"

#include "base/language.hpp"
#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

namespace {

std::vector<RelationshipCursor> read_cursors(Rows const& rows) {
  std::vector<RelationshipCursor> cursors;
  for (auto const row : rows) cursors.push_back({{row[0].text(), row[1].text()}, row[2].text()});
  return cursors;
}

Param slices_param(Slices const& slices) { return slices ? Param{*slices} : Param{std::nullopt}; }

std::optional<std::string> field_of(std::optional<RelationshipCursor> const& cursor, std::string Pair::*field) {
  if (!cursor) return std::nullopt;
  return cursor->pair.*field;
}

void append_instants(std::vector<Instant>& instants, Json const& list) {
  for (auto const& item : list) {
    if (!item.is_string()) continue;
    if (auto const instant = parse_instant(item.get<std::string>())) instants.push_back(*instant);
  }
}

std::string zone_or_default(std::string const& zone, Settings const& settings) {
  return is_time_zone(zone) ? zone : settings.runs.default_timezone;
}

RelationshipFacts read_facts(Row const& row, Settings const& settings, Planned planned) {
  RelationshipFacts facts;
  facts.pair = {row["user_id"].text(), row["companion_id"].text()};
  facts.user_name = row["user_name"].text_or_empty();
  facts.companion_name = row["companion_name"].text_or_empty();
  facts.exists = row["exists"].boolean();
  facts.user_exists = row["user_exists"].boolean();
  facts.companion_exists = row["companion_exists"].boolean();
  facts.user_active = row["user_active"].boolean();
  facts.companion_active = row["companion_active"].boolean();
  facts.stage_name = row["stage"].text_or_empty();
  facts.intimacy = static_cast<int>(row["intimacy"].integer());
  facts.trust = static_cast<int>(row["trust"].integer());
  facts.last_interaction = row["last_interaction"].optional_instant();
  facts.timezone = zone_or_default(row["timezone"].text_or_empty(), settings);
  facts.pair_open = row["pair_open"].boolean();
  facts.user_open = static_cast<int>(row["user_open"].integer());
  facts.next_delivery = row["next_delivery"].optional_instant();
  append_instants(facts.user_deliveries, row["deliveries"].json());
  if (planned == Planned::count) append_instants(facts.user_deliveries, row["planned"].json());
  facts.last_type = value_of<EngagementType>(row["last_type"].text_or_empty());
  facts.has_memory = row["has_memory"].boolean();
  return facts;
}

// Lists of text, kind and id.
std::vector<Memory> read_memories(Json const& list) {
  std::vector<Memory> memories;
  for (auto const& item : list) {
    auto const text = [&](std::size_t at) {
      return item.size() > at && item[at].is_string() ? item[at].get<std::string>() : std::string{};
    };
    if (item.is_array()) memories.push_back({text(0), text(1), text(2)});
  }
  return memories;
}

Brief read_brief(Row const& row, Settings const& settings) {
  Brief brief;
  brief.pair = {row["user_id"].text(), row["companion_id"].text()};
  brief.user_name = row["user_name"].text_or_empty();
  brief.companion_name = row["companion_name"].text_or_empty();
  brief.personality = row["personality"].text_or_empty();
  brief.traits = text_list(row["traits"].json());
  brief.interests = text_list(row["interests"].json());
  brief.style = row["style"].text_or_empty();
  brief.intimacy = static_cast<int>(row["intimacy"].integer());
  brief.unanswered = row["unanswered"].optional_text();
  brief.memories = read_memories(row["memories"].json());
  if (!row["mood"].is_null() && row["mood_at"].optional_instant()) {
    brief.mood = Mood{row["mood"].text(), static_cast<int>(row["intensity"].optional_integer().value_or(0)),
                      row["mood_at"].instant()};
  }
  auto const language = row["language"].text_or_empty();
  brief.language = is_language_tag(language) ? language : settings.message.default_language;
  brief.timezone = zone_or_default(row["timezone"].text_or_empty(), settings);
  for (auto const& id : row["template_ids"].json()) {
    if (id.is_number_integer()) brief.recent_template_ids.push_back(id.get<long>());
  }
  brief.recent_contents = text_list(row["contents"].json());
  return brief;
}

}  // namespace

std::vector<RelationshipCursor> due_relationships(Transaction& transaction, Instant as_of,
                                                  std::optional<RelationshipCursor> const& after, Slices const& slices,
                                                  int limit) {
  std::optional<std::string> after_check;
  if (after) after_check = after->next_check_at;
  return read_cursors(transaction.exec(queries::due_relationships,
                                       {as_of, after_check, field_of(after, &Pair::user_id),
                                        field_of(after, &Pair::companion_id), slices_param(slices), limit}));
}

long count_due_relationships(Transaction& transaction, Instant as_of, Slices const& slices) {
  return transaction.exec(queries::count_due_relationships, {as_of, slices_param(slices)})[0][0].integer();
}

std::vector<RelationshipCursor> chosen_relationships(Transaction& transaction, Selection const& selection,
                                                     std::optional<RelationshipCursor> const& after,
                                                     Slices const& slices, int limit) {
  try {
    return read_cursors(transaction.exec(queries::chosen_relationships,
                                         {selection.user_id, selection.companion_id, field_of(after, &Pair::user_id),
                                          field_of(after, &Pair::companion_id), slices_param(slices), limit}));
  } catch (DataError const& problem) {
    if (problem.sqlstate() != "22P02" && problem.sqlstate() != "22003") throw;
    throw usage_error(
        "--user or --companion is not an id of this database: give ids as the tables users and companions hold them");
  }
}

std::vector<RelationshipFacts> relationship_facts(Transaction& transaction, std::vector<Pair> const& pairs,
                                                  Instant as_of, Settings const& settings, Planned planned) {
  // Two days back reach the start of the delivery's local day in every zone.
  auto const rows = transaction.exec(queries::relationship_facts,
                                     {user_ids(pairs), companion_ids(pairs), as_of - std::chrono::hours{48},
                                      settings.message.memory_importance_threshold});
  std::vector<RelationshipFacts> facts;
  facts.reserve(pairs.size());
  for (auto const row : rows) facts.push_back(read_facts(row, settings, planned));
  return facts;
}

void park_relationships(Transaction& transaction, std::vector<NextCheck> const& checks) {
  if (checks.empty()) return;
  auto const pairs = column(checks, &NextCheck::pair);
  transaction.exec(queries::park_relationships,
                   {user_ids(pairs), companion_ids(pairs), column(checks, &NextCheck::at)});
}

std::vector<Brief> briefs(Transaction& transaction, std::vector<Pair> const& pairs, Settings const& settings) {
  auto const rows =
      transaction.exec(queries::briefs, {user_ids(pairs), companion_ids(pairs), settings.message.max_memories_to_use,
                                         settings.message.memory_importance_threshold});
  std::vector<Brief> found;
  found.reserve(pairs.size());
  for (auto const row : rows) found.push_back(read_brief(row, settings));
  return found;
}

}  // namespace proactive::store
