#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/json.hpp"

// What a trial delivery gives to an app, and what it gets back. Pure.
namespace proactive {

// A message of so many user-perceived characters, with signs that escape badly.
std::string trial_text(int number, int characters);

// What to do where a role that runs the functions has not the rights that they need.
inline constexpr std::string_view functions_lack_rights =
    "make the adapter's functions SECURITY DEFINER with a search_path of their own, and let the tables' owner own them "
    "(proactive-adapter(7))";

// What to do about a statement of ours for which the role lacks a privilege: on the app's tables, which only the
// adapter's wrappers reach, or on what roles.sql gives. `words`: PostgreSQL's.
std::string privilege_advice(std::string_view statement, std::string_view words);

// What to do about a statement of an adapter that PostgreSQL refused, by the SQLSTATE in its words, as the end of a
// sentence: "; write ...". Empty where its words say it.
std::string hint_for(std::string const& words);

// What is wrong with a message that app_deliver returned, as the app's clients are to show it.
std::vector<Finding> review_message(Json const& message);

}  // namespace proactive
