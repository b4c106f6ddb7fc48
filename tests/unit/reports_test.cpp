#include "app/pass/reports.hpp"

#include <doctest/doctest.h>

using namespace proactive;

TEST_CASE("what schedule came to stands in a line, the most frequent reason first") {
  app::ScheduleReport report;
  CHECK(app::in_words(report) == "0 scheduled of 0 checked");
  report.checked = 300;
  report.scheduled = 60;
  report.refused = {{Reason::interval, 9}, {Reason::live_chat, 200}, {Reason::stage, 31}};
  report.failed = 2;
  report.reads.unreadable = 1;
  report.written_by["fallback"] = 4;
  CHECK(
      app::in_words(report) ==
      "60 scheduled of 300 checked, 240 refused (live_chat 200, stage 31, interval 9), 2 failed, 1 unreadable, 4 from "
      "templates instead of the LLM");
}

TEST_CASE("a preview says no local time where the zone is not known") {
  app::Preview preview;
  preview.zone = {"Asia/Tokyo"};
  app::ScheduleReport report;
  report.engagements = {preview};
  preview.zone = {"UTC", UnknownZone::by_default};
  report.engagements.push_back(preview);
  auto const previews = app::to_json(report).at("engagements");
  CHECK(previews[0]["local_time"].is_string());
  CHECK(previews[1]["local_time"].is_null());
  CHECK(previews[1]["timezone_known"] == false);
}

TEST_CASE("what process came to stands in a line, without what did not happen") {
  app::ProcessReport report;
  report.due = 7;
  report.sent = 3;
  CHECK(app::in_words(report) == "3 sent of 7 due");
  report.held = {{EngagementType::check_in, {{Reason::quiet_hours, 1}}}};
  report.cancelled = {{Reason::superseded, 2}};
  report.expired = 1;
  report.channels[ChannelKind::socketio] = {0, 3};
  report.channels[ChannelKind::webhook] = {3, 0};
  CHECK(app::in_words(report) ==
        "3 sent of 7 due, 1 held (quiet_hours 1), 2 cancelled (superseded 2), 1 expired, 3 without event");
  CHECK(report.some_failed());
}

TEST_CASE("previews stand in the order of their delivery") {
  auto const preview = [](std::string const& user, std::string const& companion, std::string const& at) {
    app::Preview made;
    made.pair = {user, companion};
    made.scheduled_for = *parse_instant(at);
    return made;
  };
  auto const early = "2026-03-01T09:00:00Z";
  auto const late = "2026-03-01T11:00:00Z";
  std::vector previews{preview("1", "1", late), preview("10", "1", early), preview("9", "11", early),
                       preview("9", "2", early)};
  app::put_in_order(previews);
  std::vector<std::string> order;
  for (auto const& shown : previews) order.push_back(shown.pair.user_id + "/" + shown.pair.companion_id);
  CHECK(order == std::vector<std::string>{"9/2", "9/11", "10/1", "1/1"});
}
