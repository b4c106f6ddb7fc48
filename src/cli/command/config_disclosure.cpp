#include <iostream>

#include "app/operator/disclosure.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/print.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

ColumnsOf<DisclosureText> columns() {
  return {{{"language", "language"}, &DisclosureText::language},
          {{"version", "version"}, &DisclosureText::version},
          {{"text", "text"}, &DisclosureText::body}};
}

struct ListOptions {
  Format format = Format::table;
};

void declare_list(Flags& flags, ListOptions& options) {
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ExitCode list(app::Invocation const& invocation, ListOptions const& options) {
  auto sheet = sheet_of(columns(), app::list_disclosures(invocation));
  sheet.when_empty = "there is no text: proactive config disclosure add stores one";
  print(std::cout, sheet, options.format);
  return ExitCode::ok;
}

struct AddOptions {
  DisclosureText added;
};

void declare_add(Flags& flags, AddOptions& options) {
  flags.language("--language", options.added.language, "its language, as a tag such as en or pt-BR");
  flags.text("--text-version", "VERSION", options.added.version, "its name, which messages are kept with");
  flags.argument("TEXT", options.added.body, "the sentence, on one line");
  flags.rule([&options] {
    return options.added.language.empty() || options.added.version.empty()
               ? "a text is in a language, and has a version: give --language and --text-version"
               : "";
  });
}

ExitCode add(app::Invocation const& invocation, AddOptions const& options) {
  app::add_disclosure(invocation, options.added);
  print_prose(std::cout,
              "version " + options.added.version + " is shown in " + options.added.language + " from now on");
  return ExitCode::ok;
}

}  // namespace

Command disclosure_command() {
  return family("disclosure", "how users are told that an AI writes",
                {command<ListOptions>("list", "the texts that are shown", declare_list, list),
                 command<AddOptions>("add", "show another text from now on", declare_add, add)});
}

}  // namespace proactive::cli
