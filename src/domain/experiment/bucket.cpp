#include "domain/experiment/bucket.hpp"

#include <algorithm>
#include <string>

#include "base/digest.hpp"

namespace proactive {

int bucket_of(std::string_view salt, std::string_view user_id) {
  std::string text{salt};
  text.append(":").append(user_id);
  int bucket = 0;
  for (int const byte : sha256(text)) bucket = (bucket * 256 + byte) % bucket_count;
  return bucket;
}

bool contains(std::vector<BucketRange> const& ranges, int bucket) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [bucket](BucketRange const& range) { return range.from <= bucket && bucket < range.to; });
}

int size_of(std::vector<BucketRange> const& ranges) {
  int size = 0;
  for (auto const& range : ranges) size += range.to - range.from;
  return size;
}

std::vector<BucketRange> grown(std::vector<BucketRange> ranges, std::vector<BucketRange> const& taken, int size) {
  int missing = size - size_of(ranges);
  for (int bucket = 0; bucket < bucket_count && missing > 0; ++bucket) {
    if (contains(ranges, bucket) || contains(taken, bucket)) continue;
    if (!ranges.empty() && ranges.back().to == bucket) {
      ++ranges.back().to;
    } else {
      ranges.push_back({bucket, bucket + 1});
    }
    --missing;
  }
  return ranges;
}

}  // namespace proactive
