// The seed's conversations and messages: how they are found, and what a delivery writes.
#include <fmt/core.h>

#include <algorithm>

#include "domain/adapter/seed.hpp"
#include "domain/adapter/write_parts.hpp"

namespace proactive::adapter {

namespace {

void fill_seed_conversations(Shape& shape) {
  auto& conversations = shape.conversations;
  auto const& table = *conversations.table;
  auto const make = [&](std::vector<Fill>& fills, char const* name, std::string const& value) {
    auto const* column = table.column(name);
    if (column != nullptr && !column->generated) fills.push_back({column, value, ""});
  };
  auto const at = [&](std::vector<Fill>& fills, char const* name) {
    if (auto const* column = table.column(name)) make(fills, name, from_instant("$6", *column));
  };
  auto const user = user_reference(shape);
  auto const companion = companion_reference(shape);
  std::vector<Fill> fills;
  if (conversations.id->default_value.empty()) fills.push_back(new_id(table, *conversations.id));
  make(fills, "user_id", id_cast("t.user_id", user, *conversations.user.column));
  make(fills, "companion_id", id_cast("t.companion_id", companion, *conversations.companion.column));
  if (auto const* title = table.column("title");
      title != nullptr && title->category == TypeCategory::text && !shape.companion_name.empty()) {
    make(fills, "title", title->max_length > 0 ? fmt::format("left(t.name, {})", title->max_length) : "t.name");
  }
  at(fills, "created_at");
  at(fills, "updated_at");
  conversations.fills = completed(table, fills);
  at(conversations.touches, "last_message_at");
  at(conversations.touches, "updated_at");
}

// A unique key that allows a pair one conversation, and what opens it again after it was put away.
void read_pair_key(Conversations& conversations) {
  auto const& table = *conversations.table;
  for (auto const& key : table.keys) {
    auto sorted = key.columns;
    std::sort(sorted.begin(), sorted.end());
    if (!key.whole || !key.immediate || sorted != std::vector<std::string>{"companion_id", "user_id"}) continue;
    conversations.pair_key = {table.column(key.columns[0]), table.column(key.columns[1])};
    if (auto const* active = table.column("is_active")) {
      conversations.reopen = active->category == TypeCategory::boolean ? "is_active = true" : "is_active = 1";
    }
    return;
  }
}

}  // namespace

void read_seed_conversations(Shape& shape, Table const& table) {
  auto& conversations = shape.conversations;
  conversations.table = &table;
  conversations.id = table.column("id");
  conversations.user.column = table.column("user_id");
  conversations.companion.column = table.column("companion_id");
  // In the key of a distributed table the user stands before the id.
  auto const& keys = table.keys;
  bool const is_composite = std::any_of(keys.begin(), keys.end(), [](CatalogueKey const& key) {
    return key.primary && key.columns == std::vector<std::string>{"user_id", "id"};
  });
  if (is_composite) conversations.owner = conversations.user.column;
  conversations.open = open_conditions(table, "v", true);
  for (auto const* name : {"last_message_at", "updated_at", "created_at"}) {
    if (auto const* column = table.column(name)) conversations.activity.push_back(column);
  }
  read_pair_key(conversations);
  fill_seed_conversations(shape);
}

namespace {

void show_messages(Messages& messages) {
  auto const& table = *messages.table;
  auto const add_shown = [&](std::string const& name, std::string const& absent, bool is_time) {
    auto const* column = table.column(name);
    if (column == nullptr) {
      messages.shown.push_back({name, "", absent, ""});
    } else if (is_time) {
      messages.shown.push_back({name, "", "clock.at", ""});
    } else {
      auto const value = field("s", *column);
      messages.shown.push_back({name, identifier(name), as_json(value, *column), ""});
    }
  };
  add_shown("id", "", false);
  add_shown("conversation_id", "", false);
  add_shown("sender_type", "", false);
  add_shown("sender_id", "t.companion_id", false);
  add_shown("content", "", false);
  add_shown("message_type", "'text'", false);
  add_shown("created_at", "clock.at", true);
  add_shown("updated_at", "clock.at", true);
}

// What differs between a message of ours and the one before it that tells that an AI writes.
struct Said {
  std::string id;
  std::string content;
  std::string type;
  std::string metadata;
};

std::vector<Fill> fills_of(Shape const& shape, std::string const& companion_word, Said const& said) {
  auto const& messages = shape.messages;
  auto const& table = *messages.table;
  std::vector<Fill> fills = link_fills(shape, messages.to_conversation);
  auto const make = [&](char const* name, std::string const& value) {
    if (auto const* column = table.column(name)) fills.push_back({column, value, ""});
  };
  fills.push_back({messages.id, said.id, ""});
  if (messages.user != nullptr)
    fills.push_back({messages.user, id_cast("t.user_id", user_reference(shape), *messages.user), ""});
  auto const& sender_type = *table.column("sender_type");
  if (can_hold_word(sender_type, companion_word)) {
    make("sender_type", word_of(companion_word, sender_type));
  } else {
    fills.push_back(fill_required(table, sender_type));
  }
  if (auto const* sender = table.column("sender_id")) {
    make("sender_id", id_cast("t.companion_id", companion_reference(shape), *sender));
  }
  make("content", said.content);
  if (auto const* type = table.column("message_type"); type != nullptr && can_hold_word(*type, said.type)) {
    make("message_type", word_of(said.type, *type));
  }
  if (auto const* metadata = table.column("metadata");
      metadata != nullptr && metadata->category == TypeCategory::json) {
    make("metadata", metadata->base_type == "json" ? fmt::format("({})::json", said.metadata) : said.metadata);
  }
  for (auto const* name : {"created_at", "updated_at"}) {
    if (auto const* column = table.column(name)) make(name, from_instant("$6", *column));
  }
  auto const* is_read = table.column("is_read");
  if (is_read != nullptr && is_read->not_null && is_read->default_value.empty()) {
    if (is_read->category == TypeCategory::boolean) make("is_read", "false");
    if (is_read->category == TypeCategory::integer) make("is_read", "0");
  }
  return completed(table, fills);
}

void fill_messages(Shape& shape, std::string const& companion_word) {
  auto& messages = shape.messages;
  messages.fills = fills_of(
      shape, companion_word,
      {"t.message_id", "t.content", "text", "t.details || jsonb_build_object('engagement_id', t.engagement_id)"});
  auto const* type = messages.table->column("message_type");
  if (type == nullptr || !can_hold_word(*type, "system")) return;
  messages.disclosure_fills = fills_of(shape, companion_word,
                                       {"t.disclosure_id", "t.details -> 'disclosure' ->> 'text'", "system",
                                        "jsonb_build_object('engagement_id', t.engagement_id)"});
}

}  // namespace

void read_seed_messages(Shape& shape, Table const& table) {
  auto& messages = shape.messages;
  messages.table = &table;
  messages.id = table.column("id");
  messages.user = table.column("user_id");
  messages.content = table.column("content");
  messages.created = table.column("created_at");
  auto const& conversations = shape.conversations;
  if (messages.user != nullptr) messages.to_conversation = {{messages.user}, {conversations.user.column}};
  messages.to_conversation.own.push_back(table.column("conversation_id"));
  messages.to_conversation.other.push_back(conversations.id);
  auto const& sender = *table.column("sender_type");
  auto const word = [&](std::string const& usual, std::vector<std::string> const& wishes) {
    auto const known = chosen_word(table, sender, wishes);
    return known.empty() ? usual : known;
  };
  auto const user_word = word("user", {"user", "human"});
  auto const companion_word = word("companion", {"companion", "assistant", "ai", "bot", "character"});
  auto const said_as = [&](std::string const& known) {
    return fmt::format("{}{} = {}", field("m", sender), can_hold_word(sender, known) ? "" : "::text", literal(known));
  };
  messages.by_user = said_as(user_word);
  messages.by_companion = said_as(companion_word);
  messages.seen = table.column("read_at");
  if (auto const* is_read = table.column("is_read")) {
    messages.unread = fmt::format("NOT ({})", as_flag("m.is_read", *is_read, true));
    if (is_read->category == TypeCategory::boolean && is_read->not_null) messages.unread = "NOT m.is_read";
  } else if (messages.seen != nullptr) {
    messages.unread = "m.read_at IS NULL";
  }
  messages.kept = both(open_conditions(table, "m", true));
  auto const id = new_id(table, *messages.id);
  messages.new_id = id.value;
  messages.new_id_note = id.note;
  fill_messages(shape, companion_word);
  auto const* last = shape.conversations.table->column("last_message_id");
  if (last != nullptr && !last->generated) {
    auto& touches = shape.conversations.touches;
    touches.insert(touches.begin(), {last, id_cast("t.message_id", *messages.id, *last), ""});
  }
  show_messages(messages);
}

}  // namespace proactive::adapter
