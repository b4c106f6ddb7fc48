#include "domain/llm/service_error.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

#include "base/text.hpp"

namespace proactive {

namespace {

using std::chrono::milliseconds;

constexpr int deepest_error = 16;
constexpr std::size_t most_words = 4000;         // bytes
constexpr std::size_t most_of_a_list = 5;        // items
constexpr std::size_t longest_plain_text = 500;  // bytes
constexpr milliseconds longest_wait{std::chrono::hours{24}};

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// What services repeat of a request or of an answer stands under these names: it is no reason, and about people.
bool is_echo(std::string_view key) {
  return is_one_of(key, {"input", "body", "messages", "prompt", "failed_generation", "request", "url", "ctx", "user_id",
                         "flagged_input"});
}

// Collects the reasons out of an error of any form.
class ErrorReader {
 public:
  explicit ErrorReader(ServiceError& error) : error_(error) {}

  void read(Json const& value, std::string_view key = {}) {
    if (error_.words.size() > most_words) return;
    if (value.is_object()) {
      for (auto const& [name, inner] : value.items()) {
        if (!is_echo(name)) read(inner, name);
      }
    } else if (value.is_array()) {
      for (std::size_t i = 0; i < std::min(value.size(), most_of_a_list); ++i) read(value[i], key);
    } else if (value.is_string()) {
      take(key, value.get<std::string>());
    } else if (value.is_number_unsigned() && is_one_of(key, {"code", "status", "status_code", "statusCode"})) {
      number(value.get<unsigned>());
    }
  }

  void finish() {
    if (error_.code.empty()) error_.code = type_.empty() ? status_ : type_;
    error_.words = to_lower(error_.words);
  }

 private:
  void take(std::string_view key, std::string const& text) {
    error_.words += text.substr(0, most_words) + '\n';
    if (key == "code") return take_code(text);
    if (key == "type") return keep(type_, word_of_service(text));
    if (key == "status") return keep(status_, word_of_service(text));
    if (key == "param") return keep(error_.parameter, word_of_service(text));
    if (key == "retryDelay") {
      error_.wait = parse_wait(text);
    } else if (is_one_of(key, {"message", "msg", "detail", "error", "error_msg", "status_msg", "error_description"})) {
      keep(error_.message, text);
    } else if (key == "raw") {  // OpenRouter passes on what the service behind it said
      if (auto const inner = parse_bounded(text, deepest_error)) read(*inner);
    }
  }

  void take_code(std::string const& text) {
    unsigned value = 0;
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem == std::errc{} && end == text.data() + text.size()) number(value);
    keep(error_.code, word_of_service(text));
  }

  static void keep(std::string& first, std::string const& text) {
    if (first.empty()) first = text;
  }

  void number(unsigned value) {
    if (error_.status >= 200 && error_.status < 300 && value >= 400 && value < 600)
      error_.status = static_cast<int>(value);
  }

