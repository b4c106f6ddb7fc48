#pragma once

#include <string>
#include <vector>

#include "base/finding.hpp"
#include "base/json.hpp"

// What a trial delivery gives to an app, and what it gets back. Pure.
namespace proactive {

// A message of so many user-perceived characters, with signs that escape badly.
std::string trial_text(int number, int characters);

// What to do about a statement of an adapter that PostgreSQL refused, by the SQLSTATE in its words, as the end of a
// sentence: "; write ...". Empty where its words say it.
std::string hint_for(std::string const& words);

// What is wrong with a message that app_deliver returned, as the app's clients are to show it.
std::vector<Finding> review_message(Json const& message);

}  // namespace proactive
