#include <iostream>
#include <sstream>

#include "app/operator/policy.hpp"
#include "base/column.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/command/findings.hpp"
#include "cli/render/print.hpp"
#include "cli/render/terminal.hpp"
#include "domain/policy/shipped.hpp"

namespace proactive::cli {

namespace {

using app::PolicyState;

// A pack whose day has come binds nobody before it is enabled: nothing of it is called in force then.
std::string state_in_words(PolicyState const& policy) {
  if (policy.is_enabled) return "enabled, " + policy.state;
  return policy.state == app::in_force ? "not enabled" : "not enabled, " + policy.state;
}

ColumnsOf<PolicyState> columns() {
  auto const places = [](PolicyState const& policy) { return join(policy.pack.jurisdictions, " "); };
  return {
      {{"id", "policy", Kind::id}, [](PolicyState const& policy) { return policy.pack.id; }},
      {{.key = "version", .heading = "version", .kind = Kind::id, .spare = 1},
       [](PolicyState const& policy) { return policy.pack.version; }},
      {{"enabled", "enabled", Kind::text, for_programs}, &PolicyState::is_enabled},
      {{"", "state", Kind::id, for_people}, state_in_words},
      {{"state", "state", Kind::id, for_programs}, &PolicyState::state},
      {{"jurisdictions", "where"}, places},
      {{.key = "title", .heading = "title", .below = 1}, [](PolicyState const& policy) { return policy.pack.title; }}};
}

Offer policies() { return {.words = shipped_pack_ids()}; }

constexpr auto now_help = "as of this time instead of the database's now";

struct ListOptions {
  std::optional<Instant> now;
  Format format = Format::table;
};

void declare_list(Flags& flags, ListOptions& options) {
  flags.time("--now", options.now, now_help);
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ExitCode list(app::Invocation const& invocation, ListOptions const& options) {
  print(std::cout, sheet_of(columns(), app::list_policies(invocation, options.now)), options.format);
  return ExitCode::ok;
}

struct ShowOptions {
  std::optional<Instant> now;
  Format format = Format::table;
  std::string id;
};

void declare_show(Flags& flags, ShowOptions& options) {
  flags.time("--now", options.now, now_help);
  flags.format(options.format, {Format::table, Format::json});
  flags.argument("ID", options.id, "the policy, as list names it", policies());
}

void print_policy(std::ostream& out, PolicyState const& policy) {
  auto const& pack = policy.pack;
  out << pack.title << "\n"
      << pack.id << ", version " << pack.version << ", " << state_in_words(policy) << "\nbinds users in "
      << join(pack.jurisdictions, " ") << "\n\nasks for\n";
  for (auto const& [name, value] : pack.constraints.items()) out << "  " << name << ": " << to_shown(value) << "\n";
  out << "\nleaves out\n";
  for (auto const& sentence : pack.leaves_out) out << "  - " << printable(sentence) << "\n";
  out << "\nsources\n";
  for (auto const& source : pack.sources) {
    out << "  - " << printable(source.title) << ", " << (source.read ? "read " + *source.read : "not read") << "\n    "
        << printable(source.url) << "\n";
  }
  out << "\nThis is no legal advice: have what you rely on read by somebody who may give it.\n";
}

ExitCode show(app::Invocation const& invocation, ShowOptions const& options) {
  auto const policy = app::show_policy(invocation, options.id, options.now);
  if (options.format == Format::json) {
    std::cout << policy.pack.document.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
  } else {
    std::ostringstream shown;
    print_policy(shown, policy);
    print_prose(std::cout, shown.str());
  }
  return ExitCode::ok;
}

struct CheckOptions {
  std::optional<Instant> now;
  std::vector<std::string> files;
  Format format = Format::table;
};

void declare_check(Flags& flags, CheckOptions& options) {
  flags.time("--now", options.now, now_help);
  flags.any_arguments("FILE", options.files, "packs of your own; none: those that are enabled", {.files = true});
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ExitCode check(app::Invocation const& invocation, CheckOptions const& options) {
  auto const findings = app::check_policies(invocation, options.files, options.now);
  print_findings(std::cout, findings, options.format);
  return code_of(findings);
}

struct DiffOptions {
  std::vector<std::string> ids;
  Format format = Format::table;
};

void declare_diff(Flags& flags, DiffOptions& options) {
  flags.any_arguments("ID", options.ids, "policies; none: those that are enabled", policies());
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ColumnsOf<PolicyDifference> difference_columns() {
  return {{{"policy", "policy", Kind::id}, &PolicyDifference::policy},
          {{"rule", "rule"}, &PolicyDifference::rule},
          {{"set", "set"}, &PolicyDifference::set},
          {{"asked", "asked"}, &PolicyDifference::asked},
          {{"tightens", "tightens"}, &PolicyDifference::tightens}};
}

ExitCode diff(app::Invocation const& invocation, DiffOptions const& options) {
  auto sheet = sheet_of(difference_columns(), app::policy_differences(invocation, options.ids));
  sheet.when_empty = "no policy is enabled: name some, or set policy_packs";
  print(std::cout, sheet, options.format);
  return ExitCode::ok;
}

}  // namespace

Command policy_command() {
  return family(
      "policy", "what law asks of messages that nobody asked for, and what is done about it",
      {command<ListOptions>("list", "the policies, and which are enabled and in force", declare_list, list),
       command<ShowOptions>("show", "one policy: what it asks for, leaves out, and rests on", declare_show, show),
       command<CheckOptions>("check", "try packs of your own, or those that are enabled", declare_check, check),
       command<DiffOptions>("diff", "what policies change against the settings", declare_diff, diff)});
}

}  // namespace proactive::cli
