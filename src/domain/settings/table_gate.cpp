#include "domain/engagement/type_weights.hpp"
#include "domain/settings/table.hpp"

namespace proactive {

namespace {

bool are_type_weights(std::string const& text) { return parse_type_weights(text).has_value(); }

constexpr IntRange hours{0, 8760};  // up to a year

template <auto Member>
constexpr auto field = field_of<&Settings::gate, Member>();

constexpr std::array table{
    SettingSpec{"enabled", field<&GateSettings::enabled>, "true", "",
                "whether runs do anything; false: schedule and process do nothing, say so in the log, and exit 0"},
    SettingSpec{"min_relationship_stage", field<&GateSettings::min_relationship_stage>, "friend", "",
                "the lowest stage that is written to"},
    SettingSpec{"min_intimacy_level", field<&GateSettings::min_intimacy_level>, "3", "of 10",
                "the lowest intimacy that is written to", IntRange{0, 10}},
    SettingSpec{"min_trust_level", field<&GateSettings::min_trust_level>, "3", "of 10",
                "the lowest trust that is written to", IntRange{0, 10}},
    SettingSpec{"min_interval_hours", field<&GateSettings::min_interval_hours>, "2", "hours",
                "no message before this long after the last interaction", hours},
    SettingSpec{"max_engagements_per_user", field<&GateSettings::max_engagements_per_user>, "1", "engagements",
                "the most open engagements of one user over all companions", IntRange{0, 1000}},
    SettingSpec{"max_engagements_per_day", field<&GateSettings::max_engagements_per_day>, "3", "engagements",
                "the most messages to one user on one day of the user's time zone", IntRange{0, 1000}},
    SettingSpec{"check_in_after_hours", field<&GateSettings::check_in_after_hours>, "24", "hours",
                "silence after which check_in applies", hours},
    SettingSpec{"emotional_support_after_hours", field<&GateSettings::emotional_support_after_hours>, "6", "hours",
                "silence after which emotional_support applies to partners", hours},
    SettingSpec{"memory_reminder_after_hours", field<&GateSettings::memory_reminder_after_hours>, "12", "hours",
                "silence after which memory_reminder applies to close friends and intimates", hours},
    SettingSpec{"check_in_valid_hours", field<&GateSettings::check_in_valid_hours>, "12", "hours",
                "how long after its time a check_in is still sent", IntRange{1, 8760}},
    SettingSpec{"emotional_support_valid_hours", field<&GateSettings::emotional_support_valid_hours>, "6", "hours",
                "how long after its time an emotional_support is still sent", IntRange{1, 8760}},
    SettingSpec{"memory_reminder_valid_hours", field<&GateSettings::memory_reminder_valid_hours>, "24", "hours",
                "how long after its time a memory_reminder is still sent", IntRange{1, 8760}},
    SettingSpec{"topic_suggestion_valid_hours", field<&GateSettings::topic_suggestion_valid_hours>, "2", "hours",
                "how long after its time a topic_suggestion is still sent", IntRange{1, 8760}},
    SettingSpec{
        "type_rotation", field<&GateSettings::type_rotation>, "true", "",
        "a pair whose last engagement was a check_in gets its special type next, and memory_reminder needs a memory; "
        "false: neither"},
    SettingSpec{
        "type_weights", field<&GateSettings::type_weights>, "", "",
        "how often each type is drawn where several apply, such as check_in=2,memory_reminder=1: others weigh "
        "1, and 0 comes only where nothing else applies; unset: the first of them is taken, unless bandit is on",
        &are_type_weights, "types with whole numbers from 0 to 1000, such as check_in=2,memory_reminder=1"},
};

}  // namespace

std::span<SettingSpec const> gate_table() { return table; }

}  // namespace proactive
