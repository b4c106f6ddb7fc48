#include "app/operator/templates.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/language.hpp"
#include "base/text.hpp"
#include "domain/message/template_fields.hpp"
#include "domain/message/template_fit.hpp"
#include "store/runs.hpp"
#include "store/templates.hpp"
#include "writer/writers.hpp"

namespace proactive::app {

namespace {

constexpr char const* purpose = "config template";

MessageTemplate known_template(store::Transaction& transaction, long id) {
  if (auto found = store::read_template(transaction, id)) return *found;
  throw usage_error(fmt::format("there is no template {}: proactive config template list shows all", id));
}

void require_usable(MessageTemplate const& stored, MessageLimits const& limits) {
  auto const faults = body_faults(stored.body, stored.language, limits);
  if (faults.empty()) return;
  throw usage_error(fmt::format("the body cannot be used: {}; nothing was changed", join(faults, ", and ")));
}

// Nothing but what `body` stores; the same body twice is told in a sentence of its own.
template <typename Body>
auto store_template(Session& session, Body const& body) {
  try {
    return session.database->transact(body);
  } catch (store::DataError const& refusal) {
    if (refusal.sqlstate() != "23505") throw;
    throw usage_error(
        "another template of the type and language has this body: give it more weight; nothing was changed");
  }
}

Finding finding_of(MessageTemplate const& stored, MessageLimits const& limits) {
  auto const faults = body_faults(stored.body, stored.language, limits);
  if (faults.empty()) return {FindingState::ok, fmt::format("template {}", stored.id), "it can be used"};
  return {stored.active ? FindingState::failure : FindingState::warning, fmt::format("template {}", stored.id),
          fmt::format("{}: {}", join(faults, ", and "), shortened(printable(stored.body), 100))};
}

Brief sample_brief(MessageTemplate const& shown, SampleValues const& values, Instant at, std::string const& zone) {
  Brief brief;
  brief.type = shown.type;
  brief.language = shown.language;
  brief.timezone = zone;
  brief.scheduled_for = at;
  brief.user_name = values.user;
  brief.companion_name = values.companion;
  if (!values.interest.empty()) brief.context.interests = {values.interest};
  if (!values.memory.empty()) brief.context.memories = {{values.memory}};
  return brief;
}

// The options of values that the body says, and that were not given.
std::vector<std::string> options_missing(std::string const& body, SampleValues const& values) {
  std::vector<std::string> options;
  for (auto const variable : TemplateBody(body).missing({{Variable::user, values.user},
                                                         {Variable::companion, values.companion},
                                                         {Variable::memory, values.memory},
                                                         {Variable::interest, values.interest},
                                                         {Variable::time_of_day, "always given"}})) {
    options.push_back(fmt::format("--{}", name_of(variable)));
  }
  return options;
}

}  // namespace

std::vector<MessageTemplate> list_templates(Invocation const& invocation, std::optional<EngagementType> type,
                                            std::optional<std::string> const& language) {
  auto session = open_session(invocation, purpose, store::Access::read_only);
  return session.database->transact(
      [&](store::Transaction& transaction) { return store::list_templates(transaction, type, language); });
}

TemplateReport show_template(Invocation const& invocation, long id) {
  auto session = open_session(invocation, purpose, store::Access::read_only);
  auto const shown =
      session.database->transact([&](store::Transaction& transaction) { return known_template(transaction, id); });
  return {shown, body_faults(shown.body, shown.language, limits_of(session.settings().message))};
}

long add_template(Invocation const& invocation, MessageTemplate const& added) {
  auto session = open_operator_session(invocation, purpose);
  require_usable(added, limits_of(session.settings().message));
  return store_template(session,
                        [&](store::Transaction& transaction) { return store::add_template(transaction, added); });
}

std::vector<Change> change_template(Invocation const& invocation, long id,
                                    std::vector<std::string> const& fields_and_values) {
  if (fields_and_values.size() % 2 != 0) throw usage_error("give pairs of a name and a value; nothing was changed");
  auto session = open_operator_session(invocation, purpose);
  return store_template(session, [&](store::Transaction& transaction) {
    auto changed = known_template(transaction, id);
    std::vector<Change> changes;
    for (std::size_t i = 0; i < fields_and_values.size(); i += 2) {
      auto const& field = fields_and_values[i];
      auto const before = changed;
      if (auto const problem = assign_field(changed, field, fields_and_values[i + 1]))
        throw usage_error(fmt::format("{}; nothing was changed", *problem));
      changes.push_back({field, field_text(before, field), field_text(changed, field)});
    }
    // What is broken already may still be switched off, or weighed otherwise.
    bool const puts_to_use = std::any_of(changes.begin(), changes.end(), [](Change const& change) {
      return change.name == "body" || (change.name == "active" && change.to == "true");
    });
    if (puts_to_use) require_usable(changed, limits_of(session.settings().message));
    store::change_template(transaction, changed);
    return changes;
  });
}

void remove_template(Invocation const& invocation, long id) {
  auto session = open_operator_session(invocation, purpose);
  session.database->transact([&](store::Transaction& transaction) {
    known_template(transaction, id);
    store::remove_template(transaction, id);
  });
}

std::vector<Finding> check_bodies(Invocation const& invocation, std::vector<std::string> const& bodies,
                                  std::string const& language) {
  auto const session = open_session(invocation, purpose, store::Access::read_only);
  auto const& wanted = language.empty() ? session.settings().message.default_language : language;
  std::vector<Finding> findings;
  for (auto const& body : bodies) {
    MessageTemplate unstored;
    unstored.language = wanted;
    unstored.body = body;
    auto finding = finding_of(unstored, limits_of(session.settings().message));
    finding.subject = fmt::format("body {}", findings.size() + 1);
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Finding> check_stored_templates(Invocation const& invocation) {
  auto session = open_session(invocation, purpose, store::Access::read_only);
  auto const all = session.database->transact(
      [](store::Transaction& transaction) { return store::list_templates(transaction, std::nullopt, std::nullopt); });
  std::vector<Finding> findings;
  for (auto const& stored : all) {
    auto finding = finding_of(stored, limits_of(session.settings().message));
    if (finding.state != FindingState::ok) findings.push_back(std::move(finding));
  }
  findings.push_back(
      {FindingState::ok, "templates", fmt::format("{} of {} can be used", all.size() - findings.size(), all.size())});
  return findings;
}

std::string preview_template(Invocation const& invocation, long id, SampleValues const& values) {
  auto session = open_session(invocation, purpose, store::Access::read_only);
  auto const [shown, now] = session.database->transact([&](store::Transaction& transaction) {
    return std::pair{known_template(transaction, id), store::database_now(transaction)};
  });
  auto const brief = sample_brief(shown, values, values.at.value_or(now), session.settings().runs.default_timezone);
  Draft draft;
  auto const writer = make_template_writer(session.settings().message, {shown});
  writer->write(brief, [&](Draft written) { draft = std::move(written); });
  if (draft.content) return *draft.content;
  if (auto const missing = options_missing(shown.body, values); !missing.empty()) {
    throw usage_error(fmt::format("template {} says what only a value can tell: give {}", id, join(missing, " and ")));
  }
  auto const problems = writer->problems();
  throw usage_error(fmt::format("template {} makes no message of these values: {}", id,
                                problems.empty() ? draft.problem : problems.front()));
}

}  // namespace proactive::app
