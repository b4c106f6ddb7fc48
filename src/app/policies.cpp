#include "app/policies.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/errors.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "domain/policy/shipped.hpp"

namespace proactive::app {

namespace {

Error pack_error(std::string const& path, std::string const& problem) {
  return configuration_error(fmt::format("policy_packs: {}: {}", printable(path), problem));
}

PolicyPack own_pack(std::string const& path) {
  auto reading = read_pack_file(path);
  if (!reading.problems.empty()) throw pack_error(path, reading.problems.front());
  return std::move(reading.pack);
}

}  // namespace

PackReading read_pack_file(std::string const& path) {
  constexpr std::size_t most_bytes = 64 * std::size_t{1024};
  std::string text;
  try {
    text = read_named_file("the policy pack", path, most_bytes + 1, ReadUntil::end).text;
  } catch (Error const& problem) {
    return {{}, {problem.what()}};
  }
  if (text.size() > most_bytes) return {{}, {"the file is larger than 64 KiB: it is no policy pack"}};
  auto reading = read_pack(text);
  if (find_shipped_pack(reading.pack.id) != nullptr) {
    reading.problems.push_back(
        fmt::format("the id {} is that of a pack that comes with the program: choose another", reading.pack.id));
  }
  return reading;
}

std::vector<PolicyPack> enabled_packs(std::string const& policy_packs) {
  std::vector<PolicyPack> packs;
  for (auto const& entry : parse_pack_list(policy_packs).value_or(std::vector<std::string>{})) {
    auto pack = is_pack_path(entry) ? own_pack(entry) : *find_shipped_pack(entry);
    bool const is_second =
        std::any_of(packs.begin(), packs.end(), [&](PolicyPack const& other) { return other.id == pack.id; });
    if (is_second) throw pack_error(entry, fmt::format("another pack has the id {} too: choose another", pack.id));
    packs.push_back(std::move(pack));
  }
  return packs;
}

void load_packs(Settings& settings) {
  auto& safety = settings.safety;
  safety.packs = std::make_shared<std::vector<PolicyPack> const>(enabled_packs(safety.policy_packs));
}

}  // namespace proactive::app
