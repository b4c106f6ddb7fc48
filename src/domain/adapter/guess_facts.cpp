// What is known of users, companions and pairs, by the names of columns.
#include <fmt/core.h>

#include <algorithm>
#include <functional>

#include "base/text.hpp"
#include "domain/adapter/guess.hpp"
#include "domain/adapter/write_parts.hpp"

namespace proactive::adapter {

namespace {

Names const our_stages{"stranger", "acquaintance", "friend", "close_friend", "intimate", "partner"};

bool contains(std::string const& name, Names const& parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string const& part) { return name.find(part) != std::string::npos; });
}

bool has_output(std::vector<Output> const& outputs, std::string const& name) {
  return std::any_of(outputs.begin(), outputs.end(), [&](Output const& output) { return output.name == name; });
}

// The upper bound that a CHECK constraint sets for a column; 0: none is known.
double upper_bound(Table const& table, Column const& column) {
  for (auto const& check : table.checks) {
    auto const start = check.find(identifier(column.name) + " <= ");
    if (start == std::string::npos) continue;
    auto const digits = check.find_first_of("0123456789", start + identifier(column.name).size() + 4);
    if (digits != std::string::npos) return std::strtod(check.c_str() + digits, nullptr);
  }
  return 0;
}

// A number as one of 0 to 10, and a note where the scale is a guess.
Output scaled(Table const& table, std::string_view alias, Column const& column, std::string const& name) {
  auto const value = field(alias, column);
  auto const bound = upper_bound(table, column);
  if (bound == 100) return {name, "double precision", value + " / 10.0", ""};
  if (bound == 1) return {name, "double precision", value + " * 10", ""};
  if (bound == 10) return {name, "double precision", value, ""};
  return {name, "double precision", value,
          fmt::format("TODO: see that {}.{} goes from 0 to 10, or scale it.", table.name, column.name)};
}

// A CASE with a line for each word, to be edited. What a word means, as SQL, is empty where nobody can know: it is
// nothing then, and a question.
std::string words_as(std::string const& value, Names const& words, std::string const& nothing,
                     std::function<std::string(std::string const&)> const& meaning_of) {
  std::string text = "CASE " + value;
  for (auto const& word : words) {
    auto const meaning = meaning_of(word);
    text += fmt::format("\n              WHEN {} THEN {}", literal(word),
                        meaning.empty() ? nothing + " -- TODO: say what it means" : meaning);
  }
  return text + "\n            END";
}

void add_text(std::vector<Output>& outputs, Table const& table, std::string_view alias, std::string const& output,
              Names const& names) {
  if (has_output(outputs, output)) return;
  for (auto const& name : names) {
    auto const* column = named(table, {name});
    if (column == nullptr || (!is_written(*column) && column->category != TypeCategory::enumeration)) continue;
    outputs.push_back({output, "text", as_text(field(alias, *column), *column), ""});
    return;
  }
}

// A flag of the user that forbids writing, or that allows it.
void add_flags(Shape& shape, Table const& table, std::string const& alias) {
  for (auto const& column : table.columns) {
    if (column.category != TypeCategory::boolean) continue;
    auto const name = plain_name(column.name);
    auto const value = field(alias, column);
    auto const is_set = fmt::format("coalesce({}, false)", value);
    auto const where = fmt::format("{}.{}", table.name, column.name);
    if (contains(name, {"unsubscribed", "optout", "optedout", "donotdisturb", "mute", "nocontact"})) {
      shape.user_facts.push_back({"opted_out", "boolean", is_set, ""});
    } else if (contains(name, {"checkin", "writefirst", "proactive", "outreach", "reachout", "optin", "optedin"})) {
      shape.user_facts.push_back({"opted_out", "boolean", value + " IS NOT TRUE",
                                  fmt::format("TODO: {} is taken as consent{}: see that this is so.", where,
                                              column.not_null ? "" : ", and NULL as none")});
    } else if (contains(name, {"crisis", "safetyhold", "atrisk"})) {
      shape.user_facts.push_back(
          {"in_crisis", "boolean", is_set,
           fmt::format("TODO: {} is taken as a crisis: such a user is silent until somebody releases them (config "
                       "flags), also when it is false again: see that this is so.",
                       where)});
    } else if (contains(name, {"minor", "underage"})) {
      shape.user_facts.push_back({"minor", "boolean", is_set, ""});
    } else if (contains(name, {"pay", "premium", "verified", "admin", "onboard", "subscri", "staff", "newsletter"})) {
      continue;  // says nothing of being written to
    } else if (!is_among(name, {"active", "enabled", "archived", "deleted", "closed", "hidden", "blocked", "banned",
                                "disabled", "suspended"})) {
      shape.todos.push_back(
          fmt::format("{} is a flag: say whether it forbids writing to such a user (opted_out, user_active).", where));
    }
  }
  // Two flags of one kind: each alone forbids.
  for (std::size_t n = 0; n < shape.user_facts.size(); ++n) {
    for (std::size_t k = n + 1; k < shape.user_facts.size(); ++k) {
      if (shape.user_facts[n].name != shape.user_facts[k].name) continue;
      shape.user_facts[n].value += " OR " + shape.user_facts[k].value;
      if (shape.user_facts[n].note.empty()) shape.user_facts[n].note = shape.user_facts[k].note;
      shape.user_facts.erase(shape.user_facts.begin() + static_cast<std::ptrdiff_t>(k--));
    }
  }
}

