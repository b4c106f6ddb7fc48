#include <doctest/doctest.h>

#include <algorithm>

#include "domain/gate/gate.hpp"
#include "domain/message/disclosure_review.hpp"
#include "domain/message/phrases.hpp"
#include "domain/message/review.hpp"
#include "domain/policy/age.hpp"
#include "domain/policy/difference.hpp"
#include "domain/policy/jurisdiction.hpp"
#include "domain/policy/pack.hpp"
#include "domain/policy/proof.hpp"
#include "domain/policy/shipped.hpp"
#include "domain/policy/terms.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using test::default_rules;
using test::friendly_facts;
using test::noon;

namespace {

Instant at(std::string const& text) { return parse_instant(text).value(); }

GateRules rules_with(std::vector<PolicyPack> packs) {
  auto rules = default_rules();
  rules.safety.packs = std::make_shared<std::vector<PolicyPack> const>(std::move(packs));
  return rules;
}

// A pack in which one member is another, or is missing.
Json pack_with(std::string const& name, Json const& value) {
  Json pack{{"id", "mine"},
            {"version", "1"},
            {"title", "Ours"},
            {"jurisdictions", {"DE"}},
            {"effective_from", "2026-01-01"},
            {"effective_until", nullptr},
            {"sources", {{{"title", "A law"}, {"url", "https://example.org/law"}, {"read", "2026-01-01"}}}},
            {"leaves_out", {"nothing"}},
            {"constraints", {{"consent", true}}}};
  if (!name.empty()) pack[name] = value;
  return pack;
}

std::vector<std::string> problems_of(Json const& pack) { return read_pack(to_line(pack)).problems; }

bool has(std::vector<std::string> const& problems, std::string const& words) {
  return std::any_of(problems.begin(), problems.end(),
                     [&](std::string const& problem) { return problem.find(words) != std::string::npos; });
}

PolicyPack shipped(std::string const& id) { return *find_shipped_pack(id); }

}  // namespace

TEST_CASE("every pack that is shipped is whole: it names its sources, and when they were read or that they were not") {
  std::vector<std::string> ids;
  for (auto const& pack : shipped_packs()) {
    CAPTURE(pack.id);
    ids.push_back(pack.id);
    CHECK_FALSE(pack.sources.empty());
    CHECK_FALSE(pack.leaves_out.empty());
    CHECK_FALSE(pack.constraints.empty());
    CHECK(std::all_of(pack.sources.begin(), pack.sources.end(),
                      [](PolicySource const& source) { return source.url.starts_with("https://"); }));
  }
  CHECK(ids == std::vector<std::string>{"cn", "eu-ai-act", "gdpr-consent", "minors-night", "us-ca", "us-ca-children",
                                        "us-ct", "us-ny", "us-or", "us-wa"});
}

TEST_CASE("what is wrong with a pack is said, all of it") {
  CHECK(problems_of(pack_with("", {})).empty());
  CHECK(has(read_pack("{").problems, "not an object"));
  CHECK(has(read_pack("[]").problems, "not an object"));
  for (auto const& [name, value, words] :
       std::vector<std::tuple<std::string, Json, std::string>>{{"id", "Mine!", "lower-case"},
                                                               {"id", nullptr, "line of text"},
                                                               {"title", "two\nlines", "line of text"},
                                                               {"jurisdictions", {"Germany"}, "ISO 3166"},
                                                               {"jurisdictions", {"de"}, "ISO 3166"},
                                                               {"jurisdictions", Json::array(), "names none"},
                                                               {"effective_from", "2026-02-30", "a date"},
                                                               {"effective_until", "2025-01-01", "not after"},
                                                               {"sources", "a law", "not a list"},
                                                               {"constraints", Json::object(), "at least one"},
                                                               {"constraint", true, "constraint is unknown"}}) {
    CAPTURE(name);
    CAPTURE(words);
    CHECK(has(problems_of(pack_with(name, value)), words));
  }
  auto two = pack_with("id", "Mine!");
  two["effective_from"] = "soon";
  CHECK(problems_of(two).size() == 2);
}

