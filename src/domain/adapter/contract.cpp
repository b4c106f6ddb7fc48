#include "domain/adapter/contract.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace proactive {

namespace {

using enum ColumnKind;

constexpr std::array<std::string_view, 1> since_argument{"timestamp with time zone"};
constexpr std::array<std::string_view, 2> pairs_arguments{"text[]", "text[]"};
constexpr std::array<std::string_view, 4> context_arguments{"text[]", "text[]", "integer", "integer"};
constexpr std::array<std::string_view, 6> deliver_arguments{"text[]", "text[]",  "bigint[]",
                                                            "text[]", "jsonb[]", "timestamp with time zone"};
constexpr std::array<std::string_view, 5> answers_arguments{"text[]", "text[]", "bigint[]", "text[]",
                                                            "timestamp with time zone[]"};
constexpr std::array<std::string_view, 2> sessions_arguments{"text[]", "timestamp with time zone"};

constexpr std::array pairs_columns{
    AdapterColumn{"user_id", id, true, "the user"},
    AdapterColumn{"companion_id", id, true, "the companion"},
};

constexpr std::array facts_columns{
    AdapterColumn{"user_id", id, true, "the user"},
    AdapterColumn{"companion_id", id, true, "the companion"},
    AdapterColumn{"user_name", name, false, "what the user is called; null: not known"},
    AdapterColumn{"user_active", boolean, false, "false: the account is closed, suspended or deleted; null: active"},
    AdapterColumn{"companion_name", name, false, "what the companion is called"},
    AdapterColumn{"companion_active", boolean, false, "false: nobody can talk with it any more; null: active"},
    AdapterColumn{"stage", name, false,
                  "stranger, acquaintance, friend, close_friend, intimate or partner; null: friend; another word is "
                  "refused (stage)"},
    AdapterColumn{"intimacy", number, false, "0 to 10; null: 5"},
    AdapterColumn{"trust", number, false, "0 to 10; null: 5"},
    AdapterColumn{"since", instant, false, "when the pair began"},
    AdapterColumn{"user_wrote_at", instant, false, "the user's last message to this companion, deleted ones too"},
    AdapterColumn{"user_wrote_any_at", instant, false, "the user's last message to any companion"},
    AdapterColumn{"companion_wrote_at", instant, false,
                  "the companion's last message to this user; null: it never wrote"},
    AdapterColumn{"user_messages", number, false,
                  "how many messages the user has written to this companion, counted up to 100; null: not known"},
    AdapterColumn{"unread", boolean, false, "the companion's newest message has not been read; null: not known"},
    AdapterColumn{"last_interaction", instant, false, "where an app keeps no messages: when the two last had to do"},
    AdapterColumn{"memory_importance", number, false, "0 to 10, of the best usable memory; null: there is none"},
    AdapterColumn{"mood", name, false,
                  "the user's latest mood, whichever companion has seen it: happy, sad, anxious, ..."},
    AdapterColumn{"mood_intensity", number, false, "0 to 10"},
    AdapterColumn{"mood_at", instant, false, "when the mood was noted"},
    AdapterColumn{"language", name, false, "a BCP 47 tag such as en or pt-BR; null: default_language"},
    AdapterColumn{"timezone", name, false, "an IANA name such as Europe/Berlin; null: default_timezone"},
    AdapterColumn{"opted_out", boolean, false, "true: does not want to be written to"},
    AdapterColumn{"opted_in", boolean, false,
                  "whether the user has agreed to be written to; counts where consent_required is set"},
    AdapterColumn{"muted_until", instant, false,
                  "until when the user wants nothing of this companion; infinity: for ever"},
    AdapterColumn{"quiet_hours", hours, false,
                  "the user's own, as the setting of that name has them: \"22:00-08:00\" or JSON; one that cannot be "
                  "read is always quiet"},
    AdapterColumn{"frequency", name, false, "rarely, sometimes or normal; another word counts as rarely"},
    AdapterColumn{"max_per_day", number, false, "the most messages that the user wants a day; one below 0 counts as 0"},
    AdapterColumn{"max_per_week", number, false, "the most in seven days"},
    AdapterColumn{"min_gap_hours", number, false, "the least hours between two"},
    AdapterColumn{"minor", boolean, false, "true: known to be under 18; false: known to be an adult; null: not known"},
    AdapterColumn{"birthdate", date, false,
                  "the user's date of birth: a minor until the local day of the 18th birthday"},
    AdapterColumn{"jurisdiction", name, false,
                  "whose law binds the user: ISO 3166-1 or 3166-2, such as DE or US-NY; null: not known, so any"},
    AdapterColumn{"in_crisis", boolean, false, "true: in a crisis, and not written to"},
    AdapterColumn{"conversation_id", id, false,
                  "where several companions share a conversation: one open outreach each; null: the pair's own"},
    AdapterColumn{"others_read", boolean, false, "true: other people read the conversation; never written to"},
};

constexpr std::array context_columns{
    AdapterColumn{"user_id", id, true, "the user"},
    AdapterColumn{"companion_id", id, true, "the companion"},
    AdapterColumn{"personality", text, false, "who the companion is"},
    AdapterColumn{"style", text, false, "how it writes"},
    AdapterColumn{"backstory", text, false, "its story"},
    AdapterColumn{"traits", list, false, "words for its character"},
    AdapterColumn{"interests", list, false, "what it likes to talk about"},
    AdapterColumn{"memories", memories, false,
                  "a JSON array of objects with id, kind, text, importance and at: the most important first"},
};

constexpr std::array deliver_columns{
    AdapterColumn{"engagement_id", key, true, "which of the given engagements: each exactly once"},
    AdapterColumn{"message_id", id, false, "the message that was stored"},
    AdapterColumn{"conversation_id", id, false, "where it was stored"},
    AdapterColumn{"message", document, false,
                  "the message as the app's clients show it, ids beyond 2^53 as texts, times ISO 8601 with zone"},
    AdapterColumn{"disclosure_id", id, false,
                  "the message of the app's that was stored before it, where details.disclosure.form is system"},
    AdapterColumn{"refused", text, false, "why the app wants no message there: then it is cancelled"},
};

constexpr std::array answers_columns{
    AdapterColumn{"engagement_id", key, true, "which of the given engagements"},
    AdapterColumn{"answered_at", instant, false, "the user's first message after it; null: none yet"},
    AdapterColumn{"answer_id", id, false, "that message"},
    AdapterColumn{"replies_1h", number, false, "messages of the user within an hour of it, it included"},
    AdapterColumn{"seen_at", instant, false, "when ours was read; null: not known"},
};

constexpr std::array sessions_columns{
    AdapterColumn{"user_id", id, true, "the user"},
    AdapterColumn{"started_at", instant, true, "the begin of a stay in the app"},
    AdapterColumn{"messages", number, false, "messages of the user in it"},
    AdapterColumn{"minutes", number, false, "how long it took"},
};

constexpr std::array functions{
    AdapterFunction{"pairs", since_argument, pairs_columns, true},
    AdapterFunction{"facts", pairs_arguments, facts_columns, true},
    AdapterFunction{"context", context_arguments, context_columns, true},
    AdapterFunction{"deliver", deliver_arguments, deliver_columns, true},
    AdapterFunction{"answers", answers_arguments, answers_columns, false},
    AdapterFunction{"sessions", sessions_arguments, sessions_columns, false},
};

// The type behind the wrapper.
std::string_view type_of(ColumnKind kind) {
  switch (kind) {
    case key:
      return "bigint";
    case number:
      return "double precision";
    case boolean:
      return "boolean";
    case instant:
      return "timestamp with time zone";
    case date:
      return "date";
    case list:
    case memories:
    case document:
      return "jsonb";
    default:
      return "text";
  }
}

// What a column of the app may be.
std::vector<std::string_view> types_of(ColumnKind kind) {
  switch (kind) {
    case id:
      return {"text", "character varying", "character", "uuid", "smallint", "integer", "bigint", "name", "citext"};
    case key:
      return {"bigint", "integer"};
    case number:
      return {"smallint", "integer", "bigint", "numeric", "real", "double precision"};
    case boolean:
      return {"boolean"};
    case instant:
      return {"timestamp with time zone"};
    case date:
      return {"date"};
    case hours:
      return {"text", "character varying", "jsonb", "json"};
    case list:
      return {"jsonb", "json", "text[]", "character varying[]", "text", "character varying"};
    case memories:
    case document:
      return {"jsonb"};
    default:
      return {"text", "character varying", "character", "name", "citext"};
  }
}

// "character varying(36)" is a character varying.
std::string_view without_modifier(std::string_view type) {
  bool const is_array = type.ends_with("[]");
  auto const bracket = type.find('(');
  if (bracket == std::string_view::npos) return type;
  return is_array ? std::string_view{"character varying[]"} : type.substr(0, bracket);
}

bool fits(ColumnKind kind, std::string_view type) {
  auto const allowed = types_of(kind);
  return std::find(allowed.begin(), allowed.end(), without_modifier(type)) != allowed.end();
}

std::string type_hint(ColumnKind kind, std::string_view type) {
  if (kind == instant && type.starts_with("timestamp without")) return "say what zone it holds: AT TIME ZONE 'UTC'";
  if (kind == instant) return "turn it into a timestamptz, such as to_timestamp(...)";
  return fmt::format("cast it to {}", type_of(kind));
}

AdapterColumn const* find_column(AdapterFunction const& function, std::string_view wanted) {
  auto const found = std::find_if(function.columns.begin(), function.columns.end(),
                                  [&](AdapterColumn const& column) { return column.name == wanted; });
  return found == function.columns.end() ? nullptr : &*found;
}

bool has_column(InstalledFunction const& installed, std::string_view wanted) {
  return std::any_of(installed.columns.begin(), installed.columns.end(),
                     [&](auto const& column) { return column.first == wanted; });
}

InstalledFunction const* find_installed(std::vector<InstalledFunction> const& installed,
                                        AdapterFunction const& function) {
  auto const found = std::find_if(installed.begin(), installed.end(), [&](InstalledFunction const& candidate) {
    return candidate.name == fmt::format("app_{}", function.name);
  });
  return found == installed.end() ? nullptr : &*found;
}

bool check_required(AdapterFunction const& function, InstalledFunction const& given, InstalledFunction const& usable,
                    std::vector<std::string>& findings) {
  bool complete = true;
  for (auto const& column : function.columns) {
    if (!column.required || has_column(usable, column.name)) continue;
    complete = false;
    if (!has_column(given, column.name))
      findings.push_back(fmt::format("{} does not return {}: add it", given.name, column.name));
  }
  return complete;
}

// Takes the columns away that no wrapper could read. False: one that has to be there is missing.
bool check_columns(AdapterFunction const& function, InstalledFunction& installed, std::vector<std::string>& findings) {
  auto const given = installed;
  std::erase_if(installed.columns, [&](auto const& one_column) {
    auto const& [column_name, type] = one_column;
    auto const* column = find_column(function, column_name);
    if (column == nullptr) {
      std::vector<std::string_view> known;
      for (auto const& one : function.columns) known.push_back(one.name);
      findings.push_back(fmt::format("{} returns the unknown column {}: correct its name or leave it out; known are {}",
                                     installed.name, printable(column_name), join(known, ", ")));
      return true;
    }
    if (fits(column->kind, type)) return false;
    findings.push_back(
        fmt::format("{} returns {} as {}: {}", installed.name, column_name, type, type_hint(column->kind, type)));
    return true;
  });
  return check_required(function, given, installed, findings);
}

// False: nothing of it can be tried. A function that could lend its owner's rights to others is not run at all.
bool check_function(AdapterFunction const& function, InstalledFunction& installed, std::vector<std::string>& findings) {
  bool const same = std::equal(function.arguments.begin(), function.arguments.end(), installed.arguments.begin(),
                               installed.arguments.end());
  if (!same) {
    findings.push_back(fmt::format("{} takes ({}): it must be {}", installed.name, join(installed.arguments, ", "),
                                   signature_of(function)));
  }
  if (!installed.returns_set || installed.columns.empty()) {
    findings.push_back(
        fmt::format("{} returns no rows with named columns: declare it RETURNS TABLE (...)", installed.name));
    return false;
  }
  bool const safe = !installed.security_definer || installed.pins_search_path;
  if (!safe) {
    findings.push_back(
        fmt::format("{} is SECURITY DEFINER without a pinned path, so that whoever may create functions gains its "
                    "owner's rights: add SET search_path = pg_catalog, pg_temp",
                    installed.name));
  }
  return check_columns(function, installed, findings) && same && safe;
}

// A list that fills more than 64 KiB is left out: to unpack it for each pair, only to cut it, would cost seconds.
std::string small(std::string const& value, std::string const& cut) {
  return fmt::format("CASE WHEN pg_catalog.pg_column_size({}) <= 65536 THEN {} END", value, cut);
}

// The first fifty of a list's items that are of some type, each as `cut` makes it. Expressions, and not functions of
// ours, which the server would start for each pair anew.
std::string cut_items(std::string const& list, std::string_view cut, std::string_view types) {
  return fmt::format(
      "(SELECT pg_catalog.jsonb_agg({1} ORDER BY i.n) FROM pg_catalog.jsonb_array_elements("
      "pg_catalog.jsonb_path_query_array({0}, '$[0 to 49]')) WITH ORDINALITY i(item, n) "
      "WHERE pg_catalog.jsonb_typeof(i.item) IN ({2}))",
      list, cut, types);
}

std::string cut_list(std::string const& value, std::string const& list) {
  auto const items = cut_items(list, "pg_catalog.left(i.item #>> '{}', 200)", "'string', 'number'");
  return small(value, fmt::format("CASE pg_catalog.jsonb_typeof({0}) WHEN 'array' THEN {1} WHEN 'string' THEN "
                                  "pg_catalog.to_jsonb(pg_catalog.left({0} #>> '{{}}', 4000)) END",
                                  list, items));
}

std::string cut_memories(std::string const& list) {
  auto const items =
      cut_items(list,
                "pg_catalog.jsonb_build_object('id', pg_catalog.left(i.item ->> 'id', 200), 'kind', pg_catalog.left("
                "i.item ->> 'kind', 200), 'text', pg_catalog.left(i.item ->> 'text', 4000))",
                "'object'");
  return fmt::format("CASE pg_catalog.jsonb_typeof({}) WHEN 'array' THEN {} END", list, items);
}

// The cut value of one column, as the wrapper selects it.
std::string expression(AdapterColumn const& column, std::string const& type) {
  auto const value = fmt::format("f.\"{}\"", column.name);
  switch (column.kind) {
    case name:
      return fmt::format("pg_catalog.left({}::text, 200)", value);
    case id:
      // The keys are what they are; what merely names something of the app is indexed by us, and may be of any length.
      return column.required ? value + "::text" : fmt::format("pg_catalog.left({}::text, 200)", value);
    case text:
      return fmt::format("pg_catalog.left({}::text, 4000)", value);
    case hours:
      return fmt::format("pg_catalog.left({}::text, 5000)", value);  // a JSON that is cut is none any more
    case list:
      if (type.ends_with("[]")) return cut_list(value, fmt::format("pg_catalog.to_jsonb({})", value));
      if (type.starts_with("json")) return cut_list(value, value + "::jsonb");
      return fmt::format("pg_catalog.to_jsonb(pg_catalog.left({}::text, 4000))", value);
    case memories:
      return cut_memories(value);
    default:
      return fmt::format("{}::{}", value, type_of(column.kind));
  }
}

std::string column_type(InstalledFunction const& installed, std::string_view wanted) {
  for (auto const& [column_name, type] : installed.columns) {
    if (column_name == wanted) return type;
  }
  return {};
}

}  // namespace

