#include <fmt/core.h>

#include <iostream>

#include "app/operator/policy_evaluation.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/json.hpp"
#include "cli/render/print.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

using statistics::PolicyValue;

struct EvaluateOptions : app::EvaluationOptions {
  Format format = Format::table;
};

void declare_evaluate(Flags& flags, EvaluateOptions& options) {
  flags.file("--policy", options.policy_file,
             "weights of templates or of types, as JSON; default: the bandit's choice, as it was noted in shadow");
  flags.choice("--of", "WHAT", options.of, {names<ArmKind>().begin(), names<ArmKind>().end()},
               "without --policy: template (the default) or type, whose choice is valued");
  flags.count("--days", options.days, 1, 3650, "so far back (default: 90)");
  flags.count("--most-weight", options.most_weight, 1, 1000,
              "of one message, for so many of the other policy's (default: 20)");
  flags.format(options.format, {Format::table, Format::json, Format::csv});
  flags.rule([&options] {
    bool const are_both = !options.policy_file.empty() && !options.of.empty();
    return are_both ? "--of: leave it out, since the policy's names say what it weighs" : "";
  });
}

struct ValueRow {
  std::string key;
  std::string words;
  PolicyValue value;
};

Sheet values_sheet(app::PolicyValueReport const& report) {
  auto const& values = report.evaluation.values;
  std::vector<ValueRow> rows{{"ipw", "by inverse propensities", values.ipw},
                             {"snipw", "the same, self-normalized", values.snipw}};
  if (values.dr) rows.push_back({"dr", "doubly robust", *values.dr});
  ColumnsOf<ValueRow> const columns{
      {{"estimator", "", Kind::id, for_programs}, &ValueRow::key},
      {{"", "reward of a message", Kind::text, for_people, "-", 26, 26}, &ValueRow::words},
      {{"value", "value", Kind::number, for_programs}, [](ValueRow const& row) { return Cell(row.value.value); }},
      {{"low", "", Kind::number, for_programs}, [](ValueRow const& row) { return Cell(row.value.interval.lower); }},
      {{"high", "", Kind::number, for_programs}, [](ValueRow const& row) { return Cell(row.value.interval.upper); }},
      {{"", "value (95 %)", Kind::id, for_people}, [](ValueRow const& row) {
         return Cell(fmt::format("{:.3f} ({:.3f} to {:.3f})", row.value.value, row.value.interval.lower,
                                 row.value.interval.upper));
       }}};
  return sheet_of(columns, rows);
}

void print_values(app::PolicyValueReport const& report) {
  auto const& evaluation = report.evaluation;
  auto const& values = evaluation.values;
  print_prose(std::cout,
              fmt::format("{} to {}: what was done was worth {:.3f} a message (1 for an answer, less 5 for an "
                          "opt-out or a mute)",
                          counted_noun(values.choices, "message"), counted_noun(values.users, "user"),
                          evaluation.logged_value));
  print(std::cout, values_sheet(report), Format::table);
  print_prose(std::cout,
              fmt::format("As much is known of it as of {:.0f} messages of its own; weights are {:.2f} in the "
                          "mean (1 where the stored probabilities are right), and {:.1f} % of them were cut.",
                          values.effective_choices, values.mean_weight, 100 * values.clipped_share));
  if (report.is_cut)
    print_prose(std::cout, fmt::format("The newest {} alone were looked at: give fewer --days.", app::most_choices));
}

ExitCode evaluate(app::Invocation const& invocation, EvaluateOptions const& options) {
  auto const report = app::evaluate_policy_file(invocation, options);
  auto const& values = report.evaluation.values;
  if (options.format == Format::table) {
    print_values(report);
  } else if (options.format == Format::csv) {
    print(std::cout, values_sheet(report), Format::csv);
  } else {
    std::cout << to_shown({{"of", name_of(report.kind)},
                           {"choices", values.choices},
                           {"users", values.users},
                           {"newest_alone", report.is_cut},
                           {"logged_value", report.evaluation.logged_value},
                           {"effective_choices", values.effective_choices},
                           {"mean_weight", values.mean_weight},
                           {"clipped_share", values.clipped_share},
                           {"values", to_json(values_sheet(report))}})
              << "\n";
  }
  return ExitCode::ok;
}

}  // namespace

Command experiment_evaluate_command() {
  return command<EvaluateOptions>("evaluate", "what another way to choose templates or types would have been worth",
                                  declare_evaluate, evaluate);
}

}  // namespace proactive::cli
