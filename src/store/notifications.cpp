#include "store/notifications.hpp"

#include "domain/channel/realtime.hpp"
#include "queries.hpp"

namespace proactive::store {

namespace {

constexpr std::size_t largest_payload = 7999;  // bytes: PostgreSQL's limit on a notification

std::string bytea_text(std::vector<std::uint8_t> const& bytes) {
  constexpr auto digits = "0123456789abcdef";
  std::string text = "\\x";
  text.reserve(2 + 2 * bytes.size());
  for (auto const byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace

double notification_queue_percent(Transaction& transaction) {
  return 100 * transaction.exec(queries::notification_queue_usage)[0]["share"].real();
}

void notify(Transaction& transaction, std::string const& channel, std::vector<std::string> documents) {
  if (documents.empty()) return;
  std::vector<std::string*> oversized;
  std::vector<std::string> attachments;
  for (auto& document : documents) {
    if (document.size() <= largest_payload) continue;
    oversized.push_back(&document);
    attachments.push_back(bytea_text(Json::to_msgpack(Json::parse(document))));
  }
  if (!attachments.empty()) {
    auto const stored = transaction.exec(queries::store_attachments, attachments);
    int row = 0;
    for (auto* document : oversized) *document = realtime_attachment(stored[row++][0].text());
  }
  transaction.exec(queries::notify, channel, documents);
}

}  // namespace proactive::store
