#include <algorithm>
#include <ostream>

#include "base/column.hpp"
#include "base/text.hpp"
#include "cli/print.hpp"
#include "cli/table.hpp"

namespace proactive::cli {

namespace {

std::string_view state_name(app::CheckState state) {
  switch (state) {
    case app::CheckState::ok:
      return "ok";
    case app::CheckState::warning:
      return "warning";
    default:
      return "failure";
  }
}

std::string value_or(std::optional<std::string> const& value, std::string const& other) {
  return value ? *value : other;
}

Json optional_json(std::optional<std::string> const& value) { return value ? Json(*value) : Json(); }

}  // namespace

void print_settings(std::ostream& out, std::vector<app::SettingRow> const& rows, Format format) {
  if (format == Format::json) {
    Json list = Json::array();
    for (auto const& row : rows) {
      list.push_back({{"name", row.spec->name},
                      {"variable", row.spec->variable()},
                      {"value", row.value},
                      {"default", row.spec->default_value},
                      {"origin", name_of(row.origin)},
                      {"unit", row.spec->unit},
                      {"allowed", allowed_values(*row.spec)},
                      {"help", row.spec->help}});
    }
    out << to_line(list) << "\n";
    return;
  }
  auto const cells = column(rows, [](app::SettingRow const& row) {
    auto const unit = row.spec->unit.empty() ? "" : " " + std::string{row.spec->unit};
    bool const differs = row.value != row.spec->default_value;
    return TableRow{std::string{row.spec->name}, std::string{name_of(row.origin)}, row.value + unit,
                    std::string{differs ? row.spec->default_value : ""}};
  });
  print_table(out, {"name", "origin", "value", "default"}, cells);
}

void print_changes(std::ostream& out, std::vector<app::Change> const& changes) {
  for (auto const& change : changes) {
    out << change.name << ": " << printable(value_or(change.from, "(not stored)")) << " -> "
        << printable(value_or(change.to, "(not stored)")) << "\n";
  }
  if (changes.empty()) {
    out << "nothing was stored\n";
    return;
  }
  bool const gate_changed = std::any_of(changes.begin(), changes.end(), [](app::Change const& change) {
    auto const* spec = find_setting(change.name);
    return spec != nullptr && spec->group == "gate";
  });
  if (!gate_changed) return;
  out << "Relationships refused before are looked at again within 24 hours, or at once by proactive schedule "
         "--recheck.\n";
}

void print_strategy(std::ostream& out, Strategy const& strategy, Format format) {
  if (format == Format::json) {
    out << to_line({{"frequency", strategy.frequency},
                    {"personalization", strategy.personalization},
                    {"timing", strategy.timing},
                    {"empathy", strategy.empathy}})
        << "\n";
    return;
  }
  out << "frequency        " << strategy.frequency << "\npersonalization  " << strategy.personalization
      << "\ntiming           " << strategy.timing << "\nempathy          " << strategy.empathy << "\n";
}

void print_instructions(std::ostream& out, std::vector<TypeInstruction> const& instructions) {
  for (auto const& entry : instructions) {
    out << name_of(entry.type) << "\n  applies: " << entry.applies << "\n  message: " << entry.instruction << "\n";
  }
}

void print_history(std::ostream& out, std::vector<store::SettingChange> const& changes, Format format) {
  if (format == Format::json) {
    Json list = Json::array();
    for (auto const& change : changes) {
      list.push_back({{"changed_at", format_instant(change.changed_at)},
                      {"changed_by", change.changed_by},
                      {"name", change.name},
                      {"from", optional_json(change.old_value)},
                      {"to", optional_json(change.new_value)}});
    }
    out << to_line(list) << "\n";
    return;
  }
  if (changes.empty()) {
    out << "no setting was ever stored\n";
    return;
  }
  auto const rows = column(changes, [](store::SettingChange const& change) {
    return TableRow{format_instant(change.changed_at), change.changed_by, change.name,
                    value_or(change.old_value, "(not stored)"), value_or(change.new_value, "(not stored)")};
  });
  print_table(out, {"when", "who", "setting", "from", "to"}, rows);
}

void print_check(std::ostream& out, app::CheckReport const& report, Format format) {
  if (format == Format::json) {
    Json list = Json::array();
    for (auto const& line : report.lines) {
      list.push_back({{"state", state_name(line.state)}, {"subject", line.subject}, {"detail", line.detail}});
    }
    out << to_line(list) << "\n";
    return;
  }
  for (auto const& line : report.lines) {
    out << pad_right(std::string{state_name(line.state)}, 8) << " " << pad_right(line.subject, 11) << " "
        << printable(line.detail) << "\n";
  }
}

}  // namespace proactive::cli
