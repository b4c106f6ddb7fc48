#pragma once

#include "base/names.hpp"

namespace proactive::log {

enum class Level { debug, info, warn, error, off };

}  // namespace proactive::log

namespace proactive {

// As in PROACTIVE_LOG_LEVEL.
template <>
struct Names<log::Level> {
  static constexpr auto table = std::to_array<Named<log::Level>>({{log::Level::debug, "debug"},
                                                                  {log::Level::info, "info"},
                                                                  {log::Level::warn, "warn"},
                                                                  {log::Level::error, "error"},
                                                                  {log::Level::off, "off"}});
};

}  // namespace proactive