std::span<AdapterFunction const> adapter_functions() { return functions; }

std::string signature_of(AdapterFunction const& function) {
  return fmt::format("app_{}({})", function.name, join(function.arguments, ", "));
}

ContractReview review_contract(std::vector<InstalledFunction> const& installed) {
  ContractReview review;
  for (auto const& function : functions) {
    auto const of_name = std::count_if(installed.begin(), installed.end(), [&](InstalledFunction const& candidate) {
      return candidate.name == fmt::format("app_{}", function.name);
    });
    auto const* found = find_installed(installed, function);
    if (found == nullptr) {
      if (function.required)
        review.findings.push_back(fmt::format("the adapter has no function {}: add it", signature_of(function)));
    } else if (of_name > 1) {
      review.findings.push_back(
          fmt::format("there is more than one function app_{}: keep {}", function.name, signature_of(function)));
    } else if (auto usable = *found; check_function(function, usable, review.findings)) {
      review.usable.push_back(std::move(usable));
    }
  }
  for (auto const& candidate : installed) {
    bool const known = std::any_of(functions.begin(), functions.end(), [&](AdapterFunction const& function) {
      return candidate.name == fmt::format("app_{}", function.name);
    });
    if (!known) {
      review.findings.push_back(
          fmt::format("there is no place for a function {}: correct its name", printable(candidate.name)));
    }
  }
  return review;
}

