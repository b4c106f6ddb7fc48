#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>

#include "base/short_name.hpp"
#include "domain/experiment/definition.hpp"
#include "domain/experiment/experiment.hpp"
#include "domain/experiment/holdout.hpp"
#include "domain/experiment/treatment.hpp"
#include "domain/experiment/variation.hpp"
#include "domain/plan/schedule_plan.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using test::friendly_facts;
using test::noon;

namespace {

Experiment experiment_of(std::string name, std::vector<Variant> variants, int buckets = bucket_count) {
  Experiment experiment;
  experiment.name = std::move(name);
  experiment.status = ExperimentStatus::running;
  experiment.variants = std::move(variants);
  divide_buckets(experiment.variants);
  experiment.buckets = grown({}, {}, buckets);
  return experiment;
}

std::string user(int number) { return "user-" + std::to_string(number); }

std::map<std::string, std::string> assigned(Experiment const& experiment, int users) {
  std::map<std::string, std::string> variants;
  for (int i = 0; i < users; ++i) {
    if (auto const variant = variant_of(experiment, user(i))) variants[user(i)] = experiment.variants[*variant].name;
  }
  return variants;
}

}  // namespace

TEST_CASE("a bucket is SHA-256(salt:user) modulo 10,000, on every machine") {
  // printf '%s' salt:user | sha256sum, and bc.
  CHECK(bucket_of("layer:default", "user-1") == 6242);
  CHECK(bucket_of("holdout", "7f3d") == 2529);
  CHECK(bucket_of("experiment:warmth:1", "Zoë") == 997);
}

TEST_CASE("buckets are as full as chance fills them") {
  constexpr int users = 200'000;
  std::vector<int> counts(100);
  for (int i = 0; i < users; ++i) ++counts[static_cast<std::size_t>(bucket_of("layer:default", user(i)) / 100)];
  double chi_squared = 0;
  for (auto const count : counts) chi_squared += std::pow(count - users / 100, 2) / (users / 100.0);
  CHECK(chi_squared < 149);  // 99 degrees of freedom: above it once in a thousand
}

TEST_CASE("a ramp only adds users") {
  auto const variants = std::vector<Variant>{{"control", 1}, {"warm", 1}};
  auto const small = experiment_of("warmth", variants, 1000);
  auto large = small;
  large.buckets = grown(small.buckets, {{1000, 1500}}, 5000);
  CHECK(large.buckets == std::vector<BucketRange>{{0, 1000}, {1500, 5500}});
  auto const before = assigned(small, 5000);
  auto const after = assigned(large, 5000);
  CHECK(before.size() > 400);
  CHECK(after.size() > 2200);
  for (auto const& [id, variant] : before) CHECK(after.at(id) == variant);
}

