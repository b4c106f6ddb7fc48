#include <iostream>

#include "app/operator/templates.hpp"
#include "base/text.hpp"
#include "cli/command/config_template.hpp"
#include "cli/command/findings.hpp"
#include "cli/render/json.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

struct CheckOptions {
  std::string language;  // empty: the default language
  std::vector<std::string> bodies;
  Format format = Format::table;
};

void declare_check(Flags& flags, CheckOptions& options) {
  flags.language("--language", options.language, "the bodies' language (default: default_language)");
  flags.any_arguments("BODY", options.bodies, "bodies to check (default: those of all templates)");
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ExitCode check(app::Invocation const& invocation, CheckOptions const& options) {
  auto const findings = options.bodies.empty() ? app::check_stored_templates(invocation)
                                               : app::check_bodies(invocation, options.bodies, options.language);
  print_findings(std::cout, findings, options.format);
  return code_of(findings);
}

struct PreviewOptions {
  long id = 0;
  app::SampleValues values;
  Format format = Format::table;
};

void declare_preview(Flags& flags, PreviewOptions& options) {
  auto& values = options.values;
  flags.number_argument("ID", options.id, "the template, as list names it");
  flags.text("--user", "NAME", values.user, "the user's name (default: none)");
  flags.text("--companion", "NAME", values.companion, "the companion's name (default: none)");
  flags.text("--memory", "TEXT", values.memory, "what the companion remembers (default: nothing)");
  flags.text("--interest", "TEXT", values.interest, "what the companion likes (default: nothing)");
  flags.time("--at", values.at, "when it is delivered (default: now)");
  flags.format(options.format, {Format::table, Format::json});
}

ExitCode preview(app::Invocation const& invocation, PreviewOptions const& options) {
  auto const message = app::preview_template(invocation, options.id, options.values);
  if (options.format == Format::json) {
    std::cout << to_shown(Json{{"template_id", options.id}, {"message", message}}) << "\n";
  } else {
    print_prose(std::cout, printable(message));
  }
  return ExitCode::ok;
}

}  // namespace

Command template_check_command() {
  return command<CheckOptions>("check", "what keeps bodies from being used", declare_check, check);
}

Command template_preview_command() {
  return command<PreviewOptions>("preview", "the message that a template makes of values", declare_preview, preview);
}

}  // namespace proactive::cli
