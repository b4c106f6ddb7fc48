#include "domain/settings/table.hpp"

#include <algorithm>

#include "domain/endpoint.hpp"
#include "domain/llm/chat.hpp"

namespace proactive {

namespace {

bool is_base_url(std::string const& text) { return looks_like_url(text); }

bool is_header_value(std::string const& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

bool is_model(std::string const& text) { return !text.empty() && text.size() <= 200 && is_header_value(text); }

bool is_body(std::string const& text) { return parse_more_of_body(text).has_value(); }

bool are_headers(std::string const& text) { return parse_headers(text).has_value(); }

template <auto Member>
constexpr auto field = field_of<&Settings::llm, Member>();

constexpr std::array table{
    SettingSpec{"openai_api_key", field<&LlmSettings::openai_api_key>, "", "",
                "key of the LLM's service; prefer OPENAI_API_KEY_FILE", &is_header_value, "a key without spaces",
                Storable::no, Secret::yes},
    SettingSpec{"openai_api_key_file",
                field<&LlmSettings::openai_api_key_file>,
                "",
                "",
                "file whose only line is the key; wins over OPENAI_API_KEY",
                {},
                {},
                Storable::no},
    SettingSpec{"openai_base_url", field<&LlmSettings::openai_base_url>, "https://api.openai.com/v1", "",
                "service that speaks OpenAI's chat completions; a query stays behind the path", &is_base_url,
                "a URL such as https://api.openai.com/v1, without name and password", Storable::no},
    SettingSpec{"openai_model", field<&LlmSettings::openai_model>, "gpt-4o-mini", "", "model that writes", &is_model,
                "a model's name without spaces"},
    SettingSpec{"openai_org_id", field<&LlmSettings::openai_org_id>, "", "",
                "organization, sent as the header OpenAI-Organization", &is_header_value, "an id without spaces",
                Storable::no},
    SettingSpec{"openai_project_id", field<&LlmSettings::openai_project_id>, "", "",
                "project, sent as the header OpenAI-Project", &is_header_value, "an id without spaces", Storable::no},
    SettingSpec{"llm_headers", field<&LlmSettings::llm_headers>, "", "",
                "more headers of each call, as a JSON object of texts", &are_headers,
                "a JSON object such as {\"api-key\":\"...\"}, of header names and texts without line breaks",
                Storable::no, Secret::yes},
    SettingSpec{"llm_ca_file",
                field<&LlmSettings::llm_ca_file>,
                "",
                "",
                "PEM file with the certificates to trust, instead of the system's",
                {},
                {},
                Storable::no},
    SettingSpec{"llm_proxy",
                field<&LlmSettings::llm_proxy>,
                "",
                "",
                "proxy for the calls; else https_proxy, http_proxy and no_proxy decide",
                {},
                {},
                Storable::no,
                Secret::yes},
    SettingSpec{"llm_allow_http",
                field<&LlmSettings::llm_allow_http>,
                "false",
                "",
                "whether http is allowed to other machines too, which lets others read the key and the messages",
                {},
                {},
                Storable::no},
    SettingSpec{"llm_concurrency", field<&LlmSettings::llm_concurrency>, "16", "calls",
                "the most calls at the same time; fewer while the service is too slow or says 429", IntRange{1, 256}},
    SettingSpec{"llm_connect_timeout_seconds", field<&LlmSettings::llm_connect_timeout_seconds>, "5", "seconds",
                "the longest wait for the connection to the service", IntRange{1, 60}},
    SettingSpec{"llm_timeout_seconds", field<&LlmSettings::llm_timeout_seconds>, "60", "seconds",
                "the longest that a whole call may take; 180 for a service on this machine, unless set",
                IntRange{1, 300}},
    SettingSpec{"llm_outage_seconds", field<&LlmSettings::llm_outage_seconds>, "60", "seconds",
                "how long no call succeeds before templates write the rest of a run", IntRange{1, 600}},
    SettingSpec{"llm_answer", field<&LlmSettings::llm_answer>, "auto", "",
                "how the model may be asked: json, text (the message alone, reviewed more strictly), or auto"},
    SettingSpec{"llm_body", field<&LlmSettings::llm_body>, "", "",
                "JSON object merged into each request, such as {\"reasoning_effort\":\"low\"}; null takes a field away",
                &is_body, "a JSON object without messages, model, stream and n"},
    SettingSpec{"moderation", field<&LlmSettings::moderation>, "off", "",
                "who else judges messages; openai: the service's moderations endpoint, each that passes the review"},
    SettingSpec{"llm_max_completion_tokens", field<&LlmSettings::llm_max_completion_tokens>, "1000", "tokens",
                "bound of one answer; raise it for models that think first", IntRange{100, 100'000}},
    SettingSpec{"llm_max_calls_per_run", field<&LlmSettings::llm_max_calls_per_run>, "100000", "calls",
                "the most calls of one run; templates write the rest", IntRange{0, 10'000'000}},
    SettingSpec{"llm_max_tokens_per_day", field<&LlmSettings::llm_max_tokens_per_day>, "10000000", "tokens",
                "the most tokens of all runs on one day (UTC), in and out; templates write the rest",
                IntRange{0, 2'000'000'000}},
    SettingSpec{"llm_price_in", field<&LlmSettings::llm_price_in>, "0", "per million",
                "price of a million tokens that are sent, for stats; 0: not known", RealRange{0.0, 1'000'000.0}},
    SettingSpec{"llm_price_out", field<&LlmSettings::llm_price_out>, "0", "per million",
                "price of a million tokens that are answered, for stats; 0: not known", RealRange{0.0, 1'000'000.0}},
};

}  // namespace

std::span<SettingSpec const> llm_table() { return table; }

}  // namespace proactive
