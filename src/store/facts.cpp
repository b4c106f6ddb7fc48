#include "store/facts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/language.hpp"
#include "base/text.hpp"
#include "domain/gate/rules.hpp"
#include "domain/policy/jurisdiction.hpp"
#include "domain/timing/sessions.hpp"
#include "queries.hpp"
#include "store/arrays.hpp"
#include "store/experiments.hpp"
#include "store/history.hpp"
#include "store/safety.hpp"
#include "store/wishes.hpp"

namespace proactive::store {

namespace {

Pair pair_of(Row const& row) { return {row["user_id"].text_or_empty(), row["companion_id"].text_or_empty()}; }

// NaN and infinities compare with nothing: such a value is not read as any other.
std::optional<double> read_number(Row const& row, std::string_view name) {
  auto const value = row[name];
  if (value.is_null()) return std::nullopt;
  auto const number = value.real();
  if (!std::isfinite(number)) throw Error(ExitCode::internal, fmt::format("{} is {}", name, value.text()));
  return number;
}

std::optional<bool> read_optional_boolean(Row const& row, std::string_view name) {
  if (row[name].is_null()) return std::nullopt;
  return row[name].boolean();
}

std::optional<Mood> read_mood(Row const& row) {
  auto const at = row["mood_at"].optional_instant();
  if (row["mood"].is_null() || !at) return std::nullopt;
  auto const intensity = std::clamp(read_number(row, "mood_intensity").value_or(0), 0.0, 10.0);
  return Mood{row["mood"].text(), static_cast<int>(std::lround(intensity)), *at};
}

// The first of ours and the app's that can be read; nothing where neither can. One that cannot is named.
template <typename IsReadable>
std::string first_readable(std::string const& name, std::string const& ours, std::string const& theirs,
                           IsReadable const& is_readable, std::vector<std::string>& unreadable) {
  for (auto const& value : {ours, theirs}) {
    if (value.empty()) continue;
    if (is_readable(value)) return value;
    unreadable.push_back(name);
  }
  return {};
}

void read_app(Row const& row, PairFacts& facts) {
  facts.exists = true;
  facts.user_name = row["user_name"].text_or_empty();
  facts.companion_name = row["companion_name"].text_or_empty();
  facts.user_active = read_optional_boolean(row, "user_active").value_or(true);
  facts.companion_active = read_optional_boolean(row, "companion_active").value_or(true);
  facts.stage_name = row["stage"].optional_text().value_or("friend");
  facts.intimacy = read_number(row, "intimacy").value_or(5);
  facts.trust = read_number(row, "trust").value_or(5);
  facts.since = row["since"].nearest_instant();
  facts.user_wrote_at = row["user_wrote_at"].nearest_instant();
  facts.user_wrote_any_at = row["user_wrote_any_at"].nearest_instant();
  facts.companion_wrote_at = row["companion_wrote_at"].nearest_instant();
  facts.companion_never_wrote = row["companion_never_wrote"].boolean();
  facts.last_interaction = row["last_interaction"].nearest_instant();
  if (auto const count = read_number(row, "user_messages")) facts.user_messages = std::lround(*count);
  facts.unread = read_optional_boolean(row, "unread");
  facts.memory_importance = read_number(row, "memory_importance");
  facts.mood = read_mood(row);
  facts.language = row["language"].text_or_empty();
  facts.timezone = row["timezone"].text_or_empty();
  facts.minor = read_optional_boolean(row, "minor");
  facts.in_crisis = row["in_crisis"].boolean();
  facts.others_read = row["others_read"].boolean();
  facts.birthdate = row["birthdate"].optional_text();
  if (auto const jurisdiction = row["jurisdiction"].text_or_empty(); !jurisdiction.empty()) {
    facts.jurisdiction = jurisdiction_code(jurisdiction);
    if (!facts.jurisdiction) facts.unreadable_wishes.emplace_back("jurisdiction");
  }
  facts.conversation_id = row["conversation_id"].optional_text();
  facts.preferences = read_preferences(row, facts.unreadable_wishes);
  if (auto const mute = read_app_mute(row)) facts.mutes.push_back(*mute);
}

void read_ours(Row const& row, PairFacts& facts, Settings const& settings) {
  apply_wishes(row, facts, settings);
  auto const mutes = read_mutes(row, facts.pair.companion_id);
  facts.mutes.insert(facts.mutes.end(), mutes.begin(), mutes.end());
  if (auto const at = row["consent_at"].optional_instant()) {
    facts.consent = Consent{row["consent_version"].text_or_empty(), row["consent_source"].text_or_empty(), *at};
  }
  facts.disclosed_at = row["disclosed_at"].optional_instant();
  facts.flags = read_flags(row["flags"].json());
  facts.mood_flagged_at = row["mood_flagged_at"].optional_instant();
}

PairFacts unknown(Pair const& pair) {
  PairFacts facts;
  facts.pair = pair;
  facts.exists = false;
  return facts;
}

// The app's rows by pair; a second row of a pair, or a value that cannot be read, makes the pair unreadable.
struct AppRows {
  std::map<Pair, PairFacts> readable;
  std::map<Pair, std::string> errors;
};
AppRows read_app_rows(Rows const& rows) {
  AppRows read;
  for (auto const row : rows) {
    auto const [place, is_first] = read.readable.try_emplace(pair_of(row));
    auto const& pair = place->first;
    if (!is_first) {
      read.errors[pair] = "app_facts returns more than one row of it";
      continue;
    }
    place->second.pair = pair;
    try {
      read_app(row, place->second);
    } catch (std::exception const& problem) {
      read.errors[pair] = problem.what();
    }
  }
  return read;
}

std::vector<Memory> read_memories(Json const& list) {
  std::vector<Memory> memories;
  for (auto const& item : list) {
    auto memory = Memory{member_text(item, "text"), member_text(item, "kind"), member_text(item, "id")};
    if (!trim(memory.text).empty()) memories.push_back(std::move(memory));
  }
  return memories;
}

Context read_context(Row const& row) {
  Context context;
  context.personality = row["personality"].text_or_empty();
  context.style = row["style"].text_or_empty();
  context.backstory = row["backstory"].text_or_empty();
  context.traits = text_list(row["traits"].json());
  context.interests = text_list(row["interests"].json());
  context.memories = read_memories(row["memories"].json());
  return context;
}

using SessionsOf = std::map<std::string, std::vector<SessionStart>>;

SessionsOf sessions_since(Transaction& transaction, std::vector<std::string> const& users, Instant since) {
  std::map<std::string, std::vector<Instant>> started;
  for (auto const row : transaction.exec(queries::app_sessions, users, since))
    started[row["user_id"].text_or_empty()] = read_instants(row["sessions"].json());
  SessionsOf sessions;
  if (started.empty()) return sessions;
  std::vector<std::string> seen;
  seen.reserve(started.size());
  for (auto const& [user, at] : started) seen.push_back(user);
  std::map<std::string, std::vector<Instant>> deliveries;
  for (auto const row : transaction.exec(queries::deliveries_to_users, seen, since))
    deliveries[row["user_id"].text()] = read_instants(row["deliveries"].json());
  for (auto const& [user, at] : started) sessions[user] = session_starts(at, deliveries[user]);
  return sessions;
}

// Of those whose sessions say at which hours they may be written to.
void read_sessions(Transaction& transaction, std::vector<PairFacts>& batch, Instant as_of, CareSettings const& care,
                   Planned planned) {
  auto const hour = planned == Planned::count ? Hour::to_choose : Hour::chosen;
  std::chrono::hours window{0};
  std::set<std::string> users;
  for (auto const& facts : batch) {
    auto const wanted = facts.exists ? sessions_window(care, hour, facts) : std::nullopt;
    if (!wanted) continue;
    window = *wanted;  // the same for all
    users.insert(facts.pair.user_id);
  }
  if (users.empty()) return;
  auto const sessions = sessions_since(transaction, std::vector(users.begin(), users.end()), as_of - window);
  for (auto& facts : batch) {
    if (auto const found = sessions.find(facts.pair.user_id); found != sessions.end()) facts.sessions = found->second;
  }
}

// Of those who are held out alone; nobody is, where nobody wants that.
void read_ghosts(Transaction& transaction, std::vector<PairFacts>& batch, int holdout_percent, Planned planned) {
  std::vector<std::string> users;
  for (auto const& facts : batch) {
    if (is_held_out(facts.pair.user_id, holdout_percent)) users.push_back(facts.pair.user_id);
  }
  auto const ghosts = ghosts_of_users(transaction, users);
  for (auto& facts : batch) {
    auto const found = ghosts.find(facts.pair.user_id);
    if (found != ghosts.end()) count_ghosts(facts, found->second, planned == Planned::count);
  }
}

void read_gone(Transaction& transaction, std::vector<PairFacts>& batch) {
  std::map<Pair, PairFacts*> gone;
  for (auto& facts : batch) {
    if (!facts.exists) gone.emplace(facts.pair, &facts);
  }
  if (gone.empty()) return;
  auto const pairs = column(gone, [](auto const& one) { return one.first; });
  for (auto const row : transaction.exec(queries::gone_pairs, user_ids(pairs), companion_ids(pairs)))
    gone.at(pair_of(row))->gone_since = row["gone_since"].optional_instant();
}

}  // namespace

void apply_wishes(Row const& row, PairFacts& facts, Settings const& settings) {
  facts.preferences = strictest(facts.preferences, read_preferences(row, facts.unreadable_wishes));
  facts.language = first_readable("language", row["language"].text_or_empty(), facts.language, is_language_tag,
                                  facts.unreadable_wishes);
  if (facts.language.empty()) facts.language = settings.message.default_language;
  facts.language = language_tag(facts.language).value_or(facts.language);
  facts.timezone = first_readable("timezone", row["timezone"].text_or_empty(), facts.timezone, is_time_zone,
                                  facts.unreadable_wishes);
  facts.zone_known = !facts.timezone.empty();
  if (!facts.zone_known) facts.timezone = settings.runs.default_timezone;
}

std::map<Pair, PairFacts> read_app_facts(Transaction& transaction, std::vector<Pair> const& pairs) {
  auto read = read_app_rows(transaction.exec(queries::app_facts, user_ids(pairs), companion_ids(pairs)));
  for (auto const& [pair, error] : read.errors) read.readable.erase(pair);
  return std::move(read.readable);
}

FactsBatch read_facts(Transaction& transaction, std::vector<Pair> const& pairs, Instant as_of, Settings const& settings,
                      Planned planned) {
  FactsBatch batch;
  Param const users(user_ids(pairs));
  Param const companions(companion_ids(pairs));
  auto app = read_app_rows(transaction.exec(queries::app_facts, users, companions));
  batch.facts.reserve(pairs.size());
  for (auto const row : transaction.exec(queries::our_facts, users, companions, as_of)) {
    auto const pair = pair_of(row);
    if (auto const error = app.errors.find(pair); error != app.errors.end()) {
      batch.unreadable.push_back({pair, error->second});
      continue;
    }
    auto const found = app.readable.find(pair);
    auto& facts = found != app.readable.end() ? batch.facts.emplace_back(std::move(found->second))
                                              : batch.facts.emplace_back(unknown(pair));
    batch.found += facts.exists ? 1 : 0;
    read_ours(row, facts, settings);
  }
  batch.found += static_cast<long>(batch.unreadable.size());
  read_history(transaction, batch.facts, counted_deliveries(gate_rules(settings)), as_of, planned);
  if (planned == Planned::count) read_gone(transaction, batch.facts);
  read_sessions(transaction, batch.facts, as_of, settings.care, planned);
  if (settings.experiment.holdout_percent > 0)
    read_ghosts(transaction, batch.facts, settings.experiment.holdout_percent, planned);
  return batch;
}

bool has_facts_of_any(Transaction& transaction, std::vector<Pair> const& pairs) {
  return !transaction.exec(queries::app_facts, user_ids(pairs), companion_ids(pairs)).empty();
}

std::map<Pair, Context> read_contexts(Transaction& transaction, std::vector<Pair> const& pairs,
                                      MessageSettings const& settings, std::vector<UnreadablePair>& unreadable) {
  std::map<Pair, Context> contexts;
  auto const rows =
      transaction.exec(queries::app_context, user_ids(pairs), companion_ids(pairs),
                       settings.max_memories_to_use + spare_memories, settings.memory_importance_threshold);
  for (auto const row : rows) {
    try {
      contexts[pair_of(row)] = read_context(row);
    } catch (std::exception const& problem) {
      unreadable.push_back({pair_of(row), problem.what()});
    }
  }
  return contexts;
}

namespace {

std::vector<long> whole_numbers(Json const& list) {
  std::vector<long> numbers;
  for (auto const& item : list) {
    if (item.is_number_integer()) numbers.push_back(item.get<long>());
  }
  return numbers;
}

}  // namespace

std::map<Pair, Recents> read_recents(Transaction& transaction, std::vector<Pair> const& pairs,
                                     std::vector<Rest> const& rests, Instant as_of) {
  std::map<Pair, Recents> recents;
  auto const rows = transaction.exec(queries::recent_outreaches, user_ids(pairs), companion_ids(pairs), as_of,
                                     column(rests, &Rest::memory_days), column(rests, &Rest::template_days));
  for (auto const row : rows) {
    auto& recent = recents[pair_of(row)];
    recent.template_ids = whole_numbers(row["template_ids"].json());
    recent.contents = text_list(row["contents"].json());
    auto const memories = text_list(row["resting_memories"].json());
    recent.resting_memories.insert(memories.begin(), memories.end());
    auto const templates = whole_numbers(row["resting_templates"].json());
    recent.resting_templates.insert(templates.begin(), templates.end());
  }
  return recents;
}

std::map<Pair, PairNames> pair_names(Transaction& transaction, std::vector<Pair> const& pairs) {
  std::map<Pair, PairNames> names;
  for (auto const row : transaction.exec(queries::app_facts, user_ids(pairs), companion_ids(pairs)))
    names[pair_of(row)] = {row["user_name"].text_or_empty(), row["companion_name"].text_or_empty()};
  return names;
}

}  // namespace proactive::store
