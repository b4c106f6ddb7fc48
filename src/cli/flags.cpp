#include "cli/flags.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/column.hpp"
#include "base/language.hpp"
#include "base/text.hpp"
#include "domain/settings/settings.hpp"

namespace proactive::cli {

namespace {

std::string quoted(std::string const& text) { return fmt::format("\"{}\"", shortened(printable(text), 80)); }

std::optional<int> whole_number(std::string const& text) {
  int number = 0;
  auto const* const end = text.data() + text.size();
  auto const [stop, problem] = std::from_chars(text.data(), end, number);
  if (problem != std::errc{} || stop != end) return std::nullopt;
  return number;
}

Check count_between(int lowest, int highest) {
  return [lowest, highest](std::string const& text) {
    auto const number = whole_number(text);
    if (number && *number >= lowest && *number <= highest) return std::string{};
    return fmt::format("{} is not allowed: use a whole number from {} to {}", quoted(text), lowest, highest);
  };
}

Check one_of(std::vector<std::string_view> const& allowed, std::string const& in_words) {
  return [allowed, in_words](std::string const& text) {
    if (std::find(allowed.begin(), allowed.end(), text) != allowed.end()) return std::string{};
    return fmt::format("{} is not allowed: use {}", quoted(text), in_words);
  };
}

Check like_setting(std::string const& name) {
  return [name](std::string const& text) {
    Settings scratch;
    return assign_setting(scratch, *find_setting(name), text).value_or("");
  };
}

std::string check_id(std::string const& text) {
  bool const good = !text.empty() && text.size() <= 200 && is_storable(text);
  return good ? std::string{} : "an id is a text of 1 to 200 bytes of UTF-8: give the id as the database holds it";
}

std::string_view name_of(Format format) { return format_names.at(static_cast<std::size_t>(format)); }

// "table, json or csv"
std::string alternatives(std::vector<std::string_view> const& names) {
  std::vector<std::string_view> const front(names.begin(), names.end() - 1);
  return front.empty() ? std::string{names.back()} : fmt::format("{} or {}", join(front, ", "), names.back());
}

}  // namespace

std::string check_time(std::string const& text) {
  return parse_instant(text) ? std::string{}
                             : fmt::format("{} is no time: write it as 2026-03-01T09:00:00Z", quoted(text));
}

Flags& Flags::group(std::string const& heading) {
  group_ = heading;
  return *this;
}

void Flags::add(Flag flag) {
  if (flag.group.empty()) flag.group = group_;
  flags_.push_back(std::move(flag));
}

void Flags::setting(std::string const& name, std::string const& setting, std::string const& help) {
  add({.name = name,
       .value = "VALUE",
       .help = help,
       .check = like_setting(setting),
       .setting = setting,
       .offer = {.words = value_words(*find_setting(setting))}});
}  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks): the flag owns its check

void Flags::toggle(std::string const& name, bool& target, std::string const& help) {
  add({.name = name, .kind = Flag::Kind::toggle, .help = help, .take = [&target](std::string const&) {
         target = true;
       }});
}

void Flags::count(std::string const& name, int& target, int lowest, int highest, std::string const& help) {
  auto const take = [&target](std::string const& text) { target = whole_number(text).value_or(target); };
  add({.name = name, .value = "N", .help = help, .check = count_between(lowest, highest), .take = take});
}

void Flags::count(std::string const& name, std::optional<int>& target, int lowest, int highest,
                  std::string const& help) {
  auto const take = [&target](std::string const& text) { target = whole_number(text); };
  add({.name = name, .value = "N", .help = help, .check = count_between(lowest, highest), .take = take});
}

void Flags::time(std::string const& name, std::optional<Instant>& target, std::string const& help) {
  auto const take = [&target](std::string const& text) { target = parse_instant(text); };
  add({.name = name, .value = "TIME", .help = help, .check = check_time, .take = take});
}

void Flags::id(std::string const& name, std::optional<std::string>& target, std::string const& help) {
  auto const take = [&target](std::string const& text) { target = text; };
  add({.name = name, .value = "ID", .help = help, .check = check_id, .take = take});
}

void Flags::choice(std::string const& name, std::string const& value, std::string& target,
                   std::vector<std::string_view> const& allowed, std::string const& help) {
  auto const take = [&target](std::string const& text) { target = text; };
  add({.name = name,
       .value = value,
       .help = help,
       .check = one_of(allowed, join(allowed, ", ")),
       .offer = {.words = allowed},
       .take = take});
}  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks): the flag owns its check

void Flags::file(std::string const& name, std::string& target, std::string const& help) {
  auto const take = [&target](std::string const& text) { target = text; };
  add({.name = name, .value = "FILE", .help = help, .offer = {.files = true}, .take = take});
}