TEST_CASE("a pack that would loosen a rule is none") {
  for (auto const& constraints : std::vector<Json>{{{"consent", false}},
                                                   {{"minors", "allow"}},
                                                   {{"disclosure", "off"}},
                                                   {{"quiet_hours", nullptr}},
                                                   {{"minors_quiet_hours", {{"default", nullptr}}}}}) {
    CAPTURE(to_line(constraints));
    CHECK(has(problems_of(pack_with("constraints", constraints)), "would loosen"));
  }
  for (auto const& constraints : std::vector<Json>{{{"consent", 1}},
                                                   {{"age_gate", "none"}},
                                                   {{"review_faults", {"markup"}}},
                                                   {{"review_faults", "romance"}},
                                                   {{"evidence_days", -1}},
                                                   {{"evidence_days", 1.5}},
                                                   {{"quiet_hours", "night"}},
                                                   {{"curfew", true}}}) {
    CAPTURE(to_line(constraints));
    CHECK_FALSE(problems_of(pack_with("constraints", constraints)).empty());
  }
}

TEST_CASE("a jurisdiction is a code of ISO 3166, in any case, and nothing else") {
  for (auto const& [text, code] : std::vector<std::pair<std::string, std::string>>{{"DE", "DE"},
                                                                                   {"de", "DE"},
                                                                                   {"us_ny", "US-NY"},
                                                                                   {"US-NY", "US-NY"},
                                                                                   {"gb-eng", "GB-ENG"},
                                                                                   {"FR-75", "FR-75"}}) {
    CAPTURE(text);
    CHECK(jurisdiction_code(text) == code);
  }
  for (auto const* text : {"", "D", "UK", "ZZ", "EU", "USA", "New York", "US-", "US-XX", "US-NYC", "DE-", "DE-1234",
                           "US NY", "-NY", "E "}) {
    CAPTURE(std::string{text});
    CHECK_FALSE(jurisdiction_code(text));
  }
}

TEST_CASE("law binds whoever may be in its place: whose is not known, everybody's") {
  std::vector<std::string> const new_york{"US-NY"};
  CHECK(may_bind(new_york, "US-NY"));
  CHECK(may_bind(new_york, "US"));
  CHECK(may_bind(new_york, std::nullopt));
  CHECK_FALSE(may_bind(new_york, "US-CA"));
  CHECK_FALSE(may_bind(new_york, "DE"));
  CHECK(may_bind({"DE"}, "DE-BY"));
  CHECK_FALSE(may_bind({"DE"}, "DK"));
  CHECK(may_bind({"*"}, "DK"));
}

TEST_CASE("a user of whom nothing is known has the union of all packs, and others have their own") {
  auto const rules = rules_with(shipped_packs());
  auto facts = friendly_facts();
  auto const unknown = terms_of(facts, rules, at("2027-08-01T12:00:00Z"));
  CHECK(unknown.packs.size() == shipped_packs().size());
  CHECK(unknown.consent);
  CHECK(unknown.age_gate == AgeGate::verified_adults);
  CHECK_FALSE(unknown.allows_minors);
  CHECK(unknown.disclosure == Disclosing::every);
  facts.jurisdiction = "JP";
  auto const elsewhere = terms_of(facts, rules, noon);
  CHECK(elsewhere.packs.size() == 1);  // minors-night, a rule of care
  CHECK_FALSE(elsewhere.consent);
  CHECK(elsewhere.disclosure == Disclosing::off);
}

TEST_CASE("packs never loosen what the operator has set") {
  auto rules = rules_with({shipped("eu-ai-act")});
  auto facts = friendly_facts();
  facts.jurisdiction = "DE";
  rules.safety.disclosure = Disclosing::every;
  rules.safety.age_gate = AgeGate::verified_adults;
  auto const terms = terms_of(facts, rules, at("2026-12-01T12:00:00Z"));
  CHECK(terms.disclosure == Disclosing::every);
  CHECK(terms.age_gate == AgeGate::verified_adults);
  CHECK_FALSE(terms.allows_minors);
}

TEST_CASE("at the turn of the year the packs change in the user's zone") {
  auto const rules = rules_with({shipped("us-wa")});
  auto facts = friendly_facts();
  facts.jurisdiction = "US-WA";
  for (auto const& [zone, midnight] :
       std::vector<std::pair<std::string, std::string>>{{"Pacific/Kiritimati", "2026-12-31T10:00:00Z"},  // +14
                                                        {"America/Los_Angeles", "2027-01-01T08:00:00Z"},
                                                        {"Pacific/Niue", "2027-01-01T11:00:00Z"}}) {  // -11
    CAPTURE(zone);
    facts.timezone = zone;
    CHECK(terms_of(facts, rules, at(midnight) - std::chrono::seconds{1}).packs.empty());
    CHECK(terms_of(facts, rules, at(midnight)).packs.size() == 1);
    // What is read after midnight is judged by what is law then.
    facts.minor = true;
    auto allowing = rules;
    allowing.safety.allow_minors = true;
    allowing.quiet_hours = {};
    GateInput input{facts, allowing, at(midnight) - hours{1}};
    input.slot = at(midnight) + hours{12};
    auto const& minor = *std::find_if(checks().begin(), checks().end(),
                                      [](Check const& check) { return check.reason == Reason::minor; });
    CHECK_FALSE(minor.test(input).passed);
    input.slot = at(midnight) - std::chrono::minutes{1};
    CHECK(minor.test(input).passed);
    facts.minor.reset();
  }
}

