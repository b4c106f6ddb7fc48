#pragma once

#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/message/review.hpp"

namespace proactive {

// Reviews texts by some phrases, and remembers what it found in the last ten thousand: names of companions repeat, and
// so do messages that a template makes. For any thread.
class ReviewMemo {
 public:
  explicit ReviewMemo(RefusedPhrases const& phrases) : phrases_(phrases) {}

  bool is_sayable(std::string const& value, std::string const& language);
  // What a writer looks for in a message that it has made itself, of words that were judged before.
  std::vector<DraftFault> review(std::string const& message, Brief const& brief, MessageLimits const& limits);

 private:
  template <typename Review>
  std::vector<DraftFault> remembered(std::string key, Review const& review);

  RefusedPhrases const& phrases_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::vector<DraftFault>> known_;
};

}  // namespace proactive
