#include "domain/policy/jurisdiction.hpp"

#include <algorithm>

namespace proactive {

namespace {

// ISO 3166-1 alpha-2, and the parts of the United States by ISO 3166-2, sorted, as of 2026.
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";
constexpr std::string_view us_parts =
    "AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC ND NE NH NJ NM NV NY "
    "OH OK OR PA PR RI SC SD TN TX UM UT VA VI VT WA WI WV WY";

// Of codes with two letters each.
bool is_listed(std::string_view list, std::string_view code) {
  if (code.size() != 2) return false;
  for (std::size_t at = 0; at < list.size(); at += 3) {
    if (list.substr(at, 2) == code) return true;
  }
  return false;
}

bool is_part_code(std::string_view part) {
  return !part.empty() && part.size() <= 3 &&
         part.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string_view::npos;
}

bool may_be_in(std::string_view place, std::string_view jurisdiction) {
  if (place == "*" || place == jurisdiction) return true;
  auto const is_part_of = [](std::string_view part, std::string_view country) {
    return part.size() > country.size() && part.starts_with(country) && part[country.size()] == '-';
  };
  return is_part_of(jurisdiction, place) || is_part_of(place, jurisdiction);
}

}  // namespace

std::optional<std::string> jurisdiction_code(std::string_view text) {
  std::string code;
  for (char const c : text) code += c == '_' ? '-' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  if (!is_listed(countries, code.substr(0, 2))) return std::nullopt;
  if (code.size() == 2) return code;
  auto const part = std::string_view{code}.substr(2);
  if (part.front() != '-' || !is_part_code(part.substr(1))) return std::nullopt;
  if (code.starts_with("US") && !is_listed(us_parts, part.substr(1))) return std::nullopt;
  return code;
}

bool may_bind(std::vector<std::string> const& places, std::optional<std::string> const& jurisdiction) {
  return !jurisdiction || std::any_of(places.begin(), places.end(),
                                      [&](std::string const& place) { return may_be_in(place, *jurisdiction); });
}

}  // namespace proactive
