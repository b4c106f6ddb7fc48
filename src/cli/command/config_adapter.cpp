#include <fmt/core.h>

#include <iostream>

#include "app/operator/adapter.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/command/findings.hpp"
#include "cli/render/json.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

Offer const adapters{.words = {"seed"}, .files = true};

app::Session open(app::Invocation const& invocation, store::Access access) {
  return app::open_session(invocation, "config adapter", access, app::Needs::schema);
}

// What was found, then the message that the trial delivered, as the app returned it.
ExitCode print_report(app::TrialReport const& report, Format format) {
  auto const code = report.failed() ? ExitCode::configuration : ExitCode::ok;
  if (format == Format::json) {
    std::cout << to_shown({{"findings", to_json(findings_sheet(report.findings))},
                           {"delivery", report.delivery},
                           {"exit_code", static_cast<int>(code)}})
              << "\n";
  } else {
    print_findings(std::cout, report.findings);
    if (!report.delivery.is_null()) print_prose(std::cout, "\n" + printable_lines(report.delivery.dump(2)) + "\n");
  }
  return code;
}

struct DraftOptions {
  std::optional<std::string> schema;
};

void declare_draft(Flags& flags, DraftOptions& options) {
  flags.add({.name = "--from",
             .value = "SCHEMA",
             .help = "only the tables of this schema",
             .take = [&options](std::string const& schema) { options.schema = schema; }});
}

ExitCode draft(app::Invocation const& invocation, DraftOptions const& options) {
  auto session = open(invocation, store::Access::read_only);
  std::cout << app::draft_adapter_file(session, options.schema);
  return ExitCode::ok;
}

struct FileOptions {
  std::string file;
  Format format = Format::table;
};

void declare_check(Flags& flags, FileOptions& options) {
  flags.argument("FILE", options.file, "the adapter; seed: the one for the seed's tables", adapters);
  flags.format(options.format, {Format::table, Format::json});
}

void declare_install(Flags& flags, FileOptions& options) {
  flags.argument("FILE", options.file, "the adapter; seed: the one for the seed's tables", adapters);
  flags.format(options.format, {Format::table, Format::json});
}

ExitCode check(app::Invocation const& invocation, FileOptions const& options) {
  auto session = open(invocation, store::Access::read_write);
  return print_report(app::check_adapter(session, app::read_adapter(session, options.file)), options.format);
}

ExitCode install(app::Invocation const& invocation, FileOptions const& options) {
  auto session = open(invocation, store::Access::read_write);
  auto const source = app::read_adapter(session, options.file);
  auto const report = app::install_adapter(session, source);
  auto const code = print_report(report, options.format);
  if (options.format == Format::table) {
    print_prose(std::cout,
                report.failed()
                    ? "not installed: correct the failures above"
                    : fmt::format("{} is installed: see what would be written with proactive schedule --dry-run",
                                  printable(source.name)));
  }
  return code;
}

ExitCode show(app::Invocation const& invocation) {
  auto session = open(invocation, store::Access::read_only);
  auto const adapter = app::show_adapter(session);
  if (!adapter) {
    std::cout << "-- no adapter is installed: write one with proactive config adapter draft, or where the app has no "
                 "tables yet "
                 "have some made by proactive-migrate --standalone\n";
    return ExitCode::ok;
  }
  std::cout << "-- " << printable(adapter->name) << ", installed " << format_instant(adapter->installed_at) << " by "
            << printable(adapter->installed_by)
            << (adapter->is_unchanged ? "" : "; its functions have been changed since: install it again") << "\n"
            << printable_lines(adapter->source);
  return ExitCode::ok;
}

ExitCode remove(app::Invocation const& invocation) {
  auto session = open(invocation, store::Access::read_write);
  print_prose(std::cout, app::remove_adapter(session)
                             ? "removed: schedule and process end with 78, and do nothing, until another is installed"
                             : "no adapter was installed");
  return ExitCode::ok;
}

}  // namespace

Command adapter_command() {
  return family(
      "adapter", "the functions that reach the app's tables",
      {command<DraftOptions>("draft", "print an adapter for the tables of this database", declare_draft, draft),
       command<FileOptions>("check", "try an adapter without keeping it", declare_check, check),
       command<FileOptions>("install", "try an adapter, and keep it where nothing fails", declare_install, install),
       command("show", "print the adapter that is installed", show),
       command("remove", "drop the functions of the adapter that is installed", remove)});
}

}  // namespace proactive::cli
