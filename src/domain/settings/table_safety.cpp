#include "domain/settings/table.hpp"

namespace proactive {

namespace {

template <auto Member>
constexpr auto field = field_of<&Settings::safety, Member>();

constexpr int most_hours = 8760;

constexpr std::array table{
    SettingSpec{
        "crisis_hours", field<&SafetySettings::crisis_hours>, "72", "hours",
        "after a user was flagged, or seen in a crisis, in which no companion writes; and not before the flag is "
        "released",
        IntRange{0, most_hours}},
    SettingSpec{"crisis_moods", field<&SafetySettings::crisis_moods>, "", "",
                "moods of your app, by commas, that flag a user as being in a crisis: suicidal, hopeless"},
    SettingSpec{"distress_intensity", field<&SafetySettings::distress_intensity>, "8", "",
                "a mood sad, anxious, lonely, worried or frustrated of at least this intensity in the last 24 hours is "
                "distress: nothing but support from a safe template, six hours later",
                IntRange{1, 10}},
};

}  // namespace

std::span<SettingSpec const> safety_table() { return table; }

}  // namespace proactive
