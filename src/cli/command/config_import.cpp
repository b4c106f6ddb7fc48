#include <fmt/core.h>

#include <iostream>

#include "app/operator/import.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/progress_line.hpp"
#include "cli/render/json.hpp"
#include "cli/render/print.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

struct Options {
  std::string file;
  bool dry_run = false;
  Format format = Format::table;
};

struct KindRow {
  std::string kind;
  app::ImportCounts counts;
};

void declare(Flags& flags, Options& options) {
  flags.argument("FILE", options.file, "one JSON object a line; -: standard input", {.files = true});
  flags.toggle("--dry-run", options.dry_run, "read each line, and store nothing");
  flags.format(options.format, {Format::table, Format::json});
}

// Lines of no kind stand there where there are some.
std::vector<KindRow> rows_of(app::ImportReport const& report) {
  std::vector<KindRow> rows;
  rows.reserve(report.by_kind.size() + 1);
  for (std::size_t i = 0; i < report.by_kind.size(); ++i) {
    rows.push_back({std::string{names<ImportKind>().at(i)}, report.by_kind.at(i)});
  }
  if (report.of_no_kind.refused > 0) rows.push_back({"(none)", report.of_no_kind});
  return rows;
}

ColumnsOf<KindRow> columns() {
  return {{{"kind", "kind"}, &KindRow::kind},
          {{"taken", "taken", Kind::number}, [](KindRow const& row) { return Cell(row.counts.changed); }},
          {{"unchanged", "unchanged", Kind::number}, [](KindRow const& row) { return Cell(row.counts.unchanged); }},
          {{"refused", "refused", Kind::number}, [](KindRow const& row) { return Cell(row.counts.refused); }}};
}

Json report_json(app::ImportReport const& report, Options const& options, ExitCode code) {
  auto refused = Json::array();
  for (auto const& line : report.refused) refused.push_back({{"line", line.line}, {"problem", line.problem}});
  return {{"dry_run", options.dry_run},
          {"lines", report.lines},
          {"kinds", to_json(sheet_of(columns(), rows_of(report)))},
          {"refused", refused},
          {"refused_in_all", report.refused_in_all},
          {"exit_code", static_cast<int>(code)}};
}

void print_report(std::ostream& out, app::ImportReport const& report, Options const& options) {
  for (auto const& line : report.refused) {
    print_prose(out, fmt::format("line {}: {}", line.line, printable(line.problem)));
  }
  auto const more = report.refused_in_all - static_cast<long>(report.refused.size());
  if (more > 0) print_prose(out, fmt::format("and {} refused", counted_noun(more, "more line was", "more lines were")));
  print(out, sheet_of(columns(), rows_of(report)), Format::table);
  if (options.dry_run) {
    print_prose(out,
                "dry run: nothing was stored, and whether users, companions and pairs are known was not looked at");
  }
}

app::ImportReport import_with_progress(app::Session& session, Options const& options) {
  ProgressLine line;
  return app::import_file(session, {options.file, options.dry_run, line.show()});
}

// Wrong settings do not keep a user's word from being noted.
ExitCode run(app::Invocation const& invocation, Options const& options) {
  auto const access = options.dry_run ? store::Access::read_only : store::Access::read_write;
  auto session = app::open_session(invocation, "config import", access, app::Needs::schema, app::Stored::skip);
  auto const report = import_with_progress(session, options);
  auto const code = report.refused_in_all > 0 ? ExitCode::some_failed : ExitCode::ok;
  if (options.format == Format::json) {
    std::cout << to_shown(report_json(report, options, code)) << "\n";
  } else {
    print_report(std::cout, report, options);
  }
  return code;
}

}  // namespace

Command import_command() {
  auto made = command<Options>("import", "take users, pairs and what they did from an app that is not on PostgreSQL",
                               declare, run);
  made.works_in_batches = true;
  return made;
}

}  // namespace proactive::cli
