#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/insight/engagement_tally.hpp"

// The bytes in which the statement declare_report hands over engagements.
namespace proactive::store {

// What each of them has beside what all have.
struct EngagementParts {
  bool has_time = false;  // when it was sent, instead of a key
  bool has_user = false;  // the user's id
};

class EngagementBytes {
 public:
  // Of a value of type bytea: \x and two digits a byte.
  explicit EngagementBytes(std::string_view hex);

  // Instead of what is in `engagements`; their texts are parts of this object. Throws Error (internal) where one is cut
  // off.
  void read(EngagementParts const& parts, std::vector<CountedEngagement>& engagements) const;

 private:
  std::string bytes_;
};

}  // namespace proactive::store
