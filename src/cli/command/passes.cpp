#include "cli/command/passes.hpp"

#include <fmt/core.h>

#include <ostream>
#include <sstream>

#include "base/text.hpp"

namespace proactive::cli {

namespace {

// Indented for reading. What is in the strings cannot break out: JSON escapes control characters, and printable() the
// rest that a terminal would follow.
void print_request(std::ostream& out, ServiceRequest const& request) {
  out << "POST " << request.url << "\n";
  std::istringstream lines(Json::parse(request.body).dump(2));
  for (std::string line; std::getline(lines, line);) out << printable(line) << "\n";
  out << "\n";
}

void print_preview(std::ostream& out, app::Preview const& preview) {
  out << format_instant(preview.scheduled_for) << "  " << name_of(preview.type) << "  "
      << printable(preview.companion_name) << " to "
      << (preview.user_name.empty() ? "user " + printable(preview.pair.user_id) : printable(preview.user_name)) << "  ("
      << format_local(preview.scheduled_for, preview.timezone) << " in " << preview.timezone << ")";
  if (preview.request) {
    out << "\n";
    return print_request(out, *preview.request);
  }
  out << "  by " << preview.writer;
  if (!preview.refusals.empty()) out << " (" << join(preview.refusals, ", ") << ")";
  out << "\n";
  bool const is_within = member_text(preview.disclosure, "form") == "suffix";
  if (!preview.disclosure.is_null() && !is_within) {
    out << "    [" << member_text(preview.disclosure, "form") << "] "
        << printable(member_text(preview.disclosure, "text")) << "\n";
  }
  out << "    " << printable(preview.content) << "\n";
}

}  // namespace

void declare_pass(Flags& flags, app::PassOptions& pass, Format& format) {
  flags.group("Preview");
  flags.toggle("--dry-run", pass.dry_run, "show what would be done, in a read-only transaction");
  flags.time("--now", pass.now, "evaluate as of this instant (ISO 8601); for previews and tests");
  flags.group("Parallel work");
  flags.count("--jobs", pass.jobs, 1, 63, "connections that work side by side");
  flags.count("--slices", pass.slices, 1, store::slice_count,
              "take at most this many of the 64 slices of users, so that machines share");
  flags.format(format, {Format::text, Format::json});
}

store::Access access_of(bool dry_run) { return dry_run ? store::Access::read_only : store::Access::read_write; }

void print_previews(std::ostream& out, std::vector<app::Preview> const& previews) {
  for (auto const& preview : previews) print_preview(out, preview);
}

std::string counted(ReasonCounts const& counts) {
  long total = 0;
  std::vector<std::string> parts;
  for (auto const& [reason, count] : counts) {
    total += count;
    parts.push_back(fmt::format("{} {}", name_of(reason), count));
  }
  return parts.empty() ? fmt::format("{}", total) : fmt::format("{} ({})", total, join(parts, ", "));
}

}  // namespace proactive::cli
