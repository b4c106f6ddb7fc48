#include "base/log_sentence.hpp"

#include <doctest/doctest.h>

using namespace proactive;
using log::Level;
using log::sentence_of;

TEST_CASE("an event is a sentence, and its fields stand behind it") {
  CHECK(sentence_of(Level::warn, "no_message",
                    {{"user_id", "42"}, {"engagement_id", "7"}, {"error", "no template fits"}}) ==
        "warning: no message: no template fits (user_id 42, engagement_id 7)");
  CHECK(sentence_of(Level::error, "unreadable", Json::object()) == "error: unreadable");
  CHECK(sentence_of(Level::info, "slices_busy", {{"hint", "another run holds the slices"}}) ==
        "slices busy: another run holds the slices");
  CHECK(sentence_of(Level::debug, "batch_checked", {{"checked", 3}, {"planned", 1}}) ==
        "debug: batch checked (checked 3, planned 1)");
  CHECK(sentence_of(Level::warn, "nobody_chosen", {{"user_id", nullptr}, {"message", "nobody"}}) ==
        "warning: nobody chosen: nobody");
}

TEST_CASE("a sentence is safe for a terminal") {
  CHECK(sentence_of(Level::warn, "no_message", {{"error", "a\x1b[2Jb\nc"}}) == "warning: no message: a\uFFFD[2Jb c");
}
