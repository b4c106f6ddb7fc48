#include "base/lines.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "base/errors.hpp"

using namespace proactive;

namespace {

// As the lines of a pipe that is written to and closed: "text|", and with "~" for what was cut.
std::string read_as(std::string const& input, std::size_t most_bytes = 8) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  REQUIRE(write(ends[1], input.data(), input.size()) == static_cast<ssize_t>(input.size()));
  close(ends[1]);
  std::string shown;
  LineReader reader(ends[0], most_bytes);
  while (auto const line = reader.next()) shown += line->text + (line->is_cut ? "~|" : "|");
  close(ends[0]);
  return shown;
}

}  // namespace

TEST_CASE("lines of a descriptor") {
  struct Case {
    std::string input;
    std::string lines;
  };
  for (auto const& [input, lines] :
       {Case{"", ""}, Case{"\n", "|"}, Case{"one", "one|"}, Case{"one\n", "one|"}, Case{"one\ntwo", "one|two|"},
        Case{"one\r\ntwo\r\n", "one|two|"}, Case{"\n\none\n\n", "||one||"}, Case{"a\rb\r\r\n", "a\rb\r|"},
        Case{"12345678\n", "12345678|"}, Case{"123456789\nnext", "12345678~|next|"}, Case{"123456789", "12345678~|"},
        Case{"1234567\r\nx\n", "1234567|x|"}, Case{"12345678\n123456789\n", "12345678|12345678~|"},
        Case{"\xEF\xBB\xBFone\ntwo", "one|two|"}, Case{"one\n\xEF\xBB\xBFtwo", "one|\xEF\xBB\xBFtwo|"},
        Case{std::string{"a\0b\n\xff\n", 6}, std::string{"a\0b|\xff|", 6}}}) {
    CAPTURE(input);
    CHECK(read_as(input) == lines);
  }
}

TEST_CASE("a line may be longer than what is read at once, and what is left of it takes no memory") {
  std::string const text(50'000, 'x');
  CHECK(read_as(text + "\nnext\n", 60'000) == text + "|next|");
  CHECK(read_as(text + "\nnext\n", 4) == "xxxx~|next|");
}

TEST_CASE("what cannot be read says so") {
  auto const folder = open("/", O_RDONLY | O_DIRECTORY);
  LineReader reader(folder, 8);
  CHECK_THROWS_WITH_AS(reader.next(), doctest::Contains("the lines cannot be read"), Error);
  close(folder);
}
