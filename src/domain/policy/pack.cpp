#include "domain/policy/pack.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/time.hpp"
#include "domain/message/phrases.hpp"
#include "domain/policy/jurisdiction.hpp"

namespace proactive {

namespace {

constexpr int deepest_pack = 6;
constexpr int most_evidence_days = 36'500;
constexpr std::size_t longest_pack_id = 40;

// Reads the members of a pack one after the other, and notes what is wrong.
class PackReader {
 public:
  explicit PackReader(Json const& document) : document_(document) {}

  PackReading read() {
    read_head();
    read_sources();
    for (auto const& item : list("leaves_out")) reading_.pack.leaves_out.push_back(text_of(item, "leaves_out"));
    auto const& constraints = member(document_, "constraints");
    if (!constraints.is_object() || constraints.empty())
      problem("constraints is not an object with at least one member");
    reading_.pack.document = document_;
    reading_.pack.constraints = constraints;
    if (constraints.is_object()) {
      for (auto const& [name, value] : constraints.items()) read_constraint(name, value);
    }
    require_known(document_, {"id", "version", "title", "jurisdictions", "effective_from", "effective_until", "sources",
                              "leaves_out", "constraints"});
    return std::move(reading_);
  }

 private:
  void problem(std::string sentence) { reading_.problems.push_back(std::move(sentence)); }
  void loosens(std::string_view name, Json const& value) {
    problem(fmt::format("{} {} would loosen what is set: a pack only tightens, so leave it out", name,
                        shortened(printable(to_line(value)), 60)));
  }
  void not_allowed(std::string_view name, Json const& value, std::string_view allowed) {
    problem(fmt::format("{} {} is not allowed: use {}", name, shortened(printable(to_line(value)), 60), allowed));
  }

  void require_known(Json const& object, std::vector<std::string_view> const& known) {
    for (auto const& [name, value] : object.items()) {
      if (std::find(known.begin(), known.end(), name) == known.end())
        problem(fmt::format("{} is unknown: correct its name or leave it out", printable(shortened(name, 40))));
    }
  }

  std::string text_of(Json const& value, std::string_view name) {
    auto text = value.is_string() ? value.get<std::string>() : std::string{};
    if (trim(text).empty() || printable(text) != text || grapheme_count(text) > 1000)
      not_allowed(name, value, "a line of text");
    return text;
  }

  Json const& list(std::string_view name) {
    static Json const none = Json::array();
    auto const& value = member(document_, name);
    if (value.is_array()) return value;
    problem(fmt::format("{} is not a list", name));
    return none;
  }

  std::optional<std::chrono::local_days> day(std::string_view name) {
    auto const& value = member(document_, name);
    if (value.is_null()) return std::nullopt;
    auto const date = value.is_string() ? parse_date(value.get<std::string>()) : std::nullopt;
    if (!date) not_allowed(name, value, "a date such as 2027-01-01, or null");
    return date;
  }

  void read_head() {
    auto& pack = reading_.pack;
    pack.id = text_of(member(document_, "id"), "id");
    bool const is_id = pack.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    if (!is_id || pack.id.size() > longest_pack_id)
      not_allowed("id", member(document_, "id"), "at most 40 lower-case letters, digits and dashes");
    pack.version = text_of(member(document_, "version"), "version");
    pack.title = text_of(member(document_, "title"), "title");
    for (auto const& item : list("jurisdictions")) {
      auto const place = text_of(item, "jurisdictions");
      if (place != "*" && jurisdiction_code(place) != place)
        not_allowed("jurisdictions", item, "codes of ISO 3166 such as DE or US-NY, or *");
      pack.jurisdictions.push_back(place);
    }
    if (pack.jurisdictions.empty()) problem("jurisdictions names none: write * for everybody");
    pack.from = day("effective_from");
    pack.until = day("effective_until");
    if (pack.from && pack.until && *pack.until <= *pack.from) problem("effective_until is not after effective_from");
  }

  void read_sources() {
    for (auto const& item : list("sources")) {
      auto const& read = member(item, "read");
      if (!read.is_null() && !parse_date(member_text(item, "read"))) not_allowed("read", read, "a date or null");
      reading_.pack.sources.push_back({text_of(member(item, "title"), "a source's title"),
                                       text_of(member(item, "url"), "a source's url"),
                                       read.is_string() ? std::optional{read.get<std::string>()} : std::nullopt});
    }
  }

