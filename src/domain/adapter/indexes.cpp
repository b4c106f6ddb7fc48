#include "domain/adapter/indexes.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "domain/adapter/write_parts.hpp"

namespace proactive {

using namespace adapter;

namespace {

using Columns = std::vector<Column const*>;

// Whether `looked_by` are the first columns of an index, in any order: they are compared with single values.
bool begins_with(std::vector<std::string> const& indexed, std::vector<std::string> const& looked_by) {
  if (indexed.size() < looked_by.size()) return false;
  auto const end = indexed.begin() + static_cast<std::ptrdiff_t>(looked_by.size());
  return std::all_of(looked_by.begin(), looked_by.end(),
                     [&](std::string const& name) { return std::find(indexed.begin(), end, name) != end; });
}

std::vector<std::string> names_of(Columns const& columns) {
  std::vector<std::string> names;
  for (auto const* column : columns) {
    if (column != nullptr) names.push_back(column->name);
  }
  return names;
}

bool has_index(Table const* table, Columns const& looked_by) {
  auto const needed = names_of(looked_by);
  return table != nullptr &&
         std::any_of(table->indexes.begin(), table->indexes.end(),
                     [&](CatalogueIndex const& index) { return begins_with(index.columns, needed); });
}

class Wishes {
 public:
  // `more` makes the index better, and is not needed.
  void add(Table const* table, Columns const& looked_by, Columns const& more, bool by_time = false) {
    auto const needed = names_of(looked_by);
    if (table == nullptr || !table->is_table() || needed.empty()) return;
    IndexWish wish{table, {}, by_time, false};
    wish.is_there = has_index(table, looked_by) || is_wished_already(*table, needed);
    for (auto const& list : {needed, names_of(more)}) {
      for (auto const& name : list) {
        auto const quoted = identifier(name);
        if (std::find(wish.columns.begin(), wish.columns.end(), quoted) == wish.columns.end())
          wish.columns.push_back(quoted);
      }
    }
    wishes_.push_back(std::move(wish));
  }

  std::vector<IndexWish> take() { return std::move(wishes_); }

 private:
  [[nodiscard]] bool is_wished_already(Table const& table, std::vector<std::string> const& needed) const {
    std::vector<std::string> quoted;
    quoted.reserve(needed.size());
    for (auto const& name : needed) quoted.push_back(identifier(name));
    return std::any_of(wishes_.begin(), wishes_.end(), [&](IndexWish const& wish) {
      return wish.table == &table && begins_with(wish.columns, quoted);
    });
  }

  std::vector<IndexWish> wishes_;
};

// From the user to the conversations, from there to the companions, and from a message's conversation to both.
void add_conversations(Wishes& wishes, Conversations const& conversations) {
  auto const& user = conversations.user;
  auto const& companion = conversations.companion;
  if (conversations.table == nullptr) return;
  wishes.add(user.between, {user.column}, user.to_conversation.own);
  wishes.add(user.between, user.to_conversation.own, {user.column});
  auto both = companion.to_conversation.own;
  both.push_back(companion.column);
  if (!has_index(companion.between, both))
    wishes.add(companion.between, companion.to_conversation.own, {companion.column});
  if (user.between == nullptr)
    wishes.add(conversations.table, {user.column}, {companion.between == nullptr ? companion.column : nullptr});
}

}  // namespace

std::vector<IndexWish> wanted_indexes(Shape const& shape) {
  Wishes wishes;
  auto const& messages = shape.messages;
  auto const pair = reads_directly(shape) ? Columns{messages.user, messages.companion} : messages.to_conversation.own;
  wishes.add(messages.table, pair, {messages.created});
  wishes.add(messages.table, {messages.created}, {}, true);
  wishes.add(shape.pairs, {shape.pair_user, shape.pair_companion}, {});
  wishes.add(shape.pairs, {shape.pair_since}, {}, true);
  add_conversations(wishes, shape.conversations);
  wishes.add(shape.memories.table, {shape.memories.user}, {shape.memories.companion});
  wishes.add(shape.moods.table, {shape.moods.user}, {shape.moods.companion, shape.moods.order});
  wishes.add(shape.culture, {shape.culture_user}, {});
  for (auto const& profile : shape.profiles) wishes.add(profile.table, {profile.key}, {});
  wishes.add(shape.users, {shape.user_key}, {});
  wishes.add(shape.companions, {shape.companion_key, shape.companion_owner}, {});
  return wishes.take();
}

std::vector<IndexWish> wanted_indexes(Catalogue const& catalogue) {
  auto shape = recognize_seed(catalogue);
  if (!shape) shape = guess_shape(catalogue);
  return shape ? wanted_indexes(*shape) : std::vector<IndexWish>{};
}

std::vector<std::string> columns_without_index(Catalogue const& catalogue, std::string const& schema,
                                               std::string const& table, std::vector<std::string> const& columns) {
  auto const found = std::ranges::find_if(
      catalogue.tables, [&](CatalogueTable const& one) { return one.schema == schema && one.name == table; });
  if (found == catalogue.tables.end() || columns.empty()) return {};
  bool const is_there = std::ranges::any_of(
      found->indexes, [&](CatalogueIndex const& index) { return begins_with(index.columns, columns); });
  if (is_there) return {};
  std::vector<std::string> quoted;
  quoted.reserve(columns.size());
  for (auto const& name : columns) quoted.push_back(identifier(name));
  return quoted;
}

std::vector<std::string> index_statements(std::string const& table, std::vector<std::string> const& columns,
                                          bool is_partitioned) {
  auto const list = fmt::format(" ({})", join(columns, ", "));
  if (!is_partitioned) return {fmt::format("CREATE INDEX CONCURRENTLY ON {}{}", table, list)};
  return {fmt::format(
              R"(SELECT 'CREATE INDEX CONCURRENTLY ON ' || relid || {} FROM pg_partition_tree({}) WHERE isleaf \gexec)",
              literal(list), literal(table)),
          fmt::format("CREATE INDEX ON {}{}", table, list)};
}

}  // namespace proactive
