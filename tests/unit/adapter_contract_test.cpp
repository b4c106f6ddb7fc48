#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "domain/adapter/contract.hpp"

using namespace proactive;

namespace {

AdapterFunction const& function_of(std::string_view name) {
  for (auto const& function : adapter_functions()) {
    if (function.name == name) return function;
  }
  throw std::runtime_error("no such function");
}

// A type that the catalogue may well say for a column of a kind.
std::string usual_type(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::id:
      return "uuid";
    case ColumnKind::key:
      return "bigint";
    case ColumnKind::number:
      return "numeric";
    case ColumnKind::boolean:
      return "boolean";
    case ColumnKind::instant:
      return "timestamp with time zone";
    case ColumnKind::date:
      return "date";
    case ColumnKind::list:
      return "text[]";
    case ColumnKind::memories:
    case ColumnKind::document:
      return "jsonb";
    default:
      return "text";
  }
}

// A function with every column, as it should be.
InstalledFunction installed(std::string_view name) {
  auto const& function = function_of(name);
  InstalledFunction found;
  found.name = "app_" + std::string{name};
  found.arguments.assign(function.arguments.begin(), function.arguments.end());
  for (auto const& column : function.columns) found.columns.emplace_back(column.name, usual_type(column.kind));
  found.returns_set = true;
  return found;
}

std::vector<InstalledFunction> whole_adapter() {
  std::vector<InstalledFunction> adapter;
  for (auto const& function : adapter_functions()) adapter.push_back(installed(function.name));
  return adapter;
}

InstalledFunction& in(std::vector<InstalledFunction>& adapter, std::string const& name) {
  return *std::find_if(adapter.begin(), adapter.end(), [&](auto const& function) { return function.name == name; });
}

std::string& type_of(InstalledFunction& function, std::string_view name) {
  return std::find_if(function.columns.begin(), function.columns.end(),
                      [&](auto const& column) { return column.first == name; })
      ->second;
}

void leave_out(InstalledFunction& function, std::string_view name) {
  std::erase_if(function.columns, [&](auto const& column) { return column.first == name; });
}

// The one sentence about an adapter that is otherwise whole.
std::string finding(void (*spoil)(std::vector<InstalledFunction>&)) {
  auto adapter = whole_adapter();
  spoil(adapter);
  auto const findings = review_contract(adapter).findings;
  REQUIRE(findings.size() == 1);
  return findings.front();
}

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a whole adapter has no findings, nor has one without all that is optional") {
  CHECK(review_contract(whole_adapter()).findings.empty());
  std::vector<InstalledFunction> least;
  for (auto const& function : adapter_functions()) {
    if (!function.required) continue;
    least.push_back(installed(function.name));
    for (auto const& column : function.columns) {
      if (!column.required) leave_out(least.back(), column.name);
    }
  }
  CHECK(least.size() == 4);
  CHECK(review_contract(least).findings.empty());
}

TEST_CASE("a function that is missing is named with its signature, and an optional one is not missed") {
  for (auto const& function : adapter_functions()) {
    auto adapter = whole_adapter();
    std::erase_if(adapter, [&](auto const& one) { return one.name == "app_" + std::string{function.name}; });
    auto const findings = review_contract(adapter).findings;
    CAPTURE(function.name);
    REQUIRE(findings.size() == (function.required ? 1 : 0));
    if (function.required) CHECK(says(findings[0], "no function " + signature_of(function)));
  }
  CHECK(review_contract({}).findings.size() == 4);
  CHECK(signature_of(function_of("context")) == "app_context(text[], text[], integer, integer)");
}

