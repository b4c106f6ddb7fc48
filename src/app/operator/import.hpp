#pragma once

#include <array>
#include <string>
#include <vector>

#include "app/pass/progress.hpp"
#include "app/session.hpp"
#include "domain/import/line.hpp"

namespace proactive::app {

// Lines of one kind, or of none that is known.
struct ImportCounts {
  long changed = 0;
  long unchanged = 0;
  long refused = 0;
};

struct RefusedLine {
  long line = 0;
  std::string problem;
};

struct ImportReport {
  long lines = 0;                                                // that were read
  std::array<ImportCounts, names<ImportKind>().size()> by_kind;  // a dry run counts what would be taken as changed
  ImportCounts of_no_kind;
  std::vector<RefusedLine> refused;  // the first ones
  long refused_in_all = 0;
};

struct ImportOptions {
  std::string file;  // "-": stdin
  bool dry_run = false;
  ProgressBoard::Show show_progress = {};
};

// Takes what a file of NDJSON tells into the tables of schema imported, batch by batch. Lines that cannot be taken are
// passed over, and reported. Throws Error (try_again) where it was told to stop.
ImportReport import_file(Session& session, ImportOptions const& options);

}  // namespace proactive::app
