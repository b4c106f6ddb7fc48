#include <fmt/core.h>

#include <iostream>

#include "app/operator/user.hpp"
#include "base/column.hpp"
#include "base/text.hpp"
#include "cli/command/changes.hpp"
#include "cli/command/config_user.hpp"
#include "cli/render/print.hpp"
#include "cli/render/terminal.hpp"
#include "domain/types.hpp"
#include "domain/user_preferences.hpp"

namespace proactive::cli {

namespace {

ExitCode print_changes(app::PreferenceChanges const& made, Format format) {
  auto const& changes = made.changes;
  if (format != Format::table) {
    auto sheet = changes_sheet(changes);
    sheet.columns.push_back({"pair_known", "pair known"});
    for (auto& row : sheet.rows) row.emplace_back(made.has_pair);
    print(std::cout, sheet, format);
    return ExitCode::ok;
  }
  list_changes(std::cout, changes, "(not set)");
  if (changes.empty()) std::cout << "nothing was set\n";
  return ExitCode::ok;
}

struct Words {
  std::vector<std::string> words;
  Format format = Format::table;
};

Offer preferences() { return {.words = column(preference_specs(), &PreferenceSpec::name)}; }

void declare_format(Flags& flags, Words& options) {
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

void declare_set(Flags& flags, Words& options) {
  flags.arguments("NAME_VALUE", options.words, "pairs of a name and a value", preferences());
  declare_format(flags, options);
}

void declare_unset(Flags& flags, Words& options) {
  flags.arguments("NAME", options.words, "the preferences", preferences());
  declare_format(flags, options);
}

ExitCode set(app::Invocation const& invocation, std::string const& user_id, Words const& options) {
  return print_changes(app::set_preferences(invocation, user_id, options.words), options.format);
}

ExitCode unset(app::Invocation const& invocation, std::string const& user_id, Words const& options) {
  return print_changes(app::unset_preferences(invocation, user_id, options.words), options.format);
}

struct Scope {
  std::optional<std::string> companion;
  std::string type;  // empty: all
};

store::MuteScope scope_of(Scope const& scope) {
  return {scope.companion, scope.type.empty() ? std::nullopt : std::optional{scope.type}};
}

std::string in_words(Scope const& scope) {
  auto const what = scope.type.empty() ? std::string{"everything"} : scope.type;
  return scope.companion ? fmt::format("{} of companion {}", what, printable(*scope.companion)) : what;
}

void declare_scope(Flags& flags, Scope& scope) {
  flags.id("--companion", scope.companion, "this companion alone (default: all)");
  auto const& types = names<EngagementType>();
  flags.choice("--type", "TYPE", scope.type, {types.begin(), types.end()},
               fmt::format("this type alone: {} (default: all)", join(types, ", ")));
}

struct MuteOptions {
  Scope scope;
  app::MuteEnd end;
};

std::string check_duration(std::string const& text) {
  return parse_duration(text) ? std::string{} : "write a length of time as 90m, 24h, 7d or 2w";
}

void declare_mute(Flags& flags, MuteOptions& options) {
  declare_scope(flags, options.scope);
  auto& end = options.end;
  flags.time("--until", end.at, "until this time (default: for ever)");
  flags.add({.name = "--for",
             .value = "TIME",
             .help = "for this long from now: 24h, 7d",
             .check = check_duration,
             .take = [&end](std::string const& text) { end.after = parse_duration(text); }});
  flags.rule([&end] { return end.at && end.after ? "--until and --for say the same: give one of them" : ""; });
}

ExitCode mute(app::Invocation const& invocation, std::string const& user_id, MuteOptions const& options) {
  auto const until = app::mute_user(invocation, user_id, scope_of(options.scope), options.end);
  print_prose(std::cout, fmt::format("{} is muted {}", in_words(options.scope),
                                     until ? "until " + format_instant(*until) : "for ever"));
  return ExitCode::ok;
}

ExitCode unmute(app::Invocation const& invocation, std::string const& user_id, Scope const& scope) {
  auto const removed = app::unmute_user(invocation, user_id, scope_of(scope));
  auto const what = in_words(scope);
  print_prose(std::cout, removed > 0 ? fmt::format("the mute of {} was removed", what)
                                     : fmt::format("there was no mute of {}", what));
  return ExitCode::ok;
}

ExitCode opt_out(app::Invocation const& invocation, std::string const& user_id) {
  app::opt_out_user(invocation, user_id);
  print_prose(std::cout,
              fmt::format("user {} is not written to any more; what was planned is cancelled", printable(user_id)));
  return ExitCode::ok;
}

struct OptInOptions {
  std::string version;
  std::string source;
};

void declare_opt_in(Flags& flags, OptInOptions& options) {
  flags.text("--version", "VERSION", options.version, "to which version of your text the user has agreed");
  flags.text("--source", "SOURCE", options.source, "where: the form, the letter, the call");
  flags.rule([&options] {
    return options.version.empty() || options.source.empty()
               ? "opt-in records to what the user has agreed, and where: give --version and --source"
               : "";
  });
}

ExitCode opt_in(app::Invocation const& invocation, std::string const& user_id, OptInOptions const& options) {
  app::opt_in_user(invocation, user_id, options.version, options.source);
  print_prose(std::cout, fmt::format("user {} has agreed to be written to", printable(user_id)));
  return ExitCode::ok;
}

struct ReleaseOptions {
  std::string by;
};

void declare_release(Flags& flags, ReleaseOptions& options) {
  flags.text("--by", "NAME", options.by, "who has looked after the user");
  flags.rule(
      [&options] { return options.by.empty() ? "release records who has looked after the user: give --by" : ""; });
}

std::string end_of_silence(app::Release const& release, std::string const& user) {
  if (!release.silent_until) return fmt::format("none keeps companions from writing to user {}", user);
  return fmt::format("companions may write to user {} again from {} on, since crisis_hours is {}", user,
                     format_instant(*release.silent_until), release.crisis_hours);
}

ExitCode release(app::Invocation const& invocation, std::string const& user_id, ReleaseOptions const& options) {
  auto const release = app::release_user(invocation, user_id, options.by);
  auto const user = printable(user_id);
  auto const what = release.flags > 0 ? fmt::format("{} released", counted_noun(release.flags, "flag"))
                                      : fmt::format("no flag of user {} was open", user);
  print_prose(std::cout, fmt::format("{}: {}", what, end_of_silence(release, user)));
  return ExitCode::ok;
}

struct EraseOptions {
  bool yes = false;
};

void declare_erase(Flags& flags, EraseOptions& options) {
  flags.toggle("--yes", options.yes, "do it: without it, only say what would be removed");
}

ExitCode erase(app::Invocation const& invocation, std::string const& user_id, EraseOptions const& options) {
  auto const removed = app::erase_user(invocation, user_id, options.yes ? app::Confirmed::yes : app::Confirmed::no);
  print_prose(std::cout, fmt::format("removed: {}; one row stays, so that user {} is not written to",
                                     app::in_words(removed), printable(user_id)));
  return ExitCode::ok;
}

}  // namespace

Command user_set_command(UserId const& user) {
  return user_command<Words>(user, "set", "set preferences of the user, all of them or none", declare_set, set);
}

Command user_unset_command(UserId const& user) {
  return user_command<Words>(user, "unset", "remove preferences of the user", declare_unset, unset);
}

Command user_mute_command(UserId const& user) {
  return user_command<MuteOptions>(user, "mute", "write nothing, or not this, until a time or for ever", declare_mute,
                                   mute);
}

Command user_unmute_command(UserId const& user) {
  return user_command<Scope>(user, "unmute", "remove the mute of exactly this scope", declare_scope, unmute);
}

Command user_opt_out_command(UserId const& user) {
  return user_command(user, "opt-out", "never write to the user, and cancel what is planned", opt_out);
}

Command user_opt_in_command(UserId const& user) {
  return user_command<OptInOptions>(user, "opt-in", "the user agrees to be written to", declare_opt_in, opt_in);
}

Command user_release_command(UserId const& user) {
  return user_command<ReleaseOptions>(user, "release", "somebody has looked after the user: their flags end",
                                      declare_release, release);
}

Command user_erase_command(UserId const& user) {
  return user_command<EraseOptions>(user, "erase", "remove all that is held, but that the user is not written to",
                                    declare_erase, erase);
}

}  // namespace proactive::cli