  // A word of an enum that is ordered by strictness, of which the first asks for nothing.
  template <typename Word>
  void read_word(std::string const& name, Json const& value, Word& word) {
    auto const read = value.is_string() ? value_of<Word>(value.get<std::string>()) : std::nullopt;
    if (!read) return not_allowed(name, value, fmt::format("one of {}", join(names<Word>(), ", ")));
    word = *read;
  }

  void read_hours(std::string const& name, Json const& value, std::vector<QuietHours>& hours) {
    auto const read = parse_quiet_hours(to_line(value));
    if (!read) return not_allowed(name, value, quiet_hours_form());
    if (read->is_never()) return loosens(name, value);
    hours.push_back(*read);
  }

  void read_consent(std::string const& name, Json const& value) {
    reading_.pack.consent = value == true;
    if (value == false) return loosens(name, value);
    if (!value.is_boolean()) not_allowed(name, value, "true");
  }

  void read_age_gate(std::string const& name, Json const& value) { read_word(name, value, reading_.pack.age_gate); }

  void read_minors(std::string const& name, Json const& value) {
    reading_.pack.forbids_minors = value == "forbid";
    if (value == "allow") return loosens(name, value);
    if (!reading_.pack.forbids_minors) not_allowed(name, value, "forbid");
  }

  void read_minors_hours(std::string const& name, Json const& value) {
    read_hours(name, value, reading_.pack.minors_quiet_hours);
  }

  void read_quiet_hours(std::string const& name, Json const& value) {
    read_hours(name, value, reading_.pack.quiet_hours);
  }

  void read_disclosure(std::string const& name, Json const& value) {
    if (value == "off") return loosens(name, value);
    read_word(name, value, reading_.pack.disclosure);
  }

  void read_faults(std::string const& name, Json const& value) {
    if (!value.is_array()) return not_allowed(name, value, "a list");
    for (auto const& item : value) {
      auto const fault = text_of(item, name);
      if (std::find(phrase_faults.begin(), phrase_faults.end(), fault) == phrase_faults.end())
        not_allowed(name, item, fmt::format("some of {}", join(phrase_faults, ", ")));
      reading_.pack.review_faults.insert(fault);
    }
  }

  void read_evidence_days(std::string const& name, Json const& value) {
    bool const is_number = value.is_number_integer() && value >= 1 && value <= most_evidence_days;
    if (!is_number) return not_allowed(name, value, "a whole number from 1 to 36500");
    reading_.pack.evidence_days = value.get<int>();
  }

  void read_constraint(std::string const& name, Json const& value) {
    using Read = void (PackReader::*)(std::string const&, Json const&);
    static constexpr std::array<std::pair<std::string_view, Read>, 9> readers{
        {{"consent", &PackReader::read_consent},
         {"age_gate", &PackReader::read_age_gate},
         {"minors", &PackReader::read_minors},
         {"minors_quiet_hours", &PackReader::read_minors_hours},
         {"school_hours", &PackReader::read_minors_hours},
         {"disclosure", &PackReader::read_disclosure},
         {"quiet_hours", &PackReader::read_quiet_hours},
         {"review_faults", &PackReader::read_faults},
         {"evidence_days", &PackReader::read_evidence_days}}};
    auto const found =
        std::find_if(readers.begin(), readers.end(), [&](auto const& reader) { return reader.first == name; });
    if (found != readers.end()) return (this->*found->second)(name, value);
    problem(
        fmt::format("the constraint {} is unknown: correct its name or leave it out", printable(shortened(name, 40))));
  }

  Json const& document_;
  PackReading reading_;
};

}  // namespace

PackReading read_pack(std::string_view text) {
  auto const document = parse_bounded(text, deepest_pack);
  if (!document || !document->is_object()) return {{}, {"it is not an object in JSON"}};
  if (has_repeated_keys(text)) return {{}, {"a key stands twice in one object: leave one out"}};
  return PackReader(*document).read();
}

bool binds(PolicyPack const& pack, std::optional<std::string> const& jurisdiction, std::chrono::local_days day) {
  return (!pack.from || day >= *pack.from) && (!pack.until || day < *pack.until) &&
         may_bind(pack.jurisdictions, jurisdiction);
}

}  // namespace proactive
