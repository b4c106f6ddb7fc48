#include "app/pass/writers.hpp"

#include "store/llm.hpp"
#include "store/templates.hpp"
#include "writer/writers.hpp"

namespace proactive::app {

RefusedPhrases refused_phrases(Session& session) {
  return RefusedPhrases(session.database->transact(store::refused_phrases));
}

std::unique_ptr<Writer> make_template_writer(Session& session, RefusedPhrases const& phrases) {
  return proactive::make_template_writer(session.settings().message,
                                         session.database->transact(store::active_templates), phrases);
}

std::unique_ptr<Writer> make_llm_writer(Session& session, RefusedPhrases const& phrases, Writer& fallback,
                                        std::chrono::steady_clock::time_point deadline) {
  auto const& llm = session.settings().llm;
  auto const remembered = session.database->transact([&](store::Transaction& transaction) {
    return store::learned_service(transaction, llm.openai_base_url, llm.openai_model);
  });
  return proactive::make_llm_writer(llm, session.settings().message, phrases, fallback, deadline, remembered);
}

void remember_service(Session& session, Writer const& writer) {
  auto const learned = writer.learned();
  if (!learned) return;
  auto const& llm = session.settings().llm;
  session.database->ensure_connected();
  session.database->transact([&](store::Transaction& transaction) {
    store::remember_service(transaction, llm.openai_base_url, llm.openai_model, *learned);
  });
}

Writers::Writers(Session& session, std::chrono::steady_clock::time_point deadline, bool prefer_llm) {
  auto const phrases = refused_phrases(session);
  templates_ = make_template_writer(session, phrases);
  if (prefer_llm || uses_llm(session.settings())) llm_ = make_llm_writer(session, phrases, *templates_, deadline);
}

}  // namespace proactive::app
