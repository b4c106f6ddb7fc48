#include "app/operator/user.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/operator/flags.hpp"
#include "app/operator/unknown_pair.hpp"
#include "base/column.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "domain/engagement/types.hpp"
#include "domain/gate/rules.hpp"
#include "domain/quiet_hours.hpp"
#include "domain/safety.hpp"
#include "domain/user_preferences.hpp"
#include "store/runs.hpp"
#include "store/settings_store.hpp"

namespace proactive::app {

namespace {

constexpr auto user_purpose = "config user";

// One transaction on one connection.
template <typename Body>
auto transact(Session& session, Body const& body) {
  session.database->set_statement_seconds(120);  // an operator waits; a user may have thousands of rows
  try {
    return session.database->transact(body);
  } catch (store::DataError const& refusal) {
    // Our own functions have a sentence for what they refuse; a server may know fewer time zones than this machine.
    if (refusal.sqlstate() != "22023") throw;
    throw usage_error(fmt::format("{}; nothing was changed", refusal.what()));
  }
}

// Wrong settings do not keep a user's word from being noted.
template <typename Body>
auto transact(Invocation const& invocation, store::Access access, Body const& body) {
  auto session = access == store::Access::read_write
                     ? open_operator_session(invocation, user_purpose, Stored::skip)
                     : open_session(invocation, user_purpose, access, Needs::schema, Stored::skip);
  return transact(session, body);
}

// What is done to or asked of a user whom the operator names, who is told where that is perhaps not whom they mean.
template <typename Body>
auto transact_on(Invocation const& invocation, store::Access access, Intent intent, store::Selection const& named,
                 Body const& body) {
  std::string doubt;
  auto done = transact(invocation, access, [&](store::Transaction& transaction) {
    doubt = doubt_about(transaction, named, intent);  // before an erasure
    return body(transaction);
  });
  warn_of_doubt(doubt);
  return done;
}

store::Selection of_user(std::string const& user_id) { return {user_id, std::nullopt}; }

bool is_muted(store::StoredMute const& mute, Instant now) { return !mute.until || *mute.until > now; }

bool is_of_all(store::StoredMute const& mute) { return !mute.scope.companion_id && !mute.scope.engagement_type; }

std::optional<std::string> value_text(Json const& value) {
  if (value.is_null()) return std::nullopt;
  return value.is_string() ? value.get<std::string>() : to_line(value);
}

std::string refusal_of(store::StoredPreferences const& said, QuietHours const& operators) {
  if (said.erased_at) return fmt::format("erased {}", format_instant(*said.erased_at));
  if (said.enabled && !*said.enabled) return "opted out";
  for (auto const* limit : {"max_per_day", "max_per_week"}) {
    if (member(said.wishes, limit) == 0) return fmt::format("{} is 0", limit);
  }
  auto const quiet = value_text(member(said.wishes, "quiet_hours"));
  if (!quiet) return {};
  auto const hours = parse_quiet_hours(*quiet);
  if (!hours) return "quiet_hours cannot be read, and so count as always: set them again";
  return are_always({*hours, operators}) ? "quiet_hours are all day, with the operator's" : "";
}

std::string refusal_of(std::optional<store::StoredPreferences> const& said, Settings const& settings) {
  if (said) {
    if (auto refusal = refusal_of(*said, gate_rules(settings).quiet_hours); !refusal.empty()) return refusal;
  }
  bool const has_agreed = said && said->enabled.value_or(false);
  if (settings.care.consent_required && !has_agreed)
    return "consent_required is set, and no consent is noted here (the app may know of one)";
  if (!settings.gate.enabled) return "enabled is false: nobody is";
  return {};
}

// Until when all of them keep everybody silent; those that are not released have no end yet.
std::optional<Instant> last_silence(std::vector<store::StoredFlag> const& flags, GateRules const& rules) {
  std::optional<Instant> last;
  for (auto const& flag : flags) last = std::max(last, silence_end(flag, rules));
  return last;
}

std::string refusal_of(std::vector<store::StoredFlag> const& flags, GateRules const& rules, Instant now) {
  auto const found =
      std::find_if(flags.begin(), flags.end(), [](store::StoredFlag const& flag) { return !flag.released_at; });
  if (found != flags.end()) {
    return fmt::format("flagged as {} by {} since {}, and not released", found->kind, printable(found->source),
                       format_instant(found->detected_at));
  }
  auto const end = last_silence(flags, rules);
  if (!end || *end <= now) return {};
  return fmt::format("flagged, and not before {}, though released: crisis_hours is {}", format_instant(*end),
                     rules.safety.crisis_hours);
}

std::string refusal_of(std::vector<store::StoredMute> const& mutes) {
  auto const found = std::find_if(mutes.begin(), mutes.end(), is_of_all);
  if (found != mutes.end())
    return found->until ? fmt::format("muted until {}", format_instant(*found->until)) : "muted for ever";
  auto const types = std::count_if(mutes.begin(), mutes.end(), [](store::StoredMute const& mute) {
    return !mute.scope.companion_id && mute.scope.engagement_type;
  });
  return types == static_cast<long>(type_rules().size()) ? "every type is muted" : "";
}

std::string names_of_preferences() {
  std::vector<std::string_view> names;
  for (auto const& spec : preference_specs()) names.push_back(spec.name);
  return join(names, ", ");
}

PreferenceSpec const& known_preference(std::string const& name) {
  if (auto const* spec = find_preference(name)) return *spec;
  throw usage_error(fmt::format("there is no preference {}: use one of {}; nothing was changed",
                                shortened(printable(name), 80), names_of_preferences()));
}

Json read_value(PreferenceSpec const& spec, std::string const& text) {
  if (auto value = spec.read(text)) return *value;
  throw usage_error(fmt::format("{}: \"{}\" is not allowed: use {}; nothing was changed", spec.name,
                                shortened(printable(text), 80), spec.allowed));
}

void require_not_erased(std::optional<store::StoredPreferences> const& said, std::string const& user_id) {
  if (!said || !said->erased_at) return;
  throw usage_error(
      fmt::format("user {} was erased, and nothing is kept of who was: proactive config user ID opt-in comes first; "
                  "nothing was changed",
                  printable(user_id)));
}

// As config check says it of the setting.
void warn_of_endless_quiet(std::string const& user_id, Json const& wishes) {
  auto const quiet = value_text(member(wishes, "quiet_hours"));
  auto const hours = quiet ? parse_quiet_hours(*quiet) : std::nullopt;
  if (!hours || !are_always({*hours})) return;
  log::warn(
      "settings_unwise",
      {{"message", fmt::format("quiet_hours ({}) are all day, so that user {} is never written to: end them earlier",
                               *quiet, printable(user_id))}});
}

PreferenceChanges change(Invocation const& invocation, std::string const& user_id, Json const& wishes) {
  return transact_on(invocation, store::Access::read_write, Intent::note, of_user(user_id),
                     [&](store::Transaction& transaction) {
                       auto const said = store::preferences_of(transaction, user_id);
                       require_not_erased(said, user_id);
                       PreferenceChanges made{{}, is_known_pair(transaction, of_user(user_id))};
                       auto& changes = made.changes;
                       for (auto const& [name, value] : wishes.items()) {
                         auto const before = said ? value_text(member(said->wishes, name)) : std::nullopt;
                         if (before || !value.is_null()) changes.push_back({name, before, value_text(value)});
                       }
                       if (!changes.empty()) store::set_preferences(transaction, user_id, wishes);
                       warn_of_endless_quiet(user_id, wishes);
                       return made;
                     });
}

// The instant, which the database's clock decides.
std::optional<Instant> end_of(store::Transaction& transaction, MuteEnd const& end) {
  if (!end.at && !end.after) return std::nullopt;
  auto const now = store::database_now(transaction);
  auto const at = end.at ? *end.at : now + *end.after;
  if (at <= now)
    throw usage_error(fmt::format("a mute ends in the future: {} has passed; nothing was changed", format_instant(at)));
  return at;
}

}  // namespace

UserReport show_user(Invocation const& invocation, std::string const& user_id) {
  auto session = open_session(invocation, user_purpose, store::Access::read_only);
  return transact(session, [&](store::Transaction& transaction) {
    UserReport report;
    report.user_id = user_id;
    report.preferences = store::preferences_of(transaction, user_id);
    report.mutes = store::mutes_of(transaction, user_id);
    auto const now = store::database_now(transaction);
    std::erase_if(report.mutes, [&](store::StoredMute const& mute) { return !is_muted(mute, now); });
    auto const rules = gate_rules(session.settings());
    for (auto& flag : store::flags_of(transaction, user_id)) {
      report.flags.push_back({flag, silence_end(flag, rules)});
    }
    report.held = store::held_rows(transaction, user_id);
    bool const has_learned =
        std::any_of(report.held.begin(), report.held.end(), [](auto const& rows) { return rows.first == "pairs"; });
    report.has_pair = has_learned || is_known_pair(transaction, of_user(user_id));
    report.is_known = report.has_pair || !report.held.empty();
    report.never_because = refusal_of(report.preferences, session.settings());
    if (report.never_because.empty())
      report.never_because = refusal_of(column(report.flags, &UserFlag::stored), rules, now);
    if (report.never_because.empty()) report.never_because = refusal_of(report.mutes);
    if (report.never_because.empty() && has_learned && store::count_unmuted_pairs(transaction, user_id) == 0)
      report.never_because = "every companion of the user is muted";
    return report;
  });
}

PreferenceChanges set_preferences(Invocation const& invocation, std::string const& user_id,
                                  std::vector<std::string> const& names_and_values) {
  if (names_and_values.empty() || names_and_values.size() % 2 != 0) {
    throw usage_error(
        "config user ID set takes pairs of a name and a value: proactive config user ID set NAME VALUE...");
  }
  Json wishes = Json::object();
  for (std::size_t i = 0; i < names_and_values.size(); i += 2) {
    auto const& spec = known_preference(names_and_values[i]);
    if (wishes.contains(spec.name)) {
      throw usage_error(
          fmt::format("{} is named twice: give each preference one value; nothing was changed", spec.name));
    }
    wishes[std::string{spec.name}] = read_value(spec, names_and_values[i + 1]);
  }
  return change(invocation, user_id, wishes);
}

PreferenceChanges unset_preferences(Invocation const& invocation, std::string const& user_id,
                                    std::vector<std::string> const& names) {
  Json wishes = Json::object();
  for (auto const& name : names) wishes[std::string{known_preference(name).name}] = nullptr;
  return change(invocation, user_id, wishes);
}

std::optional<Instant> mute_user(Invocation const& invocation, std::string const& user_id,
                                 store::MuteScope const& scope, MuteEnd const& end) {
  return transact_on(invocation, store::Access::read_write, Intent::note, {user_id, scope.companion_id},
                     [&](store::Transaction& transaction) {
                       require_not_erased(store::preferences_of(transaction, user_id), user_id);
                       auto const until = end_of(transaction, end);
                       store::mute(transaction, user_id, scope, until);
                       return until;
                     });
}

long unmute_user(Invocation const& invocation, std::string const& user_id, store::MuteScope const& scope) {
  return transact_on(invocation, store::Access::read_write, Intent::look, {user_id, scope.companion_id},
                     [&](store::Transaction& transaction) { return store::unmute(transaction, user_id, scope); });
}

Release release_user(Invocation const& invocation, std::string const& user_id, std::string const& released_by) {
  auto session = open_operator_session(invocation, user_purpose, Stored::skip);
  std::string doubt;
  auto const release = transact(session, [&](store::Transaction& transaction) {
    doubt = doubt_about(transaction, of_user(user_id), Intent::look);
    auto const settings = with_stored(session.settings(), store::stored_settings(transaction));
    Release done{store::release(transaction, user_id, released_by), std::nullopt, settings.safety.crisis_hours};
    auto const end = last_silence(store::flags_of(transaction, user_id), gate_rules(settings));
    if (end && *end > store::database_now(transaction)) done.silent_until = end;
    return done;
  });
  warn_of_doubt(doubt);
  return release;
}

void opt_out_user(Invocation const& invocation, std::string const& user_id) {
  transact_on(invocation, store::Access::read_write, Intent::note, of_user(user_id),
              [&](store::Transaction& transaction) {
                store::opt_out(transaction, user_id);
                return true;
              });
}

void opt_in_user(Invocation const& invocation, std::string const& user_id, std::string const& version,
                 std::string const& source) {
  transact_on(invocation, store::Access::read_write, Intent::note, of_user(user_id),
              [&](store::Transaction& transaction) {
                store::opt_in(transaction, user_id, version, source);
                return true;
              });
}

Json export_user(Invocation const& invocation, std::string const& user_id) {
  return transact_on(invocation, store::Access::read_only, Intent::look, of_user(user_id),
                     [&](store::Transaction& transaction) { return store::export_user(transaction, user_id); });
}

store::HeldRows erase_user(Invocation const& invocation, std::string const& user_id, Confirmed confirmed) {
  return transact_on(
      invocation, store::Access::read_write, Intent::erase, of_user(user_id), [&](store::Transaction& transaction) {
        auto held = store::held_rows(transaction, user_id);
        if (confirmed == Confirmed::no) {
          bool const is_known = is_known_pair(transaction, of_user(user_id));
          throw usage_error(fmt::format("this would remove what is held of user {}{}: {}; add --yes to do it",
                                        printable(user_id), is_known ? "" : ", of whom no pair is known (check the id)",
                                        in_words(held)));
        }
        store::forget(transaction, user_id);
        return held;
      });
}

std::vector<store::Outreach> user_history(Invocation const& invocation, std::string const& user_id) {
  constexpr int newest = 100;
  return transact_on(
      invocation, store::Access::read_only, Intent::look, of_user(user_id),
      [&](store::Transaction& transaction) { return store::outreaches_of(transaction, user_id, newest); });
}

std::string in_words(store::HeldRows const& held) {
  if (held.empty()) return "nothing";
  auto const counted = [](auto const& rows) { return fmt::format("{} {}", rows.first, rows.second); };
  return join(column(held, counted), ", ");
}

}  // namespace proactive::app