TEST_CASE("a minor is one by the app's word, or until the local day of the 18th birthday") {
  auto facts = friendly_facts();
  CHECK(age_at(facts, noon).age == Age::unknown);
  facts.minor = true;
  CHECK(age_at(facts, noon).age == Age::minor);
  facts.minor = false;
  CHECK(age_at(facts, noon).age == Age::adult);
  facts.birthdate = "2008-03-03";
  for (auto const& [zone, midnight] :
       std::vector<std::pair<std::string, std::string>>{{"UTC", "2026-03-03T00:00:00Z"},
                                                        {"Pacific/Kiritimati", "2026-03-02T10:00:00Z"},
                                                        {"Pacific/Niue", "2026-03-03T11:00:00Z"}}) {
    CAPTURE(zone);
    facts.timezone = zone;
    CHECK(age_at(facts, at(midnight) - std::chrono::seconds{1}).age == Age::minor);
    CHECK(age_at(facts, at(midnight)).age == Age::adult);
  }
  facts.birthdate = "2008-02-29";  // of age on 1 March
  facts.timezone = "UTC";
  CHECK(age_at(facts, at("2026-02-28T23:59:59Z")).age == Age::minor);
  CHECK(age_at(facts, at("2026-03-01T00:00:00Z")).age == Age::adult);
  for (auto const* date : {"not a date", "0001-01-01", "2008-13-01", "2008-02-30", "2030-01-01", ""}) {
    CAPTURE(std::string{date});
    facts.birthdate = date;
    CHECK(age_at(facts, noon).age == Age::minor);
  }
  facts.birthdate = "1950-01-01";
  facts.minor = true;
  CHECK(age_at(facts, noon).age == Age::minor);  // of two that differ the younger counts
}

TEST_CASE("who is not known to be an adult counts as a minor where that is asked for") {
  auto rules = default_rules();
  auto facts = friendly_facts();
  CHECK_FALSE(decide({facts, rules, noon}).refused);
  rules.safety.age_gate = AgeGate::verified_adults;
  CHECK(decide({facts, rules, noon}).refused == Reason::minor);
  facts.birthdate = "1990-01-01";
  CHECK_FALSE(decide({facts, rules, noon}).refused);
  facts.birthdate.reset();
  facts.minor = false;
  CHECK_FALSE(decide({facts, rules, noon}).refused);
}

TEST_CASE("minors get nothing, or nothing at night, in school, of romance, or from who is more than a friend") {
  auto rules = default_rules();
  rules.quiet_hours = {};
  auto facts = friendly_facts();
  facts.minor = true;
  CHECK(decide({facts, rules, noon}).refused == Reason::minor);
  rules.safety.allow_minors = true;
  CHECK_FALSE(decide({facts, rules, noon}).refused);
  CHECK(refused_besides(facts, rules, noon) == std::set<std::string>{"come_back", "romance"});
  for (auto const* stage : {"intimate", "partner"}) {
    facts.stage_name = stage;
    CHECK(decide({facts, rules, noon}).refused == Reason::minor);
  }
  facts.stage_name = "close_friend";
  CHECK(is_quiet_by_policy(facts, rules, at("2026-03-02T21:00:00Z")));
  CHECK(is_quiet_by_policy(facts, rules, at("2026-03-03T07:59:00Z")));
  CHECK_FALSE(is_quiet_by_policy(facts, rules, at("2026-03-03T08:00:00Z")));
  rules.safety.packs = std::make_shared<std::vector<PolicyPack> const>(std::vector{shipped("minors-night")});
  CHECK(is_quiet_by_policy(facts, rules, at("2026-03-03T08:00:00Z")));  // a Tuesday
  CHECK_FALSE(is_quiet_by_policy(facts, rules, at("2026-03-03T15:00:00Z")));
  CHECK_FALSE(is_quiet_by_policy(facts, rules, at("2026-03-07T08:00:00Z")));  // a Saturday
  facts.minor = false;
  CHECK_FALSE(is_quiet_by_policy(facts, rules, at("2026-03-03T23:00:00Z")));
}

