#pragma once

#include <string>
#include <vector>

#include "domain/experiment/experiment.hpp"
#include "domain/settings/settings.hpp"

// What an operator asks of an experiment, and whether it may be.
namespace proactive {

// Reads the words of `config experiment create`: a variant's name, perhaps with its weight ("warm", "warm:3"), and
// behind it the settings that it changes ("check_in_after_hours=48"). `problem`: what is wrong with them, as a
// sentence; empty: nothing.
std::vector<Variant> read_variant_words(std::vector<std::string> const& words, std::string& problem);

// Why the experiment may not be started beside those that run: a value that is not allowed, a setting that another
// layer's experiment changes as well, or too few free buckets for so many percent of the users. Empty: it may.
std::string obstacle_to_start(Experiment const& experiment, std::vector<Experiment> const& running,
                              Settings const& settings, int percent);

// The buckets of its layer that others have.
std::vector<BucketRange> taken_buckets(Experiment const& experiment, std::vector<Experiment> const& running);

}  // namespace proactive