void Flags::format(Format& target, std::vector<Format> const& allowed) {
  auto const names = column(allowed, name_of);
  auto const in_words = alternatives(names);
  // Prose is no table, and was called text: that word is understood too.
  static constexpr std::string_view prose = "text";
  auto const take = [&target, allowed](std::string const& text) {
    if (text == prose) target = Format::table;
    for (auto const format : allowed) {
      if (name_of(format) == text) target = format;
    }
  };
  Flag flag;  // member by member: GCC 12 warns of what an initializer would leave behind if it threw
  flag.name = "--format";
  flag.value = "FORMAT";
  flag.help = fmt::format("how results are printed: {}", in_words);
  flag.group = "Output";
  flag.check = [is_one = one_of(names, in_words)](std::string const& text) {
    return text == prose ? std::string{} : is_one(text);
  };
  flag.offer.words = names;
  flag.take = take;
  add(std::move(flag));
}

void Flags::output(std::string& target) {
  auto const check = [](std::string const& text) {
    return text.empty() ? std::string{"a file has a name: leave --output out for stdout"} : std::string{};
  };
  auto const take = [&target](std::string const& text) { target = text; };
  Flag flag;
  flag.name = "--output";
  flag.value = "FILE";
  flag.help = "a file that is replaced by the results, whole or not at all (default: stdout)";
  flag.group = "Output";
  flag.check = check;
  flag.offer.files = true;
  flag.take = take;
  add(std::move(flag));
}

void Flags::argument(std::string const& name, std::string& target, std::string const& help, Offer const& offer) {
  auto const take = [&target](std::string const& text) { target = text; };
  add({.name = name, .kind = Flag::Kind::argument, .help = help, .offer = offer, .take = take});
}

void Flags::optional_argument(std::string const& name, std::string& target, std::string const& help,
                              Offer const& offer) {
  auto const take = [&target](std::string const& text) { target = text; };
  add({.name = name, .kind = Flag::Kind::optional_argument, .help = help, .offer = offer, .take = take});
}

void Flags::choice_argument(std::string const& name, std::string& target, std::vector<std::string_view> const& allowed,
                            std::string const& help) {
  auto const take = [&target](std::string const& text) { target = text; };
  add({.name = name,
       .kind = Flag::Kind::argument,
       .help = help,
       .check = one_of(allowed, alternatives(allowed)),
       .offer = {.words = allowed},
       .take = take});
}  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks): the flag owns its check

void Flags::id_argument(std::string const& name, std::string& target, std::string const& help) {
  auto const take = [&target](std::string const& text) { target = text; };
  add({.name = name, .kind = Flag::Kind::argument, .help = help, .check = check_id, .take = take});
}

void Flags::arguments(std::string const& name, std::vector<std::string>& targets, std::string const& help,
                      Offer const& offer) {
  auto const take = [&targets](std::string const& text) { targets.push_back(text); };
  add({.name = name, .kind = Flag::Kind::arguments, .help = help, .offer = offer, .take = take});
}

void Flags::any_arguments(std::string const& name, std::vector<std::string>& targets, std::string const& help,
                          Offer const& offer) {
  auto const take = [&targets](std::string const& text) { targets.push_back(text); };
  add({.name = name, .kind = Flag::Kind::any_arguments, .help = help, .offer = offer, .take = take});
}

void Flags::passed_on(std::string const& name, std::vector<std::string>& targets, std::string const& help) {
  auto const take = [&targets](std::string const& text) { targets.push_back(text); };
  add({.name = name, .kind = Flag::Kind::passed_on, .help = help, .take = take});
}

void Flags::number_argument(std::string const& name, long& target, std::string const& help) {
  auto const take = [&target](std::string const& text) { target = whole_number(text).value_or(0); };
  add({.name = name,
       .kind = Flag::Kind::argument,
       .help = help,
       .check = count_between(1, std::numeric_limits<int>::max()),
       .take = take});
}

void Flags::language(std::string const& name, std::string& target, std::string const& help) {
  auto const check = [](std::string const& text) {
    return is_language_tag(text)
               ? std::string{}
               : fmt::format("{} is not allowed: use a language tag such as en or pt-BR", quoted(text));
  };
  auto const take = [&target](std::string const& text) { target = language_tag(text).value_or(""); };
  add({.name = name, .value = "LANGUAGE", .help = help, .check = check, .take = take});
}

void Flags::text(std::string const& name, std::string const& value, std::string& target, std::string const& help) {
  add({.name = name, .value = value, .help = help, .take = [&target](std::string const& text) { target = text; }});
}

void Flags::rule(std::function<std::string()> broken) { rules_.push_back(std::move(broken)); }

std::string Flags::first_broken_rule() const {
  for (auto const& rule : rules_) {
    if (auto sentence = rule(); !sentence.empty()) return sentence;
  }
  return {};
}

}  // namespace proactive::cli
