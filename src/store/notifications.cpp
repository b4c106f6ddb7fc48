#include "store/notifications.hpp"

#include "domain/channel/realtime.hpp"
#include "queries.hpp"

namespace proactive::store {

namespace {

bool is_oversized(std::string const& document) { return document.size() > longest_notification; }

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

std::optional<long> listeners(Transaction& transaction, std::string const& channel) {
  auto const row = transaction.exec(queries::listeners, channel)[0];
  auto const listening = row["listening"].integer();
  if (listening > 0) return listening;
  if (row["sessions"].integer() == 0) return 0;
  return std::nullopt;
}

void notify(Transaction& transaction, std::string const& channel, std::vector<std::string> const& texts) {
  if (!texts.empty()) transaction.exec(queries::notify, channel, texts);
}

long notify_servers(Transaction& transaction, std::string const& channel, std::vector<std::string> documents) {
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
  notify(transaction, channel, documents);
  return static_cast<long>(documents.size());
}

}  // namespace proactive::store
