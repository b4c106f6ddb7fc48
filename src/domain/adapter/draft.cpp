#include "domain/adapter/draft.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/errors.hpp"
#include "base/text.hpp"
#include "domain/adapter/indexes.hpp"
#include "domain/adapter/write_parts.hpp"

namespace proactive {

using namespace adapter;
using namespace fmt::literals;

namespace {

std::vector<Table const*> used_tables(Shape const& shape) {
  std::vector<Table const*> tables{shape.users,
                                   shape.companions,
                                   shape.pairs,
                                   shape.culture,
                                   shape.conversations.table,
                                   shape.conversations.user.between,
                                   shape.conversations.companion.between,
                                   shape.messages.table,
                                   shape.memories.table,
                                   shape.moods.table};
  for (auto const& profile : shape.profiles) tables.push_back(profile.table);
  tables.erase(std::remove(tables.begin(), tables.end(), nullptr), tables.end());
  return tables;
}

// The functions run as whoever owns the tables, so that the tool's own role needs no rights on them.
std::string owner_statements(Shape const& shape, Catalogue const& catalogue) {
  auto const tables = used_tables(shape);
  auto const& owner = tables.front()->owner;
  for (auto const* table : tables) {
    if (table->owner != owner) {
      return "\n-- The tables have several owners: these functions run as whoever installs them, who needs rights on "
             "all; not as a\n"
             "-- superuser, since triggers and defaults of the tables run with the same rights.\n";
    }
  }
  if (owner == catalogue.current_user || owner.empty()) return "";
  return fmt::format(R"sql(
-- They run as the owner of the tables.
ALTER FUNCTION proactive.app_pairs(timestamptz) OWNER TO {0};
ALTER FUNCTION proactive.app_facts(text[], text[]) OWNER TO {0};
ALTER FUNCTION proactive.app_context(text[], text[], int, int) OWNER TO {0};
ALTER FUNCTION proactive.app_deliver(text[], text[], bigint[], text[], jsonb[], timestamptz) OWNER TO {0};
ALTER FUNCTION proactive.app_answers(text[], text[], bigint[], text[], timestamptz[]) OWNER TO {0};
ALTER FUNCTION proactive.app_sessions(text[], timestamptz) OWNER TO {0};
)sql",
                     identifier(owner));
}

std::string comment_lines(std::vector<std::string> const& lines, std::string const& prefix) {
  std::string text;
  for (auto const& line : lines) text += fmt::format("-- {}{}\n", prefix, printable(line));
  return text;
}

// Triggers on what is written to: they act for a delivery as for the app's own messages.
std::vector<std::string> trigger_notes(Shape const& shape) {
  std::vector<std::string> notes;
  for (auto const* table : {shape.messages.table, shape.conversations.table}) {
    if (table == nullptr) continue;
    for (auto const& trigger : table->triggers) {
      if (!trigger.on_insert) continue;
      notes.push_back(fmt::format(
          "trigger {} ({}) acts on each new row of {}: see that what it writes is not written here a second time.",
          trigger.name, trigger.function, table->name));
    }
  }
  return notes;
}

// Rows that are hidden look like rows that are absent, so whoever the functions run as must see all.
std::vector<std::string> row_security_notes(Shape const& shape, Catalogue const& catalogue) {
  auto const tables = used_tables(shape);
  bool const is_one_owner = std::all_of(tables.begin(), tables.end(),
                                        [&](Table const* table) { return table->owner == tables.front()->owner; });
  auto const& runs_as = is_one_owner ? tables.front()->owner : catalogue.current_user;
  std::vector<std::string> notes;
  for (auto const* table : tables) {
    if (!table->row_security || (table->owner == runs_as && !table->force_row_security)) continue;
    notes.push_back(
        fmt::format("row level security is on for {}: see that {}, as whom these functions run, has BYPASSRLS.",
                    table->name, runs_as));
  }
  return notes;
}

// Indexes without which these functions read whole tables.
std::string missing_indexes(Shape const& shape) {
  std::string text;
  CatalogueTable const* told = nullptr;  // that it is partitioned
  for (auto const& wish : wanted_indexes(shape)) {
    if (wish.is_there) continue;
    bool const is_partitioned = wish.table->kind == 'p';
    if (is_partitioned && told != wish.table) {
      told = wish.table;
      text += fmt::format(
          "-- {} is partitioned: its partitions one by one, in psql, then the table, which takes theirs over.\n",
          printable(wish.table->name));
    }
    for (auto const& statement : index_statements(qualified(*wish.table), wish.columns, is_partitioned)) {
      auto const* const end = statement.ends_with("\\gexec") ? "" : ";";
      text += fmt::format("--   {}{}\n", printable(statement), end);
    }
  }
  return text.empty() ? ""
                      : fmt::format(
                            "\n-- Where these tables are large, these functions want indexes that are not there "
                            "yet:\n{}",
                            text);
}

std::string drafted(Shape const& shape, Catalogue const& catalogue) {
  auto todos = shape.todos;
  auto const triggers = trigger_notes(shape);
  todos.insert(todos.end(), triggers.begin(), triggers.end());
  auto const hidden = row_security_notes(shape, catalogue);
  todos.insert(todos.end(), hidden.begin(), hidden.end());
  auto const* const where = shape.conversations.table != nullptr
                                ? "-- Into the pair's open conversation with the latest activity, else a new one.\n"
                                : "";
  return fmt::format(R"sql(-- {title}
{notes}{todos}
{pairs}
{facts}
{context}
{where}{deliver}
-- The user's first message after ours, and how many within an hour of it.
{answers}
-- When the user was there: half an hour without a word ends a session.
{sessions}{owners}{indexes})sql",
                     "title"_a = shape.title, "notes"_a = comment_lines(shape.notes, ""),
                     "todos"_a = comment_lines(todos, "TODO: "), "pairs"_a = write_pairs(shape),
                     "facts"_a = write_facts(shape), "context"_a = write_context(shape), "where"_a = where,
                     "deliver"_a = write_deliver(shape), "answers"_a = write_answers(shape),
                     "sessions"_a = write_sessions(shape), "owners"_a = owner_statements(shape, catalogue),
                     "indexes"_a = missing_indexes(shape));
}

}  // namespace

std::string draft_adapter(Catalogue const& catalogue) {
  auto shape = recognize_seed(catalogue);
  if (!shape) shape = guess_shape(catalogue);
  if (shape) return drafted(*shape, catalogue);
  throw configuration_error(
      "no table here could hold the messages of users and companions: name the app's database, and its schema with "
      "--from, or write the adapter by hand (proactive-adapter(7)); an app that has no tables yet gets some by "
      "proactive-migrate --standalone");
}

std::string seed_adapter(Catalogue const& catalogue) {
  if (auto const shape = recognize_seed(catalogue)) return drafted(*shape, catalogue);
  throw configuration_error(
      "the tables here are not the seed's: write an adapter to the app's with proactive config adapter draft "
      ">adapter.sql; an app that has no tables yet gets the seed's by proactive-migrate --standalone");
}

}  // namespace proactive