void add_person(Shape& shape, Table const& table, std::string const& alias) {
  auto& facts = shape.user_facts;
  add_text(facts, table, alias, "user_name",
           {"displayname", "shownname", "nickname", "preferredname", "givenname", "firstname", "name", "fullname",
            "username"});
  add_text(facts, table, alias, "language", {"language", "locale", "lang", "preferredlanguage"});
  add_text(facts, table, alias, "timezone", {"timezone", "tz", "ianatimezone"});
  if (auto const* birth = named(table, {"birthdate", "dateofbirth", "dob", "birthday"});
      birth != nullptr && birth->category == TypeCategory::date) {
    facts.push_back({"birthdate", "date", field(alias, *birth), ""});
  }
  if (auto const* country = named(table, {"countrycode", "country"}); country != nullptr && is_written(*country)) {
    auto const value = as_text(field(alias, *country), *country);
    facts.push_back(
        {"jurisdiction", "text", fmt::format("CASE WHEN {0} ~ '^[A-Za-z]{{2}}$' THEN upper({0}) END", value), ""});
  }
  for (auto const& column : table.columns) {
    if (column.category != TypeCategory::json) continue;
    shape.todos.push_back(fmt::format(
        "{}.{} is a JSON document: say whether name, language, timezone or an opt-out of the user stand in it "
        "({} ->> '...').",
        table.name, column.name, field(alias, column)));
  }
  add_flags(shape, table, alias);
}

std::string active_condition(Table const& table, std::string_view alias) {
  return both(open_conditions(table, alias, false));
}

// `is_list`: it may be an array or a JSON document as well as a text.
void add_context(Shape& shape, std::string const& output, Names const& names, bool is_list) {
  auto const* column = named(*shape.companions, names);
  if (column == nullptr) return;
  auto const value = field("c", *column);
  if (is_list && column->category == TypeCategory::array) {
    shape.context.push_back({output, "text[]", column->element == TypeCategory::text ? value : value + "::text[]", ""});
  } else if (is_list && column->category == TypeCategory::json) {
    shape.context.push_back({output, "jsonb", column->base_type == "json" ? value + "::jsonb" : value, ""});
  } else {
    shape.context.push_back({output, "text", as_text(value, *column), ""});
  }
}

void add_stage(Shape& shape, Table const& pairs, Column const& column) {
  auto const value = as_text(field("r", column), column);
  auto const words = known_words(pairs, column);
  bool const are_ours = !words.empty() && std::all_of(words.begin(), words.end(), [](std::string const& word) {
    return is_among(word, our_stages);
  });
  if (are_ours) {
    shape.pair_facts.push_back({"stage", "text", value, ""});
    return;
  }
  if (words.empty() || column.category == TypeCategory::integer) {
    shape.pair_facts.push_back({"stage", "text", value,
                                fmt::format("TODO: say which values of {}.{} mean stranger, acquaintance, friend, "
                                            "close_friend, intimate, partner.",
                                            pairs.name, column.name)});
    return;
  }
  auto const meaning_of = [](std::string const& word) {
    auto const stage = stage_meant(word);
    return stage.empty() ? stage : literal(stage);
  };
  shape.pair_facts.push_back(
      {"stage", "text", words_as(value, words, "NULL", meaning_of),
       fmt::format("TODO: see that each word of {}.{} has the stage that it means; NULL counts as friend.", pairs.name,
                   column.name)});
}

}  // namespace

