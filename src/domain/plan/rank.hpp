#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace proactive {

// Puts the items of each user in the order of their keys, at the places where the user's items stand; items of
// different users stay where they are. The key of a user's only item is not asked for.
template <typename Item, typename Key>
void rank_within_users(std::vector<Item>& items, Key const& key_of) {
  std::map<std::string, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < items.size(); ++i) places[items[i].pair.user_id].push_back(i);
  for (auto const& [user, of_user] : places) {
    if (of_user.size() < 2) continue;
    std::vector<std::pair<decltype(key_of(items.front())), std::size_t>> ranked;
    ranked.reserve(of_user.size());
    for (auto const place : of_user) ranked.emplace_back(key_of(items[place]), place);
    std::sort(ranked.begin(), ranked.end());
    std::vector<Item> in_order;
    in_order.reserve(ranked.size());
    for (auto const& [key, place] : ranked) in_order.push_back(std::move(items[place]));
    for (std::size_t i = 0; i < of_user.size(); ++i) items[of_user[i]] = std::move(in_order[i]);
  }
}

}  // namespace proactive
