#include "domain/llm/answer.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace proactive;

namespace {

std::string const nonce = "4f2a";
std::string const good = R"({"action":"send","message":"How was the hike?","memory_ids":[2],"nonce":"4f2a"})";
std::string const decoy = R"({"action":"send","message":"A decoy","memory_ids":[],"nonce":"4f2a"})";

Answer read(std::string const& content) {
  auto const found = read_answer({content}, nonce, AnswerForm::json_schema, "Luna");
  CHECK_FALSE(found.fault);
  REQUIRE(found.answer);
  return *found.answer;
}

std::string fault_in(std::string const& content) {
  auto const found = read_answer({content}, nonce, AnswerForm::json_schema, "Luna");
  CHECK(found.answer.has_value() != found.fault.has_value());
  return found.fault ? std::string{name_of(*found.fault)} : "";
}

std::string with_memories(std::string const& ids) {
  return R"({"action":"send","message":"How was the hike?","memory_ids":)" + ids + R"(,"nonce":"4f2a"})";
}

Brief brief_with_memories(std::size_t count, EngagementType type = EngagementType::check_in) {
  Brief brief;
  brief.type = type;
  brief.language = "en";
  for (std::size_t i = 0; i < count; ++i) brief.context.memories.push_back({"Memory " + std::to_string(i + 1)});
  return brief;
}

std::string faults_in(Answer const& answer, Brief const& brief) {
  std::string names;
  for (auto const fault : faults_of(answer, brief, {1, 200}, {})) {
    names += (names.empty() ? "" : " ") + std::string{name_of(fault)};
  }
  return names;
}

}  // namespace

TEST_CASE("an answer is read from what models put around it") {
  for (auto const& content :
       {good, "```json\n" + good + "\n```", "```\n" + good + "\n```", "Sure! Here it is:\n\n" + good,
        good + "\n\nLet me know if I should change it.", "  \n" + good + "  \n",
        "<think>They like hikes.</think>" + good, "<think>\nFirst I wrote " + decoy + ", but no.\n</think>\n\n" + good,
        "\n <think>{\"a\": </think>```json\n" + good + "\n```",
        "They like hikes, a thought without its opening.\n</think>\n" + good,
        "<think>one</think><think>" + decoy + "</think>" + good, "\xEF\xBB\xBF" + good}) {
    CAPTURE(content);
    auto const answer = read(content);
    CHECK(answer.send);
    CHECK(answer.message == "How was the hike?");
    CHECK(answer.memories == std::vector{2});
  }
}

