#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/bandit/bandit.hpp"
#include "domain/bandit/choices.hpp"
#include "domain/bandit/evaluation.hpp"
#include "domain/types.hpp"
#include "store/pg/database.hpp"

// What came of choices among templates and among types.
namespace proactive::store {

// Of each type's templates, and of the types, of the last 168 days.
std::map<EngagementType, std::map<long, ArmRecord>> template_records(Transaction& transaction, Instant as_of);
std::map<long, ArmRecord> type_records(Transaction& transaction, Instant as_of);

// Choices among arms of the kind, of messages that were sent since then, and of which the outcome is known: the newest
// `most` of them.
std::vector<LoggedArm> logged_arms(Transaction& transaction, ArmKind kind, Instant since, int most);

// When each user got each template last, since then.
std::map<std::string, std::map<long, Instant>> received_templates(Transaction& transaction,
                                                                  std::vector<std::string> const& users, Instant since);
std::map<std::string, std::map<EngagementType, Instant>> received_types(Transaction& transaction,
                                                                        std::vector<std::string> const& users,
                                                                        Instant since);

}  // namespace proactive::store
