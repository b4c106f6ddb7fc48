#include "writer/writers.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <future>

#include "base/json.hpp"
#include "support/facts.hpp"

using namespace proactive;

namespace {

Brief brief_of() {
  Brief brief;
  brief.pair = {"u1", "c1"};
  brief.user_name = "Sam";
  brief.companion_name = "Luna";
  brief.language = "en";
  brief.timezone = "UTC";
  brief.scheduled_for = test::noon;
  brief.wording = wording_of(default_settings());
  brief.wording.by_llm = true;
  return brief;
}

std::vector<MessageTemplate> one_of_each_type() {
  std::vector<MessageTemplate> templates;
  for (std::size_t i = 0; i < names<EngagementType>().size(); ++i) {
    templates.push_back(
        {static_cast<long>(i), static_cast<EngagementType>(i), "en", "warm", "Hello {{user}}, how was your day?"});
  }
  return templates;
}

LearnedModels const models{{default_settings().llm.openai_model, std::nullopt}};
constexpr auto no_deadline = std::chrono::steady_clock::time_point::max();

}  // namespace

TEST_CASE("a writer that calls no service answers at once, spends no tokens and asks nothing") {
  auto const writer = make_template_writer(default_settings(), one_of_each_type());
  std::string written;
  writer->write(brief_of(), [&](Draft const& draft) { written = draft.writer + ": " + draft.content.value_or(""); });
  CHECK(written == "template: Hello Sam, how was your day?");
  CHECK(writer->name() == "template");
  CHECK(writer->capacity() == 1);
  CHECK(writer->in_flight() == 0);
  CHECK(writer->tokens_wanted({brief_of()}) == 0);
  writer->grant_tokens(100);
  CHECK(writer->take_back_tokens() == 0);
  CHECK_FALSE(writer->totals());
  CHECK_FALSE(writer->preview(brief_of()));
}

TEST_CASE("templates are checked: one of each type in the default language") {
  auto templates = one_of_each_type();
  auto const states = [&] {
    std::vector<FindingState> found;
    for (auto const& finding : make_template_writer(default_settings(), templates)->check(CheckDepth::full)) {
      CHECK(finding.subject == "writer");
      found.push_back(finding.state);
    }
    return found;
  };
  CHECK(states() == std::vector{FindingState::ok});
  templates.push_back({99, EngagementType::check_in, "en", "warm", "Hello {{user"});
  CHECK(states() == std::vector{FindingState::warning, FindingState::ok});
  templates.front().language = "de";
  CHECK(states() == std::vector{FindingState::warning, FindingState::failure});
}

TEST_CASE("a writer that calls a service wants tokens, and shows what it would ask") {
  auto settings = default_settings();
  settings.llm.openai_base_url = "http://127.0.0.1:9/v1?api-version=1";
  settings.llm.llm_concurrency = 5;
  auto const templates = make_template_writer(settings, one_of_each_type());
  auto const writer = make_llm_writer(settings, {}, *templates, no_deadline, models);
  CHECK(writer->name() == "llm");
  CHECK(writer->capacity() == 10);
  auto const one = writer->tokens_wanted({brief_of()});
  CHECK(one > settings.llm.llm_max_completion_tokens);
  CHECK(writer->tokens_wanted({brief_of(), brief_of()}) == 2 * one);
  writer->grant_tokens(one);
  CHECK(writer->tokens_wanted({brief_of()}) == 0);
  CHECK(writer->tokens_wanted({brief_of(), brief_of()}) == one);
  CHECK(writer->take_back_tokens() == one);
  CHECK(writer->take_back_tokens() == 0);
  REQUIRE(writer->totals());
  CHECK(writer->totals()->calls == 0);
  auto const request = writer->preview(brief_of());
  REQUIRE(request);
  CHECK(request->url == "http://127.0.0.1:9/v1/chat/completions?api-version=1");
  CHECK(member_text(Json::parse(request->body), "model") == settings.llm.openai_model);
}

TEST_CASE("without granted tokens the other writer writes, and says so") {
  auto settings = default_settings();
  settings.llm.openai_base_url = "http://127.0.0.1:9/v1";
  auto const templates = make_template_writer(settings, one_of_each_type());
  Draft written;
  {
    std::promise<Draft> promise;
    auto const writer = make_llm_writer(settings, {}, *templates, no_deadline, models);
    writer->end_of_tokens();
    writer->write(brief_of(), [&](Draft draft) { promise.set_value(std::move(draft)); });
    written = promise.get_future().get();
  }
  CHECK(written.writer == "fallback");
  CHECK(written.content == "Hello Sam, how was your day?");
  REQUIRE(written.trace);
  CHECK(written.trace->refusals == std::vector<std::string>{"token_budget"});
}

TEST_CASE("no model speaks to somebody in distress, but a template that is marked safe") {
  auto settings = default_settings();
  settings.llm.openai_base_url = "http://127.0.0.1:9/v1";
  std::vector<MessageTemplate> templates{
      {1, EngagementType::emotional_support, "en", "gentle", "Nothing to fix here. I am just glad to listen."},
      {2, EngagementType::emotional_support, "en", "gentle", "Tell me all of it, and leave nothing out, please.", 100}};
  templates[0].safe = true;
  auto const fallback = make_template_writer(settings, templates);
  auto const writer = make_llm_writer(settings, {}, *fallback, no_deadline, models);
  auto brief = brief_of();
  brief.type = EngagementType::emotional_support;
  brief.is_safe = true;
  CHECK(writer->tokens_wanted({brief}) == 0);
  for (int round = 0; round < 20; ++round) {
    brief.pair.user_id = std::to_string(round);
    Draft written;
    writer->write(brief, [&](Draft draft) { written = std::move(draft); });
    CHECK(written.writer == "template");
    CHECK(written.template_id == 1);
  }
}