void guess_user_facts(Shape& shape, Cast const& cast) {
  std::vector<std::string> active;
  if (shape.users != nullptr) active.push_back(active_condition(*shape.users, "u"));
  for (auto const* table : cast.profiles) {
    auto const alias = shape.profiles.empty() ? "p" : fmt::format("p{}", shape.profiles.size() + 1);
    auto const before = shape.user_facts.size();
    auto const todos = shape.todos.size();
    add_person(shape, *table, alias);
    if (shape.user_facts.size() == before) {
      shape.todos.resize(todos);
      continue;
    }
    shape.profiles.push_back({table, reference(*table, *cast.users, {}), alias});
  }
  if (shape.users != nullptr) add_person(shape, *shape.users, "u");
  auto const is_active = both(active);
  if (!is_active.empty()) shape.user_facts.push_back({"user_active", "boolean", is_active, ""});
  if (shape.users == nullptr) {
    shape.todos.emplace_back(
        "no table of users was found: user_name, user_active, language and timezone are not known.");
  } else if (!has_output(shape.user_facts, "user_name")) {
    shape.todos.push_back(fmt::format(
        "{} has no column of a name that is known: add user_name to app_facts if there is one.", shape.users->name));
  }
}

void guess_companion(Shape& shape) {
  auto const& table = *shape.companions;
  auto const* name = named(table, {"name", "displayname", "shownname", "title", "nickname", "handle"});
  if (name != nullptr && is_written(*name)) {
    shape.companion_name = as_text(field("c", *name), *name);
    shape.companion_facts.push_back({"companion_name", "text", shape.companion_name, ""});
  } else {
    for (auto const& column : table.columns) {
      if (column.category != TypeCategory::json || !shape.companion_name.empty()) continue;
      auto const value = field("c", column);
      shape.companion_name = fmt::format("coalesce({0} ->> 'name', {0} ->> 'title')", value);
      shape.companion_facts.push_back(
          {"companion_name", "text", shape.companion_name,
           fmt::format("TODO: see that the name stands in {}.{} like this.", table.name, column.name)});
    }
  }
  auto const active = active_condition(table, "c");
  if (!active.empty()) shape.companion_facts.push_back({"companion_active", "boolean", active, ""});
  for (auto const& column : table.columns) {
    if (column.category == TypeCategory::boolean && active.find(field("c", column)) == std::string::npos) {
      shape.todos.push_back(fmt::format("{}.{} is a flag: say whether such a companion may write (companion_active).",
                                        table.name, column.name));
    }
  }
  add_context(shape, "personality",
              {"personality", "persona", "temperament", "systemprompt", "systemrole", "prompt", "instructions",
               "directions", "description"},
              false);
  add_context(shape, "style", {"conversationstyle", "style", "tone", "voice", "speakingstyle", "tagline"}, false);
  add_context(shape, "backstory", {"backstory", "story", "origin", "background", "biography", "bio"}, false);
  add_context(shape, "traits", {"traits", "tags"}, true);
  add_context(shape, "interests", {"interests", "hobbies", "pastimes", "topics", "likes"}, true);
}

void guess_pair_facts(Shape& shape) {
  auto const& pairs = *shape.pairs;
  bool is_close = false;
  for (auto const& column : pairs.columns) {
    auto const name = plain_name(column.name);
    bool const is_score = is_number(column);
    bool const is_word = is_written(column) || column.category == TypeCategory::enumeration;
    if (contains(name, {"stage"}) && (is_word || is_score) && !has_output(shape.pair_facts, "stage")) {
      add_stage(shape, pairs, column);
    } else if (is_score && !is_close &&
               contains(name, {"intimacy", "closeness", "affection", "affinity", "love", "bond"})) {
      shape.pair_facts.push_back(scaled(pairs, "r", column, "intimacy"));
      is_close = true;
    } else if (is_score && contains(name, {"trust"}) && !has_output(shape.pair_facts, "trust")) {
      shape.pair_facts.push_back(scaled(pairs, "r", column, "trust"));
    }
  }
  shape.pair_since = named(pairs, {"startedat", "createdat", "begunat", "since", "metat"});
  if (shape.pair_since != nullptr && !is_instant(*shape.pair_since)) shape.pair_since = nullptr;
  if (shape.pair_since != nullptr) {
    shape.pair_facts.push_back(
        {"since", "timestamptz", as_instant(field("r", *shape.pair_since), *shape.pair_since), ""});
  }
  for (auto const* name : {"lastinteraction", "lastinteractionat", "updatedat"}) {
    auto const* column = named(pairs, {name});
    if (column != nullptr && !column->generated && is_instant(*column)) shape.pair_touched.push_back(column);
  }
}