TEST_CASE("buckets that are taken are left, and no more than there are") {
  CHECK(grown({}, {{0, 10'000}}, 1).empty());
  CHECK(size_of(grown({}, {{0, 9'000}}, 5'000)) == 1'000);
  CHECK(grown({{5, 10}}, {{0, 5}}, 7) == std::vector<BucketRange>{{5, 12}});
  CHECK(grown({{5, 10}}, {}, 3) == std::vector<BucketRange>{{5, 10}});
}

TEST_CASE("experiments of a layer share no user, those of different layers do not know each other") {
  auto const one = experiment_of("one", {{"control", 1}, {"a", 1}}, 4000);
  auto two = experiment_of("two", {{"control", 1}, {"b", 1}});
  two.buckets = grown({}, one.buckets, 4000);
  auto other = experiment_of("other", {{"control", 1}, {"c", 1}}, 5000);
  other.layer = "texts";
  int both = 0;
  constexpr int users = 10'000;
  for (int i = 0; i < users; ++i) {
    CHECK_FALSE((variant_of(one, user(i)) && variant_of(two, user(i))));
    if (variant_of(one, user(i)) && variant_of(other, user(i))) ++both;
  }
  CHECK(both == doctest::Approx(users * 0.4 * 0.5).epsilon(0.06));
}

TEST_CASE("another version mixes its users anew") {
  auto first = experiment_of("warmth", {{"control", 1}, {"warm", 1}});
  auto second = first;
  second.version = 2;
  auto const before = assigned(first, 4000);
  int same = 0;
  for (auto const& [id, variant] : assigned(second, 4000)) same += before.at(id) == variant ? 1 : 0;
  CHECK(same == doctest::Approx(2000).epsilon(0.08));
}

TEST_CASE("weights are shares of all buckets") {
  std::vector<Variant> variants{{"control", 1}, {"a", 1}, {"b", 1}};
  divide_buckets(variants);
  CHECK(variants[0].buckets == std::vector<BucketRange>{{0, 3333}});
  CHECK(variants[1].buckets == std::vector<BucketRange>{{3333, 6666}});
  CHECK(variants[2].buckets == std::vector<BucketRange>{{6666, 10000}});
}

TEST_CASE("what is stored is read again, and nothing else") {
  auto const experiment = experiment_of("warmth", {{"control", 2}, {"warm", 1, {{"max_memories_to_use", "1"}}}}, 77);
  auto const variants = read_variants(variants_json(experiment.variants));
  REQUIRE(variants);
  CHECK(variants_json(*variants) == variants_json(experiment.variants));
  CHECK(read_buckets(buckets_json(experiment.buckets)) == experiment.buckets);
  for (auto const* text : {"null", "{}", "[]", "[1,2]", R"([{"name":"a"}])", "[[1]]", "[[-1,3]]", "[[0,10001]]"}) {
    CAPTURE(text);
    auto const document = Json::parse(text);
    CHECK_FALSE(read_variants(document));
    if (document != Json::array()) CHECK_FALSE(read_buckets(document));
  }
}

TEST_CASE("names are short words") {
  for (auto const* name : {"a", "warm-tone_2"}) CHECK(is_short_name(name));
  for (auto const* name : {"", "2nd", "Warm", "a b", "ä", "a:b"}) CHECK_FALSE(is_short_name(name));
  CHECK_FALSE(is_short_name(std::string(41, 'a')));
}

TEST_CASE("a variant changes how people are written to, never what protects them") {
  auto settings = default_settings();
  auto const problem_of = [&](std::string const& name, std::string const& value) {
    auto const varied = with_values(settings, {{name, value}});
    return varied.problems.empty() ? std::string{} : varied.problems.front();
  };
  for (auto const& varied : varied_settings()) {
    CAPTURE(varied.name);
    auto const* const spec = find_setting(varied.name);
    REQUIRE(spec != nullptr);
    CHECK(spec->storable == Storable::yes);
    CHECK(spec->group != "safety");
    CHECK(problem_of(std::string{varied.name}, setting_text(settings, *spec)) == "");
  }
  CHECK(problem_of("check_in_after_hours", "48") == "");
  CHECK(problem_of("max_engagements_per_day", "1") == "");
  CHECK(problem_of("max_engagements_per_day", "4").find("above the 3 of all") != std::string::npos);
  CHECK(problem_of("max_engagements_per_week", "off").find("above") != std::string::npos);
  CHECK(problem_of("min_gap_hours", "off").find("below") != std::string::npos);
  CHECK(problem_of("min_interval_hours", "1").find("below the 2 of all") != std::string::npos);
  for (auto const* name : {"crisis_hours", "policy_packs", "quiet_hours", "age_gate", "consent_required", "enabled",
                           "disclosure", "openai_base_url", "max_deliveries", "llm_body"}) {
    CHECK(problem_of(name, "1").find("a variant may not change") == 0);
  }
  CHECK(problem_of("check_in_valid_hour", "1").find("did you mean check_in_valid_hours?") != std::string::npos);
  CHECK(problem_of("check_in_valid_hours", "hot").find("check_in_valid_hours: \"hot\" is not allowed") == 0);
}

TEST_CASE("what became too loose since is not applied, the rest is") {
  auto settings = default_settings();
  settings.gate.max_engagements_per_day = 1;
  auto const varied = with_values(settings, {{"max_engagements_per_day", "2"}, {"check_in_after_hours", "30"}});
  CHECK(varied.problems.size() == 1);
  CHECK(varied.settings.gate.max_engagements_per_day == 1);
  CHECK(varied.settings.gate.check_in_after_hours == 30);
  Treatments const treatments(settings,
                              {experiment_of("caps", {{"control", 1}, {"b", 1, {{"max_engagements_per_day", "2"}}}})});
  CHECK(treatments.problems().size() == 1);
}

TEST_CASE("who is held out is in no experiment, and stays held out when more are") {
  auto const make = [](int percent) {
    auto settings = default_settings();
    settings.experiment.holdout_percent = percent;
    return Treatments(settings, {experiment_of("one", {{"control", 1}, {"a", 1}})});
  };
  auto const none = make(0);
  auto const few = make(5);
  auto const more = make(10);
  int held = 0;
  for (int i = 0; i < 20'000; ++i) {
    CHECK_FALSE(none.is_held_out(user(i)));
    if (!few.is_held_out(user(i))) continue;
    ++held;
    CHECK(few.enrolments(user(i)).empty());
    CHECK(more.is_held_out(user(i)));
  }
  CHECK(held == doctest::Approx(1000).epsilon(0.1));
}

TEST_CASE("a user is exposed by the first decision that would be another one") {
  auto const settings = default_settings();
  Treatments timing(settings,
                    {experiment_of("patience", {{"control", 1}, {"late", 1, {{"check_in_after_hours", "72"}}}})});
  Treatments wording(settings,
                     {experiment_of("warmth", {{"control", 1}, {"warm", 1, {{"check_in_valid_hours", "6"}}}})});
  Ledger ledger;
  auto const exposures = [&](Treatments& treatments, long silent_hours) {
    auto facts = friendly_facts(silent_hours);
    facts.pair = {"user-1", "c"};
    ledger.clear();
    return plan_schedule({facts}, treatments, noon, ledger, [] { return true; }).exposures;
  };
  CHECK(exposures(timing, 1).empty());    // nobody is written to, in any variant
  CHECK(exposures(timing, 100).empty());  // everybody is
  CHECK(exposures(wording, 1).empty());
  auto const late = exposures(timing, 40);  // some are
  REQUIRE(late.size() == 1);
  CHECK(late[0].experiment == "patience");
  auto const warm = exposures(wording, 40);
  REQUIRE(warm.size() == 1);
  CHECK(warm[0].user_id == "user-1");
}

TEST_CASE("who is held out gets ghosts where others get messages, and takes nobody's place") {
  auto settings = default_settings();
  settings.experiment.holdout_percent = 50;
  Treatments treatments(settings, {});
  std::vector<PairFacts> batch;
  for (int i = 0; i < 200; ++i) {
    auto facts = friendly_facts();
    facts.pair = {user(i), "c"};
    batch.push_back(facts);
  }
  Ledger ledger;
  long asked = 0;
  auto const plan = plan_schedule(batch, treatments, noon, ledger, [&] { return ++asked > 0; });
  CHECK(plan.engagements.size() == 200);
  long ghosts = 0;
  for (auto const& planned : plan.engagements) {
    CHECK(planned.is_ghost == treatments.is_held_out(planned.pair.user_id));
    ghosts += planned.is_ghost ? 1 : 0;
  }
  CHECK(ghosts > 70);
  CHECK(asked == 200 - ghosts);
}

TEST_CASE("ghosts count as messages to the user who is held out") {
  auto facts = friendly_facts();
  auto const own = facts.pair;
  facts.user_deliveries = {noon - hours{200}};
  facts.pair_deliveries = facts.user_deliveries;
  facts.last_outreach_at = noon - hours{200};
  std::vector<Ghost> const ghosts{
      {own, EngagementType::topic_suggestion, noon - hours{50}, noon - hours{49}, noon - hours{90}},
      {{own.user_id, "other"}, EngagementType::check_in, noon - hours{20}, noon - hours{20}},
      {{own.user_id, "third"}, EngagementType::check_in, noon + hours{2}, {}, {}, "room"}};
  auto without = facts;
  count_ghosts(without, ghosts, false);
  CHECK(without.user_deliveries == std::vector<Instant>{noon - hours{20}, noon - hours{49}, noon - hours{200}});
  CHECK(without.pair_deliveries == std::vector<Instant>{noon - hours{49}, noon - hours{200}});
  CHECK(without.last_outreach_at == noon - hours{49});
  CHECK(without.last_type == EngagementType::topic_suggestion);
  CHECK(without.silent_since == noon - hours{90});
  CHECK(without.user_open == 1);
  CHECK_FALSE(without.pair_open);
  CHECK(without.next_delivery == noon + hours{2});
  CHECK(without.open_conversations == std::vector<std::string>{"room"});
  count_ghosts(facts, ghosts, true);
  CHECK(facts.user_deliveries.front() == noon + hours{2});
}

TEST_CASE("a user's treatment says how their messages are worded") {
  auto settings = default_settings();
  settings.message.writer = WriterChoice::llm;
  settings.llm.openai_base_url = "http://127.0.0.1:9/v1";
  settings.llm.openai_model = "plain-model";
  Treatments treatments(settings, {experiment_of("voice", {{"control", 1},
                                                           {"playful",
                                                            1,
                                                            {{"openai_model", "other-model"},
                                                             {"message_temperature", "1.2"},
                                                             {"prompt", "Be playful."},
                                                             {"template_set", "playful"},
                                                             {"min_message_length", "10"},
                                                             {"max_message_length", "60"}}},
                                                           {"templates", 1, {{"writer", "template"}}}})});
  CHECK(treatments.problems().empty());
  auto const control = treatments.with({{0, 0}}).wording;
  CHECK(control == Wording{true, "plain-model", 0.8, "", "default", {20, 100}});
  CHECK(treatments.with({{0, 1}}).wording == Wording{true, "other-model", 1.2, "Be playful.", "playful", {10, 60}});
  CHECK_FALSE(treatments.with({{0, 2}}).wording.by_llm);
  CHECK(treatments.wordings().size() == 3);
  CHECK(treatments.wordings().front() == control);
}

TEST_CASE("a variant's wording that contradicts the settings is not applied") {
  auto settings = default_settings();
  auto const problem_of = [&](NamedValues const& values) {
    auto const varied = with_values(settings, values);
    if (varied.problems.empty()) return std::string{};
    CHECK(wording_of(varied.settings) == wording_of(settings));
    return varied.problems.front();
  };
  CHECK(problem_of({{"min_message_length", "30"}, {"max_message_length", "60"}}) == "");
  CHECK(problem_of({{"min_message_length", "101"}}).find("no message fits") != std::string::npos);
  CHECK(problem_of({{"writer", "llm"}}).find("there is no service") != std::string::npos);
  CHECK(problem_of({{"prompt", "two\nlines"}}).find("one line") != std::string::npos);
  CHECK(problem_of({{"template_set", "No Name"}}).find("first a letter") != std::string::npos);
  CHECK(problem_of({{"type_weights", "casual=2"}}).find("check_in=2") != std::string::npos);
  settings.llm.openai_base_url = "http://192.0.2.1/v1";
  settings.llm.service = Endpoint{false, "192.0.2.1"};
  settings.message.writer = WriterChoice::templates;
  CHECK(problem_of({{"writer", "llm"}}).find("write https") != std::string::npos);
  settings.llm.llm_allow_http = true;
  CHECK(problem_of({{"writer", "llm"}}) == "");
}

TEST_CASE("what only a model heeds exposes nobody whom templates write to") {
  auto settings = default_settings();
  auto const exposures = [&](NamedValues const& values) {
    Treatments treatments(settings, {experiment_of("voice", {{"control", 1}, {"other", 1, values}})});
    Ledger ledger;
    return plan_schedule({friendly_facts(40)}, treatments, noon, ledger, [] { return true; }).exposures.size();
  };
  CHECK(exposures({{"message_temperature", "0.2"}}) == 0);
  CHECK(exposures({{"template_set", "other"}}) == 1);
  settings.llm.openai_base_url = "http://127.0.0.1:9/v1";
  CHECK(exposures({{"message_temperature", "0.2"}}) == 1);
  CHECK(exposures({{"writer", "template"}}) == 1);
  CHECK(exposures({{"writer", "llm"}}) == 0);  // as auto does
}

TEST_CASE("settings of two layers that contradict each other are refused before they meet") {
  auto const settings = default_settings();
  auto other = experiment_of("short", {{"control", 1}, {"short", 1, {{"max_message_length", "40"}}}});
  auto ours = experiment_of("long", {{"control", 1}, {"long", 1, {{"min_message_length", "50"}}}});
  ours.layer = "texts";
  ours.buckets.clear();
  CHECK(obstacle_to_start(ours, {}, settings, 10).empty());
  CHECK(obstacle_to_start(ours, {other}, settings, 10).find("variant long with variant short") == 0);
  other.layer = "texts";
  CHECK(obstacle_to_start(ours, {other}, settings, 0).empty());  // no user is in both
}
