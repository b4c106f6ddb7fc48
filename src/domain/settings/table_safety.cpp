#include "domain/policy/shipped.hpp"
#include "domain/settings/table.hpp"

namespace proactive {

namespace {

template <auto Member>
constexpr auto field = field_of<&Settings::safety, Member>();

bool is_pack_list(std::string const& text) { return parse_pack_list(text).has_value(); }

constexpr int most_hours = 8760;

constexpr std::array table{
    SettingSpec{"crisis_hours", field<&SafetySettings::crisis_hours>, "72", "hours",
                "how long no companion writes after a user was flagged, or seen in a crisis; and not before the flag "
                "is released",
                IntRange{0, most_hours}},
    SettingSpec{"crisis_moods", field<&SafetySettings::crisis_moods>, "", "",
                "moods of your app, by commas, that flag a user as being in a crisis: suicidal, hopeless"},
    SettingSpec{"distress_intensity", field<&SafetySettings::distress_intensity>, "8", "",
                "a mood sad, anxious, lonely, worried or frustrated of at least this intensity in the last 24 hours is "
                "distress: nothing but support from a safe template, six hours later",
                IntRange{1, 10}},
    SettingSpec{"age_gate", field<&SafetySettings::age_gate>, "known_minors", "",
                "who counts as a minor; known_minors: by the app's word or the date of birth; verified_adults: all of "
                "whom neither says that they are adults"},
    SettingSpec{"allow_minors", field<&SafetySettings::allow_minors>, "false", "",
                "whether minors are written to; true: where no policy forbids it, as friends alone, and not from 21:00 "
                "to 08:00"},
    SettingSpec{"disclosure", field<&SafetySettings::disclosure>, "off", "",
                "which messages tell the user that an AI writes; off: none; first: the first ever; daily: the first of "
                "the user's day; every: each"},
    SettingSpec{"disclosure_form", field<&SafetySettings::disclosure_form>, "suffix", "",
                "how users are told that an AI writes; suffix: by a line at the end of the message; system: by a "
                "message before it, which app_deliver stores; field: only in the details and the event, for apps that "
                "show it themselves"},
    SettingSpec{"policy_packs", field<&SafetySettings::policy_packs>, "", "",
                "what law asks, by commas: ids of proactive config policy list, or paths of packs of your own",
                &is_pack_list, "ids of proactive config policy list, or paths from / that end in .json, by commas"},
};

}  // namespace

std::span<SettingSpec const> safety_table() { return table; }

}  // namespace proactive