  ServiceError& error_;
  std::string type_;
  std::string status_;
};

std::string title_of(std::string_view page) {
  auto const lower = to_lower(page);
  auto const begin = lower.find("<title>");
  auto const end = lower.find("</title>", begin);
  if (begin == std::string::npos || end == std::string::npos) return "an HTML page";
  return std::string{page.substr(begin + 7, end - begin - 7)};
}

void read_plain(ServiceError& error, std::string_view body) {
  auto const text = trim(body.substr(0, 64UL * 1024));
  error.message = text.starts_with('<') ? title_of(text) : std::string{text.substr(0, longest_plain_text)};
  error.words = to_lower(error.message);
}

bool is_about_key(ServiceError const& error) {
  return error.status == 401 ||
         error.speaks_of_any({"invalid_api_key", "api_key_invalid", "api key not valid", "incorrect api key",
                              "invalid api key", "invalid_authentication", "authentication_error", "invalid x-api-key",
                              "api key expired", "account_deactivated", "missing api key",
                              "unsupported_country_region"});
}

bool is_about_credit(ServiceError const& error) {
  return error.status == 402 || error.speaks_of_any({"insufficient_quota",
                                                     "insufficient balance",
                                                     "insufficient_balance",
                                                     "insufficient credit",
                                                     "insufficient_user_quota",
                                                     "insufficient funds",
                                                     "billing_hard_limit",
                                                     "billing_not_active",
                                                     "arrearage",
                                                     "overdue-payment",
                                                     "credit balance",
                                                     "available credits",
                                                     "out of credits",
                                                     "any credits",
                                                     "balance is insufficient",
                                                     "creditserror",
                                                     "monthly spending limit",
                                                     "spending limit",
                                                     "payment required",
                                                     "余额不足",
                                                     "欠费"});
}

bool is_about_pace(ServiceError const& error) {
  return error.status == 429 || error.status == 529 ||
         error.speaks_of_any({"rate_limit", "rate limit", "too many requests", "overloaded_error", "throttling",
                              "resource_exhausted", "engine_overloaded"});
}

bool is_about_length(ServiceError const& error) {
  return error.status == 413 ||
         error.speaks_of_any({"context_length", "context length", "context window", "context size",
                              "exceed_context_size", "maximum context", "prompt is too long", "input is too long",
                              "too many tokens", "input length", "string_above_max_length", "max_prompt_tokens",
                              "reduce the length", "request too large"});
}

bool is_about_content(ServiceError const& error) {
  return error.code == "1301" ||  // Zhipu's
         error.speaks_of_any({"content_filter",
                              "content filter",
                              "content_policy",
                              "content policy",
                              "content exists risk",
                              "data_inspection",
                              "datainspection",
                              "inappropriate content",
                              "content management policy",
                              "usage guidelines",
                              "usage policies",
                              "usage policy",
                              "community guidelines",
                              "moderation",
                              "was flagged",
                              "prohibited_content",
                              "prohibited content",
                              "sensitive content",
                              "unsafe content",
                              "responsibleai",
                              "harmful",
                              "safety system",
                              "safety polic",
                              "safety filter",
                              "guardrail",
                              "敏感"});
}

bool is_about_model(ServiceError const& error) {
  if (error.speaks_of_any({"model_not_found", "invalid_model", "modelnotfound", "not a valid model", "unknown model",
                           "no such model", "deploymentnotfound", "does not have access to model", "model not exist",
                           "unsupported model"})) {
    return true;
  }
  return error.speaks_of("model") && error.speaks_of_any({"not found", "does not exist", "not exist", "no model"});
}

std::optional<milliseconds> header_wait(Headers const& headers, std::string_view name, std::string_view unit = {}) {
  auto const found = headers.find(name);
  if (found == headers.end()) return std::nullopt;
  return parse_wait(found->second + std::string{unit});
}

// Seconds, or a moment: of the calendar, or counted from 1970 on in seconds or milliseconds.
std::optional<milliseconds> until(std::string const& value, Instant now) {
  constexpr double seconds_since_1970 = 1e9;
  constexpr double milliseconds_since_1970 = 1e12;
  if (auto const moment = parse_instant(value)) return std::chrono::ceil<milliseconds>(*moment - now);
  auto const wait = parse_wait(value);
  if (!wait) return std::nullopt;
  auto const number = static_cast<double>(wait->count()) / 1000;
  if (number < seconds_since_1970) return wait;
  auto const scale = number < milliseconds_since_1970 ? 1000.0 : 1.0;
  auto const moment = milliseconds{static_cast<long>(number * scale)};
  return moment - std::chrono::floor<milliseconds>(now.time_since_epoch());
}

// Of the limits that are used up the one that lasts longest.
std::optional<milliseconds> reset_wait(Headers const& headers, Instant now) {
  std::optional<milliseconds> longest;
  for (std::string const kind : {"-requests", "-tokens", ""}) {
    auto const remaining = headers.find("x-ratelimit-remaining" + kind);
    auto const reset = headers.find("x-ratelimit-reset" + kind);
    if (reset == headers.end() || (remaining != headers.end() && remaining->second != "0")) continue;
    auto const wait = until(reset->second, now);
    if (wait) longest = std::max(longest.value_or(milliseconds{0}), *wait);
  }
  return longest;
}

std::optional<milliseconds> wait_in_words(ServiceError const& error) {
  for (std::string_view const phrase : {"try again in ", "retry in ", "retry after "}) {
    auto const at = error.words.find(phrase);
    if (at == std::string::npos) continue;
    auto const rest = std::string_view{error.words}.substr(at + phrase.size());
    auto const text = rest.substr(0, rest.find_first_not_of("0123456789.hms"));
    auto const behind = rest.substr(text.size());
    auto const number = text.substr(0, text.find_last_not_of('.') + 1);
    if (auto const wait = parse_wait(std::string{number} + (behind.starts_with(" second") ? "s" : ""))) return wait;
  }
  return std::nullopt;
}

}  // namespace

