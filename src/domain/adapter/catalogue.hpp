#pragma once

#include <string>
#include <string_view>
#include <vector>

// What a database says of the app's tables: plain data, read by store/catalogue and judged by domain/adapter/draft.
namespace proactive {

enum class TypeCategory {
  text,
  uuid,
  integer,
  numeric,
  boolean,
  timestamp,    // without time zone
  timestamptz,  // with time zone
  date,
  json,
  array,
  enumeration,
  other
};

struct CatalogueColumn {
  std::string name;
  std::string type;                             // as SQL writes it, qualified and quoted: numeric(3,1), public.mood
  TypeCategory category = TypeCategory::other;  // a domain's is that of the type beneath it
  std::string base_type;                        // without modifiers; a domain's is the type beneath it
  TypeCategory element = TypeCategory::other;   // of an array
  int max_length = 0;                           // of varchar(n) and char(n); 0: no limit
  bool not_null = false;
  bool generated = false;            // GENERATED ALWAYS AS (...) STORED
  bool identity_always = false;      // GENERATED ALWAYS AS IDENTITY
  std::string default_value;         // the expression, nextval() for identities; empty: none
  std::vector<std::string> labels;   // of an enum, in its order
  std::vector<std::string> samples;  // words (or ids) of a text column that the statistics know
};

struct CatalogueKey {
  std::vector<std::string> columns;
  bool primary = false;
  bool immediate = true;  // not deferrable
  bool whole = true;      // without a predicate
};

struct CatalogueForeignKey {
  std::vector<std::string> columns;
  std::string schema;
  std::string table;
  std::vector<std::string> target_columns;
};

struct CatalogueTrigger {
  std::string name;
  std::string function;
  bool on_insert = false;
};

// An index that can be scanned in order (btree). An expression is an empty name.
struct CatalogueIndex {
  std::vector<std::string> columns;
  bool whole = true;  // without a predicate
};

struct CatalogueTable {
  std::string schema;
  std::string name;
  char kind = 'r';  // pg_class.relkind: r table, p partitioned, v view, m materialized view, f foreign
  std::string owner;
  double rows = -1;  // the planner's estimate; negative: never analyzed
  bool row_security = false;
  bool force_row_security = false;
  std::vector<CatalogueColumn> columns;
  std::vector<CatalogueKey> keys;
  std::vector<CatalogueForeignKey> foreign_keys;
  std::vector<CatalogueTrigger> triggers;
  std::vector<CatalogueIndex> indexes;
  std::vector<std::string> checks;  // CHECK constraints as SQL

  // nullptr: there is none of that name.
  [[nodiscard]] CatalogueColumn const* column(std::string_view column_name) const {
    for (auto const& candidate : columns) {
      if (candidate.name == column_name) return &candidate;
    }
    return nullptr;
  }
  [[nodiscard]] bool is_table() const { return kind == 'r' || kind == 'p'; }
};

struct Catalogue {
  std::string current_user;
  std::vector<CatalogueTable> tables;  // by schema and name, without those of the system and of the tool
};

}  // namespace proactive
