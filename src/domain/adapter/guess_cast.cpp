// Which tables play which part.
#include <algorithm>

#include "base/text.hpp"
#include "domain/adapter/guess.hpp"

namespace proactive::adapter {

namespace {

// Schemas of hosting platforms and tools: an app's own tables are not there.
Names const platform_schemas{"auth",        "storage",        "realtime",           "vault",
                             "graphql",     "graphql_public", "extensions",         "net",
                             "cron",        "pgsodium",       "supabase_functions", "supabase_migrations",
                             "hdb_catalog", "drizzle",        "neon_auth",          "pgbouncer"};

Names const message_tables{"message", "chatmessage", "conversationmessage", "messagelog", "msg",
                           "chatlog", "chathistory", "utterance",           "chatline",   "directmessage",
                           "dm"};
Names const companion_tables{"companion", "persona",     "character",   "bot",       "agent",
                             "assistant", "aicompanion", "aicharacter", "aipersona", "chatbot",
                             "avatar",    "girlfriend",  "partner",     "npc"};
Names const user_tables{"user", "person", "people", "profile", "account", "member", "customer", "player", "appuser"};
Names const conversation_tables_by_name{"conversation", "chat",        "chatroom", "room",    "dialog",    "dialogue",
                                        "thread",       "chatsession", "session",  "channel", "chatthread"};
Names const memory_tables{"memory", "companionmemory", "usermemory",    "memoryitem",
                          "fact",   "userfact",        "longtermmemory"};
Names const mood_tables{"mood", "emotion", "emotionalstate", "useremotionalstate", "usermood", "moodlog", "emotionlog"};

std::string singular(std::string_view name) {
  auto plain = plain_name(name);
  if (plain.ends_with("ies")) return plain.substr(0, plain.size() - 3) + "y";
  if (plain.ends_with("s") && !plain.ends_with("ss")) plain.pop_back();
  return plain;
}

// The position of a table's name in a list of names; a large number where it is not there.
std::size_t rank(Table const& table, Names const& names) {
  auto const found = std::find(names.begin(), names.end(), singular(table.name));
  auto const position = static_cast<std::size_t>(found - names.begin());
  return found == names.end() ? 1000 : position + (is_among(table.schema, platform_schemas) ? 500 : 0);
}

// The table that comes first by `score`; scores from 1000 on do not count.
template <typename Score>
Table const* best(Catalogue const& catalogue, Score score) {
  Table const* chosen = nullptr;
  std::size_t lowest = 1000;
  for (auto const& table : catalogue.tables) {
    auto const each = score(table);
    if (each < lowest) {
      lowest = each;
      chosen = &table;
    }
  }
  return chosen;
}

bool can_hold_messages(Table const& table) {
  return table.is_table() && time_column(table) != nullptr && !is_among(table.schema, platform_schemas);
}

// By its name, else by what it holds: a text, who spoke, and where.
std::size_t message_rank(Table const& table) {
  if (!can_hold_messages(table)) return 1000;
  auto const by_name = rank(table, message_tables);
  bool const looks_alike = named(table, {"content", "text", "body", "message"}) != nullptr &&
                           named(table, {"role", "sender", "sendertype", "author", "speaker"}) != nullptr;
  return by_name == 1000 && looks_alike ? 900 : by_name;
}

// A table that only says which rows of two others belong together.
Table const* between(Catalogue const& catalogue, Table const& one, Table const& other, Table const* excluded) {
  for (auto const& table : catalogue.tables) {
    if (!table.is_table() || &table == &one || &table == &other || &table == excluded || table.columns.size() > 8)
      continue;
    if (refers(table, one) && refers(table, other)) return &table;
  }
  return nullptr;
}

// Whoever messages or conversations refer to, when it is neither a companion nor a conversation.
Table const* referred_users(Catalogue const& catalogue, Cast const& cast) {
  for (auto const* from : {cast.conversations, cast.messages, cast.people_between}) {
    if (from == nullptr) continue;
    for (auto const& table : catalogue.tables) {
      if (&table == cast.companions || &table == cast.conversations || &table == cast.messages) continue;
      if (rank(table, user_tables) < 1000 && refers(*from, table)) return &table;
    }
  }
  return nullptr;
}

bool has_key_of(Table const& table, Column const& column) {
  return std::any_of(table.keys.begin(), table.keys.end(),
                     [&](CatalogueKey const& key) { return key.whole && key.columns == Names{column.name}; });
}

Table const* find_pairs(Catalogue const& catalogue, Cast const& cast) {
  if (cast.companions == nullptr) return nullptr;
  return best(catalogue, [&](Table const& table) -> std::size_t {
    for (auto const* taken :
         {cast.messages, cast.conversations, cast.users, cast.companions, cast.memories, cast.moods}) {
      if (&table == taken) return 1000;
    }
    auto const* companion = reference(table, *cast.companions, companion_columns());
    auto const* user =
        cast.users != nullptr ? reference(table, *cast.users, user_columns()) : named(table, user_columns());
    if (!table.is_table() || companion == nullptr || user == nullptr || companion == user) return 1000;
    bool const is_unique = std::any_of(table.keys.begin(), table.keys.end(), [&](CatalogueKey const& key) {
      auto const holds = [&](Column const* column) {
        return std::find(key.columns.begin(), key.columns.end(), column->name) != key.columns.end();
      };
      return key.whole && key.columns.size() == 2 && holds(companion) && holds(user);
    });
    bool const says_how_close = std::any_of(table.columns.begin(), table.columns.end(), [](Column const& column) {
      auto const name = plain_name(column.name);
      return name.find("stage") != std::string::npos || name.find("intimacy") != std::string::npos ||
             name.find("trust") != std::string::npos || name.find("affection") != std::string::npos;
    });
    return is_unique && says_how_close ? 0 : says_how_close ? 1 : 1000;
  });
}

}  // namespace

bool is_among(std::string const& name, Names const& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Names const& user_columns() {
  static Names const names{"userid",     "ownerid",   "personid", "memberid", "accountid",
                           "customerid", "profileid", "playerid", "humanid"};
  return names;
}

Names const& companion_columns() {
  static Names const names{"companionid", "personaid",   "characterid", "botid",
                           "agentid",     "assistantid", "avatarid",    "aiid"};
  return names;
}

bool is_instant(Column const& column) {
  return column.category == TypeCategory::timestamp || column.category == TypeCategory::timestamptz;
}

bool is_number(Column const& column) {
  return column.category == TypeCategory::integer || column.category == TypeCategory::numeric;
}

Column const* time_column(Table const& table) {
  static Names const names{"createdat", "sentat", "timestamp",  "sendtime", "created",
                           "time",      "date",   "insertedat", "ts"};
  for (auto const& name : names) {
    auto const* column = named(table, {name});
    if (column != nullptr && is_instant(*column)) return column;
  }
  for (auto const& column : table.columns) {
    if (is_instant(column)) return &column;
  }
  auto const* column = named(table, names);
  return column != nullptr && is_number(*column) ? column : nullptr;
}

bool is_written(Column const& column) { return column.category == TypeCategory::text; }

Column const* named(Table const& table, Names const& names) {
  for (auto const& name : names) {
    for (auto const& column : table.columns) {
      if (plain_name(column.name) == name) return &column;
    }
  }
  return nullptr;
}

bool refers(Table const& from, Table const& to) {
  return std::any_of(from.foreign_keys.begin(), from.foreign_keys.end(),
                     [&](CatalogueForeignKey const& key) { return key.schema == to.schema && key.table == to.name; });
}

Column const* own_key(Table const& table, Column const* owner) {
  Column const* chosen = table.column("id");
  for (auto const& key : table.keys) {
    if (!key.primary) continue;
    for (auto const& name : key.columns) {
      auto const* column = table.column(name);
      if (column != owner && (chosen == nullptr || key.columns.size() == 1)) chosen = column;
    }
  }
  return chosen;
}

Column const* reference(Table const& from, Table const& to, Names const& names) {
  for (auto const& key : from.foreign_keys) {
    if (key.schema == to.schema && key.table == to.name && !key.columns.empty()) return from.column(key.columns.back());
  }
  auto const by_table = named(from, {singular(to.name) + "id"});
  return by_table != nullptr ? by_table : named(from, names);
}

Link link_to(Table const& from, Table const& to, Column const& key, Names const& names) {
  Link link;
  for (auto const& foreign : from.foreign_keys) {
    if (foreign.schema != to.schema || foreign.table != to.name || !link.own.empty()) continue;
    for (std::size_t n = 0; n < foreign.columns.size(); ++n) {
      link.own.push_back(from.column(foreign.columns[n]));
      link.other.push_back(to.column(foreign.target_columns[n]));
    }
  }
  if (!link.own.empty()) return link;
  if (auto const* column = reference(from, to, names)) return {{column}, {&key}};
  return {};
}

namespace {

// By name, or because messages refer to it.
Table const* find_conversations(Catalogue const& catalogue, Table const& messages) {
  return best(catalogue, [&](Table const& table) -> std::size_t {
    auto const by_name = rank(table, conversation_tables_by_name);
    bool const is_named = named(messages, {singular(table.name) + "id"}) != nullptr;
    if (!table.is_table() || by_name >= 500) return 1000;
    return refers(messages, table) ? by_name : is_named ? by_name + 100 : 1000;
  });
}

Table const* find_users(Catalogue const& catalogue, Cast const& cast) {
  if (auto const* referred = referred_users(catalogue, cast)) return referred;
  return best(catalogue, [&](Table const& table) -> std::size_t {
    return rank(table, user_tables) < 500 ? rank(table, user_tables) : 1000;
  });
}

}  // namespace

Cast find_cast(Catalogue const& catalogue) {
  Cast cast;
  cast.messages = best(catalogue, message_rank);
  cast.companions = best(catalogue, [](Table const& table) { return rank(table, companion_tables); });
  if (cast.messages == nullptr) return cast;
  cast.conversations = find_conversations(catalogue, *cast.messages);
  cast.users = find_users(catalogue, cast);
  if (cast.conversations != nullptr && cast.users != nullptr && !refers(*cast.conversations, *cast.users)) {
    cast.people_between = between(catalogue, *cast.conversations, *cast.users, cast.messages);
  }
  if (cast.conversations != nullptr && cast.companions != nullptr && !refers(*cast.conversations, *cast.companions)) {
    cast.companions_between = between(catalogue, *cast.conversations, *cast.companions, cast.messages);
  }
  cast.memories = best(catalogue, [](Table const& table) { return rank(table, memory_tables); });
  cast.moods = best(catalogue, [](Table const& table) { return rank(table, mood_tables); });
  cast.pairs = find_pairs(catalogue, cast);
  for (auto const& table : catalogue.tables) {
    if (cast.conversations == nullptr || &table == cast.messages || &table == cast.conversations) continue;
    if (refers(*cast.messages, table) && refers(table, *cast.conversations)) cast.parts.push_back(&table);
  }
  if (cast.users == nullptr) return cast;
  for (auto const& table : catalogue.tables) {  // one row a user: profiles, preferences, choices
    if (&table == cast.users || &table == cast.companions || !refers(table, *cast.users)) continue;
    auto const* column = reference(table, *cast.users, {});
    if (column != nullptr && has_key_of(table, *column)) cast.profiles.push_back(&table);
  }
  return cast;
}

}  // namespace proactive::adapter
