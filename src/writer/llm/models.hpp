#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "domain/llm/profile.hpp"

namespace proactive {

// What a run finds out of one model of the service.
struct Model {
  ProfileSearch search;
  long successes = 0;
  int under_way = 0;        // calls
  bool is_missing = false;  // the service does not have it

  // While the form of a request is being found out, one call at a time tries the next one.
  [[nodiscard]] bool may_be_called() const { return !search.is_trying() || under_way == 0; }
};
using Models = std::map<std::string, Model>;

inline bool are_all_missing(Models const& models) {
  return std::all_of(models.begin(), models.end(), [](auto const& model) { return model.second.is_missing; });
}

}  // namespace proactive
