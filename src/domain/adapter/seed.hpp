#pragma once

#include "domain/adapter/shape.hpp"

namespace proactive::adapter {

// Parts of recognize_seed(), in this order, after people and pairs.
void read_seed_conversations(Shape& shape, Table const& table);
void read_seed_messages(Shape& shape, Table const& table);

}  // namespace proactive::adapter
