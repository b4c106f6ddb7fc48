#include "domain/policy/shipped.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/errors.hpp"
#include "base/text.hpp"
#include "policy_packs.hpp"

namespace proactive {

namespace {

// A test reads each of them: here none can be wrong.
std::vector<PolicyPack> read_shipped() {
  std::vector<PolicyPack> packs;
  for (auto const text : policy_pack_texts) {
    auto reading = read_pack(text);
    if (!reading.problems.empty()) {
      throw Error(ExitCode::internal, fmt::format("the policy pack {}: {}", reading.pack.id, reading.problems.front()));
    }
    packs.push_back(std::move(reading.pack));
  }
  std::sort(packs.begin(), packs.end(), [](auto const& one, auto const& other) { return one.id < other.id; });
  return packs;
}

}  // namespace

std::vector<PolicyPack> const& shipped_packs() {
  static auto const packs = read_shipped();
  return packs;
}

std::vector<std::string_view> shipped_pack_ids() {
  std::vector<std::string_view> ids(policy_pack_ids.begin(), policy_pack_ids.end());
  std::sort(ids.begin(), ids.end());
  return ids;
}

PolicyPack const* find_shipped_pack(std::string_view id) {
  auto const& packs = shipped_packs();
  auto const found = std::find_if(packs.begin(), packs.end(), [&](PolicyPack const& pack) { return pack.id == id; });
  return found == packs.end() ? nullptr : &*found;
}

bool is_pack_path(std::string_view entry) { return entry.starts_with('/') && entry.ends_with(".json"); }

std::optional<std::vector<std::string>> parse_pack_list(std::string_view text) {
  std::vector<std::string> entries;
  bool const is_unset = text.empty();
  while (!text.empty()) {
    auto const end = std::min(text.find(','), text.size());
    std::string const entry{trim(text.substr(0, end))};
    text.remove_prefix(std::min(end + 1, text.size()));
    if (entry.empty()) continue;
    if (!is_pack_path(entry) && find_shipped_pack(entry) == nullptr) return std::nullopt;
    if (std::find(entries.begin(), entries.end(), entry) == entries.end()) entries.push_back(entry);
  }
  return entries.empty() && !is_unset ? std::nullopt : std::optional{entries};
}

}  // namespace proactive