std::string word_of_service(std::string_view text) {
  constexpr std::size_t longest_word = 64;
  constexpr std::string_view signs{"_-.:/[] "};
  bool const is_word = text.size() <= longest_word && std::count(text.begin(), text.end(), ' ') <= 1 &&
                       std::all_of(text.begin(), text.end(), [&](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                signs.find(c) != std::string_view::npos;
                       });
  return is_word ? std::string{text} : std::string{};
}

std::optional<milliseconds> parse_wait(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > 32) return std::nullopt;
  double total = 0;
  while (!text.empty()) {
    double number = 0;
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || number < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    auto const unit = text.substr(0, text.find_first_of("0123456789."));
    auto const factor = unit == "ms"                  ? 1.0
                        : unit.empty() || unit == "s" ? 1e3
                        : unit == "m"                 ? 60e3
                        : unit == "h"                 ? 3600e3
                                                      : -1;
    if (factor < 0) return std::nullopt;
    total += number * factor;
    text.remove_prefix(unit.size());
  }
  if (!(total < 1e18)) return std::nullopt;
  return milliseconds{static_cast<long>(total + 0.999)};
}

ServiceError read_error(int status, std::string_view body) {
  ServiceError error;
  error.status = status;
  auto const json = parse_bounded(body, deepest_error);
  if (!json) {
    read_plain(error, body);
    return error;
  }
  if (!json->is_object() && !json->is_array()) return error;
  ErrorReader reader(error);
  reader.read(*json);
  reader.finish();
  return error;
}

std::optional<ServiceError> error_within(Json const& body) {
  auto const& list = member(body, "choices");
  auto const& first = list.is_array() && !list.empty() ? list[0] : body;
  for (auto const* const place : {&body, &first}) {
    auto const& found = member(*place, "error");
    if (!found.is_object() && !found.is_string()) continue;
    ServiceError error;
    error.status = 200;
    ErrorReader reader(error);
    reader.read(found, "error");
    reader.finish();
    if (error.status == 200) error.status = 500;
    return error;
  }
  return std::nullopt;
}

CallVerdict verdict_of(ServiceError const& error) {
  if (is_about_credit(error)) return CallVerdict::no_credit;
  if (is_about_key(error)) return CallVerdict::refused_key;
  if (is_about_length(error)) return CallVerdict::too_long;
  if (is_about_pace(error)) return CallVerdict::throttled;
  if (error.status < 500 && is_about_content(error)) return CallVerdict::filtered;
  if (error.status < 500 && is_about_model(error)) return CallVerdict::unknown_model;
  if (error.speaks_of("unexpected endpoint") || error.status == 404 || error.status == 405 || error.status == 410 ||
      error.status / 100 == 3) {
    return error.speaks_of("model") ? CallVerdict::unknown_model : CallVerdict::no_endpoint;
  }
  if (error.status == 403) return CallVerdict::perhaps_forbidden;
  if (error.status == 502 || error.status == 503) return CallVerdict::unserved;
  bool const is_passing = error.status == 408 || error.status == 409 || error.status == 425 || error.status > 501;
  return is_passing ? CallVerdict::unavailable : CallVerdict::objected;
}

std::optional<milliseconds> asked_wait(Headers const& headers, ServiceError const& error, Instant now) {
  std::optional<milliseconds> wait = header_wait(headers, "retry-after-ms", "ms");
  if (!wait) wait = header_wait(headers, "retry-after");
  if (!wait) wait = error.wait;
  if (!wait) wait = reset_wait(headers, now);
  if (!wait) wait = wait_in_words(error);
  if (!wait) return std::nullopt;
  return std::clamp(*wait, milliseconds{0}, longest_wait);
}

}  // namespace proactive
