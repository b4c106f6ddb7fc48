// What a delivery writes, in a shape that is guessed.
#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "domain/adapter/guess.hpp"
#include "domain/adapter/write_parts.hpp"

namespace proactive::adapter {

namespace {

void set(std::vector<Fill>& fills, Column const* column, std::string const& value, std::string const& note = "") {
  if (column == nullptr || column->generated || filled(fills, *column) != nullptr) return;
  fills.push_back({column, value, note});
}

void set_times(std::vector<Fill>& fills, Table const& table, Names const& names) {
  for (auto const& column : table.columns) {
    if (is_instant(column) && is_among(plain_name(column.name), names)) set(fills, &column, from_instant("$6", column));
  }
}

// A number that counts the lines of a conversation: unique together with the conversation.
bool counts_lines(Table const& table, Column const& column, Column const& conversation) {
  return column.category == TypeCategory::integer &&
         std::any_of(table.keys.begin(), table.keys.end(), [&](CatalogueKey const& key) {
           return key.columns.size() == 2 && is_among(column.name, key.columns) &&
                  is_among(conversation.name, key.columns);
         });
}

Fill next_line(Table const& table, Column const& column, Column const& conversation) {
  auto const value = fmt::format(R"sql((SELECT coalesce(max({}), 0) FROM {} o WHERE {} = t.conversation_id)
             + row_number() OVER (PARTITION BY t.conversation_id ORDER BY t.n))sql",
                                 field("o", column), qualified(table), field("o", conversation));
  return {&column, value,
          fmt::format("TODO: {}.{} is taken to count the lines of a conversation: see that the app counts alike.",
                      table.name, column.name)};
}

void fill_conversations(Shape& shape) {
  auto& conversations = shape.conversations;
  auto const& table = *conversations.table;
  std::vector<Fill> fills;
  bool const is_linked = conversations.user.between != nullptr || conversations.companion.between != nullptr;
  auto const id = new_id(table, *conversations.id);
  if (is_linked) {
    conversations.new_id = id.value;
    conversations.new_id_note = id.note;
    set(fills, conversations.id, "t.conversation_id");
  } else if (conversations.id->default_value.empty()) {
    set(fills, conversations.id, id.value, id.note);
  }
  set(fills, conversations.owner, "t.user_id");
  if (conversations.user.between == nullptr) {
    set(fills, conversations.user.column, id_cast("t.user_id", user_reference(shape), *conversations.user.column));
  }
  if (conversations.companion.between == nullptr) {
    set(fills, conversations.companion.column,
        id_cast("t.companion_id", companion_reference(shape), *conversations.companion.column));
  }
  auto const* title = named(table, {"title", "name", "label", "subject", "topic"});
  if (title != nullptr && is_written(*title) && !shape.companion_name.empty()) {
    set(fills, title, title->max_length > 0 ? fmt::format("left(t.name, {})", title->max_length) : "t.name");
  }
  set_times(fills, table, {"createdat", "updatedat", "startedat"});
  conversations.fills = completed(table, fills);

  if (auto const* last = named(table, {"lastmessageid"})) {
    set(conversations.touches, last, id_cast("t.message_id", *shape.messages.id, *last));
  }
  set_times(conversations.touches, table, {"updatedat", "lastmessageat", "lastactivityat", "lastactiveat"});
  for (auto const& column : table.columns) {
    auto const name = plain_name(column.name);
    if (column.category != TypeCategory::integer || name.ends_with("id")) continue;
    bool const counts_unread = name.find("unread") != std::string::npos;
    bool const counts = name.find("count") != std::string::npos || name.find("total") != std::string::npos;
    if (counts_unread || counts) {
      shape.todos.push_back(
          fmt::format("{}.{} looks like a count: say whether a delivery raises it (touched AS, in app_deliver).",
                      table.name, column.name));
    } else if (name.find("read") != std::string::npos) {
      shape.todos.push_back(
          fmt::format("{}.{} seems to say how far a user has read: say when the companion's newest message is unread "
                      "(unread, in app_facts).",
                      table.name, column.name));
    }
  }
}

// A part of a conversation (a topic, a thread) that messages may name: the one of the newest message there.
void stay_in_part(Shape& shape, Cast const& cast) {
  auto& messages = shape.messages;
  auto const& table = *messages.table;
  if (cast.conversations == nullptr || messages.to_conversation.own.empty()) return;
  for (auto const& part : cast.parts) {
    auto const* column = reference(table, *part, {});
    if (column == nullptr || filled(messages.fills, *column) != nullptr) continue;
    std::vector<std::string> same;
    for (auto const& fill : link_fills(shape, messages.to_conversation))
      same.push_back(fmt::format("{} = {}", field("o", *fill.column), fill.value));
    set(messages.fills, column,
        fmt::format("(SELECT {} FROM {} o WHERE {}\n             ORDER BY {} DESC LIMIT 1)", field("o", *column),
                    qualified(table), both(same), field("o", *messages.created)),
        fmt::format("TODO: {}.{} is that of the newest message there: see that the app would choose alike.", table.name,
                    column->name));
  }
}

// Columns that refer to other tables and are left NULL, and JSON documents.
void note_empty(Shape& shape, Table const& table, std::vector<Fill> const& fills) {
  for (auto const& key : table.foreign_keys) {
    auto const* column = table.column(key.columns.back());
    if (column == nullptr || filled(fills, *column) != nullptr || column->not_null) continue;
    if (column == shape.messages.speaker) continue;
    shape.todos.push_back(
        fmt::format("{}.{} (of {}) is left empty by a delivery: see that the app shows such a message.", table.name,
                    column->name, key.table));
  }
}

void show_message(Messages& messages) {
  for (auto const& column : messages.table->columns) {
    auto const* fill = filled(messages.fills, column);
    if (fill == nullptr || (column.category == TypeCategory::json && &column != messages.content)) continue;
    bool const is_time = fill->value.starts_with("$6");
    messages.shown.push_back({column.name, is_time ? "" : identifier(column.name),
                              is_time ? "clock.at" : as_json(field("s", column), column), ""});
  }
}

// Who speaks, by an id, and what is said.
void fill_text(Shape& shape) {
  auto& messages = shape.messages;
  auto const& table = *messages.table;
  auto& fills = messages.fills;
  auto const* sender = named(table, {"senderid", "authorid", "fromid"});
  if (sender != nullptr && sender != messages.user && sender != messages.speaker && sender->not_null &&
      id_kind(*sender) != IdKind::other) {
    set(fills, sender, id_cast("t.companion_id", companion_reference(shape), *sender),
        fmt::format("TODO: see that {}.{} holds the companion's id in a message of the companion.", table.name,
                    sender->name));
  }
  if (messages.content->category == TypeCategory::json) {
    set(fills, messages.content, fmt::format("to_{}(t.content)", messages.content->base_type),
        fmt::format("TODO: {}.{} is a JSON document: build it as the app does (here: a plain text).", table.name,
                    messages.content->name));
  } else {
    set(fills, messages.content, "t.content");
  }
}

// What a delivery says of itself, and the counter of a conversation's lines.
void fill_details(Messages& messages) {
  auto const& table = *messages.table;
  auto& fills = messages.fills;
  if (auto const* details = named(table, {"metadata", "meta", "extra", "details"});
      details != nullptr && details->category == TypeCategory::json) {
    auto const value = "t.details || jsonb_build_object('engagement_id', t.engagement_id)";
    set(fills, details, details->base_type == "json" ? fmt::format("({})::json", value) : value,
        fmt::format("TODO: {}.{} is a JSON document: see that the app bears further keys in it.", table.name,
                    details->name));
  }
  if (!messages.to_conversation.own.empty()) {
    auto const& conversation = *messages.to_conversation.own.back();
    for (auto const& column : table.columns) {
      if (column.not_null && column.default_value.empty() && counts_lines(table, column, conversation)) {
        auto const fill = next_line(table, column, conversation);
        set(fills, fill.column, fill.value, fill.note);
      }
    }
  }
}

}  // namespace