TEST_CASE("a pack's consent refuses as policy, and the operator's as opted_out") {
  auto rules = rules_with({shipped("gdpr-consent")});
  auto facts = friendly_facts();
  facts.jurisdiction = "DE";
  CHECK(decide({facts, rules, noon}).refused == Reason::policy);
  facts.jurisdiction = "US";
  CHECK_FALSE(decide({facts, rules, noon}).refused);
  facts.jurisdiction = "DE";
  facts.preferences.agreed = true;
  CHECK_FALSE(decide({facts, rules, noon}).refused);
  rules.care.consent_required = true;
  facts.preferences.agreed.reset();
  CHECK(decide({facts, rules, noon}).refused == Reason::opted_out);
}

TEST_CASE("a disclosure is due by the user's day, and counts anew after midnight") {
  auto const told = at("2026-03-02T23:30:00Z");
  auto const due = [&](Disclosing rule, std::string const& when, std::string const& zone) {
    return is_disclosure_due(rule, told, at(when), zone);
  };
  CHECK_FALSE(due(Disclosing::daily, "2026-03-02T23:59:00Z", "UTC"));
  CHECK(due(Disclosing::daily, "2026-03-03T00:00:00Z", "UTC"));
  CHECK_FALSE(due(Disclosing::daily, "2026-03-03T10:00:00Z", "Pacific/Niue"));
  CHECK_FALSE(due(Disclosing::first, "2027-03-02T23:59:00Z", "UTC"));
  CHECK(due(Disclosing::every, "2026-03-02T23:30:00Z", "UTC"));
  CHECK_FALSE(due(Disclosing::off, "2026-03-04T00:00:00Z", "UTC"));
  for (auto const rule : {Disclosing::first, Disclosing::daily, Disclosing::every})
    CHECK(is_disclosure_due(rule, std::nullopt, told, "UTC"));
}

TEST_CASE("a disclosure is in a language that the user reads, else in the fallback, else in English") {
  std::vector<DisclosureText> const texts{{"en", "2", "English"}, {"pt", "1", "Portuguese"}, {"zh", "1", "Chinese"}};
  CHECK(disclosure_text(texts, "pt-BR", "en")->body == "Portuguese");
  CHECK(disclosure_text(texts, "zh-Hant", "pt")->body == "Portuguese");
  CHECK(disclosure_text(texts, "xx", "yy")->version == "2");
  CHECK_FALSE(disclosure_text({texts[1]}, "ja", "de"));
}

TEST_CASE("a disclosure stands below the message, or beside it") {
  Disclosure disclosure{DisclosureForm::suffix, {"en", "1", "An AI writes."}};
  CHECK(with_disclosure("Hello", disclosure) == "Hello\n\nAn AI writes.");
  CHECK(disclosure_details(disclosure) ==
        Json{{"form", "suffix"}, {"language", "en"}, {"version", "1"}, {"text", "An AI writes."}});
  disclosure.form = DisclosureForm::field;
  CHECK(with_disclosure("Hello", disclosure) == "Hello");
  CHECK(with_disclosure("Hello", std::nullopt) == "Hello");
  CHECK(disclosure_details(std::nullopt).is_null());
}

TEST_CASE("romance and prompts to return are refused of those alone whom a policy or their age protects") {
  RefusedPhrases const phrases({{"en", "romance", "i love you"}, {"en", "come_back", "come back soon"}});
  Brief brief;
  brief.language = "en";
  MessageLimits const limits{1, 200};
  auto const faults = [&](std::string const& message) {
    return review(message, brief, limits, phrases, {.language = false, .repetition = false, .time_of_day = false});
  };
  CHECK(faults("I love you, sleep well.").empty());
  CHECK(faults("Please come back soon.").empty());
  brief.refused_besides = {"romance"};
  CHECK(faults("I love you, sleep well.") == std::vector{DraftFault::romance});
  CHECK(faults("Please come back soon.").empty());
  brief.refused_besides = {"romance", "come_back"};
  CHECK(faults("Please come back soon.") == std::vector{DraftFault::come_back});
}

