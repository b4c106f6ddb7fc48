#include "domain/adapter/sql_text.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"

namespace proactive::adapter {

namespace {

std::string quoted(std::string_view text, char quote) {
  std::string result(1, quote);
  for (char const character : text) {
    if (character == quote) result += quote;
    result += character;
  }
  return result + quote;
}

bool is_plain(std::string_view name) {
  // The reserved words of PostgreSQL, and those that it refuses as names of columns or functions.
  static constexpr std::string_view reserved =
      " all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean "
      "both case cast char character check coalesce collate collation column concurrently constraint create "
      "cross current_catalog current_date current_role current_schema current_time current_timestamp "
      "current_user dec decimal default deferrable desc distinct do else end except exists extract false "
      "fetch float for foreign freeze from full grant greatest group grouping having ilike in initially "
      "inner inout int integer intersect interval into is isnull join lateral leading least left like limit "
      "localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric "
      "offset on only or order out outer overlaps overlay placing position precision primary real "
      "references returning right row select session_user setof similar smallint some substring symmetric "
      "system_user table tablesample then time timestamp to trailing treat trim true union unique user "
      "using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement "
      "xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable ";
  auto const starts_plainly = [](char first) { return (first >= 'a' && first <= 'z') || first == '_'; };
  return !name.empty() && starts_plainly(name.front()) && std::all_of(name.begin(), name.end(), [&](char each) {
    return starts_plainly(each) || (each >= '0' && each <= '9');
  }) && reserved.find(fmt::format(" {} ", name)) == std::string_view::npos;
}

}  // namespace

std::string identifier(std::string_view name) { return is_plain(name) ? std::string{name} : quoted(name, '"'); }

std::string literal(std::string_view text) { return quoted(text, '\''); }

std::string qualified(CatalogueTable const& table) {
  return fmt::format("{}.{}", identifier(table.schema), identifier(table.name));
}

std::string field(std::string_view alias, CatalogueColumn const& column) {
  return fmt::format("{}.{}", alias, identifier(column.name));
}

std::string as_instant(std::string const& value, CatalogueColumn const& column) {
  switch (column.category) {
    case TypeCategory::timestamptz:
      return value;
    case TypeCategory::timestamp:
      return value + " AT TIME ZONE 'UTC'";
    case TypeCategory::date:
      return value + "::timestamp AT TIME ZONE 'UTC'";
    case TypeCategory::integer:
    case TypeCategory::numeric:  // seconds or milliseconds since 1970: those of our time differ in size
      return fmt::format("to_timestamp(CASE WHEN {0} > 100000000000 THEN {0} / 1000.0 ELSE {0} END)", value);
    default:
      return value + "::text::timestamptz";
  }
}

std::string from_instant(std::string const& instant, CatalogueColumn const& column) {
  switch (column.category) {
    case TypeCategory::timestamptz:
      return instant;
    case TypeCategory::timestamp:
      return instant + " AT TIME ZONE 'UTC'";
    case TypeCategory::date:
      return fmt::format("({} AT TIME ZONE 'UTC')::date", instant);
    case TypeCategory::integer:
    case TypeCategory::numeric:
      return fmt::format("(extract(epoch FROM {}){})::bigint", instant, column.base_type == "integer" ? "" : " * 1000");
    case TypeCategory::text:
      return as_iso(instant);
    default:
      return fmt::format("{}::{}", as_iso(instant), column.type);
  }
}

std::string as_iso(std::string const& instant) {
  return fmt::format(R"sql(to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))sql", instant);
}

std::string as_json(std::string const& value, CatalogueColumn const& column) {
  if (column.category == TypeCategory::numeric || column.base_type == "bigint") {
    return fmt::format("CASE WHEN abs({0}) < 9007199254740992 THEN to_jsonb({0}) ELSE to_jsonb({0}::text) END", value);
  }
  return value;
}

std::string as_text(std::string const& value, CatalogueColumn const& column) {
  return column.base_type == "text" && column.type == "text" ? value : value + "::text";
}

std::string as_flag(std::string const& value, CatalogueColumn const& column, bool unknown) {
  if (column.category == TypeCategory::boolean) {
    if (column.not_null) return value;
    return unknown ? value + " IS NOT FALSE" : value + " IS TRUE";
  }
  if (column.category == TypeCategory::integer || column.category == TypeCategory::numeric) {
    if (column.not_null) return value + " <> 0";
    return fmt::format("coalesce({}, {}) <> 0", value, unknown ? "1" : "0");
  }
  return fmt::format("coalesce(lower({}::text) IN ('true', 't', '1', 'y', 'yes', 'active'), {})", value, unknown);
}

std::string word_of(std::string_view word, CatalogueColumn const& column) {
  return column.category == TypeCategory::enumeration ? fmt::format("{}::{}", literal(word), column.type)
                                                      : literal(word);
}

IdKind id_kind(CatalogueColumn const& column) {
  switch (column.category) {
    case TypeCategory::text:
      return IdKind::text;
    case TypeCategory::uuid:
      return IdKind::uuid;
    case TypeCategory::integer:
      return IdKind::integer;
    case TypeCategory::numeric:
      return IdKind::numeric;
    default:
      return IdKind::other;
  }
}

namespace {

std::string kind_name(CatalogueColumn const& column) {
  switch (id_kind(column)) {
    case IdKind::uuid:
      return "uuid";
    case IdKind::integer:
      return column.base_type;
    case IdKind::numeric:
      return "numeric";
    default:
      return column.base_type == "character" ? "bpchar" : "text";
  }
}

}  // namespace

std::string id_array(std::string const& parameter, CatalogueColumn const& column) {
  auto const name = kind_name(column);
  return name == "text" ? parameter : fmt::format("{}::{}[]", parameter, name);
}

std::string id_cast(std::string const& asked, CatalogueColumn const& asked_as, CatalogueColumn const& column) {
  auto const from = id_kind(asked_as);
  auto const to = id_kind(column);
  if (from == to && to != IdKind::other) return asked;
  auto as_text = from == IdKind::text ? asked : asked + "::text";  // any type can be made of a text
  if (to == IdKind::text) return as_text;
  return fmt::format("{}::{}", as_text, to == IdKind::other ? column.type : kind_name(column));
}

std::string listed(std::vector<Item> const& items, std::size_t indent, std::size_t used) {
  std::string const new_line = "\n" + std::string(indent, ' ');
  std::string text;
  std::size_t width = std::max(indent, used);
  bool begins_line = used == 0;
  for (std::size_t n = 0; n < items.size(); ++n) {
    auto const& [item, note] = items[n];
    bool const needs_line = !note.empty() || width + item.size() + 2 > 128;
    if (needs_line && !begins_line) {
      while (text.ends_with(' ')) text.pop_back();
      text += new_line;
      width = indent;
    }
    if (!note.empty()) text += fmt::format("-- {}{}", printable(note), new_line);
    text += item;
    if (n + 1 < items.size()) text += ", ";
    width += item.size() + 2;
    begins_line = false;
    if (!note.empty() && n + 1 < items.size()) {
      text.pop_back();
      text += new_line;
      width = indent;
      begins_line = true;
    }
  }
  return text;
}

std::string listed(std::vector<std::string> const& items, std::size_t indent, std::size_t used) {
  std::vector<Item> plain;
  plain.reserve(items.size());
  for (auto const& item : items) plain.push_back({item, ""});
  return listed(plain, indent, used);
}

std::vector<std::string> checked_words(CatalogueTable const& table, CatalogueColumn const& column) {
  std::vector<std::string> words;
  for (auto const& check : table.checks) {
    // CHECK ((role = ANY (ARRAY['user'::text, 'ai'::text]))), with (role)::text for varchar
    auto const name = identifier(column.name);
    if (!check.starts_with(fmt::format("CHECK (({} = ANY", name)) &&
        !check.starts_with(fmt::format("CHECK ((({})::text = ANY", name))) {
      continue;
    }
    for (auto start = check.find('\''); start != std::string::npos; start = check.find('\'', start)) {
      auto const end = check.find('\'', start + 1);
      if (end == std::string::npos) break;
      words.push_back(check.substr(start + 1, end - start - 1));
      start = end + 1;
    }
  }
  return words;
}

std::vector<std::string> known_words(CatalogueTable const& table, CatalogueColumn const& column) {
  if (!column.labels.empty()) return column.labels;
  auto words = checked_words(table, column);
  return words.empty() ? column.samples : words;
}

}  // namespace proactive::adapter
