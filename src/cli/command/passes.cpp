#include "cli/command/passes.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <ostream>
#include <sstream>

#include "base/text.hpp"
#include "cli/render/terminal.hpp"

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

std::string preview_text(app::Preview const& preview) {
  std::ostringstream out;
  out << format_instant(preview.scheduled_for) << "  " << name_of(preview.type) << "  "
      << printable(preview.companion_name) << " to "
      << (preview.user_name.empty() ? "user " + printable(preview.pair.user_id) : printable(preview.user_name)) << "  ("
      << time_in_words(preview.scheduled_for, preview.zone) << ")";
  if (preview.request) return out.str();
  out << "  by " << preview.writer;
  if (!preview.refusals.empty()) out << " (" << join(grouped(preview.refusals), ", ") << ")";
  out << "\n";
  bool const is_within = member_text(preview.disclosure, "form") == "suffix";
  if (!preview.disclosure.is_null() && !is_within) {
    out << "    [" << member_text(preview.disclosure, "form") << "] "
        << printable(member_text(preview.disclosure, "text")) << "\n";
  }
  out << "    " << printable(preview.content) << "\n";
  return out.str();
}

void print_preview(std::ostream& out, app::Preview const& preview) {
  print_prose(out, preview_text(preview), 4);
  if (preview.request) print_request(out, *preview.request);
}

// Only the environment of the process allows it: what is stored or in a file would hold for a real installation too.
bool may_pretend_now() {
  auto const* value = std::getenv("PROACTIVE_ALLOW_NOW");  // NOLINT(concurrency-mt-unsafe): before threads
  return value != nullptr && std::string_view{value} == "true";
}

}  // namespace

void declare_pass(Flags& flags, app::PassOptions& pass, Format& format) {
  flags.group("Preview");
  flags.toggle("--dry-run", pass.dry_run, "show what would be done, in a read-only transaction");
  flags.time("--now", pass.now, "with --dry-run: evaluate as of this instant (ISO 8601)");
  flags.group("Parallel work");
  flags.count("--jobs", pass.jobs, 1, 63, "connections that work side by side");
  flags.count("--slices", pass.slices, 1, store::slice_count,
              "take at most this many of the 64 slices of users at once");
  flags.format(format, {Format::table, Format::json});
}

std::string broken_now(app::PassOptions const& pass, bool only_shows) {
  if (!pass.now || pass.dry_run || only_shows || may_pretend_now()) return {};
  return "--now: a run that is no preview goes by the database's clock: add --dry-run, or, in a test, set "
         "PROACTIVE_ALLOW_NOW=true in the environment";
}

store::Access access_of(bool dry_run) { return dry_run ? store::Access::read_only : store::Access::read_write; }

void print_previews(std::ostream& out, std::vector<app::Preview> const& previews) {
  for (auto const& preview : previews) print_preview(out, preview);
}

}  // namespace proactive::cli
