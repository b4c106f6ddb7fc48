#include <ostream>
#include <sstream>

#include "base/text.hpp"
#include "cli/command/print.hpp"
#include "cli/render/table.hpp"

namespace proactive::cli {

namespace {

std::string reasons_text(app::ReasonCounts const& counts) {
  std::vector<std::string> parts;
  for (auto const& [reason, count] : counts)
    parts.push_back(std::string{name_of(reason)} + " " + std::to_string(count));
  return join(parts, ", ");
}

long sum(app::ReasonCounts const& counts) {
  long total = 0;
  for (auto const& [reason, count] : counts) total += count;
  return total;
}

std::string counted(app::ReasonCounts const& counts) {
  return std::to_string(sum(counts)) + (counts.empty() ? "" : " (" + reasons_text(counts) + ")");
}

// Indented for reading. What is in the strings cannot break out: JSON escapes control characters, and printable() the
// rest that a terminal would follow.
void print_request(std::ostream& out, LlmRequest const& request) {
  out << "POST " << request.url << "\n";
  std::istringstream lines(Json::parse(request.body).dump(2));
  for (std::string line; std::getline(lines, line);) out << printable(line) << "\n";
  out << "\n";
}

void print_preview(std::ostream& out, app::Preview const& preview) {
  out << format_instant(preview.scheduled_for) << "  " << name_of(preview.type) << "  "
      << printable(preview.companion_name) << " to "
      << (preview.user_name.empty() ? "user " + printable(preview.pair.user_id) : printable(preview.user_name)) << "\n";
  if (preview.request) return print_request(out, *preview.request);
  out << "    " << printable(preview.content) << "\n";
}

std::string may_change(std::optional<Instant> at) { return at ? "; can change at " + format_instant(*at) : ""; }

Json explanation_json(app::Explanation const& explanation) {
  Json trace = Json::array();
  for (auto const& line : explanation.trace) {
    trace.push_back({{"check", name_of(line.reason)},
                     {"passed", line.passed},
                     {"facts", line.facts},
                     {"can_change_at", line.may_change_at ? Json(format_instant(*line.may_change_at)) : Json()}});
  }
  auto const& decision = explanation.decision;
  return {{"user_id", explanation.pair.user_id},
          {"companion_id", explanation.pair.companion_id},
          {"user_name", explanation.user_name},
          {"companion_name", explanation.companion_name},
          {"refused", decision.refused ? Json(name_of(*decision.refused)) : Json()},
          {"engagement_type", decision.refused ? Json() : Json(name_of(decision.type))},
          {"scheduled_for", decision.refused ? Json() : Json(format_instant(decision.scheduled_for))},
          {"next_check_at", format_instant(decision.next_check_at)},
          {"checks", trace}};
}

void print_one(std::ostream& out, app::Explanation const& explanation) {
  out << printable(explanation.companion_name) << " to " << printable(explanation.user_name) << " (user "
      << printable(explanation.pair.user_id) << ", companion " << printable(explanation.pair.companion_id) << "): ";
  auto const& decision = explanation.decision;
  if (decision.refused) {
    out << "refused: " << name_of(*decision.refused) << "; next check " << format_instant(decision.next_check_at)
        << "\n";
  } else {
    out << "would be engaged: " << name_of(decision.type) << " at " << format_instant(decision.scheduled_for) << "\n";
  }
  for (auto const& line : explanation.trace) {
    out << "  " << (line.passed ? "passed   " : "refused  ") << pad_right(std::string{name_of(line.reason)}, 10) << "  "
        << line.facts << (line.passed ? "" : may_change(line.may_change_at)) << "\n";
  }
}

}  // namespace

void print_previews(std::ostream& out, app::ScheduleReport const& report) {
  for (auto const& preview : report.engagements) print_preview(out, preview);
  out << "dry run as of " << format_instant(report.as_of) << ": would schedule " << report.scheduled << " of "
      << report.checked << " relationships checked; refused " << counted(report.refused) << ", failed " << report.failed
      << "; nothing was stored\n";
}

void print_previews(std::ostream& out, app::ProcessReport const& report) {
  for (auto const& preview : report.engagements) print_preview(out, preview);
  out << "dry run as of " << format_instant(report.as_of) << ": would send " << report.sent << " of " << report.due
      << " due; held " << counted(report.held) << ", cancelled " << counted(report.cancelled) << ", expired "
      << report.expired << "; nothing was stored\n";
}

void print_explanation(std::ostream& out, app::ExplainReport const& report, Format format) {
  if (format == Format::json) {
    Json relationships = Json::array();
    for (auto const& explanation : report.relationships) relationships.push_back(explanation_json(explanation));
    out << to_line({{"as_of", format_instant(report.as_of)}, {"relationships", relationships}}) << "\n";
    return;
  }
  out << "as of " << format_instant(report.as_of) << "\n";
  for (auto const& explanation : report.relationships) print_one(out, explanation);
}

}  // namespace proactive::cli
