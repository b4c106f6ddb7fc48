#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace proactive {

struct Line {
  std::string text;     // without its end, "\n" or "\r\n"; any bytes
  bool is_cut = false;  // there was more of it, which was passed over
};

// Reads a descriptor line by line, each as soon as it is there, in bounded memory.
class LineReader {
 public:
  LineReader(int descriptor, std::size_t most_bytes) : descriptor_(descriptor), most_bytes_(most_bytes) {}

  // The next line, of which at most `most_bytes` are kept; what follows the last "\n" is one too, if it is not empty. A
  // byte order mark before the first is left out. Nothing at the end, and when a stop was requested. Throws Error
  // (usage) where the descriptor cannot be read.
  std::optional<Line> next();

 private:
  bool fill();
  [[nodiscard]] Line taken();

  int descriptor_;
  std::size_t most_bytes_;
  std::string unread_;
  Line line_;  // what is known of the next one
  bool is_first_ = true;
};

}  // namespace proactive