TEST_CASE("what is wrong with a function is one sentence with its remedy") {
  CHECK(finding([](auto& adapter) {
          in(adapter, "app_facts").arguments = {"uuid[]", "uuid[]"};
        }) == "app_facts takes (uuid[], uuid[]): it must be app_facts(text[], text[])");
  CHECK(finding([](auto& adapter) { in(adapter, "app_pairs").arguments.clear(); }) ==
        "app_pairs takes (): it must be app_pairs(timestamp with time zone)");
  CHECK(says(finding([](auto& adapter) { in(adapter, "app_pairs").returns_set = false; }), "RETURNS TABLE"));
  CHECK(says(finding([](auto& adapter) { in(adapter, "app_pairs").columns.clear(); }), "RETURNS TABLE"));
  CHECK(says(finding([](auto& adapter) { in(adapter, "app_facts").security_definer = true; }),
             "add SET search_path = pg_catalog, pg_temp"));
  CHECK(finding([](auto& adapter) { adapter.push_back(installed("facts")); }) ==
        "there is more than one function app_facts: keep app_facts(text[], text[])");
  CHECK(finding([](auto& adapter) { adapter.emplace_back().name = "app_fact"; }) ==
        "there is no place for a function app_fact: correct its name");
}

TEST_CASE("a definer that pins its path, and an invoker that does not, are well") {
  auto adapter = whole_adapter();
  in(adapter, "app_facts").security_definer = true;
  in(adapter, "app_facts").pins_search_path = true;
  CHECK(review_contract(adapter).findings.empty());
}

TEST_CASE("columns are found by name: one too many or too few is a finding") {
  auto const unknown =
      finding([](auto& adapter) { in(adapter, "app_facts").columns.emplace_back("intimacy_level", "integer"); });
  CHECK(says(unknown, "app_facts returns the unknown column intimacy_level"));
  CHECK(says(unknown, "known are user_id, companion_id"));
  CHECK(finding([](auto& adapter) { leave_out(in(adapter, "app_deliver"), "engagement_id"); }) ==
        "app_deliver does not return engagement_id: add it");
  CHECK(finding([](auto& adapter) { leave_out(in(adapter, "app_context"), "companion_id"); }) ==
        "app_context does not return companion_id: add it");
}

TEST_CASE("columns of another type say how they are turned into the right one") {
  CHECK(finding([](auto& adapter) {
          type_of(in(adapter, "app_facts"), "user_wrote_at") = "timestamp without time zone";
        }) ==
        "app_facts returns user_wrote_at as timestamp without time zone: say what zone it holds: AT TIME ZONE 'UTC'");
  CHECK(
      says(finding([](auto& adapter) { type_of(in(adapter, "app_facts"), "since") = "bigint"; }), "to_timestamp(...)"));
  CHECK(finding([](auto& adapter) { type_of(in(adapter, "app_facts"), "intimacy") = "text"; }) ==
        "app_facts returns intimacy as text: cast it to double precision");
  CHECK(says(finding([](auto& adapter) { type_of(in(adapter, "app_facts"), "unread") = "integer"; }),
             "cast it to boolean"));
  CHECK(says(finding([](auto& adapter) { type_of(in(adapter, "app_context"), "memories") = "json"; }),
             "cast it to jsonb"));
  CHECK(says(finding([](auto& adapter) { type_of(in(adapter, "app_deliver"), "engagement_id") = "text"; }),
             "cast it to bigint"));
}

TEST_CASE("ids may be texts, uuids or integers, and types may have a length") {
  for (auto const* type : {"text", "uuid", "smallint", "integer", "bigint", "character varying",
                           "character varying(36)", "character(26)"}) {
    auto adapter = whole_adapter();
    type_of(in(adapter, "app_facts"), "user_id") = type;
    CAPTURE(std::string{type});
    CHECK(review_contract(adapter).findings.empty());
  }
  for (auto const* type : {"numeric", "jsonb", "bytea", "text[]"}) {
    auto adapter = whole_adapter();
    type_of(in(adapter, "app_facts"), "user_id") = type;
    CAPTURE(std::string{type});
    CHECK(review_contract(adapter).findings.size() == 1);
  }
}

TEST_CASE("all findings are told at once") {
  auto adapter = whole_adapter();
  leave_out(in(adapter, "app_pairs"), "user_id");
  in(adapter, "app_facts").columns.emplace_back("age", "integer");
  type_of(in(adapter, "app_facts"), "trust") = "text";
  in(adapter, "app_deliver").security_definer = true;
  CHECK(review_contract(adapter).findings.size() == 4);
}

