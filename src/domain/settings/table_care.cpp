#include "domain/gate/rules.hpp"
#include "domain/gate/shadow.hpp"
#include "domain/settings/table.hpp"

namespace proactive {

namespace {

bool is_off_or_quiet_hours(std::string const& text) { return text == "off" || parse_quiet_hours(text); }
bool is_off_or_waits(std::string const& text) { return text == "off" || parse_waits(text); }

bool is_shadow_list(std::string const& text) { return parse_shadow(text).has_value(); }

template <auto Member>
constexpr auto field = field_of<&Settings::care, Member>();

constexpr std::array table{
    SettingSpec{"max_engagements_per_week", field<&CareSettings::max_engagements_per_week>, "7", "engagements",
                "the most messages to one user in any 168 hours", IntRange{0, 1000}},
    SettingSpec{"min_gap_hours", field<&CareSettings::min_gap_hours>, "6", "hours",
                "the least time between two messages to one user, over all companions", IntRange{0, 168}},
    SettingSpec{"new_user_days", field<&CareSettings::new_user_days>, "7", "days",
                "how long after a user's beginning with a companion one message a day is the most", IntRange{0, 365}},
    SettingSpec{
        "unanswered_waits", field<&CareSettings::unanswered_waits>, "24h 72h", "",
        "how long to wait after a message that was not answered, and after the second, third, ... in a row; the "
        "last holds for all further ones",
        &is_off_or_waits, "lengths of time such as 24h 72h, or off"},
    SettingSpec{"max_unanswered", field<&CareSettings::max_unanswered>, "3", "engagements",
                "after so many messages without an answer the companion is silent until the user writes to it",
                IntRange{0, 1000}},
    SettingSpec{"max_unanswered_user", field<&CareSettings::max_unanswered_user>, "4", "engagements",
                "after so many messages without an answer from all companions of a user none writes until the user "
                "does, to any",
                IntRange{0, 1000}},
    SettingSpec{
        "unread_hold_days", field<&CareSettings::unread_hold_days>, "7", "days",
        "how long no message is put on top of one that the user has not read; where the app knows what was read",
        IntRange{0, 365}},
    SettingSpec{"max_silence_days", field<&CareSettings::max_silence_days>, "30", "days",
                "a user who has been silent for longer has left, and is not written to", IntRange{0, 3650}},
    SettingSpec{"min_user_messages", field<&CareSettings::min_user_messages>, "5", "messages",
                "a user who has written fewer to the companion is a stranger, and is not written to; where the app "
                "counts them",
                IntRange{0, 100}},
    SettingSpec{"live_chat_minutes", field<&CareSettings::live_chat_minutes>, "30", "minutes",
                "how long after the user's last message to any companion nothing is planned or sent",
                IntRange{0, 1440}},
    SettingSpec{"awaiting_reply_hours", field<&CareSettings::awaiting_reply_hours>, "24", "hours",
                "how long the companion owes the user an answer where the user wrote last, and so sends nothing of its "
                "own accord; where the app knows when the companion wrote",
                IntRange{0, 8760}},
    SettingSpec{"memory_rest_days", field<&CareSettings::memory_rest_days>, "30", "days",
                "how long a companion does not speak to a user of the same memory again", IntRange{0, 3650}},
    SettingSpec{"template_rest_days", field<&CareSettings::template_rest_days>, "14", "days",
                "how long a user does not get the same template again, from any companion", IntRange{0, 3650}},
    SettingSpec{
        "quiet_hours", field<&CareSettings::quiet_hours>, "22:00-08:00", "",
        "nothing is sent in these hours of the user's time zone, which may differ by weekday and date",
        &is_off_or_quiet_hours,
        "a window such as 22:00-08:00, JSON such as {\"default\":\"22:00-08:00\",\"days\":{\"sat\":\"23:30-10:00\"},"
        "\"dates\":{\"2026-12-24\":null}}, or off"},
    SettingSpec{"quiet_end_spread_minutes", field<&CareSettings::quiet_end_spread_minutes>, "90", "minutes",
                "the time after the end of quiet hours over which the messages that waited for it are spread",
                IntRange{0, 720}},
    SettingSpec{"stale_after_minutes", field<&CareSettings::stale_after_minutes>, "30", "minutes",
                "a message that is later than this, on another day or part of the day than it was written for, is not "
                "sent but written anew",
                IntRange{0, 1440}},
    SettingSpec{"send_time", field<&CareSettings::send_time>, "spread", "",
                "when a message is sent; spread: at a minute of its own in the first quarter of an hour that all rules "
                "allow; advance: exactly as far ahead as schedule_advance_hours says, where it is allowed; learned: in "
                "one that "
                "is drawn among those of the next 24 hours by when the user begins to write, where app_sessions tells; "
                "otherwise as with spread"},
    SettingSpec{"unknown_timezone", field<&CareSettings::unknown_timezone>, "activity", "",
                "when users of an unknown time zone are written to; activity: only within an hour of hours of the day "
                "at which they wrote on two of the last 28 days, and two thirds as often as at their usual one; "
                "default: by default_timezone; never"},
    SettingSpec{"consent_required", field<&CareSettings::consent_required>, "false", "",
                "whether only users who have agreed (proactive.opt_in) are written to"},
    SettingSpec{"shadow", field<&CareSettings::shadow>, "", "",
                "checks that stop nothing: what they would refuse is told by --explain, and counted in the report",
                &is_shadow_list,
                "names by commas of live_chat, awaiting_reply, dormant, unread, unanswered, intimacy, trust, interval, "
                "user_limit, week_limit, day_limit, gap; the others protect people, or are needed to plan"},
};

}  // namespace

std::span<SettingSpec const> care_table() { return table; }

}  // namespace proactive