TEST_CASE("the proof of a message says on what it rests, in some 300 bytes") {
  auto rules = rules_with({shipped("eu-ai-act"), shipped("gdpr-consent")});
  auto facts = friendly_facts();
  facts.timezone = "Europe/Berlin";
  facts.jurisdiction = "DE";
  facts.birthdate = "1990-01-01";
  facts.preferences.agreed = true;
  facts.consent = Consent{"2026-05", "sign-up", noon};
  auto const text = proof_of(facts, rules, at("2026-12-01T12:00:00Z"), 20);
  auto const proof = parse_bounded(text, 4).value();
  CHECK(text.size() < 420);
  CHECK(proof["consent"] == Json{{"version", "2026-05"}, {"source", "sign-up"}, {"at", "2026-03-02T12:00:00Z"}});
  CHECK(proof["age"] == "adult");
  CHECK(proof["age_source"] == "birthdate");
  CHECK(proof["packs"] == Json{"eu-ai-act@2026-11-29", "gdpr-consent@2026-11-29"});
  CHECK(proof["local"] == "2026-12-01 13:00");
  CHECK(proof["checks_passed"] == 20);
  CHECK(proof["settings"] == fingerprint(default_settings()));
  CHECK(proof_in_words(proof).find("jurisdiction DE; policies eu-ai-act@") != std::string::npos);
}

TEST_CASE("a key that stands twice would loosen a pack in silence") {
  auto const text = to_line(pack_with("", {}));
  auto twice = text;
  twice.insert(1, R"("constraints":{"consent":true,"disclosure":"every"},)");
  CHECK(read_pack(text).problems.empty());
  CHECK(has(read_pack(twice).problems, "twice"));
}

TEST_CASE("what was not reviewed for what protects its user now is written anew") {
  auto rules = default_rules();
  rules.safety.allow_minors = true;
  rules.quiet_hours = {};
  auto facts = friendly_facts();
  DueEngagement due;
  due.scheduled_for = noon;
  due.created_at = noon - hours{1};
  auto const reason = [&] { return decide_delivery(due, {facts, rules, noon}).reason; };
  CHECK_FALSE(reason());
  facts.minor = true;
  CHECK(reason() == Reason::stale);
  due.reviewed_for = {"come_back"};
  CHECK(reason() == Reason::stale);
  due.reviewed_for = {"come_back", "romance"};
  CHECK_FALSE(reason());
  facts.minor = false;
  CHECK_FALSE(reason());
  rules.safety.packs = std::make_shared<std::vector<PolicyPack> const>(std::vector{shipped("cn")});
  due.reviewed_for = {"romance"};
  facts.minor.reset();
  facts.birthdate = "1990-01-01";
  CHECK(decide_delivery(due, {facts, rules, at("2026-12-01T12:00:00Z")}).action != DeliveryDecision::Action::send);
}

TEST_CASE("a setting names packs that there are, and paths") {
  CHECK(parse_pack_list("")->empty());
  CHECK(parse_pack_list("us-ny, eu-ai-act,us-ny") == std::vector<std::string>{"us-ny", "eu-ai-act"});
  CHECK(parse_pack_list("/etc/proactive/mine.json") == std::vector<std::string>{"/etc/proactive/mine.json"});
  for (auto const* entry : {"us-tx", "mine.json", "./mine.json", "/etc/proactive/mine"})
    CHECK_FALSE(parse_pack_list(entry));
}

TEST_CASE("a pack is compared with the settings rule by rule") {
  auto settings = default_settings();
  auto const found = differences(shipped("gdpr-consent"), settings);
  REQUIRE(found.size() == 2);
  CHECK(found[0].rule == "consent");
  CHECK(found[0].tightens);
  CHECK(found[1].set == "365");
  CHECK(found[1].asked == "1095");
  settings.care.consent_required = true;
  settings.runs.retention_days.reset();
  for (auto const& difference : differences(shipped("gdpr-consent"), settings)) CHECK_FALSE(difference.tightens);
}

TEST_CASE("a disclosure is judged as a message, but that it may speak of an AI, and in brackets") {
  auto const faults_of = [](std::string const& body) { return disclosure_faults({"en", "2", body}, {}); };
  CHECK(faults_of("You are talking with an AI, not with a human.").empty());
  CHECK(faults_of("(This message was written by a language model.)").empty());
  for (auto const& [body, fault] : std::initializer_list<std::pair<char const*, DraftFault>>{
           {"An AI wrote this: see https://example.com/ai", DraftFault::link},
           {"An AI wrote this, {{user}}.", DraftFault::placeholder},
           {"An AI wrote\xE2\x80\x8B this.", DraftFault::hidden},
           {"**An AI wrote this.**", DraftFault::markup},
           {"Это сообщение написал искусственный интеллект, а не человек.", DraftFault::language}}) {
    CAPTURE(body);
    auto const faults = faults_of(body);
    CHECK(std::find(faults.begin(), faults.end(), fault) != faults.end());
  }
}
