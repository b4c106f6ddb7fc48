#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/message/brief.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

std::vector<MessageTemplate> active_templates(Transaction& transaction);

// Of this type, this language (in any case) and this set, or of all; by id, also those that are not active.
std::vector<MessageTemplate> list_templates(Transaction& transaction, std::optional<EngagementType> type = {},
                                            std::optional<std::string> const& language = {},
                                            std::optional<std::string> const& set = {});
std::optional<MessageTemplate> read_template(Transaction& transaction, long id);

// Returns the new id. These throw DataError (23505) where the same set, type and language have this body already.
long add_template(Transaction& transaction, MessageTemplate const& added);
// Stores what may change: not type and language.
void change_template(Transaction& transaction, MessageTemplate const& changed);

// Whether it was there.
bool remove_template(Transaction& transaction, long id);

}  // namespace proactive::store
