#include "store/notifications.hpp"

#include "domain/channel/realtime.hpp"
#include "queries.hpp"

namespace proactive::store {

namespace {

constexpr std::size_t largest_payload = 7999;  // bytes: PostgreSQL's limit on a notification

bool is_oversized(std::string const& document) { return document.size() > largest_payload; }

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

long notify(Transaction& transaction, std::string const& channel, std::vector<std::string> documents) {
  std::vector<std::string> attachments;
  for (auto const& document : documents) {
    if (is_oversized(document)) attachments.push_back(bytea_text(Json::to_msgpack(Json::parse(document))));
  }
  std::vector<std::string> ids;
  if (!attachments.empty()) {
    for (auto const row : transaction.exec(queries::store_attachments, attachments)) ids.push_back(row["id"].text());
  }
  std::size_t used = 0;
  for (auto& document : documents) {
    if (!is_oversized(document)) continue;
    document = used < ids.size() ? realtime_attachment(ids[used++]) : std::string{};
  }
  std::erase(documents, std::string{});
  if (!documents.empty()) transaction.exec(queries::notify, channel, documents);
  return static_cast<long>(documents.size());
}

}  // namespace proactive::store
