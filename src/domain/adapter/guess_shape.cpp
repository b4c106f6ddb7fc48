// Any shape but the seed's: the best guess, with TODOs.
#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "domain/adapter/guess.hpp"
#include "domain/adapter/write_parts.hpp"

namespace proactive::adapter {

namespace {

// The value of a default that is a plain word: 'chat'::session_kind.
std::string default_word(Column const& column) {
  auto const& text = column.default_value;
  if (!text.starts_with('\'')) return "";
  auto const end = text.find('\'', 1);
  return end == std::string::npos ? "" : text.substr(1, end - 1);
}

// Conversations of another kind than the usual are left alone.
void keep_to_default_kind(Conversations& conversations) {
  auto const* kind = named(*conversations.table, {"kind", "type", "mode", "conversationtype", "chattype", "roomtype",
                                                  "sessiontype", "status", "state"});
  if (kind == nullptr || (!is_written(*kind) && kind->category != TypeCategory::enumeration)) return;
  auto const word = default_word(*kind);
  if (!word.empty()) conversations.open.push_back(fmt::format("{} = {}", field("v", *kind), literal(word)));
}

Party party_of(Table const& conversations, Column const& id, Table const* between, Table const* of,
               Names const& names) {
  Party party;
  if (between == nullptr) {
    party.column = of != nullptr ? reference(conversations, *of, names) : named(conversations, names);
    return party;
  }
  party.between = between;
  party.to_conversation = link_to(*between, conversations, id, {});
  party.column = reference(*between, *of, names);
  return party;
}

void guess_group(Shape& shape) {
  auto& conversations = shape.conversations;
  if (auto const& party = conversations.user; party.between != nullptr) {
    conversations.open.push_back(fmt::format("(SELECT count(*) FROM {} o WHERE {}) = 1", qualified(*party.between),
                                             linked(party.to_conversation, "o", "v")));
    shape.notes.emplace_back("Rooms that hold several people are never written into.");
  }
  if (conversations.companion.between != nullptr) {
    shape.shared_conversation = true;
    shape.notes.emplace_back(
        "Several companions may share a conversation: it has one open outreach at a time (conversation_id).");
  }
}

// The words of a column tell who wrote a message.
void side_by_word(Shape& shape, Column const* role) {
  auto& messages = shape.messages;
  auto const& table = *messages.table;
  auto const words = known_words(table, *role);
  auto user = chosen_word(table, *role, {"user", "human", "person", "client", "customer", "member", "inbound", "in"});
  auto companion = chosen_word(
      table, *role,
      {"companion", "assistant", "ai", "bot", "character", "persona", "agent", "model", "outbound", "out", "system"});
  if (user.empty()) user = "user";
  if (companion.empty()) companion = "assistant";
  if (words.empty() || !is_among(user, words) || !is_among(companion, words)) {
    shape.todos.push_back(fmt::format("say which words of {}.{} mean a user and a companion (taken: {}, {}).",
                                      table.name, role->name, user, companion));
  } else if (words.size() > 2 || companion == "system") {
    shape.todos.push_back(fmt::format("see that in {}.{} '{}' is a user and '{}' a companion (it has: {}).", table.name,
                                      role->name, user, companion, join(words, ", ")));
  }
  auto const said_as = [&](std::string const& word) {
    return fmt::format("{}{} = {}", field("m", *role), can_hold_word(*role, word) ? "" : "::text", literal(word));
  };
  messages.by_user = said_as(user);
  messages.by_companion = said_as(companion);
  if (can_hold_word(*role, companion)) messages.fills.push_back({role, word_of(companion, *role), ""});
}

// A flag tells it. False where there is none.
bool side_by_flag(Shape& shape) {
  auto& messages = shape.messages;
  auto const& table = *messages.table;
  for (auto const& [name, is_companion] : {std::pair{"frombot", true},
                                           {"fromai", true},
                                           {"bot", true},
                                           {"ai", true},
                                           {"isai", true},
                                           {"fromcompanion", true},
                                           {"fromcharacter", true},
                                           {"user", false},
                                           {"fromuser", false},
                                           {"byuser", false}}) {
    auto const* flag = named(table, {name});
    if (flag == nullptr || flag->category != TypeCategory::boolean) continue;
    auto const yes = as_flag(field("m", *flag), *flag, false);
    auto const no = flag->not_null ? "NOT " + yes : field("m", *flag) + " IS NOT TRUE";
    messages.by_user = is_companion ? no : yes;
    messages.by_companion = is_companion ? yes : no;
    messages.fills.push_back({flag, is_companion ? "true" : "false", ""});
    return true;
  }
  return false;
}

// Words, a flag or an empty column tell who wrote a message.
void guess_sides(Shape& shape) {
  auto& messages = shape.messages;
  auto const& table = *messages.table;
  auto const* role = named(table, {"role", "sendertype", "sender", "authortype", "author", "speaker", "fromtype",
                                   "messagetype", "direction", "type", "source"});
  if (role != nullptr && (is_written(*role) || role->category == TypeCategory::enumeration)) {
    return side_by_word(shape, role);
  }
  if (side_by_flag(shape)) return;
  if (auto const* speaker = messages.speaker) {
    messages.by_user = speaker->not_null ? "" : field("m", *speaker) + " IS NOT NULL";
    messages.by_companion = speaker->not_null ? fmt::format("{} <> {}", field("m", *speaker),
                                                            id_cast("d.user_id", user_reference(shape), *speaker))
                                              : field("m", *speaker) + " IS NULL";
    return;
  }
  shape.todos.push_back(fmt::format(
      "nothing in {} tells messages of users from those of companions: write it in place of 'false' and 'true' below.",
      table.name));
  messages.by_user = "false";
  messages.by_companion = "true";
}

// Users, companions and pairs, and what identifies them.
void find_keys(Shape& shape, Cast const& cast) {
  shape.users = cast.users;
  if (shape.users != nullptr) shape.user_key = own_key(*shape.users, nullptr);
  shape.companions = cast.companions;
  if (shape.companions == nullptr) return;
  auto const& table = *shape.companions;
  auto const* owner = cast.users != nullptr ? reference(table, *cast.users, user_columns()) : nullptr;
  bool const is_owned =
      owner != nullptr && std::any_of(table.keys.begin(), table.keys.end(), [&](CatalogueKey const& key) {
        return key.primary && key.columns.size() == 2 && is_among(owner->name, key.columns);
      });
  shape.companion_owner = is_owned ? owner : nullptr;
  shape.companion_key = own_key(table, shape.companion_owner);
}

void guess_pairs(Shape& shape, Cast const& cast) {
  if (cast.pairs == nullptr) {
    shape.notes.emplace_back(
        "Whoever has written to a companion is a pair; stage, intimacy and trust are not known, so all count as "
        "friends.");
    return;
  }
  shape.pairs = cast.pairs;
  shape.pair_user =
      cast.users != nullptr ? reference(*cast.pairs, *cast.users, user_columns()) : named(*cast.pairs, user_columns());
  shape.pair_companion = reference(*cast.pairs, *cast.companions, companion_columns());
  guess_pair_facts(shape);
}

// Whether messages can be found by user and companion. Conversations that do not tell both are left out.
bool is_complete(Shape& shape) {
  auto const& messages = shape.messages;
  auto const& conversations = shape.conversations;
  bool const is_direct = messages.user != nullptr && messages.companion != nullptr;
  bool const is_by_conversation = conversations.table != nullptr && conversations.user.column != nullptr &&
                                  conversations.companion.column != nullptr && !messages.to_conversation.own.empty();
  if (!is_by_conversation) {
    shape.conversations = {};
    shape.messages.to_conversation = {};
    shape.shared_conversation = false;
  }
  return messages.content != nullptr && messages.created != nullptr && messages.id != nullptr &&
         (is_direct || is_by_conversation);
}

void guess_reading(Messages& messages) {
  auto const& table = *messages.table;
  messages.seen = named(table, {"readat", "seenat", "viewedat"});
  if (messages.seen != nullptr && !is_instant(*messages.seen)) messages.seen = nullptr;
  if (auto const* read = named(table, {"read", "seen", "viewed"});
      read != nullptr && read->category == TypeCategory::boolean) {
    messages.unread = read->not_null ? "NOT " + field("m", *read) : field("m", *read) + " IS NOT TRUE";
  } else if (messages.seen != nullptr) {
    messages.unread = field("m", *messages.seen) + " IS NULL";
  }
  messages.kept = both(open_conditions(table, "m", true));
}

}  // namespace

void guess_conversations(Shape& shape, Cast const& cast) {
  if (cast.conversations == nullptr) return;
  auto& conversations = shape.conversations;
  auto const& table = *cast.conversations;
  conversations.table = &table;
  auto const* user =
      cast.users != nullptr ? reference(table, *cast.users, user_columns()) : named(table, user_columns());
  conversations.id = own_key(table, user);
  if (conversations.id == nullptr) {
    conversations = {};
    return;
  }
  bool const is_composite = std::any_of(table.keys.begin(), table.keys.end(), [&](CatalogueKey const& key) {
    return key.primary && key.columns.size() == 2 && user != nullptr && is_among(user->name, key.columns);
  });
  if (is_composite) conversations.owner = user;
  conversations.user = party_of(table, *conversations.id, cast.people_between, cast.users, user_columns());
  conversations.companion =
      party_of(table, *conversations.id, cast.companions_between, cast.companions, companion_columns());
  conversations.open = open_conditions(table, "v", true);
  keep_to_default_kind(conversations);
  guess_group(shape);
  for (auto const& column : table.columns) {
    auto const name = plain_name(column.name);
    if (is_instant(column) &&
        is_among(name, {"lastmessageat", "lastactivityat", "lastactiveat", "updatedat", "startedat", "createdat"})) {
      conversations.activity.push_back(&column);
    }
  }
}

void guess_messages(Shape& shape, Cast const& cast) {
  auto& messages = shape.messages;
  auto const& table = *cast.messages;
  messages.table = &table;
  for (auto const* name : {"content", "text", "body", "message", "messagetext", "contenttext", "parts"}) {
    auto const* column = named(table, {name});
    bool const can_hold = column != nullptr && (is_written(*column) || column->category == TypeCategory::json);
    if (can_hold && messages.content == nullptr) messages.content = column;
  }
  messages.created = time_column(table);
  if (messages.created != nullptr && !is_instant(*messages.created)) {
    shape.todos.push_back(fmt::format("{}.{} is a number: see that it counts {} since 1970.", table.name,
                                      messages.created->name,
                                      messages.created->base_type == "integer" ? "seconds" : "milliseconds"));
  }
  auto const* user =
      cast.users != nullptr ? reference(table, *cast.users, user_columns()) : named(table, user_columns());
  messages.companion = cast.companions != nullptr ? reference(table, *cast.companions, companion_columns())
                                                  : named(table, companion_columns());
  if (messages.companion == user) messages.companion = nullptr;
  bool const is_speaker =
      user != nullptr &&
      (!user->not_null || is_among(plain_name(user->name), {"senderid", "authorid", "fromid", "fromuserid"}));
  (is_speaker ? messages.speaker : messages.user) = user;
  messages.id = own_key(table, user);
  if (shape.conversations.table != nullptr) {
    messages.to_conversation = link_to(table, *shape.conversations.table, *shape.conversations.id, {});
  }
  guess_sides(shape);
  guess_reading(messages);
  if (shape.conversations.user.between != nullptr && messages.speaker == nullptr) {
    shape.todos.push_back(fmt::format(
        "{} does not say which person wrote: in rooms of several, each counts as having written.", table.name));
  }
}

std::optional<Shape> guess_shape(Catalogue const& catalogue) {
  auto const cast = find_cast(catalogue);
  if (cast.messages == nullptr) return std::nullopt;
  Shape shape;
  shape.title = "A first draft of an adapter, made from the names and keys of the tables (see proactive-adapter(7)).";
  shape.notes.emplace_back(
      "Decide what is marked as still to do; then try it with: proactive config adapter check FILE");
  find_keys(shape, cast);
  guess_conversations(shape, cast);
  guess_messages(shape, cast);
  if (!is_complete(shape)) return std::nullopt;
  guess_pairs(shape, cast);
  guess_user_facts(shape, cast);
  if (shape.companions != nullptr) {
    guess_companion(shape);
  } else {
    shape.todos.emplace_back(
        "no table of companions was found: companion_name and what a writer is told of companions are not known.");
  }
  guess_memories(shape, cast);
  guess_moods(shape, cast);
  guess_fills(shape, cast);
  return shape;
}

}  // namespace proactive::adapter
