#include <fmt/core.h>

#include <iostream>

#include "app/operator/experiment.hpp"
#include "base/column.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/json.hpp"
#include "cli/render/print.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

using store::StoredExperiment;

double share_of(Experiment const& experiment) {
  return static_cast<double>(size_of(experiment.buckets)) / bucket_count;
}

std::string values_in_words(Variant const& variant) {
  if (variant.stopped)
    return fmt::format("stopped at {}: {}", format_instant(variant.stopped->at), printable(variant.stopped->why));
  std::vector<std::string> words;
  words.reserve(variant.settings.size());
  for (auto const& [name, value] : variant.settings) words.push_back(fmt::format("{}={}", name, value));
  return words.empty() ? "as the settings say" : join(words, " ");
}

struct CreateOptions {
  std::string name;
  std::vector<std::string> variants;
  std::string layer = "default";
  int planned_users = 1000;
};

void declare_create(Flags& flags, CreateOptions& options) {
  flags.argument("NAME", options.name, "how it is called; the next version of one that was stopped");
  flags.arguments("VARIANT", options.variants,
                  "each variant's name, perhaps with its weight (warm:3), and behind it what it changes "
                  "(check_in_after_hours=48); the first is the one that the others are compared with");
  flags.text("--layer", "LAYER", options.layer, "a user is in one experiment of a layer at most (default: default)");
  flags.count("--planned-users", options.planned_users, 40, 1'000'000'000,
              "users that the variants are to reach, as plan says: there the report tells most (default: 1000)");
}

ExitCode create(app::Invocation const& invocation, CreateOptions const& options) {
  auto const created =
      app::create_experiment(invocation, {options.name, options.layer, options.variants, options.planned_users});
  std::cout << fmt::format("experiment {} (version {}) is a draft: proactive config experiment start {} begins it\n",
                           created.name, created.version, created.name);
  return ExitCode::ok;
}

struct PercentOptions {
  std::string name;
  int percent = 100;
};

void declare_percent(Flags& flags, PercentOptions& options) {
  flags.argument("NAME", options.name, "the experiment");
  flags.count("--percent", options.percent, 1, 100, "how many of all users are in it (default: 100)");
}

void tell_share(Experiment const& experiment) {
  std::cout << fmt::format("experiment {} (version {}) has {:.0f} % of the users\n", experiment.name,
                           experiment.version, 100 * share_of(experiment));
}

ExitCode start(app::Invocation const& invocation, PercentOptions const& options) {
  tell_share(app::run_experiment(invocation, options.name, options.percent, app::Begin::start));
  return ExitCode::ok;
}

ExitCode ramp(app::Invocation const& invocation, PercentOptions const& options) {
  tell_share(app::run_experiment(invocation, options.name, options.percent, app::Begin::ramp));
  return ExitCode::ok;
}

struct StopOptions {
  std::string name;
  std::optional<std::string> variant;
  std::string why = "by an operator";
};

void declare_stop(Flags& flags, StopOptions& options) {
  flags.argument("NAME", options.name, "the experiment");
  flags.id("--variant", options.variant, "this one alone: its users are written to as all are");
  flags.text("--why", "TEXT", options.why, "kept with it");
}

ExitCode stop(app::Invocation const& invocation, StopOptions const& options) {
  auto const stopped = app::stop_experiment(invocation, options.name, options.variant, options.why);
  if (stopped.status == ExperimentStatus::running) {
    std::cout << fmt::format(
        "variant {} of experiment {} (version {}) is stopped: its users are written to as the settings say\n",
        *options.variant, stopped.name, stopped.version);
    return ExitCode::ok;
  }
  std::cout << fmt::format("experiment {} (version {}) is stopped: all are written to as the settings say\n",
                           stopped.name, stopped.version);
  return ExitCode::ok;
}

struct ListOptions {
  bool all = false;
  std::optional<std::string> user_id;
  Format format = Format::table;
};

