#include "store/notifications.hpp"

#include "domain/realtime.hpp"
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
  return 100 * transaction.exec(queries::notification_queue_usage)[0][0].real();
}

void notify(Transaction& transaction, std::string const& channel, std::vector<Json> const& documents) {
  if (documents.empty()) return;
  std::vector<std::string> payloads;
  std::vector<std::size_t> oversized;
  std::vector<std::string> attachments;
  payloads.reserve(documents.size());
  for (auto const& document : documents) {
    payloads.push_back(to_line(document));
    if (payloads.back().size() <= largest_payload) continue;
    oversized.push_back(payloads.size() - 1);
    attachments.push_back(bytea_text(Json::to_msgpack(document)));
  }
  if (!attachments.empty()) {
    auto const stored = transaction.exec(queries::store_attachments, {attachments});
    int row = 0;
    for (auto const index : oversized) payloads[index] = to_line(realtime_attachment(stored[row++][0].text()));
  }
  transaction.exec(queries::notify, {channel, payloads});
}

}  // namespace proactive::store
