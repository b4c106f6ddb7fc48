#include "cli/progress_line.hpp"

#include <doctest/doctest.h>

using namespace proactive;
using std::chrono::milliseconds;

TEST_CASE("progress tells what is done, under way and left, and how fast it goes") {
  CHECK(cli::progress_text({0, 50, true, 4, 0}, milliseconds{1000}) == "0 of 50 written, 4 in flight");
  CHECK(cli::progress_text({120, 1000, true, 16, 3}, milliseconds{2000}) ==
        "120 of 1000 written, 16 in flight, 3 fallbacks, 60/s, 15 s left");
  CHECK(cli::progress_text({50, 50, true, 0, 0}, milliseconds{100}) ==
        "50 of 50 written, 0 in flight, 500/s, 0 s left");
  CHECK(cli::progress_text({1, 2, true, 1, 0}, milliseconds{0}) == "1 of 2 written, 1 in flight");
}

TEST_CASE("progress tells of calls and fallbacks only where an LLM is asked") {
  CHECK(cli::progress_text({0, 50, false}, milliseconds{1000}) == "0 of 50 written");
  CHECK(cli::progress_text({50, 50, false}, milliseconds{100}) == "50 of 50 written, 500/s, 0 s left");
}

TEST_CASE("progress that is over is not shown, and does not come back") {
  int told = 0;
  app::Progress last;
  app::ProgressBoard board([&](app::Progress const& progress) {
    ++told;
    last = progress;
  });
  board.step("removing old rows");
  board.end();
  CHECK(told == 2);
  CHECK(cli::progress_text(last, milliseconds{1}).empty());
  board.step("asking what came of messages");
  board.add(1, 0, 0, 0);
  board.end();
  CHECK(told == 2);
}

TEST_CASE("progress tells of steps without messages, too") {
  CHECK(cli::progress_text({}, milliseconds{1000}).empty());
  app::Progress learning;
  learning.step = "learning of pairs";
  CHECK(cli::progress_text(learning, milliseconds{1}) == "learning of pairs");
  app::Progress checking;
  checking.checked = 2000;
  CHECK(cli::progress_text(checking, milliseconds{1}) == "2000 checked");
  checking.due = 300'000;
  CHECK(cli::progress_text(checking, milliseconds{1}) == "2000 of 300000 checked");
  app::Progress delivering;
  delivering.looked_at = 1500;
  delivering.sent = 1200;
  CHECK(cli::progress_text(delivering, milliseconds{1}) == "1200 sent of 1500 looked at");
}

TEST_CASE("jobs add their progress up") {
  app::Progress last;
  app::ProgressBoard board([&](app::Progress const& progress) { last = progress; });
  CHECK(board.is_watched());
  board.add(10, 1, 90, 4);
  board.add(20, 0, 60, 8);
  CHECK(last.total == 180);
  board.add(30, 0, -30, 8);
  CHECK(last.written == 60);
  CHECK(last.fallbacks == 1);
  CHECK(last.total == 180);
  CHECK(last.in_flight == 8);
  board.add_due(100);
  board.add_checked(30);
  board.add_checked(20);
  CHECK(last.checked == 50);
  CHECK(last.due == 100);
  board.step("learning of pairs");
  CHECK(last.step == "learning of pairs");
  CHECK_FALSE(app::ProgressBoard({}).is_watched());
}
