#include "domain/channel/announcement.hpp"

#include "base/time.hpp"

namespace proactive {

namespace {

std::string event_text(std::string_view type, Instant at, Json data) {
  return to_line(Json{{"type", type}, {"timestamp", format_instant(at)}, {"data", std::move(data)}});
}

Json text_or_null(std::string const& text) { return text.empty() ? Json{} : Json(text); }

Json ids_of(DeliveredMessage const& message) {
  return Json{{"engagement_id", message.engagement.id},
              {"engagement_type", name_of(message.type)},
              {"user_id", message.pair.user_id},
              {"companion_id", message.pair.companion_id},
              {"conversation_id", text_or_null(message.conversation_id)},
              {"message_id", text_or_null(message.message_id)}};
}

}  // namespace

std::string announcement(DeliveredMessage const& message, Instant at) {
  auto data = ids_of(message);
  data["user_name"] = text_or_null(message.user_name);
  data["companion_name"] = text_or_null(message.companion_name);
  data["text"] = message.content;
  data["message"] = message.document.empty() ? Json{} : Json::parse(message.document);
  data["locale"] = text_or_null(message.language);
  data["timezone"] = text_or_null(message.timezone);
  data["local_time"] = message.timezone.empty() ? Json{} : Json(format_zoned(at, message.timezone));
  data["ai_generated"] = true;
  data["disclosure"] = message.disclosure;
  return event_text(delivered_event, at, std::move(data));
}

std::string announcement_of_ids(DeliveredMessage const& message, Instant at) {
  return event_text(delivered_event, at, ids_of(message));
}

std::string test_announcement(Instant at) { return event_text("test", at, Json::object()); }

}  // namespace proactive
