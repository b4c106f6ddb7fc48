#include "store/engagement_bytes.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>

#include "base/errors.hpp"

namespace proactive::store {

namespace {

// The lowest bits of what declare_report begins an engagement with: the states are those of EngagementState in their
// order.
namespace bit {
constexpr unsigned state = 7;
constexpr unsigned known = 8;
constexpr unsigned answered = 16;
constexpr unsigned seen = 32;
constexpr unsigned negative = 64;
constexpr unsigned before = 128;
constexpr std::uint64_t all = 255;
}  // namespace bit

// Values in the order of the network's bytes, as PostgreSQL's send functions write them.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (char const c : taken(sizeof value)) value = value << 8U | static_cast<unsigned char>(c);
    return value;
  }

  std::string_view text() { return taken(std::min(rest_.find('\0'), rest_.size())); }

  // Between two values, or behind the last.
  void pass_zero() {
    if (!rest_.empty() && taken(1).front() != '\0') throw_broken();
  }

  Instant instant() {
    constexpr std::chrono::seconds epoch_of_postgres{946'684'800};  // 2000-01-01
    return Instant{epoch_of_postgres + std::chrono::microseconds{static_cast<std::int64_t>(number())}};
  }

  std::optional<double> seconds() {
    auto const value = std::bit_cast<double>(number());
    return std::isnan(value) ? std::nullopt : std::optional{value};
  }

 private:
  [[noreturn]] static void throw_broken() {
    throw Error(ExitCode::internal,
                "the database sent engagements in a form that this binary does not read: report this");
  }

  std::string_view taken(std::size_t size) {
    if (size > rest_.size()) throw_broken();
    auto const bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  std::string_view rest_;
};

CountedEngagement read_engagement(Reader& reader, EngagementParts const& parts) {
  CountedEngagement engagement;
  auto const header = reader.number();
  engagement.user = header & ~bit::all;
  auto const bits = static_cast<unsigned>(header & bit::all);
  engagement.state = static_cast<EngagementState>(bits & bit::state);
  engagement.is_known = (bits & bit::known) != 0;
  engagement.is_answered = (bits & bit::answered) != 0;
  engagement.is_seen = (bits & bit::seen) != 0;
  engagement.is_negative = (bits & bit::negative) != 0;
  engagement.is_before = (bits & bit::before) != 0;
  if (engagement.is_answered) engagement.seconds = reader.seconds();
  if (parts.has_time && engagement.state == EngagementState::sent) engagement.sent_at = reader.instant();
  if (!parts.has_time) engagement.key = reader.text();
  if (parts.has_user) {
    reader.pass_zero();
    engagement.user_id = reader.text();
  }
  reader.pass_zero();
  return engagement;
}

std::string unhexed(std::string_view hex) {
  constexpr std::string_view prefix = "\\x";
  if (hex.starts_with(prefix)) hex.remove_prefix(prefix.size());
  auto const digit = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::string bytes(hex.size() / 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<char>(digit(hex[2 * i]) << 4U | digit(hex[2 * i + 1]));
  return bytes;
}

}  // namespace

EngagementBytes::EngagementBytes(std::string_view hex) : bytes_(unhexed(hex)) {}

void EngagementBytes::read(EngagementParts const& parts, std::vector<CountedEngagement>& engagements) const {
  engagements.clear();
  Reader reader(bytes_);
  while (!reader.is_at_end()) engagements.push_back(read_engagement(reader, parts));
}

}  // namespace proactive::store
