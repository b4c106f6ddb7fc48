#include "cli/command/stats_sheets.hpp"

#include <fmt/core.h>

#include <cmath>

#include "base/text.hpp"
#include "cli/render/json.hpp"

namespace proactive::cli {

Sheet withheld_sheet(app::StatsReport const& report) {
  using store::WithheldRow;
  ColumnsOf<WithheldRow> const columns{{{"reason", "reason", Kind::id}, &WithheldRow::reason},
                                       {{"refused", "refused", Kind::number}, &WithheldRow::refused},
                                       {{"cancelled", "cancelled", Kind::number}, &WithheldRow::cancelled}};
  auto sheet = sheet_of(columns, report.withheld);
  sheet.title = "Withheld (looks of schedule that were refused, and planned messages that were cancelled)";
  sheet.when_empty = "nothing";
  return sheet;
}

Sheet disclosures_sheet(app::StatsReport const& report) {
  using store::DisclosureRow;
  ColumnsOf<DisclosureRow> const columns{{{"language", "language"}, &DisclosureRow::language},
                                         {{"version", "version"}, &DisclosureRow::version},
                                         {{"form", "form"}, &DisclosureRow::form},
                                         {{"messages", "messages", Kind::number}, &DisclosureRow::messages}};
  auto sheet = sheet_of(columns, report.disclosures);
  sheet.title = "Told that an AI writes";
  sheet.when_empty = "nobody";
  return sheet;
}

std::string opt_outs_in_words(store::OptOuts const& opt_outs) {
  if (opt_outs.users == 0) return "nobody opted out";
  auto const users = counted_noun(opt_outs.users, "user") + " opted out";
  if (opt_outs.written_to == 0 || !opt_outs.longest) return users + ", and got no message afterwards";
  return fmt::format("{}; {} of them got a message afterwards, {} s after at the latest", users, opt_outs.written_to,
                     std::lround(*opt_outs.longest));
}

Json care_json(app::StatsReport const& report) {
  return {{"withheld", to_json(withheld_sheet(report))},
          {"disclosures", to_json(disclosures_sheet(report))},
          {"opt_outs",
           {{"users", report.opt_outs.users},
            {"written_to", report.opt_outs.written_to},
            {"longest_seconds", to_json(Cell(report.opt_outs.longest))}}}};
}

}  // namespace proactive::cli