void guess_fills(Shape& shape, Cast const& cast) {
  auto& messages = shape.messages;
  auto const& table = *messages.table;
  auto const id = new_id(table, *messages.id);
  messages.new_id = id.value;
  messages.new_id_note = id.note;
  if (shape.conversations.table != nullptr) fill_conversations(shape);

  auto& fills = messages.fills;  // who speaks is there already
  set(fills, messages.id, "t.message_id");
  for (auto const& fill : link_fills(shape, messages.to_conversation)) set(fills, fill.column, fill.value);
  if (messages.user != nullptr) set(fills, messages.user, id_cast("t.user_id", user_reference(shape), *messages.user));
  if (messages.companion != nullptr &&
      (messages.companion->not_null || (cast.companions != nullptr && refers(table, *cast.companions)))) {
    set(fills, messages.companion, id_cast("t.companion_id", companion_reference(shape), *messages.companion));
  }
  fill_text(shape);
  set_times(fills, table, {"createdat", "updatedat", "sentat", "insertedat"});
  set(fills, messages.created, from_instant("$6", *messages.created));
  if (auto const* kind = named(table, {"messagetype", "contenttype", "kind", "format"});
      kind != nullptr && kind->not_null && kind->default_value.empty()) {
    auto const word = chosen_word(table, *kind, {"text", "message", "chat", "plain", "normal"});
    if (!word.empty()) set(fills, kind, word_of(word, *kind));
  }
  fill_details(messages);
  stay_in_part(shape, cast);
  fills = completed(table, fills);
  note_empty(shape, table, fills);
  show_message(messages);
}

}  // namespace proactive::adapter