void declare_list(Flags& flags, ListOptions& options) {
  flags.toggle("--all", options.all, "stopped ones too");
  flags.id("--user", options.user_id, "those that this user is in, and which variant is theirs");
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ColumnsOf<StoredExperiment> experiment_columns() {
  return {
      {{"name", "experiment", Kind::id}, [](StoredExperiment const& stored) { return stored.experiment.name; }},
      {{"version", "version", Kind::number},
       [](StoredExperiment const& stored) { return Cell(stored.experiment.version); }},
      {{"layer", "layer", Kind::id}, [](StoredExperiment const& stored) { return stored.experiment.layer; }},
      {{"status", "status", Kind::id},
       [](StoredExperiment const& stored) { return std::string{name_of(stored.experiment.status)}; }},
      {{"users", "users", Kind::percentage},
       [](StoredExperiment const& stored) { return Cell(share_of(stored.experiment)); }},
      {{"variants", "variants"},
       [](StoredExperiment const& stored) { return join(column(stored.experiment.variants, &Variant::name), ", "); }},
      {{"started_at", "started", Kind::time},
       [](StoredExperiment const& stored) { return Cell(stored.experiment.started_at); }},
      {{"stopped_at", "stopped", Kind::time},
       [](StoredExperiment const& stored) { return Cell(stored.experiment.stopped_at); }}};
}

struct UserVariant {
  std::string experiment;
  int version = 1;
  std::string layer;
  std::string variant;
};

ExitCode list_of_user(app::Invocation const& invocation, ListOptions const& options) {
  auto const treatment = app::treatment_of_user(invocation, *options.user_id);
  std::vector<UserVariant> rows;
  rows.reserve(treatment.variants.size());
  for (auto const& [experiment, variant] : treatment.variants)
    rows.push_back({experiment.name, experiment.version, experiment.layer, variant});
  ColumnsOf<UserVariant> const columns{{{"name", "experiment", Kind::id}, &UserVariant::experiment},
                                       {{"version", "version", Kind::number}, &UserVariant::version},
                                       {{"layer", "layer", Kind::id}, &UserVariant::layer},
                                       {{"variant", "variant", Kind::id}, &UserVariant::variant}};
  auto sheet = sheet_of(columns, rows);
  sheet.when_empty = treatment.is_held_out ? "the user is held out: no message is sent, and no experiment is theirs"
                                           : "the user is in no experiment that runs";
  print(std::cout, sheet, options.format);
  return ExitCode::ok;
}

ExitCode list(app::Invocation const& invocation, ListOptions const& options) {
  if (options.user_id) return list_of_user(invocation, options);
  auto sheet = sheet_of(experiment_columns(), app::list_experiments(invocation, options.all));
  sheet.when_empty = options.all ? "there is no experiment" : "no experiment runs or is a draft (see --all)";
  print(std::cout, sheet, options.format);
  return ExitCode::ok;
}

struct ShowOptions {
  std::string name;
  Format format = Format::table;
};

void declare_show(Flags& flags, ShowOptions& options) {
  flags.argument("NAME", options.name, "the experiment");
  flags.format(options.format, {Format::table, Format::json});
}

struct VariantRow {
  Variant variant;
  double share = 0;
  store::ExposedUsers exposed;
};

std::vector<VariantRow> variant_rows(app::ShownExperiment const& shown) {
  std::vector<VariantRow> rows;
  auto const& experiment = shown.stored.experiment;
  rows.reserve(experiment.variants.size());
  for (auto const& variant : experiment.variants) {
    auto const found = shown.exposed.find(variant.name);
    auto const of_all = share_of(experiment) * size_of(variant.buckets) / bucket_count;
    rows.push_back({variant, of_all, found == shown.exposed.end() ? store::ExposedUsers{} : found->second});
  }
  return rows;
}

Json experiment_json(app::ShownExperiment const& shown) {
  auto const& experiment = shown.stored.experiment;
  auto variants = variants_json(experiment.variants);
  auto const stops = stops_json(experiment.variants);
  for (auto& variant : variants) {
    auto const found = shown.exposed.find(variant["name"].get<std::string>());
    variant["stopped"] = member(stops, variant["name"].get<std::string>());
    variant["exposed_users"] = found == shown.exposed.end() ? 0 : found->second.users;
  }
  auto const time = [](std::optional<Instant> const& at) { return at ? Json(format_instant(*at)) : Json(); };
  return {{"name", experiment.name},
          {"version", experiment.version},
          {"layer", experiment.layer},
          {"status", name_of(experiment.status)},
          {"layer_salt", experiment.layer_salt()},
          {"layer_buckets", buckets_json(experiment.buckets)},
          {"variant_salt", experiment.variant_salt()},
          {"planned_users", experiment.planned_users},
          {"variants", std::move(variants)},
          {"created_at", format_instant(shown.stored.created_at)},
          {"created_by", shown.stored.created_by},
          {"started_at", time(experiment.started_at)},
          {"stopped_at", time(experiment.stopped_at)},
          {"stopped_why", shown.stored.stopped_why ? Json(*shown.stored.stopped_why) : Json()}};
}

std::string state_in_words(app::ShownExperiment const& shown) {
  auto const& experiment = shown.stored.experiment;
  auto const head =
      fmt::format("experiment {}, version {}, layer {}", experiment.name, experiment.version, experiment.layer);
  switch (experiment.status) {
    case ExperimentStatus::draft:
      return fmt::format("{}: a draft", head);
    case ExperimentStatus::running:
      return fmt::format("{}: runs since {} for {:.0f} % of the users", head, format_instant(*experiment.started_at),
                         100 * share_of(experiment));
    case ExperimentStatus::stopped:
      break;
  }
  return fmt::format("{}: stopped at {}: {}", head, format_instant(*experiment.stopped_at),
                     printable(shown.stored.stopped_why.value_or("")));
}

ExitCode show(app::Invocation const& invocation, ShowOptions const& options) {
  auto const shown = app::show_experiment(invocation, options.name);
  if (options.format == Format::json) {
    std::cout << to_shown(experiment_json(shown)) << "\n";
    return ExitCode::ok;
  }
  print_prose(std::cout, state_in_words(shown));
  ColumnsOf<VariantRow> const columns{
      {{"variant", "variant", Kind::id}, [](VariantRow const& row) { return row.variant.name; }},
      {{"users", "of all users", Kind::percentage}, &VariantRow::share},
      {{"exposed", "exposed", Kind::number}, [](VariantRow const& row) { return Cell(row.exposed.users); }},
      {{"settings", "settings"}, [](VariantRow const& row) { return values_in_words(row.variant); }}};
  print(std::cout, sheet_of(columns, variant_rows(shown)), Format::table);
  return ExitCode::ok;
}

}  // namespace

Command experiment_command() {
  return family("experiment", "settings tried on some users, and what comes of it",
                {command<CreateOptions>("create", "a draft: which variants there are", declare_create, create),
                 command<PercentOptions>("start", "try it on so many users", declare_percent, start),
                 command<PercentOptions>("ramp", "try it on more users; who is in it stays", declare_percent, ramp),
                 command<StopOptions>("stop", "for good: all are written to as the settings say", declare_stop, stop),
                 command<ListOptions>("list", "those that run, and drafts", declare_list, list),
                 command<ShowOptions>("show", "its variants, and whom they have reached", declare_show, show),
                 experiment_report_command(), experiment_plan_command(), experiment_evaluate_command()});
}

}  // namespace proactive::cli
