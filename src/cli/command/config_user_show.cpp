#include <fmt/core.h>

#include <iostream>

#include "app/operator/user.hpp"
#include "base/text.hpp"
#include "cli/command/config_user.hpp"
#include "cli/command/flag_columns.hpp"
#include "cli/render/json.hpp"
#include "cli/render/table.hpp"
#include "cli/render/terminal.hpp"
#include "domain/policy/proof.hpp"
#include "domain/user_preferences.hpp"

namespace proactive::cli {

namespace {

struct Options {
  Format format = Format::table;
};

void declare_show(Flags& flags, Options& options) { flags.format(options.format, {Format::table, Format::json}); }

void declare_history(Flags& flags, Options& options) {
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

// A wish as it is written: a text without quotes, quiet hours by days as JSON.
Cell wish_cell(store::StoredPreferences const& said, std::string_view name) {
  auto const& value = member(said.wishes, name);
  if (value.is_null()) return {};
  return value.is_string() ? Cell(value.get<std::string>()) : Cell(value);
}

ColumnsOf<store::StoredPreferences> preference_columns() {
  using Said = store::StoredPreferences;
  ColumnsOf<Said> columns{{{.key = "enabled", .heading = "agreed", .nothing = "never asked"}, &Said::enabled},
                          {{.key = "consent_at", .heading = "agreed at", .kind = Kind::time}, &Said::consent_at},
                          {{.key = "consent_version", .heading = "to version"}, &Said::consent_version},
                          {{.key = "consent_source", .heading = "by"}, &Said::consent_source}};
  for (auto const& spec : preference_specs()) {
    std::string const name{spec.name};
    columns.push_back({{name, name}, [name](Said const& said) { return wish_cell(said, name); }});
  }
  columns.push_back({{"erased_at", "erased at", Kind::time, for_programs}, &Said::erased_at});
  columns.push_back({{"updated_at", "changed at", Kind::time}, &Said::updated_at});
  return columns;
}

ColumnsOf<store::StoredMute> mute_columns() {
  using store::StoredMute;
  return {{{.key = "companion_id", .heading = "muted companion", .kind = Kind::id, .nothing = "all"},
           [](StoredMute const& mute) { return Cell(mute.scope.companion_id); }},
          {{.key = "engagement_type", .heading = "type", .nothing = "all"},
           [](StoredMute const& mute) { return Cell(mute.scope.engagement_type); }},
          {{.key = "until", .heading = "until", .kind = Kind::time, .nothing = "for ever"}, &StoredMute::until},
          {{"created_at", "since", Kind::time}, &StoredMute::created_at}};
}

Json report_json(app::UserReport const& report) {
  Json preferences;
  if (report.preferences) {
    auto const columns = preference_columns();
    auto const sheet = sheet_of(columns, std::vector{*report.preferences});
    preferences = to_json(sheet.columns, sheet.rows[0]);
  }
  Json held = Json::object();
  for (auto const& [table, rows] : report.held) held[table] = rows;
  return {{"user_id", report.user_id},
          {"known", report.is_known},
          {"pair_known", report.has_pair},
          {"considered", report.never_because.empty()},
          {"because", report.never_because.empty() ? Json{} : Json(report.never_because)},
          {"preferences", preferences},
          {"mutes", to_json(sheet_of(mute_columns(), report.mutes))},
          {"flags", to_json(sheet_of(flag_columns<app::UserFlag>([](app::UserFlag const& flag) { return flag; }),
                                     report.flags))},
          {"held", held}};
}

std::string summary(app::UserReport const& report) {
  auto text = report.never_because.empty()
                  ? std::string{"nothing here forbids it: schedule --explain --user says what the gate decides\n"}
                  : fmt::format("not written to: {}\n", report.never_because);
  text += fmt::format("held: {}\n", app::in_words(report.held));
  bool const is_erased = report.preferences && report.preferences->erased_at;
  if (!report.has_pair && !is_erased)
    text += "no pair of the user is known yet: schedule learns of those that app_pairs returns\n";
  return text;
}

void print_report(std::ostream& out, app::UserReport const& report) {
  if (!report.is_known) {
    print_prose(out, fmt::format("nothing is known of user {}: no pair, no preference, no mute; the id is as the "
                                 "adapter's app_facts returns it",
                                 printable(report.user_id)));
    return;
  }
  print_prose(out, summary(report));
  if (report.preferences) {
    out << "\n";
    print_record(out, sheet_of(preference_columns(), std::vector{*report.preferences}));
  }
  if (!report.mutes.empty()) {
    out << "\n";
    print_table(out, sheet_of(mute_columns(), report.mutes));
  }
  if (!report.flags.empty()) {
    out << "\n";
    print_table(out,
                sheet_of(flag_columns<app::UserFlag>([](app::UserFlag const& flag) { return flag; }), report.flags));
  }
}

ExitCode show(app::Invocation const& invocation, std::string const& user_id, Options const& options) {
  auto const report = app::show_user(invocation, user_id);
  if (options.format == Format::json) {
    std::cout << to_shown(report_json(report)) << "\n";
  } else {
    print_report(std::cout, report);
  }
  return ExitCode::ok;
}

auto as_document(Json store::Outreach::*member) {
  return [member](store::Outreach const& outreach) {
    return (outreach.*member).is_null() ? Cell() : Cell(outreach.*member);
  };
}

Cell disclosure_in_words(store::Outreach const& outreach) {
  auto const& told = outreach.disclosure;
  if (told.is_null()) return {};
  return Cell(member_text(told, "form") + " " + member_text(told, "language") + " " + member_text(told, "version"));
}

ColumnsOf<store::Outreach> outreach_columns() {
  using store::Outreach;
  return {{{"at", "when", Kind::time}, &Outreach::at},
          {{"id", "id", Kind::id, for_programs}, &Outreach::id},
          {{"companion_id", "companion", Kind::id}, &Outreach::companion_id},
          {{"engagement_type", "type", Kind::id}, &Outreach::engagement_type},
          {{"status", "status", Kind::id}, &Outreach::status},
          {{"reason", "reason", Kind::id}, &Outreach::reason},
          {{.key = "error", .heading = "why", .below = 1}, &Outreach::error},
          {{"approved_by", "approved by", Kind::text, for_programs}, &Outreach::approved_by},
          {{"disclosure", "disclosed", Kind::text, for_programs}, as_document(&Outreach::disclosure)},
          {{.key = "", .heading = "disclosed", .where = for_people, .below = 1}, disclosure_in_words},
          {{"proof", "proof", Kind::text, for_programs}, as_document(&Outreach::proof)},
          {{.key = "", .heading = "proof", .where = for_people, .below = 1}, [](Outreach const& outreach) {
             return outreach.proof.is_null() ? Cell() : Cell(proof_in_words(outreach.proof));
           }}};
}

ExitCode history(app::Invocation const& invocation, std::string const& user_id, Options const& options) {
  auto sheet = sheet_of(outreach_columns(), app::user_history(invocation, user_id));
  sheet.when_empty = "no outreach to this user is held";
  print(std::cout, sheet, options.format);
  return ExitCode::ok;
}

// In full for programs, and indented for who asked what is held of them.
ExitCode export_all(app::Invocation const& invocation, std::string const& user_id) {
  std::cout << to_shown(app::export_user(invocation, user_id), 2) << "\n";
  return ExitCode::ok;
}

}  // namespace

Command user_show_command(UserId const& user) {
  return user_command<Options>(user, "show", "what the user has said, and whether the tool would write at all",
                               declare_show, show);
}

Command user_history_command(UserId const& user) {
  return user_command<Options>(user, "history", "the newest 100 outreaches to the user", declare_history, history);
}

Command user_export_command(UserId const& user) {
  return user_command(user, "export", "print all that is held of the user, as JSON", export_all);
}

}  // namespace proactive::cli
