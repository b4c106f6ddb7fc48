#include "store/disclosure.hpp"

#include "queries.hpp"

namespace proactive::store {

std::vector<DisclosureText> disclosure_texts(Transaction& transaction) {
  std::vector<DisclosureText> texts;
  for (auto const row : transaction.exec(queries::disclosure_texts)) {
    texts.push_back({row["language"].text(), row["version"].text(), row["body"].text()});
  }
  return texts;
}

bool add_disclosure_text(Transaction& transaction, DisclosureText const& added) {
  return !transaction.exec(queries::add_disclosure_text, added.language, added.version, added.body).empty();
}

}  // namespace proactive::store