TEST_CASE("what is usable of an adapter leaves out what no wrapper could read, and what is not safe to run") {
  auto adapter = whole_adapter();
  leave_out(in(adapter, "app_pairs"), "user_id");
  in(adapter, "app_facts").columns.emplace_back("age", "integer");
  type_of(in(adapter, "app_facts"), "trust") = "text";
  in(adapter, "app_deliver").security_definer = true;
  auto usable = review_contract(adapter).usable;
  CHECK(usable.size() == adapter.size() - 2);
  auto const has = [&](std::string const& name) {
    return std::any_of(usable.begin(), usable.end(), [&](auto const& function) { return function.name == name; });
  };
  CHECK_FALSE(has("app_pairs"));
  CHECK_FALSE(has("app_deliver"));
  CHECK(in(usable, "app_facts").columns.size() == in(adapter, "app_facts").columns.size() - 2);

  adapter = whole_adapter();
  type_of(in(adapter, "app_deliver"), "engagement_id") = "text";
  usable = review_contract(adapter).usable;
  CHECK_FALSE(has("app_deliver"));
}

TEST_CASE(
    "a wrapper gives every known column, in the order of its declaration, and passes arrays with the default order") {
  InstalledFunction pairs;
  pairs.columns = {{"companion_id", "bigint"}, {"user_id", "uuid"}};
  CHECK(wrapper_statement(function_of("pairs"), &pairs) ==
        "CREATE FUNCTION proactive.adapter_pairs(timestamp with time zone) RETURNS TABLE (\"user_id\" text, "
        "\"companion_id\" text) LANGUAGE sql STABLE AS $wrapper$ SELECT f.\"user_id\"::text, f.\"companion_id\"::text "
        "FROM proactive.app_pairs($1) f $wrapper$");
  auto const facts = installed("facts");
  auto const statement = wrapper_statement(function_of("facts"), &facts);
  CHECK(says(statement, "app_facts($1 COLLATE pg_catalog.\"default\", $2 COLLATE pg_catalog.\"default\") f"));
  CHECK(says(statement, "pg_catalog.left(f.\"user_name\"::text, 200)"));
  CHECK(says(statement, "f.\"intimacy\"::double precision"));
  CHECK(says(statement, "pg_catalog.left(f.\"conversation_id\"::text, 200)"));
  CHECK(says(wrapper_statement(function_of("deliver"), nullptr), "LANGUAGE sql VOLATILE"));
}

TEST_CASE("a wrapper has NULL for what the app has not, and cuts what it has") {
  InstalledFunction context;
  context.columns = {{"user_id", "text"}, {"companion_id", "text"}};
  auto const statement = [&] { return wrapper_statement(function_of("context"), &context); };
  CHECK(says(statement(), "NULL::text, NULL::text, NULL::text, NULL::jsonb, NULL::jsonb, NULL::jsonb FROM"));
  context.columns.emplace_back("traits", "text[]");
  CHECK(says(statement(), "pg_catalog.jsonb_typeof(pg_catalog.to_jsonb(f.\"traits\"))"));
  context.columns.back().second = "json";
  CHECK(says(statement(), "pg_catalog.jsonb_typeof(f.\"traits\"::jsonb)"));
  context.columns.back().second = "text";
  CHECK(says(statement(), "pg_catalog.to_jsonb(pg_catalog.left(f.\"traits\"::text, 4000))"));
  context.columns.emplace_back("memories", "jsonb");
  CHECK(says(statement(), "pg_catalog.jsonb_typeof(f.\"memories\")"));
  context.columns.emplace_back("backstory", "text");
  CHECK(says(statement(), "pg_catalog.left(f.\"backstory\"::text, 4000)"));
}

TEST_CASE("without a function its wrapper has no rows") {
  auto const statement = wrapper_statement(function_of("sessions"), nullptr);
  CHECK(says(statement, "WHERE false"));
  CHECK_FALSE(says(statement, "app_sessions"));
}
