#include "domain/settings/table.hpp"

namespace proactive {

namespace {

template <auto Member>
constexpr auto field = field_of<&Settings::log, Member>();

constexpr std::array table{
    SettingSpec{"enable_debug_logging", field<&LogSettings::enable_debug_logging>, "true", "",
                "whether the log level is debug; true by default gives way to a log_level that is set"},
    SettingSpec{"log_level", field<&LogSettings::log_level>, "info", "",
                "the lowest level that is logged, where enable_debug_logging does not make it debug"},
};

}  // namespace

std::span<SettingSpec const> log_table() { return table; }

}  // namespace proactive
