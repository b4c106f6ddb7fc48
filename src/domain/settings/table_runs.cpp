#include "domain/settings/table.hpp"

#include "base/time.hpp"

namespace proactive {

namespace {

bool is_known_zone(std::string const& text) { return is_time_zone(text); }

template <auto Member>
constexpr auto field = field_of<&Settings::runs, Member>();

constexpr std::array table{
    SettingSpec{"schedule_advance_hours", field<&RunSettings::schedule_advance_hours>, "3", "hours",
                "how far ahead delivery is planned for pairs silent for less than 24 hours (the others: one hour)",
                IntRange{0, 168}},
    SettingSpec{"max_scheduled_engagements", field<&RunSettings::max_scheduled_engagements>, "50", "engagements",
                "the most engagements that one run of schedule claims", IntRange{0, 10'000'000}},
    SettingSpec{"max_deliveries", field<&RunSettings::max_deliveries>, "100000", "engagements",
                "the most due messages that one run of process looks at", IntRange{0, 10'000'000}},
    SettingSpec{"process_batch_size", field<&RunSettings::process_batch_size>, "1000", "engagements",
                "messages that are delivered in one transaction", IntRange{1, 10'000}},
    SettingSpec{
        "max_sends_per_minute", field<&RunSettings::max_sends_per_minute>, "off", "messages",
        "the most messages to all users together; runs wait in between, and the rest waits for the next run or expires",
        IntRange{1, 1'000'000}},
    SettingSpec{"expire_after_hours", field<&RunSettings::expire_after_hours>, "24", "hours",
                "a message this late is not sent any more", IntRange{1, 8760}},
    SettingSpec{"run_time_limit", field<&RunSettings::run_time_limit>, "300", "seconds",
                "after this long a run begins nothing new; what an LLM has not written by then, templates write",
                IntRange{1, 86'400}},
    SettingSpec{
        "default_timezone", field<&RunSettings::default_timezone>, "UTC", "",
        "time zone of users who have none, or an unknown one, in proactive.preferences", &is_known_zone,
        "a name of the IANA time-zone data such as Europe/Berlin (old ones such as US/Pacific are in Debian 13's "
        "package tzdata-legacy)"},
    SettingSpec{
        "discover_interval_minutes", field<&RunSettings::discover_interval_minutes>, "15", "minutes",
        "how long schedule waits before it asks the app again which users wrote; for all pairs it asks once a day",
        IntRange{1, 1440}},
    SettingSpec{"lease_seconds", field<&RunSettings::lease_seconds>, "60", "seconds",
                "after this long at the latest a run that has died is taken over", IntRange{5, 3600}},
    SettingSpec{"keep_runs_days", field<&RunSettings::keep_runs_days>, "90", "days",
                "how long the history of runs is kept", IntRange{1, 3650}},
    SettingSpec{"retention_days", field<&RunSettings::retention_days>, "365", "days",
                "how long messages and what came of them are kept; what limits, waits and policies still need stays, "
                "without its text",
                IntRange{30, 3650}},
    SettingSpec{"response_window_hours", field<&RunSettings::response_window_hours>, "24", "hours",
                "how long after a message the user's word to the companion counts as an answer", IntRange{1, 168}},
};

}  // namespace

std::span<SettingSpec const> runs_table() { return table; }

}  // namespace proactive
