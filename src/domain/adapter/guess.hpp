#pragma once

#include <string>
#include <vector>

#include "domain/adapter/shape.hpp"

// How a shape that is not the seed's is guessed: by names, foreign keys and columns.
namespace proactive::adapter {

using Names = std::vector<std::string>;

bool is_among(std::string const& name, Names const& names);
// The first column whose plain name is one of `names`, in their order.
Column const* named(Table const& table, Names const& names);
// The column of `from` that refers to `to`: by a foreign key, else by its name. nullptr: none.
Column const* reference(Table const& from, Table const& to, Names const& names);
// All columns of a foreign key to `to`, or the one that reference() finds against `key`.
Link link_to(Table const& from, Table const& to, Column const& key, Names const& names);
bool refers(Table const& from, Table const& to);
// The column of the primary key that is not `owner`.
Column const* own_key(Table const& table, Column const* owner);
bool is_instant(Column const& column);
bool is_written(Column const& column);  // text of any kind
bool is_number(Column const& column);
// The column that says when a message was written; numbers are seconds or milliseconds since 1970.
Column const* time_column(Table const& table);

// The tables that play a part; nullptr where none does.
struct Cast {
  Table const* messages = nullptr;
  Table const* companions = nullptr;
  Table const* users = nullptr;
  Table const* conversations = nullptr;
  Table const* pairs = nullptr;
  Table const* memories = nullptr;
  Table const* moods = nullptr;
  Table const* people_between = nullptr;      // of conversations
  Table const* companions_between = nullptr;  // of conversations
  std::vector<Table const*> profiles;         // one row a user
  std::vector<Table const*> parts;            // of a conversation, which messages name besides it
};
Cast find_cast(Catalogue const& catalogue);

Names const& user_columns();       // "userid", "ownerid", ...
Names const& companion_columns();  // "companionid", "personaid", ...

// One of our six stages, or a number from 0 to 10, that a word of the app's means. Empty: nobody can know.
std::string stage_meant(std::string const& word);
std::string intensity_meant(std::string const& word);

void guess_user_facts(Shape& shape, Cast const& cast);
void guess_companion(Shape& shape);
void guess_pair_facts(Shape& shape);
void guess_memories(Shape& shape, Cast const& cast);
void guess_moods(Shape& shape, Cast const& cast);

void guess_conversations(Shape& shape, Cast const& cast);
void guess_messages(Shape& shape, Cast const& cast);
void guess_fills(Shape& shape, Cast const& cast);

}  // namespace proactive::adapter
