#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "cli/render/sheet.hpp"
#include "store/facts.hpp"

// The names beside the ids of who writes to whom, in tables and JSON; below the row where a terminal has no room for
// them, and in tables only where the app has said one.
namespace proactive::cli {

using NamesOfPairs = std::map<Pair, store::PairNames>;

// `pair_of`: the pair of an item, by value. The columns hold what `names` refers to.
template <typename Item, typename PairOf>
ColumnOf<Item> name_column(NamesOfPairs const& names, std::string store::PairNames::*member, Column column,
                           PairOf pair_of) {
  column.where = {.table = std::any_of(names.begin(), names.end(),
                                       [member](auto const& known) { return !(known.second.*member).empty(); }),
                  .csv = false,
                  .json = true};
  column.nothing = "";
  column.shortest = 6;
  return {column, [&names, member, pair_of](Item const& item) {
            auto const known = names.find(pair_of(item));
            return known == names.end() || (known->second.*member).empty() ? Cell() : Cell(known->second.*member);
          }};
}

template <typename Item, typename PairOf>
ColumnOf<Item> user_name_column(NamesOfPairs const& names, PairOf pair_of) {
  return name_column<Item>(names, &store::PairNames::user, {.key = "user_name", .heading = "user name", .below = 2},
                           pair_of);
}

template <typename Item, typename PairOf>
ColumnOf<Item> companion_name_column(NamesOfPairs const& names, PairOf pair_of) {
  return name_column<Item>(names, &store::PairNames::companion,
                           {.key = "companion_name", .heading = "companion name", .below = 2}, pair_of);
}

}  // namespace proactive::cli
