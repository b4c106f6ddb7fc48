#include "cli/render/prometheus.hpp"

#include <fmt/core.h>

#include <ostream>

#include "base/text.hpp"

namespace proactive::cli {

namespace {

// Whatever a value is, it stays one label on one line.
std::string escaped_label(std::string const& value) {
  std::string text;
  for (auto const letter : printable(value)) {
    if (letter == '\\' || letter == '"') text += '\\';
    text += letter;
  }
  return text;
}

std::string label_text(Sample const& sample) {
  std::vector<std::string> parts;
  parts.reserve(sample.labels.size());
  for (auto const& [name, value] : sample.labels) parts.push_back(fmt::format("{}=\"{}\"", name, escaped_label(value)));
  return parts.empty() ? "" : fmt::format("{{{}}}", join(parts, ","));
}

}  // namespace

void print_metrics(std::ostream& out, std::vector<Metric> const& metrics) {
  for (auto const& metric : metrics) {
    if (metric.samples.empty()) continue;
    out << "# HELP " << metric.name << ' ' << metric.help << '\n'
        << "# TYPE " << metric.name << (metric.type == Metric::Type::counter ? " counter\n" : " gauge\n");
    for (auto const& sample : metric.samples) {
      out << metric.name << label_text(sample) << ' ' << fmt::format("{}", sample.value) << '\n';
    }
  }
}

}  // namespace proactive::cli
