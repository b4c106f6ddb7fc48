#include "app/pass/reports.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"

namespace proactive::app {

Json reasons_json(ReasonCounts const& counts) {
  Json json = Json::object();
  for (auto const& [reason, count] : counts) json[std::string{name_of(reason)}] = count;
  return json;
}

namespace {

Json typed_reasons_json(ReasonCountsByType const& counts) {
  Json json = Json::object();
  for (auto const& [type, of_type] : counts) json[std::string{name_of(type)}] = reasons_json(of_type);
  return json;
}

Json previews_json(std::vector<Preview> const& previews) {
  Json list = Json::array();
  for (auto const& preview : previews) {
    list.push_back(
        {{"user_id", preview.pair.user_id},
         {"companion_id", preview.pair.companion_id},
         {"user_name", preview.user_name},
         {"companion_name", preview.companion_name},
         {"engagement_type", name_of(preview.type)},
         {"scheduled_for", format_instant(preview.scheduled_for)},
         {"local_time", preview.zone.unknown ? Json{} : Json(format_local(preview.scheduled_for, preview.zone.name))},
         {"timezone", preview.zone.name},
         {"timezone_known", !preview.zone.unknown},
         {"content", preview.content},
         {"writer", preview.writer}});
    if (!preview.refusals.empty()) list.back()["refusals"] = preview.refusals;
    if (!preview.disclosure.is_null()) list.back()["disclosure"] = preview.disclosure;
    if (preview.request) {
      list.back()["request"] = {{"url", preview.request->url}, {"body", Json::parse(preview.request->body)}};
    }
  }
  return list;
}

Json llm_json(ServiceTotals const& llm) {
  return {{"calls", llm.calls},
          {"tokens_in", llm.tokens_in},
          {"tokens_out", llm.tokens_out},
          {"refusals", llm.refusals},
          {"stopped", llm.stopped.empty() ? Json{} : Json(llm.stopped)}};
}

Json channels_json(ProcessReport const& report) {
  Json json = Json::object();
  for (auto const& [kind, counts] : report.channels) {
    if (kind == ChannelKind::webhook) continue;
    json[std::string{name_of(kind)}] = {{"announced", counts.announced},
                                        {"left_out", counts.left_out},
                                        {"listeners", counts.listeners ? Json(*counts.listeners) : Json("unknown")}};
  }
  if (!report.pushes.is_used) return json;
  auto const& pushes = report.pushes;
  auto const announced = report.channels.find(ChannelKind::webhook);
  json["webhook"] = {{"announced", announced == report.channels.end() ? 0 : announced->second.announced},
                     {"accepted", pushes.accepted},
                     {"failed", pushes.failed},
                     {"held", pushes.held},
                     {"dropped", pushes.dropped},
                     {"dead", pushes.dead},
                     {"waiting", pushes.waiting},
                     {"oldest", pushes.oldest ? Json(format_instant(*pushes.oldest)) : Json{}}};
  return json;
}

long total_of(ReasonCounts const& counts) {
  long total = 0;
  for (auto const& [reason, count] : counts) total += count;
  return total;
}

std::string in_brackets(ReasonCounts const& counts) {
  std::vector<std::pair<Reason, long>> reasons(counts.begin(), counts.end());
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](auto const& left, auto const& right) { return left.second > right.second; });
  std::vector<std::string> parts;
  parts.reserve(reasons.size());
  for (auto const& [reason, count] : reasons) parts.push_back(fmt::format("{} {}", name_of(reason), count));
  return parts.empty() ? std::string{} : fmt::format(" ({})", join(parts, ", "));
}

// ", 3 refused (interval 2, stage 1)"; nothing where there are none.
std::string part(std::string_view what, ReasonCounts const& counts) {
  auto const total = total_of(counts);
  return total == 0 ? std::string{} : fmt::format(", {} {}{}", total, what, in_brackets(counts));
}
std::string part(std::string_view what, long count) {
  return count == 0 ? std::string{} : fmt::format(", {} {}", count, what);
}

// One message may be counted for several checks, so there is no sum.
std::string shadow_part(ReasonCounts const& counts) {
  return counts.empty() ? std::string{} : ", in shadow" + in_brackets(counts);
}

std::string pushes_in_words(ProcessReport const& report) {
  auto const& pushes = report.pushes;
  if (!pushes.is_used) return {};
  return fmt::format("; webhook: {} accepted{}{}{}{}{}", pushes.accepted, part("failed", pushes.failed),
                     part("held", pushes.held), part("dropped", pushes.dropped), part("given up", pushes.dead),
                     part("waiting", pushes.waiting));
}

}  // namespace

std::string left_out_in_words(ScheduleReport const& report) {
  return fmt::format("{}{}{}{}{}{}", part("held out", report.ghosts), part("refused", report.refused),
                     part("failed", report.failed), part("unreadable", report.reads.unreadable),
                     part("from templates instead of the LLM", report.written_by.at("fallback")),
                     shadow_part(report.shadow));
}

