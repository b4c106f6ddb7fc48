#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/adapter/catalogue.hpp"

// SQL as text: the small pieces that drafted functions are made of.
namespace proactive::adapter {

// As it may stand in a statement: quoted where it is not plain lower case, or a word of SQL.
std::string identifier(std::string_view name);
std::string literal(std::string_view text);
std::string qualified(CatalogueTable const& table);

// "m.created_at"
std::string field(std::string_view alias, CatalogueColumn const& column);

// A value of the column as timestamptz. Times without zone are taken as UTC.
std::string as_instant(std::string const& value, CatalogueColumn const& column);
// A timestamptz as the column keeps it.
std::string from_instant(std::string const& instant, CatalogueColumn const& column);
// A timestamptz as clients read it: ISO 8601 with Z.
std::string as_iso(std::string const& instant);

// A value of the column in the JSON type that clients read without loss: numbers beyond 2^53 as text.
std::string as_json(std::string const& value, CatalogueColumn const& column);
std::string as_text(std::string const& value, CatalogueColumn const& column);
// As boolean; flags may be numbers. NULL is `unknown`.
std::string as_flag(std::string const& value, CatalogueColumn const& column, bool unknown);

// A word as a value of a text or enum column.
std::string word_of(std::string_view word, CatalogueColumn const& column);

// What ids of a column are compared as: types of one kind can be compared without a cast.
enum class IdKind { text, uuid, integer, numeric, other };
IdKind id_kind(CatalogueColumn const& column);
// "$1::uuid[]": a parameter text[] as an array of the column's kind.
std::string id_array(std::string const& parameter, CatalogueColumn const& column);
// `asked` (a value of the kind of `asked_as`) cast where it has another kind than the column.
std::string id_cast(std::string const& asked, CatalogueColumn const& asked_as, CatalogueColumn const& column);

// An element of a list in a statement; a note stands as a comment in the line above it.
struct Item {
  std::string text;
  std::string note;
};
// The elements with commas, in lines of at most 128 characters that begin with `indent` spaces; the first one is begun
// already, by `used` characters (0: by the indent).
std::string listed(std::vector<Item> const& items, std::size_t indent, std::size_t used = 0);
std::string listed(std::vector<std::string> const& items, std::size_t indent, std::size_t used = 0);

// The quoted words of a CHECK constraint that allows a list of them for this column; empty: there is none.
std::vector<std::string> checked_words(CatalogueTable const& table, CatalogueColumn const& column);
// The words that a column may hold or holds: of its enum, of a CHECK constraint, of the statistics.
std::vector<std::string> known_words(CatalogueTable const& table, CatalogueColumn const& column);

}  // namespace proactive::adapter
