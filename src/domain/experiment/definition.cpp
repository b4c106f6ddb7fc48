#include "domain/experiment/definition.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/short_name.hpp"
#include "base/text.hpp"
#include "domain/experiment/variation.hpp"

namespace proactive {

namespace {

constexpr int most_weight = 1000;

std::string shown_word(std::string const& word) { return shortened(printable(word), 80); }

// "warm:3"
std::string read_name(std::string const& word, Variant& variant) {
  auto const colon = word.find(':');
  variant.name = word.substr(0, colon);
  if (!is_short_name(variant.name)) {
    return fmt::format("\"{}\" is no name of a variant: use {}", shown_word(variant.name), short_name_rule);
  }
  if (colon == std::string::npos) return {};
  auto const text = word.substr(colon + 1);
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), variant.weight);
  bool const is_number = error == std::errc{} && end == text.data() + text.size();
  if (is_number && variant.weight >= 1 && variant.weight <= most_weight) return {};
  return fmt::format("the weight of {} is \"{}\": use a whole number from 1 to {}", variant.name, shown_word(text),
                     most_weight);
}

std::string read_value(std::string const& word, std::vector<Variant>& variants) {
  auto const equals = word.find('=');
  if (variants.empty())
    return fmt::format("\"{}\" belongs to no variant: write the variant's name before it", shown_word(word));
  auto name = word.substr(0, equals);
  auto& values = variants.back().settings;
  bool const is_there =
      std::any_of(values.begin(), values.end(), [&](auto const& value) { return value.first == name; });
  if (is_there) return fmt::format("{} has {} twice: leave one of them out", variants.back().name, shown_word(name));
  values.emplace_back(std::move(name), word.substr(equals + 1));
  return {};
}

std::string fault_of(std::vector<Variant> const& variants) {
  if (variants.size() < 2)
    return "an experiment compares at least two variants: name one without settings, such as control, and another";
  std::set<std::string> names;
  for (auto const& variant : variants) {
    if (!names.insert(variant.name).second) return fmt::format("there are two variants {}: rename one", variant.name);
  }
  bool const have_equal_settings = std::all_of(variants.begin(), variants.end(), [&](Variant const& variant) {
    return variant.settings == variants.front().settings;
  });
  if (have_equal_settings && !variants.front().settings.empty())
    return "all variants are the same: give them different settings, or none at all for an A/A test";
  return {};
}

std::set<std::string> changed_settings(Experiment const& experiment) {
  std::set<std::string> names;
  for (auto const& variant : experiment.variants) {
    for (auto const& [name, value] : variant.settings) names.insert(name);
  }
  return names;
}

// Of two layers a user may get both, and one value would win.
std::string clash(Experiment const& experiment, std::vector<Experiment> const& running) {
  auto const own = changed_settings(experiment);
  for (auto const& other : running) {
    if (other.layer == experiment.layer) continue;
    for (auto const& name : changed_settings(other)) {
      if (!own.contains(name)) continue;
      return fmt::format("experiment {} in layer {} changes {} as well: put both into one layer, or stop that one",
                         other.name, other.layer, name);
    }
  }
  return {};
}

// Settings of two layers may be fine alone and contradict each other, as a shortest and a longest message do.
std::string contradiction(Experiment const& experiment, std::vector<Experiment> const& running,
                          Settings const& settings) {
  for (auto const& other : running) {
    if (other.layer == experiment.layer) continue;
    for (auto const& theirs : other.variants) {
      auto const varied = with_values(settings, theirs.settings).settings;
      for (auto const& ours : experiment.variants) {
        auto const problems = with_values(varied, ours.settings).problems;
        if (problems.empty()) continue;
        return fmt::format("variant {} with variant {} of experiment {} in layer {}: {}", ours.name, theirs.name,
                           other.name, other.layer, problems.front());
      }
    }
  }
  return {};
}

}  // namespace

std::vector<Variant> read_variant_words(std::vector<std::string> const& words, std::string& problem) {
  problem.clear();
  std::vector<Variant> variants;
  for (auto const& word : words) {
    if (!problem.empty()) break;
    if (word.find('=') != std::string::npos) {
      problem = read_value(word, variants);
    } else {
      problem = read_name(word, variants.emplace_back());
    }
  }
  if (problem.empty()) problem = fault_of(variants);
  if (problem.empty()) divide_buckets(variants);
  return variants;
}

std::vector<BucketRange> taken_buckets(Experiment const& experiment, std::vector<Experiment> const& running) {
  std::vector<BucketRange> taken;
  for (auto const& other : running) {
    if (other.layer != experiment.layer || other.name == experiment.name) continue;
    taken.insert(taken.end(), other.buckets.begin(), other.buckets.end());
  }
  return taken;
}

std::string obstacle_to_start(Experiment const& experiment, std::vector<Experiment> const& running,
                              Settings const& settings, int percent) {
  for (auto const& variant : experiment.variants) {
    auto const problems = with_values(settings, variant.settings).problems;
    if (!problems.empty()) return fmt::format("variant {}: {}", variant.name, problems.front());
  }
  if (auto problem = clash(experiment, running); !problem.empty()) return problem;
  if (auto problem = contradiction(experiment, running, settings); !problem.empty()) return problem;
  auto const asked = buckets_of(percent);
  if (asked < size_of(experiment.buckets)) {
    return fmt::format("it has {} % of the users, who stay in it: ask for as many or more, or stop it",
                       size_of(experiment.buckets) * 100 / bucket_count);
  }
  auto const free = bucket_count - size_of(taken_buckets(experiment, running));
  if (asked > free) {
    return fmt::format("layer {} has {} % of the users left, less than {} %: ask for less, or use another layer",
                       experiment.layer, free * 100 / bucket_count, percent);
  }
  return {};
}

}  // namespace proactive
