#pragma once

#include "base/named_values.hpp"
#include "store/adapter.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

// Throws Error (configuration) unless the schema has every migration that this binary knows, and none beyond them that
// it does not work with; the sentence says what to do. A migration works with the binaries that know the one before it,
// unless it says otherwise (schema_migrations.works_from). Returns how many there are beyond.
long require_schema(Transaction& transaction);

// What every command begins with, in one statement. It fails where the schema is not what this binary knows: that
// require_schema() is fulfilled was not asked before.
struct SessionFacts {
  Instant now;                                // the database's clock
  NamedValues settings;                       // what `config set` has stored, unchecked
  AdapterState adapter = AdapterState::none;  // taken for unchanged where its functions are not to be looked at
};
SessionFacts session_facts(Transaction& transaction, bool look_at_functions);

// Throws Error (configuration) where this role is neither an operator of roles.sql nor the schema's owner.
void require_operator(Transaction& transaction);

}  // namespace proactive::store
