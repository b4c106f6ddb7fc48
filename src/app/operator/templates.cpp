#include "app/operator/templates.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/pass/writers.hpp"
#include "base/language.hpp"
#include "base/log.hpp"
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

// What bodies are judged by, as a run judges the messages of them.
class BodyJudge {
 public:
  explicit BodyJudge(Session& session)
      : limits_(limits_of(session.settings().message)), phrases_(refused_phrases(session)) {}

  [[nodiscard]] BodyReview review(MessageTemplate const& judged) const {
    return review_body(judged.body, judged.language, limits_, phrases_);
  }

  // Warns of what is in doubt.
  void require_usable(MessageTemplate const& stored) const {
    auto const reviewed = review(stored);
    if (!reviewed.faults.empty()) {
      throw usage_error(
          fmt::format("the body cannot be used: {}; nothing was changed", join(reviewed.faults, ", and ")));
    }
    if (reviewed.doubt) log::warn("doubtful_template", {{"message", fmt::format("the body: {}", *reviewed.doubt)}});
  }

 private:
  MessageLimits limits_;
  RefusedPhrases phrases_;
};

// Nothing but what `body` stores; the same body twice is told in a sentence of its own.
template <typename Body>
auto store_template(Session& session, Body const& body) {
  try {
    return session.database->transact(body);
  } catch (store::DataError const& refusal) {
    if (refusal.sqlstate() != "23505") throw;
    throw usage_error(
        "another template of the set, type and language has this body: give it more weight; nothing was changed");
  }
}

Finding finding_of(MessageTemplate const& stored, BodyReview const& reviewed) {
  auto const subject = fmt::format("template {}", stored.id);
  auto const& [faults, doubt] = reviewed;
  if (faults.empty() && !doubt) return {FindingState::ok, subject, "it can be used"};
  auto const said = faults.empty() ? *doubt : join(faults, ", and ");
  return {!faults.empty() && stored.active ? FindingState::failure : FindingState::warning, subject,
          fmt::format("{}: {}", said, shortened(printable(stored.body), 100))};
}

Brief sample_brief(MessageTemplate const& shown, SampleValues const& values, Instant at, Settings const& settings) {
  Brief brief;
  brief.wording = wording_of(settings);
  brief.wording.template_set = shown.set;
  brief.type = shown.type;
  brief.language = shown.language;
  brief.timezone = settings.runs.default_timezone;
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
                                            std::optional<std::string> const& language,
                                            std::optional<std::string> const& set) {
  auto session = open_session(invocation, purpose, store::Access::read_only);
  return session.database->transact(
      [&](store::Transaction& transaction) { return store::list_templates(transaction, type, language, set); });
}

TemplateReport show_template(Invocation const& invocation, long id) {
  auto session = open_session(invocation, purpose, store::Access::read_only);
  auto const shown =
      session.database->transact([&](store::Transaction& transaction) { return known_template(transaction, id); });
  auto const [faults, doubt] = BodyJudge(session).review(shown);
  return {shown, faults, doubt};
}

long add_template(Invocation const& invocation, MessageTemplate const& added) {
  auto session = open_operator_session(invocation, purpose);
  BodyJudge(session).require_usable(added);
  return store_template(session,
                        [&](store::Transaction& transaction) { return store::add_template(transaction, added); });
}

std::vector<Change> change_template(Invocation const& invocation, long id,
                                    std::vector<std::string> const& fields_and_values) {
  if (fields_and_values.size() % 2 != 0) throw usage_error("give pairs of a name and a value; nothing was changed");
  auto session = open_operator_session(invocation, purpose);
  BodyJudge const judge(session);
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
    if (puts_to_use) judge.require_usable(changed);
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
  auto session = open_session(invocation, purpose, store::Access::read_only);
  BodyJudge const judge(session);
  auto const& wanted = language.empty() ? session.settings().message.default_language : language;
  std::vector<Finding> findings;
  for (auto const& body : bodies) {
    MessageTemplate unstored;
    unstored.language = wanted;
    unstored.body = body;
    auto finding = finding_of(unstored, judge.review(unstored));
    finding.subject = fmt::format("body {}", findings.size() + 1);
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<Finding> check_stored_templates(Invocation const& invocation) {
  auto session = open_session(invocation, purpose, store::Access::read_only);
  auto const all =
      session.database->transact([](store::Transaction& transaction) { return store::list_templates(transaction); });
  BodyJudge const judge(session);
  std::vector<Finding> findings;
  std::size_t usable = 0;
  for (auto const& stored : all) {
    auto const reviewed = judge.review(stored);
    if (reviewed.faults.empty()) ++usable;
    auto finding = finding_of(stored, reviewed);
    if (finding.state != FindingState::ok) findings.push_back(std::move(finding));
  }
  findings.push_back({FindingState::ok, "templates", fmt::format("{} of {} can be used", usable, all.size())});
  return findings;
}

std::string preview_template(Invocation const& invocation, long id, SampleValues const& values) {
  auto session = open_session(invocation, purpose, store::Access::read_only);
  auto const [shown, now] = session.database->transact([&](store::Transaction& transaction) {
    return std::pair{known_template(transaction, id), store::database_now(transaction)};
  });
  auto const brief = sample_brief(shown, values, values.at.value_or(now), session.settings());
  Draft draft;
  auto const writer = make_template_writer(session.settings(), {shown});
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
