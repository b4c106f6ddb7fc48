#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/named_values.hpp"
#include "base/names.hpp"
#include "base/time.hpp"
#include "domain/experiment/bucket.hpp"

namespace proactive {

// The names are stored, and frozen.
enum class ExperimentStatus { draft, running, stopped };
template <>
struct Names<ExperimentStatus> {
  static constexpr auto table = std::to_array<Named<ExperimentStatus>>({{ExperimentStatus::draft, "draft"},
                                                                        {ExperimentStatus::running, "running"},
                                                                        {ExperimentStatus::stopped, "stopped"}});
};

struct VariantStop {
  Instant at;
  std::string why;
};

// What some users get in the stead of the settings.
struct Variant {
  std::string name;
  int weight = 1;                           // its share of the users, against the others' weights
  NamedValues settings = {};                // none: control
  std::vector<BucketRange> buckets = {};    // of the experiment's own, as its weight says
  std::optional<VariantStop> stopped = {};  // its users are written to as all are, and stay its users
};

// Settings tried on users, each of whom gets one variant and keeps it. Within a layer a user is in one experiment at
// most: experiments of a layer share its buckets, of which each only takes more; within the experiment another salt
// gives each user a variant. Other weights or variants are a new version, which mixes its users anew.
struct Experiment {
  std::string name;
  int version = 1;
  std::string layer = "default";
  ExperimentStatus status = ExperimentStatus::draft;
  std::vector<Variant> variants;     // at least two; the first is the one that the others are compared with
  std::vector<BucketRange> buckets;  // of the layer
  long planned_users = 1000;  // of all variants, exposed: where what is told is to be tightest; 40 to 1,000,000,000
  std::optional<Instant> started_at = {};
  std::optional<Instant> stopped_at = {};

  [[nodiscard]] std::string layer_salt() const;    // "layer:default"
  [[nodiscard]] std::string variant_salt() const;  // "experiment:warmth:1"
};

// Gives each variant its part of all buckets, by the weights; the last ones get what rounding leaves.
void divide_buckets(std::vector<Variant>& variants);

// Which of the variants is the user's; nothing: the user is in none of them.
std::optional<std::size_t> variant_of(Experiment const& experiment, std::string_view user_id);

// As the database keeps it, and `config experiment show --format json` shows it.
Json variants_json(std::vector<Variant> const& variants);
Json buckets_json(std::vector<BucketRange> const& buckets);
Json stops_json(std::vector<Variant> const& variants);
// Nothing where it is no such document.
std::optional<std::vector<Variant>> read_variants(Json const& document);
std::optional<std::vector<BucketRange>> read_buckets(Json const& document);
bool read_stops(Json const& document, std::vector<Variant>& variants);

}  // namespace proactive
