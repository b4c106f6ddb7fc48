#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

// Prometheus' text format, as node_exporter's textfile collector reads it.
namespace proactive::cli {

struct Sample {
  std::vector<std::pair<std::string, std::string>> labels;  // names, and values of any text
  double value = 0;
};

struct Metric {
  enum class Type { counter, gauge };
  std::string name;  // with its unit, and _total where it is a counter, see prometheus.io/docs/practices/naming
  Type type = Type::gauge;
  std::string help;  // one line
  std::vector<Sample> samples;
};

// Those without samples are left out.
void print_metrics(std::ostream& out, std::vector<Metric> const& metrics);

}  // namespace proactive::cli
