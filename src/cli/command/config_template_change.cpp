#include <fmt/core.h>

#include <iostream>

#include "app/operator/templates.hpp"
#include "base/short_name.hpp"
#include "cli/command/changes.hpp"
#include "cli/command/config_template.hpp"
#include "cli/render/print.hpp"
#include "domain/message/template_fields.hpp"

namespace proactive::cli {

namespace {

struct AddOptions {
  std::string type;
  std::string language;
  std::string tone = "warm";
  int weight = 1;
  bool approval = false;
  std::string set{default_template_set};
  std::string body;
};

void declare_add(Flags& flags, AddOptions& options) {
  auto const& types = names<EngagementType>();
  auto const& tones = names<Tone>();
  flags.choice("--type", "TYPE", options.type, {types.begin(), types.end()}, "what it is for");
  flags.language("--language", options.language, "its language, as a tag such as en or pt-BR");
  flags.choice("--tone", "TONE", options.tone, {tones.begin(), tones.end()}, "warm (the default), playful or gentle");
  flags.count("--weight", options.weight, 1, 100, "how often it is drawn beside the others: 1 (the default) to 100");
  flags.text("--set", "NAME", options.set, "the set that it belongs to (default: default)");
  flags.toggle("--approval", options.approval, "its messages wait until config queue approve");
  flags.argument("BODY", options.body, "the message, with {{user}} and the like, see proactive-schedule(1)");
  flags.rule([&options] {
    if (options.type.empty() || options.language.empty())
      return std::string{"a template is for a type, in a language: give --type and --language"};
    return is_short_name(options.set) ? std::string{} : fmt::format("--set is a name: use {}", short_name_rule);
  });
}

ExitCode add(app::Invocation const& invocation, AddOptions const& options) {
  auto const id =
      app::add_template(invocation, {0, value_of<EngagementType>(options.type).value(), options.language, options.tone,
                                     options.body, options.weight, true, false, options.approval, options.set});
  std::cout << "template " << id << " was added\n";
  return ExitCode::ok;
}

struct SetOptions {
  long id = 0;
  std::vector<std::string> words;
  Format format = Format::table;
};

void declare_set(Flags& flags, SetOptions& options) {
  flags.number_argument("ID", options.id, "the template, as list names it");
  flags.arguments("NAME_VALUE", options.words,
                  "pairs of weight, active, safe, approval, tone, set or body and a value");
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

// As the list shows them.
std::vector<app::Change> for_readers(std::vector<app::Change> changes) {
  for (auto& change : changes) {
    if (!is_yes_or_no(change.name)) continue;
    for (auto* const text : {&change.from, &change.to}) *text = *text == "true" ? "yes" : "no";
  }
  return changes;
}

ExitCode set(app::Invocation const& invocation, SetOptions const& options) {
  auto const changes = app::change_template(invocation, options.id, options.words);
  if (options.format == Format::table) {
    list_changes(std::cout, for_readers(changes), "(not set)");
  } else {
    print(std::cout, changes_sheet(changes), options.format);
  }
  return ExitCode::ok;
}

struct RemoveOptions {
  long id = 0;
};

void declare_remove(Flags& flags, RemoveOptions& options) {
  flags.number_argument("ID", options.id, "the template, as list names it");
}

ExitCode remove(app::Invocation const& invocation, RemoveOptions const& options) {
  app::remove_template(invocation, options.id);
  std::cout << "template " << options.id << " was removed\n";
  return ExitCode::ok;
}

}  // namespace

Command template_add_command() { return command<AddOptions>("add", "store a new template", declare_add, add); }

Command template_set_command() {
  return command<SetOptions>("set", "change a template: weight, active, safe, approval, tone, set, body", declare_set,
                             set);
}

Command template_remove_command() {
  return command<RemoveOptions>("remove", "remove a template for good", declare_remove, remove);
}

}  // namespace proactive::cli
