#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/adapter/catalogue.hpp"
#include "domain/adapter/sql_text.hpp"

// What the tables of an app mean to the tool. A shape is recognized (the seed's by its names, others by guessing) and
// then written as SQL, by the same code for all. In its expressions the tables have these aliases:
//   d the pair that is asked for (user_id, companion_id)    u users       c companions    r pairs      l culture
//   p, p2, ... profiles and choices of the users
//   v conversations    w their people    x their companions    m messages    k memories    s moods
namespace proactive::adapter {

using Table = CatalogueTable;
using Column = CatalogueColumn;

// An output column of a function; a note is printed above it as a comment.
struct Output {
  std::string name;
  std::string type;
  std::string value;
  std::string note;
};

// A column that an INSERT fills.
struct Fill {
  Column const* column = nullptr;
  std::string value;
  std::string note;
};

// Columns of one row that equal columns of another: both lists have one length.
struct Link {
  std::vector<Column const*> own;
  std::vector<Column const*> other;
};

// Where one party of a conversation stands: in a column of the conversation, or of a table between the two.
struct Party {
  Table const* between = nullptr;  // nullptr: the conversation itself
  Link to_conversation;            // of `between`: its columns, and those of the conversation
  Column const* column = nullptr;  // nullptr: nowhere
};

struct Conversations {
  Table const* table = nullptr;  // nullptr: messages name the pair themselves
  Column const* id = nullptr;
  Column const* owner = nullptr;  // the user's column, where the key is (user, id)
  Party user;
  Party companion;
  std::vector<std::string> open;        // conditions on v: one that is delivered into
  std::vector<Column const*> activity;  // times that tell how recently one was used
  std::string new_id;                   // an expression, where a link must know it beforehand
  std::string new_id_note;
  std::vector<Fill> fills;              // of a new one; t holds user_id, companion_id, conversation_id, name
  std::vector<Fill> touches;            // of one that is delivered into; t holds conversation_id, message_id
  std::vector<Column const*> pair_key;  // a unique key of user and companion, where the app has one
  std::string reopen;                   // "is_active = true": what opens the one of such a key again
};

struct Messages {
  Table const* table = nullptr;
  Column const* id = nullptr;
  Column const* user = nullptr;       // the user whom the conversation belongs to, in each message
  Column const* speaker = nullptr;    // the user who wrote it, in messages of users
  Column const* companion = nullptr;  // the companion of the pair, in each message
  Link to_conversation;
  Column const* content = nullptr;
  Column const* created = nullptr;
  std::string by_user;       // conditions on m
  std::string by_companion;  // of the pair's companion, where several share a conversation
  std::string unread;        // empty: not known
  std::string unread_note;
  Column const* seen = nullptr;  // when a message was read
  std::string kept;              // a condition on m: not deleted; empty: none
  std::string new_id;            // an expression
  std::string new_id_note;
  std::vector<Fill>
      fills;  // t holds message_id, conversation_id, user_id, companion_id, engagement_id, content, details
  std::vector<Fill> disclosure_fills;  // of a message before it, t.disclosure_id; empty: the app has no place for one
  // The message as clients see it. The type is the column of messages that the value reads from s; empty: none.
  std::vector<Output> shown;
};

struct Memories {
  Table const* table = nullptr;
  Column const* user = nullptr;
  Column const* companion = nullptr;  // nullptr: all companions know
  Column const* id = nullptr;
  Column const* kind = nullptr;
  Column const* text = nullptr;
  Column const* importance = nullptr;
  Column const* created = nullptr;
  std::string scale;                // " * 10": to 0-10
  std::vector<std::string> usable;  // conditions on k
};

struct Moods {
  Table const* table = nullptr;
  Column const* user = nullptr;
  Column const* companion = nullptr;  // nullptr: not told to one companion alone
  Column const* order = nullptr;      // the newest has the greatest
  std::vector<Output> outputs;
};

struct Shape {
  std::string title;               // a sentence for the head of the file
  std::vector<std::string> notes;  // more of them
  std::vector<std::string> todos;  // what a person has to decide, and no line below says

  Table const* users = nullptr;  // nullptr: the app keeps none
  Column const* user_key = nullptr;
  std::vector<Output> user_facts;
  struct Profile {
    Table const* table = nullptr;
    Column const* key = nullptr;
    std::string alias;
  };
  std::vector<Profile> profiles;  // further tables with one row a user

  Table const* companions = nullptr;
  Column const* companion_key = nullptr;
  Column const* companion_owner = nullptr;  // the user's column, where a companion's id is unique for one user only
  std::vector<Output> companion_facts;
  std::vector<Output> context;
  std::string companion_name;  // for titles

  Table const* pairs = nullptr;  // nullptr: whoever talks is a pair
  Column const* pair_user = nullptr;
  Column const* pair_companion = nullptr;
  Column const* pair_since = nullptr;
  std::vector<Output> pair_facts;
  std::vector<Column const*> pair_touched;  // times that a delivery sets

  Table const* culture = nullptr;
  Column const* culture_user = nullptr;
  std::vector<Output> culture_facts;

  std::string others_read;           // an expression over d; empty: nobody else reads
  bool shared_conversation = false;  // several companions share one

  Conversations conversations;
  Messages messages;
  Memories memories;
  Moods moods;
};

// What both recognizers use.
// "deletedat" for deletedAt, deleted_at: names as they are compared. Without a leading "is".
std::string plain_name(std::string_view name);
// Conditions that a row is in use, by flags and times of that kind: "v.is_active", "v.deleted_at IS NULL". A flag that
// is NULL counts as `unknown`.
std::vector<std::string> open_conditions(Table const& table, std::string_view alias, bool unknown);
// An expression and a note for a column that must not be empty and that nothing else fills.
Fill fill_required(Table const& table, Column const& column);
// How new ids come to be: the column's default, or a guess with a note.
Fill new_id(Table const& table, Column const& column);
// The first of `wishes` that is a word of the column, as the app writes it. Empty: none.
std::string chosen_word(Table const& table, Column const& column, std::vector<std::string> const& wishes);
// Whether the column can hold the word at all: any text, or an enum that has it.
bool can_hold_word(Column const& column, std::string const& word);
// `fills` in the order of the columns, with those that must not be empty besides.
std::vector<Fill> completed(Table const& table, std::vector<Fill> const& fills);
// nullptr: not filled.
Fill const* filled(std::vector<Fill> const& fills, Column const& column);
// What the columns of a link to conversations hold, for a row t of a delivery.
std::vector<Fill> link_fills(Shape const& shape, Link const& link);

// The seed's seven tables, or nothing where a table or column is missing that no draft can do without.
std::optional<Shape> recognize_seed(Catalogue const& catalogue);
// The best guess at any other shape; nothing where there is no table that could hold messages.
std::optional<Shape> guess_shape(Catalogue const& catalogue);

// The functions, each as one statement with an empty line after it.
std::string write_pairs(Shape const& shape);
std::string write_facts(Shape const& shape);
std::string write_context(Shape const& shape);
std::string write_deliver(Shape const& shape);
std::string write_answers(Shape const& shape);
std::string write_sessions(Shape const& shape);

}  // namespace proactive::adapter
