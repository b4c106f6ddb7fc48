#include "app/pass/writers.hpp"

#include <algorithm>
#include <set>

#include "domain/message/template_sets.hpp"
#include "store/bandit.hpp"
#include "store/llm.hpp"
#include "store/templates.hpp"
#include "writer/writers.hpp"

namespace proactive::app {

RefusedPhrases refused_phrases(Session& session) {
  return RefusedPhrases(session.database->transact(store::refused_phrases));
}

namespace {

TemplateScores read_scores(store::Transaction& transaction, Instant as_of) {
  TemplateScores scores;
  for (auto const& [type, records] : store::template_records(transaction, as_of)) scores[type] = arm_scores(records);
  return scores;
}

}  // namespace

std::unique_ptr<Writer> make_template_writer(Session& session, std::vector<Wording> const& wordings,
                                             RefusedPhrases const& phrases, Instant as_of) {
  bool const learns = use_bandit(wordings);
  return session.database->transact([&](store::Transaction& transaction) {
    return proactive::make_template_writer(session.settings(), store::active_templates(transaction), phrases,
                                           learns ? read_scores(transaction, as_of) : TemplateScores{});
  });
}

std::vector<std::string> empty_sets(Session& session, std::vector<Wording> const& wordings) {
  return proactive::empty_sets(wordings, session.database->transact(store::active_templates));
}

std::unique_ptr<Writer> make_llm_writer(Session& session, std::vector<Wording> const& wordings,
                                        RefusedPhrases const& phrases, Writer& fallback,
                                        std::chrono::steady_clock::time_point deadline) {
  auto const& llm = session.settings().llm;
  std::set<std::string> names{llm.openai_model};
  for (auto const& wording : wordings) names.insert(wording.model);
  auto const models = session.database->transact([&](store::Transaction& transaction) {
    LearnedModels learned;
    for (auto const& name : names) learned[name] = store::learned_service(transaction, llm.openai_base_url, name);
    return learned;
  });
  return proactive::make_llm_writer(session.settings(), phrases, fallback, deadline, models);
}

bool use_llm(std::vector<Wording> const& wordings) {
  return std::any_of(wordings.begin(), wordings.end(), [](Wording const& wording) { return wording.by_llm; });
}

void remember_service(Session& session, Writer const& writer) {
  auto const learned = writer.learned();
  if (learned.empty()) return;
  session.database->ensure_connected();
  session.database->transact([&](store::Transaction& transaction) {
    for (auto const& [model, service] : learned)
      store::remember_service(transaction, session.settings().llm.openai_base_url, model, service.value());
  });
}

Writers::Writers(Session& session, std::vector<Wording> const& wordings, Instant as_of,
                 std::chrono::steady_clock::time_point deadline, bool prefer_llm) {
  auto const phrases = refused_phrases(session);
  templates_ = make_template_writer(session, wordings, phrases, as_of);
  if (prefer_llm || use_llm(wordings)) llm_ = make_llm_writer(session, wordings, phrases, *templates_, deadline);
}

}  // namespace proactive::app
