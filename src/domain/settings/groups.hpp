#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log_level.hpp"
#include "domain/endpoint.hpp"
#include "domain/types.hpp"

// The settings in groups: a function takes the group that it needs, so that the gate never holds the password. Members
// have the names of their settings, but for those of the database.
namespace proactive {

struct PolicyPack;  // policy/pack.hpp

// A number that a rule goes by; nullopt, written "off", switches the rule off, where 0 is a value like any other.
using Limit = std::optional<int>;

// Who writes: auto is an LLM where a key or a service of one's own is set, else templates.
enum class WriterChoice { automatic, templates, llm };
template <>
struct Names<WriterChoice> {
  static constexpr auto table = std::to_array<Named<WriterChoice>>(
      {{WriterChoice::automatic, "auto"}, {WriterChoice::templates, "template"}, {WriterChoice::llm, "llm"}});
};

// What an event holds: the message as the app shows it, or ids alone.
enum class RealtimePayload { full, ids };
template <>
struct Names<RealtimePayload> {
  static constexpr auto table =
      std::to_array<Named<RealtimePayload>>({{RealtimePayload::full, "full"}, {RealtimePayload::ids, "ids"}});
};

// When a message is delivered: spread over the first quarter of an hour that is allowed, in one that is drawn by the
// user's habit, or exactly as far ahead as the seed has it.
enum class SendTime { spread, advance, learned };
template <>
struct Names<SendTime> {
  static constexpr auto table = std::to_array<Named<SendTime>>(
      {{SendTime::spread, "spread"}, {SendTime::advance, "advance"}, {SendTime::learned, "learned"}});
};

// Who chooses templates and types, of several. shadow: their weights, and what the bandit would have chosen is noted.
enum class BanditMode { off, shadow, on };
template <>
struct Names<BanditMode> {
  static constexpr auto table = std::to_array<Named<BanditMode>>(
      {{BanditMode::off, "off"}, {BanditMode::shadow, "shadow"}, {BanditMode::on, "on"}});
};

// When a user of an unknown time zone is written to: near hours at which they wrote, by default_timezone, or never.
enum class UnknownZone { activity, by_default, never };
template <>
struct Names<UnknownZone> {
  static constexpr auto table = std::to_array<Named<UnknownZone>>(
      {{UnknownZone::activity, "activity"}, {UnknownZone::by_default, "default"}, {UnknownZone::never, "never"}});
};

// The connection: DATABASE_URL, or its parts.
struct DatabaseSettings {
  std::string url;
  std::string host;
  std::string port;
  std::string user;
  std::string password;
  std::string password_file;
  std::string name;
  int connection_limit = 0;
};

// Who is written to, and how often.
struct GateSettings {
  bool enabled = false;
  int min_interval_hours = 0;
  int max_engagements_per_day = 0;
  int max_engagements_per_user = 0;
  Stage min_relationship_stage = Stage::stranger;
  int min_intimacy_level = 0;
  int min_trust_level = 0;
  int check_in_after_hours = 0;
  int memory_reminder_after_hours = 0;
  int emotional_support_after_hours = 0;
  int check_in_valid_hours = 0;
  int memory_reminder_valid_hours = 0;
  int emotional_support_valid_hours = 0;
  int topic_suggestion_valid_hours = 0;
  bool type_rotation = false;
  std::string type_weights;
};

// When nobody is written to: what the user is doing, how often they were written to, what the hour is. A limit that is
// off does not count.
struct CareSettings {
  bool consent_required = false;
  Limit max_engagements_per_week;
  Limit min_gap_hours;
  Limit new_user_days;
  std::string unanswered_waits;
  Limit max_unanswered;
  Limit max_unanswered_user;
  Limit unread_hold_days;
  Limit max_silence_days;
  Limit min_user_messages;
  Limit live_chat_minutes;
  Limit awaiting_reply_hours;
  Limit memory_rest_days;
  Limit template_rest_days;
  std::string quiet_hours;
  int quiet_end_spread_minutes = 0;
  Limit stale_after_minutes;
  SendTime send_time = SendTime::spread;
  UnknownZone unknown_timezone = UnknownZone::activity;
  std::string shadow;
};

// Who counts as a minor: those who are known to be one, or all who are not known to be adults. Ordered by strictness.
enum class AgeGate { known_minors, verified_adults };
template <>
struct Names<AgeGate> {
  static constexpr auto table = std::to_array<Named<AgeGate>>(
      {{AgeGate::known_minors, "known_minors"}, {AgeGate::verified_adults, "verified_adults"}});
};

// With which messages a user is told that an AI writes: none, the first ever, the first of a local day, or each.
// Ordered by strictness.
enum class Disclosing { off, first, daily, every };
template <>
struct Names<Disclosing> {
  static constexpr auto table = std::to_array<Named<Disclosing>>({{Disclosing::off, "off"},
                                                                  {Disclosing::first, "first"},
                                                                  {Disclosing::daily, "daily"},
                                                                  {Disclosing::every, "every"}});
};

// Where it stands: at the end of the message, in a message of the app's before it, or wherever the app shows it. The
// names are stored and frozen.
enum class DisclosureForm { suffix, system, field };
template <>
struct Names<DisclosureForm> {
  static constexpr auto table = std::to_array<Named<DisclosureForm>>(
      {{DisclosureForm::suffix, "suffix"}, {DisclosureForm::system, "system"}, {DisclosureForm::field, "field"}});
};

// When nobody writes because it could do harm. What the app knows of a user's safety is the app's to find out.
struct SafetySettings {
  int crisis_hours = 0;
  std::string crisis_moods;
  Limit distress_intensity;
  AgeGate age_gate = AgeGate::known_minors;
  bool allow_minors = false;
  Disclosing disclosure = Disclosing::off;
  DisclosureForm disclosure_form = DisclosureForm::suffix;
  std::string policy_packs;
  std::shared_ptr<std::vector<PolicyPack> const> packs = {};  // no setting of its own: what policy_packs names
};

// Whose messages wait until an operator has approved them. Ordered.
enum class Approval { off, llm, all };
template <>
struct Names<Approval> {
  static constexpr auto table =
      std::to_array<Named<Approval>>({{Approval::off, "off"}, {Approval::llm, "llm"}, {Approval::all, "all"}});
};

// The messages, whoever writes them.
struct MessageSettings {
  WriterChoice writer = WriterChoice::automatic;
  std::string default_language;
  int max_message_length = 0;
  int min_message_length = 0;
  double message_temperature = 0;
  std::string prompt;
  std::string template_set;
  int max_memories_to_use = 0;
  int memory_importance_threshold = 0;
  Approval approval = Approval::off;
  std::string approval_types;
};

// How a model may be asked for its message: all ways, those with JSON, or by the message alone.
enum class AnswerChoice { automatic, json, text };
template <>
struct Names<AnswerChoice> {
  static constexpr auto table = std::to_array<Named<AnswerChoice>>(
      {{AnswerChoice::automatic, "auto"}, {AnswerChoice::json, "json"}, {AnswerChoice::text, "text"}});
};

// Who judges a language model's message besides the review.
enum class ModerationChoice { off, openai };
template <>
struct Names<ModerationChoice> {
  static constexpr auto table =
      std::to_array<Named<ModerationChoice>>({{ModerationChoice::off, "off"}, {ModerationChoice::openai, "openai"}});
};

// The service of the language model.
struct LlmSettings {
  std::string openai_api_key;
  std::string openai_api_key_file;
  std::string openai_base_url;
  std::string openai_model;
  std::string openai_org_id;
  std::string openai_project_id;
  std::string llm_headers;
  std::string llm_ca_file;
  std::string llm_proxy;
  bool llm_allow_http = false;
  int llm_concurrency = 0;
  std::optional<Endpoint> service = {};  // no setting of its own: what openai_base_url names
  int first_concurrency = 0;  // no setting of its own: fewer, where nobody has chosen llm_concurrency; 0: as many
  int llm_connect_timeout_seconds = 0;
  int llm_timeout_seconds = 0;
  int llm_outage_seconds = 0;
  AnswerChoice llm_answer = AnswerChoice::automatic;
  std::string llm_body;
  ModerationChoice moderation = ModerationChoice::off;
  int llm_max_completion_tokens = 0;
  int llm_max_calls_per_run = 0;
  int llm_max_tokens_per_day = 0;
  double llm_price_in = 0;
  double llm_price_out = 0;
};

// What one run does, and how long its traces are kept.
struct RunSettings {
  int schedule_advance_hours = 0;
  int max_scheduled_engagements = 0;
  int max_deliveries = 0;
  int process_batch_size = 0;
  Limit max_sends_per_minute;
  int expire_after_hours = 0;
  int run_time_limit = 0;
  std::string default_timezone;
  int lease_seconds = 0;
  int discover_interval_minutes = 0;
  int keep_runs_days = 0;
  Limit retention_days;
  int response_window_hours = 0;
};

// What is tried on users, and on whom nothing is.
struct ExperimentSettings {
  int holdout_percent = 0;
  bool auto_stop = false;
  BanditMode bandit = BanditMode::off;
};

// How the app learns of a delivery.
struct ChannelSettings {
  std::string channels;  // parse_channels (channel/channels.hpp)
  std::string notify_channel;
  std::string webhook_url;
  std::string webhook_secret;
  std::string webhook_secret_file;
  std::string webhook_headers;
  std::string webhook_ca_file;
  bool webhook_private_addresses = false;
  int webhook_concurrency = 0;
  int webhook_timeout_seconds = 0;
  int webhook_give_up_hours = 0;
  std::string realtime_namespace;
  std::string realtime_channel_prefix;
  std::string realtime_event;
  std::string realtime_rooms;
  RealtimePayload realtime_payload = RealtimePayload::full;
  int realtime_queue_limit = 0;
  int realtime_listen_seconds = 0;
};

// How much is logged.
struct LogSettings {
  bool enable_debug_logging = false;
  log::Level log_level = log::Level::info;
};

}  // namespace proactive
