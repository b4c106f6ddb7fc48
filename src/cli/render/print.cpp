#include "cli/render/print.hpp"

#include <ostream>

#include "cli/render/csv.hpp"
#include "cli/render/json.hpp"
#include "cli/render/table.hpp"

namespace proactive::cli {

void print(std::ostream& out, Sheet const& sheet, Format format) {
  if (format == Format::json) {
    out << to_shown(to_json(sheet)) << "\n";
  } else if (format == Format::csv) {
    print_csv(out, sheet);
  } else {
    print_table(out, sheet);
  }
}

void print_one(std::ostream& out, Sheet const& sheet, Format format) {
  if (format == Format::json) {
    out << to_shown(to_json(sheet.columns, sheet.rows.at(0))) << "\n";
  } else if (format == Format::csv) {
    print_csv(out, sheet);
  } else {
    print_record(out, sheet);
  }
}

}  // namespace proactive::cli
