#pragma once

#include <vector>

#include "domain/message/brief.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

std::vector<MessageTemplate> active_templates(Transaction& transaction);

}  // namespace proactive::store