TEST_CASE("JSON is read as models write it") {
  std::string const fields = R"("message":"How was the hike?","memory_ids":[2],"nonce":"4f2a")";
  for (
      std::string const& content :
      {std::string{"Use {curly} braces: "} + good,
       good + good,
       std::string{"{\"a\": {"} + good,
       good + "}}}",
       std::string{"{'action':'send','message':'How was the hike?','memory_ids':[2],'nonce':'4f2a'}"},
       std::string{"{action: \"send\", message: \"How was the hike?\", memory_ids: [2], nonce: \"4f2a\"}"},
       std::string{"{\u201Caction\u201D: \u201Csend\u201D, \u201Cmessage\u201D: \u201CHow was the hike?\u201D, "
                   "\u201Cmemory_ids\u201D: [2], \u201Cnonce\u201D: \u201C4f2a\u201D}"},
       "{\"action\":\"send\"," + fields + ",}",
       "{" + fields + "}",
       "[{\"action\":\"SEND\"," + fields + "}]",
       "{\"action\":\"send\", // why\n /* how */ " + fields + "}",
       "{\"result\":{\"action\":\"send\"," + fields + "}}",
       std::string{R"({"Action":"Send","Message":"How was the hike?","Memory-IDs":["2"],"NONCE":"4F2A"})"},
       std::string{R"({"action":"send","message":"How was the hike?","memoryIds":2,"nonce":" 4f2a "})"},
       std::string{
           R"({"action":"send","thought":None,"sure":True,"message":"How was the hike?","memory_ids":[2,],"nonce":"4f2a"})"},
       std::string{"{\"action\":\"send\",\"message\":\"How was\nthe hike?\n\",\"memory_ids\":[2],\"nonce\":\"4f2a\"}"},
       std::string{
           R"("{\"action\":\"send\",\"message\":\"How was the hike?\",\"memory_ids\":[2],\"nonce\":\"4f2a\"}")"},
       std::string{
           R"({"response":"{\"action\":\"send\",\"message\":\"How was the hike?\",\"memory_ids\":[2],\"nonce\":\"4f2a\"}"})"},
       "<|channel|>analysis<|message|>Perhaps " + decoy + "<|end|><|start|>assistant<|channel|>final<|message|>" +
           good + "<|return|>",
       "[THINK]" + decoy + "[/THINK]" + good,
       "<thinking>{ \"</thinking>" + good,
       "<think></think>" + good,
       good + "<|im_end|>",
       "<think>" + good + "</think>",
       decoy + " No, better: " + good}) {
    CAPTURE(content);
    auto const answer = read(content);
    CHECK(answer.send);
    CHECK(answer.message == "How was the hike?");
    CHECK(answer.memories == std::vector{2});
  }
}

TEST_CASE("signs of thoughts within a message are the message's, for the review to refuse") {
  CHECK(read(R"({"action":"send","message":"<think>tea</think> Tea?","memory_ids":[],"nonce":"4f2a"})").message ==
        "<think>tea</think> Tea?");
}

TEST_CASE("quotation marks within a message are the message's") {
  auto const message_in = [](std::string const& message) {
    return read("{\"action\":\"send\",\"message\":\"" + message + "\",\"memory_ids\":[],\"nonce\":\"4f2a\"}").message;
  };
  CHECK(message_in("She said \"tea\" again") == "She said \"tea\" again");
  CHECK(message_in("\"Dune\", or \"Alien\"?") == "\"Dune\", or \"Alien\"?");
  CHECK(message_in("It's 5 o'clock, isn't it?") == "It's 5 o'clock, isn't it?");
  CHECK(message_in("\u201CDune\u201D or not?") == "\u201CDune\u201D or not?");
  CHECK(message_in("a {brace} and [more]") == "a {brace} and [more]");
  CHECK(message_in("see // that /* there") == "see // that /* there");
}

TEST_CASE("what is no answer is not taken for one") {
  struct Case {
    std::string content;
    char const* fault;
  };
  std::string const head = R"({"action":"send","message":)";
  for (auto const& [content, fault] : {Case{"", "not_json"},
                                       Case{"How was the hike?", "not_json"},
                                       Case{"{}", "not_json"},
                                       Case{"[]", "not_json"},
                                       Case{"null", "not_json"},
                                       Case{"}{", "not_json"},
                                       Case{"{", "not_json"},
                                       Case{"4f2a", "not_json"},
                                       Case{"{4f2a}", "not_json"},
                                       Case{"\"send\"", "not_json"},
                                       Case{R"({"task":"check_in","their_name":"Ana","nonce":"4f2a"})", "not_json"},
                                       Case{good.substr(0, good.size() - 1), "not_json"},
                                       Case{head + "\"cut", "not_json"},
                                       Case{R"({"action":"delete","message":"Hi","nonce":"4f2a"})", "not_json"},
                                       Case{"<think>" + good + "</think> I would rather not.", "not_json"},
                                       Case{"<think>" + good + " and then", "not_json"},
                                       Case{head + R"(null,"memory_ids":[],"nonce":"4f2a"})", "not_json"},
                                       Case{head + R"(["Hi"],"memory_ids":[],"nonce":"4f2a"})", "not_json"},
                                       Case{R"({"action":"send","memory_ids":[],"nonce":"4f2a"})", "not_json"},
                                       Case{head + R"("","memory_ids":[],"nonce":"4f2a"})", "no_answer"},
                                       Case{head + R"(" \n\t ","memory_ids":[],"nonce":"4f2a"})", "no_answer"}}) {
    CAPTURE(content);
    CHECK(fault_in(content) == fault);
  }
}

TEST_CASE("the texts of a completion are tried in their order") {
  auto const found =
      read_answer({"I shall answer.", "{\"nonce\":\"4f2a\"}", good, decoy}, nonce, AnswerForm::json_object, "");
  REQUIRE(found.answer);
  CHECK(found.answer->message == "How was the hike?");
}

TEST_CASE("a message alone is what remains without thoughts") {
  auto const alone = [](std::string const& text) {
    return read_answer({text}, nonce, AnswerForm::message_alone, "Luna");
  };
  for (std::string const text :
       {"How was the hike?", " How was the hike?\n", "<think>They hike {often}.</think>\n\nHow was the hike?",
        "How was the hike?<|im_end|>", "They hike.</think>How was the hike?",
        "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>How was the "
        "hike?<|return|>"}) {
    CAPTURE(text);
    auto const found = alone(text);
    REQUIRE(found.answer);
    CHECK(found.answer->message == "How was the hike?");
    CHECK(found.answer->is_bare);
    CHECK(found.answer->memories.empty());
  }
  CHECK(alone(good).answer->message == "How was the hike?");
  CHECK_FALSE(alone(good).answer->is_bare);
  CHECK_FALSE(alone("SKIP").answer->send);
  CHECK(alone("<think>Hm, perhaps").fault == DraftFault::no_answer);
  CHECK(faults_in({true, "How was {it}?", {}, true}, brief_with_memories(0)) == "leak placeholder");
  auto const reminder = brief_with_memories(2, EngagementType::memory_reminder);
  CHECK(faults_in({true, "How was memory 2?", {}, true}, reminder) == "");
  CHECK(faults_in({true, "How was the hike?", {}, true}, reminder) == "unrelated");
}

TEST_CASE("a message alone that was cut off is whole where it ends as a sentence does") {
  for (std::string const whole :
       {"How was the hike?", "Gut geschlafen!", "おはよう。", "And so\u2026", "She said \"tea\""})
    CHECK(is_whole({true, whole, {}, true}));
  for (std::string const cut : {"How was the", "Guess what,", ""}) CHECK_FALSE(is_whole({true, cut, {}, true}));
  CHECK(is_whole({true, "How was the", {}, false}));
}

TEST_CASE("braces without end cost a bounded time") {
  for (std::string const piece :
       {"{", "{\"a\":", "{\"nonce\":\"4f2a\",", "[{\"", "{\"message\":\"\\\"", "4f2a{", "\\\"{"}) {
    std::string text;
    while (text.size() < 250'000) text += piece;
    CAPTURE(piece);
    CHECK(fault_in(text) == "not_json");
    CHECK(read(text + good).message == "How was the hike?");
  }
}

TEST_CASE("an answer to another request is recognised by its nonce") {
  for (std::string const given : {R"("4f2b")", R"("")", R"("4f2a\u0000")", R"("4f2a2")", "null", "4", R"(["4f2a"])"}) {
    CAPTURE(given);
    CHECK(fault_in(R"({"action":"send","message":"Hi","memory_ids":[],"nonce":)" + given + "}") == "wrong_nonce");
    CHECK(fault_in(R"({"action":"skip","message":"","memory_ids":[],"nonce":)" + given + "}") == "wrong_nonce");
  }
  CHECK(fault_in(R"({"action":"send","message":"Hi","memory_ids":[]})") == "wrong_nonce");
  CHECK(fault_in(R"({"action":"send","message":"Hi","nonce":"4f2a","nonce":"other"})") == "wrong_nonce");
}

TEST_CASE("a model may hold that no message would be welcome") {
  for (std::string const message : {R"("")", R"("no")", "null"}) {
    CAPTURE(message);
    auto const answer = read(R"({"action":"skip","message":)" + message + R"(,"memory_ids":[],"nonce":"4f2a"})");
    CHECK_FALSE(answer.send);
    CHECK(faults_in(answer, brief_with_memories(0)) == "");
  }
  CHECK_FALSE(read(R"({"action":"skip","nonce":"4f2a"})").send);
}

TEST_CASE("a message stands without spaces around it, and keeps those in it") {
  CHECK(read(R"({"action":"send","message":"  How  are\tyou? \n","nonce":"4f2a"})").message == "How  are\tyou?");
  CHECK(read(R"({"action":"send","message":"a } brace {","nonce":"4f2a"})").message == "a } brace {");
  CHECK(read(R"({"action":"send","message":"\ud83d\ude00 \"ok\"","nonce":"4f2a"})").message == "\U0001F600 \"ok\"");
}

TEST_CASE("memories are cited by numbers, or by texts of numbers") {
  struct Case {
    std::string ids;
    std::vector<int> expected;
  };
  for (auto const& [ids, expected] : {Case{"[]", {}}, Case{"[1,2,3]", {1, 2, 3}}, Case{R"(["1","12"])", {1, 12}},
                                      Case{R"(["2",1])", {2, 1}}, Case{"[2,2]", {2}}, Case{"[999]", {999}},
                                      Case{"null", {}}, Case{"3", {3}}, Case{R"("3")", {3}}, Case{"{}", {}}}) {
    CAPTURE(ids);
    CHECK(read(with_memories(ids)).memories == expected);
  }
}

TEST_CASE("what is no number of a memory is a memory that was not given") {
  for (std::string const id : {"0",           "-1",
                               "4",           "999",
                               "1000",        "99999999999999999999",
                               "1.0",         "1.5",
                               "1e0",         "null",
                               "true",        "[1]",
                               R"({"id":1})", R"("")",
                               R"("M1")",     R"("-1")",
                               R"("+1")",     R"("1.0")",
                               R"("1000")",   R"("one")",
                               R"("0")",      "18446744073709551617"}) {
    CAPTURE(id);
    auto const answer = read(with_memories("[1," + id + "]"));
    CHECK(answer.memories.size() == 2);
    CHECK(faults_in(answer, brief_with_memories(3)) == "unknown_memory");
  }
}

TEST_CASE("memories that were given may be cited") {
  Answer const answer{true, "How was the hike?", {1, 3}};
  CHECK(faults_in(answer, brief_with_memories(3)) == "");
  CHECK(faults_in(answer, brief_with_memories(2)) == "unknown_memory");
  CHECK(faults_in(answer, brief_with_memories(0)) == "unknown_memory");
}

TEST_CASE("a reminder of a memory cites one, where there is one") {
  Answer const silent{true, "How was the hike?", {}};
  CHECK(faults_in(silent, brief_with_memories(2, EngagementType::memory_reminder)) == "no_memory");
  CHECK(faults_in(silent, brief_with_memories(0, EngagementType::memory_reminder)) == "");
  CHECK(faults_in(silent, brief_with_memories(2, EngagementType::topic_suggestion)) == "");
  CHECK(faults_in({true, "A memory?", {2}}, brief_with_memories(2, EngagementType::memory_reminder)) == "");
}

TEST_CASE("a reminder of a memory speaks of one that it cites") {
  auto brief = brief_with_memories(0, EngagementType::memory_reminder);
  brief.user_name = "Sam Green";
  brief.context.memories = {{"Sam loves hiking in the Alps"}, {"has a cat named Miso"}};
  CHECK(faults_in({true, "How was the hike?", {1}}, brief) == "");
  CHECK(faults_in({true, "How was the hike?", {2, 1}}, brief) == "");
  CHECK(faults_in({true, "How was the hike?", {2}}, brief) == "unrelated");
  CHECK(faults_in({true, "How was the exam, Sam?", {1, 2}}, brief) == "unrelated");
  CHECK(faults_in({true, "**How** was the exam, Sam?", {1}}, brief) == "markup unrelated");
  brief.type = EngagementType::check_in;
  CHECK(faults_in({true, "How was the exam, Sam?", {1}}, brief) == "");
}

TEST_CASE("the fault of the memories comes before those of the message") {
  CHECK(faults_in({true, "**Hi** [name]", {7}}, brief_with_memories(1)) == "unknown_memory markup placeholder");
  CHECK(faults_in({true, "**Hi** [name]", {1}}, brief_with_memories(1)) == "markup placeholder");
  CHECK(faults_in({true, std::string{"NUL\0", 4}, {7}}, brief_with_memories(1)) == "unknown_memory invalid_text");
  CHECK(faults_in(read(R"({"action":"send","message":"NUL\u0000!","nonce":"4f2a"})"), brief_with_memories(0)) ==
        "invalid_text");
}

TEST_CASE("an answer that skips has no fault") {
  auto const reminder = brief_with_memories(2, EngagementType::memory_reminder);
  CHECK(faults_in({false, "**Hi** [name]", {}}, reminder) == "");
  CHECK(faults_in({false, "", {}}, reminder) == "");
}

TEST_CASE("deep nesting is refused") {
  auto const nested = [](int depth) {
    return R"({"action":"send","message":"Hi","x":)" + std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']') + R"(,"nonce":"4f2a"})";
  };
  CHECK(read(nested(8)).message == "Hi");
  CHECK(fault_in(nested(9)) == "not_json");
  CHECK(fault_in(nested(1'000'000)) == "not_json");
  CHECK(fault_in(std::string(1'000'000, '{') + "}") == "not_json");
}

TEST_CASE("thoughts that do not end hold no answer") {
  // Nothing is taken from the middle of a model's thoughts.
  CHECK(fault_in("<think>I could write " + decoy + " but that is dull, so") == "not_json");
}

TEST_CASE("an answer that skips cites no memory that does not exist") {
  // The writer looks up the ids of these numbers.
  auto const answer = read(R"({"action":"skip","message":"","memory_ids":[99,"x"],"nonce":"4f2a"})");
  CHECK(answer.memories.empty());
}

// The templates of some models (DeepSeek R1, QwQ) hold the opening of the thoughts, which is then not answered.
TEST_CASE("thoughts without their opening may hold braces") {
  CHECK(fault_in("I could write " + decoy + ", but no.\n</think>\n" + good) == "");
}

TEST_CASE("a memory that is cited a thousand times is cited once") {
  std::string ids = "[1";
  for (int i = 0; i < 1000; ++i) ids += ",1";
  CHECK(read(with_memories(ids + "]")).memories == std::vector{1});
  CHECK(read(with_memories(R"([2, "2", 1])")).memories == std::vector{2, 1});
  CHECK(read(with_memories("[0, 99999999999, -1, 1.5, null]")).memories == std::vector{0});
}
