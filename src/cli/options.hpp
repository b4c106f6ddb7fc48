#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/schedule.hpp"
#include "app/session.hpp"
#include "app/stats.hpp"

// The command line as plain data.
namespace proactive::cli {

enum class Format { text, table, json, csv };

enum class Command {
  schedule,
  process,
  stats,
  config_show,
  config_get,
  config_set,
  config_unset,
  config_preset,
  config_strategy,
  config_instructions,
  config_history,
  config_check,
};

struct Options {
  app::Invocation invocation;
  Command command = Command::schedule;
  Format format = Format::text;
  app::ScheduleOptions schedule;  // its `pass` serves process too
  bool explain = false;
  app::StatsOptions stats;
  std::vector<std::string> names;  // of config get, set, unset and preset
};

}  // namespace proactive::cli
