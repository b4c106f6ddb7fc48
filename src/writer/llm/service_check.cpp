#include "writer/llm/service_check.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <future>

#include "base/json.hpp"
#include "base/text.hpp"
#include "net/http_client.hpp"
#include "net/url.hpp"
#include "writer/llm/call_log.hpp"
#include "writer/llm/engine.hpp"
#include "writer/llm/options.hpp"

namespace proactive {

namespace {

constexpr std::size_t largest_list = 4UL * 1024 * 1024;  // some gateways list thousands of models
constexpr std::chrono::seconds longest_list{15};
constexpr std::chrono::seconds longest_message{90};  // a server on this machine may have to load its model
constexpr std::chrono::seconds short_patience{5};    // somebody waits
constexpr long enough_tokens = 1'000'000;

Finding ok(std::string detail) { return {FindingState::ok, "llm", std::move(detail)}; }
Finding warning(std::string detail) { return {FindingState::warning, "llm", std::move(detail)}; }
Finding failure(std::string detail) { return {FindingState::failure, "llm", std::move(detail)}; }

std::string where(LlmSettings const& llm, std::string const& model) {
  return fmt::format("{} at {}", model, net::parse_endpoint(llm.openai_base_url).value().host);
}

net::HttpResponse ask_for_models(LlmSettings const& llm, std::string const& api_key) {
  auto options = http_options(llm, api_key);
  options.url = net::below(llm.openai_base_url, "/models");
  options.timeout = std::min(options.timeout, longest_list);
  options.most_bytes = largest_list;
  net::HttpClient client(options);
  client.get(1);
  while (true) {
    auto responses = client.poll(std::chrono::milliseconds{100});
    if (!responses.empty()) return std::move(responses.front());
  }
}

// Google's names stand below "models/", Ollama's have a tag, which may be left out where it is "latest".
std::string plain_model(std::string const& name) {
  constexpr std::string_view folder{"models/"};
  constexpr std::string_view tag{":latest"};
  auto plain = to_lower(name);
  if (plain.starts_with(folder)) plain.erase(0, folder.size());
  if (plain.ends_with(tag)) plain.erase(plain.size() - tag.size());
  return plain;
}

bool lists_model(std::string const& body, std::string const& model) {
  auto const list = parse_bounded(body, 16);
  if (!list) return false;
  auto const& models = list->is_array() ? *list : member(*list, member(*list, "data").is_array() ? "data" : "models");
  return models.is_array() && std::any_of(models.begin(), models.end(), [&](Json const& entry) {
           return plain_model(member_text(entry, "id")) == plain_model(model) ||
                  plain_model(member_text(entry, "name")) == plain_model(model);
         });
}

Finding judge_model(LlmSettings const& llm, std::string const& api_key, std::string const& model,
                    net::HttpResponse const& response) {
  CallLog const log(secrets_of(llm, api_key));
  if (response.failure != net::HttpFailure::none) {
    return warning(
        fmt::format("the LLM's service does not answer ({}), so that templates would write: check "
                    "OPENAI_BASE_URL and the network",
                    log.shown(response.problem)));
  }
  if (response.status == 401) {
    return failure(
        fmt::format("the LLM's service refuses the key ({}): correct OPENAI_API_KEY or its file", response.status));
  }
  if (response.status != 200) {
    return ok(fmt::format("LLM {}, which does not list its models ({})", where(llm, model), response.status));
  }
  if (!lists_model(response.body, model)) {
    return warning(fmt::format("the LLM's service does not list the model {}: {} to one that it has", model,
                               model == llm.openai_model ? "set OPENAI_MODEL" : "set the variant's openai_model"));
  }
  return ok(fmt::format("LLM {}, answers in {} ms", where(llm, model), response.elapsed.count()));
}

// Has no message to fall back on.
class NoWriter : public Writer {
 public:
  void write(Brief /*brief*/, Done done) override { done({}); }
  [[nodiscard]] std::string_view name() const override { return "none"; }
  [[nodiscard]] std::vector<Finding> check(CheckDepth /*depth*/) const override { return {}; }
};

Brief sample_brief(Settings const& settings) {
  Brief brief;
  brief.wording = wording_of(settings);
  brief.stage = Stage::friend_;
  brief.intimacy = 4;
  brief.user_name = "Sam";
  brief.companion_name = "Luna";
  brief.context.personality = "warm and curious";
  brief.context.interests = {"stars", "old maps"};
  brief.language = "en";
  brief.scheduled_for = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  return brief;
}

struct Trial {
  Draft draft;
  ServiceTotals totals;
  std::optional<LearnedService> learned;
};

Trial try_message(Settings const& settings, std::string const& api_key,
                  std::optional<LearnedService> const& remembered) {
  NoWriter none;
  auto const deadline = std::chrono::steady_clock::now() + longest_message;
  auto const& model = settings.llm.openai_model;
  auto parts = engine_parts(settings.llm, api_key, {}, {{model, remembered}});
  parts.pacing.patience = std::min<std::chrono::milliseconds>(parts.pacing.patience, short_patience);
  LlmEngine engine(std::move(parts), none, deadline);
  engine.purse().grant(enough_tokens);
  std::promise<Draft> promise;
  auto future = promise.get_future();
  engine.take({sample_brief(settings), [&](Draft draft) { promise.set_value(std::move(draft)); }});
  auto draft = future.get();
  return {std::move(draft), engine.totals(), engine.learned()[model]};
}

// Where chat completions may stand instead.
std::vector<std::string> base_urls_nearby(std::string const& url) {
  constexpr std::string_view path{"/chat/completions"};
  auto base = url.substr(0, url.find('?'));
  while (base.ends_with('/')) base.pop_back();
  if (base.ends_with(path)) return {base.substr(0, base.size() - path.size())};
  std::vector<std::string> nearby;
  for (auto const* const below : {"/v1", "/api/v1", "/openai/v1", "/v1beta/openai"}) nearby.push_back(base + below);
  if (base.ends_with("/v1")) nearby.push_back(base.substr(0, base.size() - 3));
  auto const path_begin = base.find('/', base.find("://") + 3);
  if (path_begin != std::string::npos) nearby.push_back(base.substr(0, path_begin) + "/v1");
  return nearby;
}

std::optional<std::string> base_url_that_answers(Settings settings, std::string const& api_key) {
  for (auto const& url : base_urls_nearby(settings.llm.openai_base_url)) {
    if (!net::parse_endpoint(url)) continue;
    settings.llm.openai_base_url = url;
    auto const trial = try_message(settings, api_key, {});
    if (trial.draft.content || trial.totals.stopped.empty()) return url;
  }
  return std::nullopt;
}

Finding check_message(Settings const& settings, std::string const& api_key,
                      std::optional<LearnedService> const& remembered) {
  auto const trial = try_message(settings, api_key, remembered);
  auto const& totals = trial.totals;
  if (trial.draft.content) {
    auto const form = trial.learned ? fmt::format("understands {}", profile_text(trial.learned->profile))
                                    : std::string{"refuses the usual form of a request, which runs find out"};
    return ok(fmt::format("wrote a message in {} ms with {} and {}; {}", trial.draft.trace->latency_ms,
                          counted_noun(totals.calls, "call"),
                          counted_noun(totals.tokens_in + totals.tokens_out, "token"), form));
  }
  if (totals.stopped == name_of(CallStop::no_endpoint)) {
    if (auto const url = base_url_that_answers(settings, api_key)) {
      return failure(fmt::format("no chat completions are spoken at OPENAI_BASE_URL, but at {}: set it to that", *url));
    }
  }
  if (totals.needs_operator) return failure(totals.sentence);
  std::string reasons;
  if (trial.draft.trace) reasons = join(trial.draft.trace->refusals, ", ");
  return warning(
      fmt::format("the LLM's drafts of a sample message were refused ({}): try schedule --dry-run, or another "
                  "OPENAI_MODEL",
                  reasons));
}

}  // namespace

std::vector<Finding> check_service(Settings const& settings, std::string const& api_key, LearnedModels const& models,
                                   CheckDepth depth) {
  auto const& llm = settings.llm;
  auto const list = ask_for_models(llm, api_key);
  bool const is_in_vain = list.failure != net::HttpFailure::none || list.status == 401;
  std::vector<Finding> findings{judge_model(llm, api_key, llm.openai_model, list)};
  if (is_in_vain) return findings;
  for (auto const& [model, remembered] : models) {
    if (model != llm.openai_model) findings.push_back(judge_model(llm, api_key, model, list));
  }
  if (depth == CheckDepth::full) findings.push_back(check_message(settings, api_key, models.at(llm.openai_model)));
  return findings;
}

}  // namespace proactive
