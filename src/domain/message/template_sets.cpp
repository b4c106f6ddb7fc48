#include "domain/message/template_sets.hpp"

#include <fmt/core.h>

#include <set>

namespace proactive {

std::vector<std::string> empty_sets(std::vector<Wording> const& wordings, std::vector<MessageTemplate> const& active) {
  std::set<std::string> named;
  for (auto const& wording : wordings) {
    if (wording.template_set != default_template_set) named.insert(wording.template_set);
  }
  for (auto const& stored : active) named.erase(stored.set);
  std::vector<std::string> sentences;
  sentences.reserve(named.size());
  for (auto const& set : named) {
    sentences.push_back(
        fmt::format("no active template is of the set {}, so that those of {} are used: add some with proactive config "
                    "template add --set {}, or set template_set to another",
                    set, default_template_set, set));
  }
  return sentences;
}

}  // namespace proactive
