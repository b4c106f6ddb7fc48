#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/adapter/shape.hpp"

namespace proactive::adapter {

// "CREATE FUNCTION ... AS $$", up to the first line of the body.
std::string function_head(std::string const& name, std::string const& parameters, std::vector<Output> const& outputs,
                          std::string_view volatility);
std::string values_of(std::vector<Output> const& outputs, std::size_t indent);

// Columns of whose kind the ids of the asked pairs (d) are.
Column const& user_reference(Shape const& shape);
Column const& companion_reference(Shape const& shape);
// "v.user_id = d.user_id"
std::string user_is(Shape const& shape, std::string_view alias, Column const& column);
std::string companion_is(Shape const& shape, std::string_view alias, Column const& column);
std::string asked_users(Shape const& shape);       // "$1::uuid[]"
std::string asked_companions(Shape const& shape);  // "$2::integer[]"
std::string asked_pairs(Shape const& shape);       // "unnest($1, $2::integer[]) d(user_id, companion_id)"

// Conditions with AND between them; empty ones are left out.
std::string both(std::vector<std::string> const& conditions);
// The same, a line for each where one line would be too long; `new_line` ends in the indent.
std::string all_of(std::vector<std::string> const& conditions, std::string const& new_line);
std::string linked(Link const& link, std::string_view own, std::string_view other);

// " JOIN ... w ON ... JOIN ... x ON ...": what stands between conversations (v) and their people and companions.
std::string conversation_tables(Shape const& shape, std::string const& new_line);
std::string conversation_user(Shape const& shape);
std::string conversation_companion(Shape const& shape);
std::string of_user(Shape const& shape);  // conditions that a conversation is of the asked user, or companion
std::string of_companion(Shape const& shape);

// Whether messages name user and companion themselves, so that no conversation is needed to find them.
bool reads_directly(Shape const& shape);
std::string messages_of_pair(Shape const& shape);  // a condition on m, and v unless reads_directly()
std::string said_by_user(Shape const& shape);
std::string said_by_companion(Shape const& shape);
// "m.created_at IS NOT NULL" where it may be NULL, which ORDER BY ... DESC puts first.
std::string dated(Column const& column, std::string_view alias);

// "SELECT ... LIMIT 1": the conversation of the asked pair that is delivered into, the last used one of the open ones.
std::string open_conversation(Shape const& shape, std::string const& columns, std::size_t indent);

// A join that finds at most one row, even where no key says so.
std::string joined_once(std::string const& join, Table const& table, std::string_view alias,
                        std::vector<Column const*> const& key, std::string const& condition);

}  // namespace proactive::adapter