void guess_memories(Shape& shape, Cast const& cast) {
  if (cast.memories == nullptr) return;
  auto const& table = *cast.memories;
  auto const* user =
      cast.users != nullptr ? reference(table, *cast.users, user_columns()) : named(table, user_columns());
  auto const* text = named(table, {"content", "text", "body", "memory", "fact", "summary", "value"});
  if (user == nullptr || text == nullptr) return;
  auto& memories = shape.memories;
  memories.table = &table;
  memories.user = user;
  memories.text = text;
  if (cast.companions != nullptr) memories.companion = reference(table, *cast.companions, companion_columns());
  memories.id = own_key(table, user);
  memories.kind = named(table, {"memorytype", "kind", "type", "category", "topic"});
  memories.created = named(table, {"createdat", "savedat", "timestamp"});
  memories.importance = named(table, {"importancescore", "importance", "weight", "score", "priority", "salience"});
  if (memories.created != nullptr && !is_instant(*memories.created)) memories.created = nullptr;
  if (memories.importance != nullptr && !is_number(*memories.importance)) memories.importance = nullptr;
  memories.usable = open_conditions(table, "k", true);
  if (auto const* expires = named(table, {"expiresat", "validuntil", "expiry"});
      expires != nullptr && is_instant(*expires)) {
    auto const value = field("k", *expires);
    memories.usable.push_back(fmt::format("({} IS NULL OR {} > now())", value, as_instant(value, *expires)));
  }
  if (memories.importance == nullptr) return;
  auto const importance = scaled(table, "k", *memories.importance, "");
  memories.scale = importance.value.substr(field("k", *memories.importance).size());
  if (!importance.note.empty()) shape.todos.push_back(importance.note.substr(6));
  if (!memories.importance->not_null) memories.usable.push_back(field("k", *memories.importance) + " IS NOT NULL");
}

void guess_moods(Shape& shape, Cast const& cast) {
  if (cast.moods == nullptr) return;
  auto const& table = *cast.moods;
  auto const* user =
      cast.users != nullptr ? reference(table, *cast.users, user_columns()) : named(table, user_columns());
  auto const* mood = named(table, {"emotionalstate", "mood", "emotion", "state", "feeling", "label"});
  auto const* at = named(table, {"createdat", "loggedat", "recordedat", "detectedat", "timestamp", "at"});
  if (user == nullptr || mood == nullptr || at == nullptr || !is_instant(*at)) return;
  auto& moods = shape.moods;
  moods.table = &table;
  moods.user = user;
  moods.order = at;
  if (cast.companions != nullptr) moods.companion = reference(table, *cast.companions, companion_columns());
  moods.outputs.push_back({"mood", "text", as_text(field("s", *mood), *mood), ""});
  if (auto const* intensity = named(table, {"intensityscore", "intensity", "strength", "score"})) {
    auto const words = known_words(table, *intensity);
    if (is_number(*intensity)) {
      moods.outputs.push_back(scaled(table, "s", *intensity, "mood_intensity"));
    } else if (!words.empty()) {
      moods.outputs.push_back(
          {"mood_intensity", "double precision",
           words_as(as_text(field("s", *intensity), *intensity), words, "NULL::double precision", intensity_meant),
           fmt::format("TODO: see that each word of {}.{} has the number from 0 to 10 that it "
                       "means.",
                       table.name, intensity->name)});
    }
  }
  moods.outputs.push_back({"mood_at", "timestamptz", as_instant(field("s", *at), *at), ""});
}

}  // namespace proactive::adapter
