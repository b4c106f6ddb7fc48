#include "domain/simulation/figures.hpp"

#include <array>

namespace proactive::simulation {

namespace {

constexpr std::size_t deciles = 11;
constexpr std::size_t hours_of_day = 24;

constexpr std::array specs{
    // Users by time zone: {"Europe/Berlin": 0.1, ...}.
    FigureSpec{"time_zones", &Model::time_zones, 0, 1, 1, Shape::shares},
    // Of users whose time zone the app knows.
    FigureSpec{"zone_known_share", &Model::zone_known_share, 0, 1},
    FigureSpec{"companions", &Model::companions, 0, 1, 3, Shape::shares},
    FigureSpec{"stages", &Model::stages, 0, 1, names<Stage>().size(), Shape::shares},
    // Of pairs with a memory that is important enough.
    FigureSpec{"memory_share", &Model::memory_share, 0, 1},
    // Of users who have agreed to be written to, where that is asked for.
    FigureSpec{"agreed_share", &Model::agreed_share, 0, 1},
    // Of users who have opted out before.
    FigureSpec{"opted_out_share", &Model::opted_out_share, 0, 1},
    // Of users who come no more by themselves, and when they wrote last.
    FigureSpec{"silent_share", &Model::silent_share, 0, 1},
    FigureSpec{"days_since_last_word", &Model::days_since_last_word, 0, 3650, deciles, Shape::ascending},
    FigureSpec{"pair_age_days", &Model::pair_age_days, 0, 3650, deciles, Shape::ascending},
    // By a user to a companion, before the first day.
    FigureSpec{"messages_written", &Model::messages_written, 0, 100'000, deciles, Shape::ascending},
    // By how much later than the average a user's day is.
    FigureSpec{"chronotype_hours", &Model::chronotype_hours, -12, 12, deciles, Shape::ascending},

    // That users who are not silent begin by themselves, on a weekday.
    FigureSpec{"sessions_per_day", &Model::sessions_per_day, 0, 20, deciles, Shape::ascending},
    // How sessions spread over the hours of an average user's day: of one to another.
    FigureSpec{"hours_weekday", &Model::hours_weekday, 0, 100, hours_of_day},
    FigureSpec{"hours_weekend", &Model::hours_weekend, 0, 100, hours_of_day},
    FigureSpec{"weekend_factor", &Model::weekend_factor, 0, 10},
    FigureSpec{"session_minutes", &Model::session_minutes, 0, 600, deciles, Shape::ascending},
    FigureSpec{"messages_per_session", &Model::messages_per_session, 1, 1000},
    // By how much a user comes more or less often than in the beginning: a part is lost on each day without a word, and
    // a part of what is missing to the ceiling is won with each session.
    FigureSpec{"contact_loss_per_day", &Model::contact_loss_per_day, 0, 1},
    FigureSpec{"contact_gain_per_session", &Model::contact_gain_per_session, 0, 1},
    FigureSpec{"contact_ceiling", &Model::contact_ceiling, 0, 10},

    // That a message is answered because it came, by an average user who is rested, wrote just before, and at an
    // average hour; and what it is multiplied with: of the user, by the hours since their last word (at 0, 6, 24, 72,
    // 168 and 720), by the hour of their day, from midnight until seven, and for who is silent.
    FigureSpec{"answer_probability", &Model::answer_probability, 0, 1},
    FigureSpec{"answer_trait", &Model::answer_trait, 0, 10, deciles, Shape::ascending},
    FigureSpec{"answer_by_silence", &Model::answer_by_silence, 0, 10, std::size(silence_knots)},
    FigureSpec{"answer_by_hour", &Model::answer_by_hour, 0, 10, hours_of_day},
    FigureSpec{"answer_night_factor", &Model::answer_night_factor, 0, 10},
    FigureSpec{"answer_silent_factor", &Model::answer_silent_factor, 0, 10},
    FigureSpec{"answer_delay_minutes", &Model::answer_delay_minutes, 0, 10'080, deciles, Shape::ascending},
    // Of messages without an answer that are read all the same.
    FigureSpec{"seen_share", &Model::seen_share, 0, 1},
    // The part of the readiness to answer that each message costs which is not answered, when half of what is missing
    // is back by itself, and the part of it that an answer brings back.
    FigureSpec{"fatigue_per_unanswered", &Model::fatigue_per_unanswered, 0, 1},
    FigureSpec{"fatigue_half_life_days", &Model::fatigue_half_life_days, 0.01, 3650},
    FigureSpec{"fatigue_relief_per_answer", &Model::fatigue_relief_per_answer, 0, 1},

    // Of each message that is not answered: the part of the contact that it costs, and the probability that the user
    // opts out, mutes the companion for some days, or turns the phone's notifications off, of which nobody hears.
    FigureSpec{"contact_loss_per_unanswered", &Model::contact_loss_per_unanswered, 0, 1},
    FigureSpec{"opt_out_per_message", &Model::opt_out_per_message, 0, 1},
    FigureSpec{"mute_per_message", &Model::mute_per_message, 0, 1},
    FigureSpec{"mute_days", &Model::mute_days, 0.01, 3650},
    FigureSpec{"turn_off_per_message", &Model::turn_off_per_message, 0, 1},
    // What these three are multiplied with from midnight until seven, and what each other message of the 24 hours
    // before adds to 1.
    FigureSpec{"night_harm_factor", &Model::night_harm_factor, 0, 100},
    FigureSpec{"crowding_harm", &Model::crowding_harm, 0, 100},
};

}  // namespace

std::span<FigureSpec const> figure_specs() { return specs; }

}  // namespace proactive::simulation
