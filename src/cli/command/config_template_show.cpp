#include <iostream>

#include "app/operator/templates.hpp"
#include "base/text.hpp"
#include "cli/command/config_template.hpp"
#include "cli/render/print.hpp"

namespace proactive::cli {

namespace {

ColumnsOf<MessageTemplate> columns() {
  using Shown = MessageTemplate;
  return {{{"id", "id", Kind::number}, &Shown::id},
          {{"type", "type", Kind::id}, [](Shown const& shown) { return Cell(name_of(shown.type)); }},
          {{.key = "language", .heading = "language", .kind = Kind::id}, &Shown::language},
          {{.key = "set", .heading = "set", .kind = Kind::id, .spare = 1}, &Shown::set},
          {{.key = "tone", .heading = "tone", .spare = 2}, &Shown::tone},
          {{.key = "weight", .heading = "weight", .kind = Kind::number, .spare = 3}, &Shown::weight},
          {{"active", "active"}, &Shown::active},
          {{.key = "safe", .heading = "safe", .spare = 1}, &Shown::safe},
          {{.key = "approval", .heading = "approval", .spare = 4}, &Shown::approval},
          {{.key = "body", .heading = "body", .shortest = 24}, &Shown::body}};
}

struct ListOptions {
  std::string type;      // empty: all
  std::string language;  // empty: all
  std::string set;       // empty: all
  Format format = Format::table;
};

void declare_list(Flags& flags, ListOptions& options) {
  auto const& types = names<EngagementType>();
  flags.language("--language", options.language, "those of exactly this language (default: all)");
  flags.text("--set", "NAME", options.set, "those of this set (default: all)");
  flags.choice("--type", "TYPE", options.type, {types.begin(), types.end()}, "those of this type (default: all)");
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ExitCode list(app::Invocation const& invocation, ListOptions const& options) {
  auto const language = options.language.empty() ? std::nullopt : std::optional{options.language};
  auto const set = options.set.empty() ? std::nullopt : std::optional{options.set};
  auto sheet =
      sheet_of(columns(), app::list_templates(invocation, value_of<EngagementType>(options.type), language, set));
  sheet.when_empty = "there are no such templates";
  print(std::cout, sheet, options.format);
  return ExitCode::ok;
}

struct ShowOptions {
  long id = 0;
  Format format = Format::table;
};

void declare_show(Flags& flags, ShowOptions& options) {
  flags.number_argument("ID", options.id, "the template, as list names it");
  flags.format(options.format, {Format::table, Format::json});
}

ExitCode show(app::Invocation const& invocation, ShowOptions const& options) {
  auto const report = app::show_template(invocation, options.id);
  auto all = columns();
  Cell const faults = report.faults.empty() ? Cell{} : Cell(join(report.faults, ", and "));
  all.push_back(
      {{.key = "fault", .heading = "fault", .nothing = "none"}, [&](MessageTemplate const&) { return Cell(faults); }});
  Cell const doubt = report.doubt ? Cell(*report.doubt) : Cell{};
  all.push_back(
      {{.key = "doubt", .heading = "doubt", .nothing = "none"}, [&](MessageTemplate const&) { return Cell(doubt); }});
  print_one(std::cout, sheet_of(all, std::vector{report.shown}), options.format);
  return ExitCode::ok;
}

}  // namespace

Command template_list_command() { return command<ListOptions>("list", "the templates, by id", declare_list, list); }

Command template_show_command() {
  return command<ShowOptions>("show", "one template, and what is wrong with its body", declare_show, show);
}

}  // namespace proactive::cli