std::string wrapper_statement(AdapterFunction const& function, InstalledFunction const* installed) {
  std::vector<std::string> returned;
  std::vector<std::string> selected;
  for (auto const& column : function.columns) {
    auto const type = type_of(column.kind);
    returned.push_back(fmt::format("\"{}\" {}", column.name, type));
    bool const given = installed != nullptr && has_column(*installed, column.name);
    selected.push_back(given ? expression(column, column_type(*installed, column.name))
                             : fmt::format("NULL::{}", type));
  }
  std::vector<std::string> passed;
  for (std::size_t i = 0; i < function.arguments.size(); ++i) {
    // An array of our "C" columns would carry that collation into the app's comparisons, and keep them off its indexes.
    passed.push_back(
        fmt::format("${}{}", i + 1, function.arguments[i] == "text[]" ? R"( COLLATE pg_catalog."default")" : ""));
  }
  auto const from = installed == nullptr
                        ? "WHERE false"
                        : fmt::format("FROM proactive.app_{}({}) f", function.name, join(passed, ", "));
  return fmt::format(
      "CREATE FUNCTION proactive.adapter_{}({}) RETURNS TABLE ({}) LANGUAGE sql {} AS $wrapper$ SELECT {} {} $wrapper$",
      function.name, join(function.arguments, ", "), join(returned, ", "),
      function.name == "deliver" ? "VOLATILE" : "STABLE", join(selected, ", "), from);
}

}  // namespace proactive
