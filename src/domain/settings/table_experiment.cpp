#include "domain/settings/table.hpp"

namespace proactive {

namespace {

template <auto Member>
constexpr auto field = field_of<&Settings::experiment, Member>();

constexpr std::array table{
    SettingSpec{"holdout_percent", field<&ExperimentSettings::holdout_percent>, "0", "% of users",
                "left alone, the same ones for as long as it stays, so that what outreach does to people can be told; "
                "0: it cannot; 5 is enough for most",
                IntRange{0, 50}},
    SettingSpec{"auto_stop", field<&ExperimentSettings::auto_stop>, "true", "",
                "whether schedule looks once a day at the guardrails of experiments that run, and stops variants that "
                "harm people"},
    SettingSpec{
        "bandit", field<&ExperimentSettings::bandit>, "off", "",
        "whether what came of messages decides which of the templates that fit is taken, and which of the types that "
        "apply, of which all weigh 1 where type_weights is unset; shadow: what decides without it does, and what it "
        "would have taken is noted for config experiment evaluate; never for users in distress and minors"},
};

}  // namespace

std::span<SettingSpec const> experiment_table() { return table; }

}  // namespace proactive
