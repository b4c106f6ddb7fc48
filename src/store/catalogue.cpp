#include "store/catalogue.hpp"

#include <map>

#include "queries.hpp"

namespace proactive::store {

namespace {

// An element that is absent or null is `fallback`.
template <typename Type>
Type read(Json const& object, char const* name, Type fallback = {}) {
  auto const found = object.find(name);
  return found == object.end() || found->is_null() ? fallback : found->get<Type>();
}

using Texts = std::vector<std::string>;

TypeCategory base_category(std::string const& type_name) {
  static std::map<std::string, TypeCategory> const categories{{"text", TypeCategory::text},
                                                              {"varchar", TypeCategory::text},
                                                              {"bpchar", TypeCategory::text},
                                                              {"citext", TypeCategory::text},
                                                              {"name", TypeCategory::text},
                                                              {"uuid", TypeCategory::uuid},
                                                              {"int2", TypeCategory::integer},
                                                              {"int4", TypeCategory::integer},
                                                              {"int8", TypeCategory::integer},
                                                              {"numeric", TypeCategory::numeric},
                                                              {"float4", TypeCategory::numeric},
                                                              {"float8", TypeCategory::numeric},
                                                              {"bool", TypeCategory::boolean},
                                                              {"timestamp", TypeCategory::timestamp},
                                                              {"timestamptz", TypeCategory::timestamptz},
                                                              {"date", TypeCategory::date},
                                                              {"json", TypeCategory::json},
                                                              {"jsonb", TypeCategory::json}};
  auto const found = categories.find(type_name);
  return found == categories.end() ? TypeCategory::other : found->second;
}

CatalogueColumn read_column(Json const& object) {
  CatalogueColumn column;
  column.name = read<std::string>(object, "name");
  column.type = read<std::string>(object, "type");
  column.base_type = read<std::string>(object, "base_type");
  column.category = base_category(read<std::string>(object, "base"));
  if (read<std::string>(object, "kind") == "e") column.category = TypeCategory::enumeration;
  if (read<std::string>(object, "category") == "A") {
    column.category = TypeCategory::array;
    column.element = base_category(read<std::string>(object, "element"));
  }
  column.max_length = read<int>(object, "max_length");
  column.not_null = read<bool>(object, "not_null");
  column.generated = read<bool>(object, "generated");
  column.identity_always = read<bool>(object, "identity_always");
  column.default_value = read<std::string>(object, "default");
  column.labels = read<Texts>(object, "labels");
  column.samples = read<Texts>(object, "samples");
  return column;
}

// The elements of a JSON array (null: none), each read by one of the functions here.
template <typename Read>
auto read_list(Json const& list, Read read_element) {
  std::vector<decltype(read_element(list))> elements;
  if (list.is_array()) {
    for (auto const& element : list) elements.push_back(read_element(element));
  }
  return elements;
}

CatalogueKey read_key(Json const& object) {
  return {read<Texts>(object, "columns"), read<bool>(object, "primary"), read<bool>(object, "immediate"),
          read<bool>(object, "whole")};
}

CatalogueIndex read_index(Json const& object) { return {read<Texts>(object, "columns"), read<bool>(object, "whole")}; }

CatalogueForeignKey read_foreign_key(Json const& object) {
  return {read<Texts>(object, "columns"), read<std::string>(object, "schema"), read<std::string>(object, "table"),
          read<Texts>(object, "target_columns")};
}

CatalogueTrigger read_trigger(Json const& object) {
  return {read<std::string>(object, "name"), read<std::string>(object, "function"), read<bool>(object, "on_insert")};
}

CatalogueTable read_table(Row const& row) {
  CatalogueTable table;
  table.schema = row["schema_name"].text();
  table.name = row["table_name"].text();
  table.kind = row["kind"].text().at(0);
  table.owner = row["owner"].text();
  table.rows = row["row_estimate"].real();
  table.row_security = row["relrowsecurity"].boolean();
  table.force_row_security = row["relforcerowsecurity"].boolean();
  table.columns = read_list(row["columns"].json(), read_column);
  table.keys = read_list(row["keys"].json(), read_key);
  table.indexes = read_list(row["indexes"].json(), read_index);
  table.foreign_keys = read_list(row["foreign_keys"].json(), read_foreign_key);
  table.triggers = read_list(row["triggers"].json(), read_trigger);
  table.checks = read_list(row["checks"].json(), [](Json const& check) { return check.get<std::string>(); });
  return table;
}

}  // namespace

Catalogue read_catalogue(Transaction& transaction, std::optional<std::string> const& schema) {
  Catalogue catalogue;
  for (auto const row : transaction.exec(queries::catalogue_tables, schema)) {
    catalogue.current_user = row["reader"].text();
    catalogue.tables.push_back(read_table(row));
  }
  return catalogue;
}

std::vector<std::string> schema_names(Transaction& transaction) {
  std::vector<std::string> names;
  for (auto const row : transaction.exec(queries::schema_names)) names.push_back(row["name"].text());
  return names;
}

}  // namespace proactive::store