std::string left_out_in_words(ProcessReport const& report) {
  return fmt::format("{}{}{}{}{}{}{}", part("held out", report.ghosts), part("held", sum_of(report.held)),
                     part("cancelled", report.cancelled), part("expired", report.expired),
                     part("failed", report.failed), part("unreadable", report.reads.unreadable),
                     shadow_part(report.shadow));
}

std::string in_words(ScheduleReport const& report) {
  return fmt::format("{} scheduled of {} checked{}", report.scheduled, report.checked, left_out_in_words(report));
}

std::string in_words(ProcessReport const& report) {
  return fmt::format("{} sent of {} due{}{}{}", report.sent, report.due, left_out_in_words(report),
                     part("without event", report.events().left_out), pushes_in_words(report));
}

void put_in_order(std::vector<Preview>& previews) {
  std::stable_sort(previews.begin(), previews.end(), [](Preview const& left, Preview const& right) {
    if (left.scheduled_for != right.scheduled_for) return left.scheduled_for < right.scheduled_for;
    if (left.pair.user_id != right.pair.user_id) return is_naturally_less(left.pair.user_id, right.pair.user_id);
    return is_naturally_less(left.pair.companion_id, right.pair.companion_id);
  });
}

void add(ReasonCounts& total, ReasonCounts const& part) {
  for (auto const& [reason, count] : part) total[reason] += count;
}

void ProcessReport::count(DeliveryPlan const& plan) {
  for (auto const& [type, counts] : plan.held) add(held[type], counts);
  add(cancelled, plan.cancelled);
  expired += plan.expired;
  add(shadow, plan.shadow);
}

void ScheduleReport::merge(ScheduleReport const& part) {
  checked += part.checked;
  scheduled += part.scheduled;
  ghosts += part.ghosts;
  reads.unreadable += part.reads.unreadable;
  failed += part.failed;
  add(refused, part.refused);
  add(shadow, part.shadow);
  for (auto const& [writer, count] : part.written_by) written_by[writer] += count;
  engagements.insert(engagements.end(), part.engagements.begin(), part.engagements.end());
}

void ProcessReport::merge(ProcessReport const& part) {
  due += part.due;
  sent += part.sent;
  ghosts += part.ghosts;
  for (auto const& [kind, counts] : part.channels) {
    channels[kind].announced += counts.announced;
    channels[kind].left_out += counts.left_out;
  }
  expired += part.expired;
  reads.unreadable += part.reads.unreadable;
  failed += part.failed;
  awaiting.waiting += part.awaiting.waiting;
  awaiting.overdue += part.awaiting.overdue;
  for (auto const& [type, counts] : part.held) add(held[type], counts);
  add(cancelled, part.cancelled);
  add(shadow, part.shadow);
  engagements.insert(engagements.end(), part.engagements.begin(), part.engagements.end());
}

ChannelCounts ProcessReport::events() const {
  ChannelCounts sum;
  for (auto const& [kind, counts] : channels) {
    if (kind == ChannelKind::webhook) continue;
    sum.announced = std::max(sum.announced, counts.announced);
    sum.left_out = std::max(sum.left_out, counts.left_out);
  }
  return sum;
}

bool ProcessReport::some_failed() const {
  return failed > 0 || events().left_out > 0 || reads.unreadable > 0 || pushes.failed > 0 || pushes.dead > 0 ||
         pushes.receiver_gone;
}

Json to_json(ScheduleReport const& report) {
  Json json{{"command", "schedule"},
            {"run_id", report.run_id},
            {"as_of", format_instant(report.as_of)},
            {"dry_run", report.dry_run},
            {"checked", report.checked},
            {"scheduled", report.scheduled},
            {"refused", reasons_json(report.refused)},
            {"left_due", report.left_due},
            {"unreadable", report.reads.unreadable},
            {"failed", report.failed},
            {"written_by", report.written_by},
            {"duration_ms", 0},
            {"engagements", previews_json(report.engagements)}};
  if (report.llm) json["llm"] = llm_json(*report.llm);
  if (report.ghosts > 0) json["ghosts"] = report.ghosts;
  if (!report.shadow.empty()) json["shadow"] = reasons_json(report.shadow);
  if (report.disabled) json["disabled"] = true;
  return json;
}

Json to_json(ProcessReport const& report) {
  Json json{{"command", "process"},
            {"run_id", report.run_id},
            {"as_of", format_instant(report.as_of)},
            {"dry_run", report.dry_run},
            {"due", report.due},
            {"sent", report.sent},
            {"events", report.events().announced},
            {"without_event", report.events().left_out},
            {"channels", channels_json(report)},
            {"held", reasons_json(sum_of(report.held))},
            {"held_by_type", typed_reasons_json(report.held)},
            {"cancelled", reasons_json(report.cancelled)},
            {"expired", report.expired},
            {"unreadable", report.reads.unreadable},
            {"failed", report.failed},
            {"duration_ms", 0},
            {"engagements", previews_json(report.engagements)}};
  if (report.ghosts > 0) json["ghosts"] = report.ghosts;
  if (!report.shadow.empty()) json["shadow"] = reasons_json(report.shadow);
  if (report.disabled) json["disabled"] = true;
  return json;
}

}  // namespace proactive::app
