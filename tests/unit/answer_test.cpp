#include "domain/llm/answer.hpp"

#include <doctest/doctest.h>

#include <string_view>

#include "domain/llm/chat.hpp"

using namespace proactive;

namespace {

std::string const nonce = "4f2a";
std::string const good = R"({"action":"send","message":"How was the hike?","memory_ids":[2],"nonce":"4f2a"})";
std::string const decoy = R"({"action":"send","message":"A decoy","memory_ids":[],"nonce":"4f2a"})";

Answer read(std::string const& content) {
  auto const found = read_answer(content, nonce);
  CHECK_FALSE(found.fault);
  REQUIRE(found.answer);
  return *found.answer;
}

std::string fault_in(std::string const& content) {
  auto const found = read_answer(content, nonce);
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

TEST_CASE("what is no answer is not taken for one") {
  struct Case {
    std::string content;
    char const* fault;
  };
  std::string const head = R"({"action":"send","message":)";
  for (auto const& [content, fault] :
       {Case{"", "not_json"},
        Case{"How was the hike?", "not_json"},
        Case{"{}", "not_json"},
        Case{"[]", "not_json"},
        Case{"null", "not_json"},
        Case{"}{", "not_json"},
        Case{"{", "not_json"},
        Case{"\"send\"", "not_json"},
        Case{"Use {curly} braces: " + good, "not_json"},
        Case{good + good, "not_json"},
        Case{good.substr(0, good.size() - 1), "not_json"},
        Case{head + "\"cut", "not_json"},
        Case{head + "\"\xff\",\"nonce\":\"4f2a\"}", "not_json"},
        Case{head + R"("\ud800","nonce":"4f2a"})", "not_json"},
        Case{"{'action':'send','message':'Hi','nonce':'4f2a'}", "not_json"},
        Case{R"({"message":"Hi","memory_ids":[],"nonce":"4f2a"})", "not_json"},
        Case{R"({"action":"Send","message":"Hi","nonce":"4f2a"})", "not_json"},
        Case{R"({"action":"delete","message":"Hi","nonce":"4f2a"})", "not_json"},
        Case{R"({"action":["send"],"message":"Hi","nonce":"4f2a"})", "not_json"},
        Case{R"({"action":true,"message":"Hi","nonce":"4f2a"})", "not_json"},
        Case{R"({"answer":{"action":"send","message":"Hi","nonce":"4f2a"}})", "not_json"},
        Case{"<think>" + good + "</think>", "not_json"},
        Case{"<think>" + good + "</think> I would rather not.", "not_json"},
        Case{head + R"("","memory_ids":[],"nonce":"4f2a"})", "no_answer"},
        Case{head + R"(" \n\t ","memory_ids":[],"nonce":"4f2a"})", "no_answer"},
        Case{head + R"(null,"memory_ids":[],"nonce":"4f2a"})", "no_answer"},
        Case{head + R"(["Hi"],"memory_ids":[],"nonce":"4f2a"})", "no_answer"},
        Case{R"({"action":"send","memory_ids":[],"nonce":"4f2a"})", "no_answer"}}) {
    CAPTURE(content);
    CHECK(fault_in(content) == fault);
  }
}

TEST_CASE("an answer to another request is recognised by its nonce") {
  for (std::string const given :
       {R"("4f2b")", R"("")", R"("4F2A")", R"(" 4f2a")", R"("4f2a\u0000")", "null", "4", R"(["4f2a"])"}) {
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
                                      Case{R"(["2",1])", {2, 1}}, Case{"[2,2]", {2, 2}}, Case{"[999]", {999}},
                                      Case{"null", {}}, Case{"3", {}}, Case{R"("3")", {}}, Case{"{}", {}}}) {
    CAPTURE(ids);
    CHECK(read(with_memories(ids)).memories == expected);
  }
}

TEST_CASE("what is no number of a memory is a memory that was not given") {
  for (std::string const id : {"0",
                               "-1",
                               "4",
                               "999",
                               "1000",
                               "99999999999999999999",
                               "1.0",
                               "1.5",
                               "1e0",
                               "null",
                               "true",
                               "[1]",
                               R"({"id":1})",
                               R"("")",
                               R"(" 1")",
                               R"("M1")",
                               R"("-1")",
                               R"("+1")",
                               R"("1.0")",
                               R"("1000")",
                               R"("one")",
                               R"("0")",
                               "18446744073709551617"}) {
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
