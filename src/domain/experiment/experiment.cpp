#include "domain/experiment/experiment.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace proactive {

namespace {

bool is_bucket(Json const& value) {
  return value.is_number_integer() && value.get<long>() >= 0 && value.get<long>() <= bucket_count;
}

std::optional<NamedValues> read_values(Json const& document) {
  if (!document.is_object()) return std::nullopt;
  NamedValues values;
  for (auto const& [name, value] : document.items()) {
    if (!value.is_string()) return std::nullopt;
    values.emplace_back(name, value.get<std::string>());
  }
  return values;
}

std::optional<Variant> read_variant(Json const& document) {
  auto const& weight = member(document, "weight");
  auto values = read_values(member(document, "settings"));
  auto buckets = read_buckets(member(document, "buckets"));
  auto name = member_text(document, "name");
  if (!is_short_name(name) || !weight.is_number_integer() || !values || !buckets) return std::nullopt;
  return Variant{std::move(name), weight.get<int>(), *std::move(values), *std::move(buckets)};
}

}  // namespace

std::string Experiment::layer_salt() const { return fmt::format("layer:{}", layer); }
std::string Experiment::variant_salt() const { return fmt::format("experiment:{}:{}", name, version); }

void divide_buckets(std::vector<Variant>& variants) {
  long all = 0;
  for (auto const& variant : variants) all += variant.weight;
  long weight = 0;
  int from = 0;
  for (auto& variant : variants) {
    weight += variant.weight;
    auto const to = static_cast<int>(bucket_count * weight / all);
    variant.buckets = {{from, to}};
    from = to;
  }
}

std::optional<std::size_t> variant_of(Experiment const& experiment, std::string_view user_id) {
  if (!contains(experiment.buckets, bucket_of(experiment.layer_salt(), user_id))) return std::nullopt;
  auto const bucket = bucket_of(experiment.variant_salt(), user_id);
  auto const& variants = experiment.variants;
  auto const found = std::find_if(variants.begin(), variants.end(),
                                  [bucket](Variant const& variant) { return contains(variant.buckets, bucket); });
  if (found == variants.end()) return std::nullopt;
  return static_cast<std::size_t>(found - variants.begin());
}

Json buckets_json(std::vector<BucketRange> const& buckets) {
  auto document = Json::array();
  for (auto const& range : buckets) document.push_back(Json::array({range.from, range.to}));
  return document;
}

Json variants_json(std::vector<Variant> const& variants) {
  auto document = Json::array();
  for (auto const& variant : variants) {
    auto settings = Json::object();
    for (auto const& [name, value] : variant.settings) settings[name] = value;
    document.push_back({{"name", variant.name},
                        {"weight", variant.weight},
                        {"settings", std::move(settings)},
                        {"buckets", buckets_json(variant.buckets)}});
  }
  return document;
}

std::optional<std::vector<BucketRange>> read_buckets(Json const& document) {
  if (!document.is_array()) return std::nullopt;
  std::vector<BucketRange> ranges;
  for (auto const& range : document) {
    if (!range.is_array() || range.size() != 2 || !is_bucket(range[0]) || !is_bucket(range[1])) return std::nullopt;
    ranges.push_back({range[0].get<int>(), range[1].get<int>()});
  }
  return ranges;
}

std::optional<std::vector<Variant>> read_variants(Json const& document) {
  if (!document.is_array() || document.size() < 2) return std::nullopt;
  std::vector<Variant> variants;
  for (auto const& one : document) {
    auto variant = read_variant(one);
    if (!variant) return std::nullopt;
    variants.push_back(*std::move(variant));
  }
  return variants;
}

Json stops_json(std::vector<Variant> const& variants) {
  auto document = Json::object();
  for (auto const& variant : variants) {
    if (variant.stopped)
      document[variant.name] = {{"at", format_instant(variant.stopped->at)}, {"why", variant.stopped->why}};
  }
  return document;
}

bool read_stops(Json const& document, std::vector<Variant>& variants) {
  if (!document.is_object()) return false;
  for (auto& variant : variants) {
    auto const& stop = member(document, variant.name);
    if (stop.is_null()) continue;
    auto const at = parse_instant(member_text(stop, "at"));
    if (!at) return false;
    variant.stopped = VariantStop{*at, member_text(stop, "why")};
  }
  return true;
}

}  // namespace proactive
