#pragma once

#include <string_view>
#include <vector>

// Users by chance, and the same on every machine and in every version: what a bucket is given stays with its users.
namespace proactive {

inline constexpr int bucket_count = 10'000;

// So many percent of all, 0 to 100.
constexpr int buckets_of(int percent) { return percent * bucket_count / 100; }

// SHA-256(salt ":" user_id) as one big-endian number, modulo 10,000. Another salt mixes the users anew.
int bucket_of(std::string_view salt, std::string_view user_id);

// Half open.
struct BucketRange {
  int from = 0;
  int to = 0;

  bool operator==(BucketRange const&) const = default;
};

bool contains(std::vector<BucketRange> const& ranges, int bucket);
int size_of(std::vector<BucketRange> const& ranges);

// As many more buckets as `size` asks for, the lowest that neither `ranges` nor `taken` has; what is there stays, so
// that nobody leaves. As many as are free where those are fewer.
std::vector<BucketRange> grown(std::vector<BucketRange> ranges, std::vector<BucketRange> const& taken, int size);

}  // namespace proactive
