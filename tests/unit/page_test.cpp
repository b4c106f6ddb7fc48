#include <doctest/doctest.h>

#include <limits>
#include <regex>
#include <sstream>

#include "cli/render/html.hpp"
#include "cli/render/svg.hpp"

using namespace proactive;
using cli::Bar;
using cli::Cell;
using cli::Chart;
using cli::Kind;
using cli::Sheet;

namespace {

// What others may have written: an element, ends of attributes, entities, what a terminal obeys, another direction,
// bytes that are not UTF-8, and what XML does not have.
std::string const hostile =
    "<script>alert(1)</script>\" onload='x' &amp; ]]> --> \x1b[2J \u202E\u05DE\u05D9\u200B\n\t\xFF\uFFFE\uFFFF";

std::string page_of(std::string const& body) {
  std::ostringstream out;
  cli::print_page(out, {hostile, hostile, body, hostile});
  return out.str();
}

// The names of the elements that a text opens and does not close, or closes and did not open.
std::vector<std::string> unbalanced(std::string const& html) {
  std::regex const tag{R"(<(/?)([a-zA-Z0-9]+)(?: [a-z0-9-]+="[^"<]*")*(/?)>)"};
  std::vector<std::string> open;
  for (std::sregex_iterator at{html.begin(), html.end(), tag}; at != std::sregex_iterator{}; ++at) {
    auto const& found = *at;
    if (found[3].length() > 0) continue;
    if (found[1].length() == 0) {
      open.push_back(found[2]);
    } else if (!open.empty() && open.back() == found[2]) {
      open.pop_back();
    } else {
      open.push_back("/" + found[2].str());
    }
  }
  return open;
}

// Every sign that begins an element belongs to one that is written as this project writes them.
void check_well_formed(std::string const& html) {
  CAPTURE(html);
  CHECK(unbalanced(html).empty());
  auto const rest = std::regex_replace(html, std::regex{R"(</?[a-zA-Z0-9]+(?: [a-z0-9-]+="[^"<]*")*/?>)"}, "");
  CHECK(rest.find_first_of("<>\"'") == std::string::npos);
  CHECK(std::regex_replace(rest, std::regex{"&(amp|lt|gt|quot|#39);"}, "").find('&') == std::string::npos);
  for (auto const* never : {"<script", "\x1b", "\u202E", "\u200B", "\xFF", "\uFFFE", "\uFFFF", "nan", "inf"})
    CHECK(html.find(never) == std::string::npos);
}

Sheet hostile_sheet() {
  return {hostile,
          {{hostile, hostile}, {"", hostile, Kind::id}, {"", hostile, Kind::number}, {"", hostile, Kind::time}},
          {{hostile, hostile, 1, Instant{}}, {Json{{hostile, 1}}, {}, hostile, {}}},
          cli::Row{hostile, {}, std::numeric_limits<long>::min(), {}},
          {}};
}

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

std::vector<std::string> numbers_after(std::string const& text, std::string const& name) {
  std::vector<std::string> found;
  std::regex const attribute{" " + name + "=\"([^\"]*)\""};
  for (std::sregex_iterator at{text.begin(), text.end(), attribute}; at != std::sregex_iterator{}; ++at)
    found.push_back((*at)[1]);
  return found;
}

}  // namespace

TEST_CASE("whatever a text holds, it stays a text") {
  CHECK(cli::html_text("a <b> & \"c\" 'd'") == "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
  CHECK(cli::html_text("one\ntwo\x1b") == "one two\uFFFD");
  CHECK(cli::html_text(std::string{"a\0b", 3}) == "a\uFFFDb");
  check_well_formed(cli::html_text(hostile));
  check_well_formed(cli::html_table(hostile_sheet()));
  check_well_formed(cli::html_tiles({{hostile, hostile, hostile, true}, {hostile, hostile}}));
  check_well_formed(cli::html_alert(hostile, "id") + cli::html_empty(hostile) + cli::html_paragraph(hostile));
  std::vector<Bar> const bars{{hostile, 1, hostile, 2, 3, hostile}, {hostile, {}, hostile}, {hostile, 0.0, hostile}};
  for (auto const& drawing : {cli::svg_bars({"id", hostile, bars}), cli::svg_columns({"id", hostile, bars})}) {
    check_well_formed(cli::html_figure({hostile, drawing, hostile_sheet(), hostile}));
  }
  check_well_formed(
      cli::svg_heat_map({"id", hostile, {hostile}, {hostile, hostile}, {{{1, hostile}}, {{{}, hostile}}}}));
  check_well_formed(cli::html_section({"id", hostile, cli::html_pair("<p>a</p>", "<p>b</p>"), cli::Width::whole}));
}

TEST_CASE("a page loads nothing and runs nothing, and says so before it says anything else") {
  auto const page = page_of(cli::html_table(hostile_sheet()));
  auto const begin = page.find("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
  REQUIRE(begin != std::string::npos);
  CHECK(page.find("script") > begin);
  for (auto const* loads : {"http:", "https:", "//", " src=", "url(", "@import", "<link", "<script", "<iframe"})
    CHECK_FALSE(contains(page, loads));
  auto const body = page.substr(page.find("<body>"));
  check_well_formed(body.substr(0, body.find("</html>")));
}

TEST_CASE("tables keep numbers apart from texts, and thousands from each other") {
  Sheet const sheet{"Writers",
                    {{"", "writer"},
                     {"tokens", "tokens", Kind::number},
                     {"cost", "cost", Kind::money},
                     {"share", "share", Kind::percentage},
                     {"hidden", "hidden", Kind::number, cli::for_programs}},
                    {{"llm", 1234567, 1.5, 0.25, 1}, {"template", -1000, {}, {}, 2}},
                    cli::Row{"all", 999, 0.0, 1.0, 3},
                    {}};
  auto const table = cli::html_table(sheet);
  CHECK(contains(table, "<h3>Writers</h3>"));
  CHECK(contains(table,
                 "<tr><th scope=\"row\"><bdi>llm</bdi></th><td class=\"number\">1,234,567</td>"
                 "<td class=\"number\">1.5000</td><td class=\"number\">25.0%</td></tr>"));
  CHECK(contains(table, "<td class=\"number\">-1,000</td><td class=\"number\">-</td>"));
  CHECK(contains(table, "<tfoot><tr><th scope=\"row\"><bdi>all</bdi></th><td class=\"number\">999</td>"));
  CHECK_FALSE(contains(table, "hidden"));
}

TEST_CASE("where there is nothing, a page says so") {
  CHECK(cli::html_table({"Runs", {{"", "run"}}, {}, {}, "none"}) == "<h3>Runs</h3>\n<p class=\"empty\">none</p>\n");
  for (auto const& drawing : {cli::svg_bars({"id", "Nothing", {}}), cli::svg_columns({"id", "Nothing", {}})}) {
    check_well_formed(drawing);
    CHECK(contains(drawing, "<desc id=\"id-desc\"></desc>"));
    CHECK_FALSE(contains(drawing, "class=\"bar\""));
  }
}

TEST_CASE("bars are made of a sheet's columns") {
  Sheet const sheet{{},
                    {{"type", "type", Kind::id, cli::for_programs},
                     {"", "type", Kind::text, cli::for_people},
                     {"sent", "sent", Kind::number},
                     {"rate", "rate", Kind::percentage},
                     {"margin", "+/-", Kind::percentage}},
                    {{"a", "Luna (a)", 12345, 0.25, 0.021}, {"b", "b", 3, {}, {}}},
                    {},
                    {}};
  auto const rates = cli::bars_of(sheet, "rate", "margin");
  REQUIRE(rates.size() == 2);
  CHECK(rates[0].label == "Luna (a)");
  CHECK(rates[0].text == "25.0% ± 2.1%");
  CHECK(rates[0].margin == doctest::Approx(0.021));
  CHECK_FALSE(rates[1].value.has_value());
  CHECK(rates[1].text == "not enough data");
  CHECK(cli::bars_of(sheet, "sent")[0].text == "12,345");
  CHECK_THROWS_AS(cli::bars_of(sheet, "missing"), std::logic_error);
}

TEST_CASE("the largest bar, or the end of its interval, has all the width") {
  auto const drawing = cli::svg_bars(
      {"id", "Title", {{"a", 30, "30"}, {"b", 10, "10", 5}, {"c", {}, "not enough data"}, {"d", 7.5, "7.5", 0, 15}}});
  CHECK(contains(drawing, R"(class="bar" x="0" y="21" width="100.000%")"));
  CHECK(contains(drawing, R"(width="33.333%")"));
  CHECK(contains(drawing, R"(class="lost" x="0" y="159" width="50.000%")"));
  CHECK(contains(drawing, R"(x1="16.667%" x2="50.000%")"));
  CHECK(contains(drawing, R"(<text class="blank" x="100%")"));
  CHECK(contains(drawing, "<desc id=\"id-desc\">a: 30; b: 10; c: not enough data; d: 7.5</desc>"));
}

TEST_CASE("no number draws outside, or breaks a drawing") {
  auto const huge = std::numeric_limits<double>::max();
  std::vector<std::vector<Bar>> const series{{{"one", 1, "1"}},
                                             {{"none", 0, "0"}},
                                             {{"huge", huge, "huge"}, {"tiny", 1e-300, "tiny", 1e-301}},
                                             {{"wide", 1, "1", huge}, {"before", 1, "1", 0, huge}},
                                             std::vector<Bar>(60, {"many", 5, "5", 1})};
  for (auto const kind : {Kind::number, Kind::percentage, Kind::money}) {
    for (auto const& bars : series) {
      for (auto const& drawing :
           {cli::svg_bars({"id", "Title", bars, kind}), cli::svg_columns({"id", "Title", bars, kind})}) {
        check_well_formed(drawing);
        for (auto const* name : {"width", "x", "x1", "x2"}) {
          for (auto const& number : numbers_after(drawing, name)) {
            if (!number.ends_with('%')) continue;
            auto const share = std::stod(number);
            CHECK((share >= 0 && share <= 100));
          }
        }
        for (auto const* name : {"height", "y", "y1", "y2"}) {
          for (auto const& number : numbers_after(drawing, name)) {
            CAPTURE(name);
            CHECK((std::stod(number) >= 0 && std::stod(number) <= 60 * 46));
          }
        }
      }
    }
  }
}

TEST_CASE("an axis ends at a round number, and many columns do not all have their label") {
  auto const ticks = [](std::vector<Bar> const& bars, Kind kind) {
    std::vector<std::string> texts;
    auto const drawing = cli::svg_columns({"id", "Title", bars, kind});
    std::regex const tick{R"(<text class="tick" x="-8"[^>]*>([^<]*)<)"};
    for (std::sregex_iterator at{drawing.begin(), drawing.end(), tick}; at != std::sregex_iterator{}; ++at)
      texts.push_back((*at)[1]);
    return texts;
  };
  using Texts = std::vector<std::string>;
  CHECK(ticks({{"a", 37, "37"}}, Kind::number) == Texts{"0", "20", "40"});
  CHECK(ticks({{"a", 1, "1"}}, Kind::number) == Texts{"0", "1", "2"});
  CHECK(ticks({{"a", 12001, "12,001"}}, Kind::number) == Texts{"0", "10,000", "20,000"});
  CHECK(ticks({{"a", 0.31, "31.0%", 0.02}}, Kind::percentage) == Texts{"0%", "20%", "40%"});
  CHECK(ticks({{"a", 0.004, "0.4%"}}, Kind::percentage) == Texts{"0%", "0.2%", "0.4%"});
  CHECK(ticks({{"a", {}, "not enough data"}}, Kind::percentage) == Texts{"0%", "50%", "100%"});
  auto const labels = [](std::size_t count) {
    auto const drawing = cli::svg_columns({"id", "Title", std::vector<Bar>(count, {"label", 1, "1"})});
    std::size_t found = 0;
    for (auto at = drawing.find(">label<"); at != std::string::npos; at = drawing.find(">label<", at + 1)) ++found;
    return found;
  };
  CHECK(labels(7) == 7);
  CHECK(labels(24) == 6);
  CHECK(labels(365) <= 7);
}

TEST_CASE("a long label is cut where there is no room beside its value, and told in full") {
  std::string const label(200, 'x');
  auto const drawing = cli::svg_bars({"id", "Title", {{label, 1, "1"}, {label, 1, "32.3% ± 5.5%"}, {label, 1, label}}});
  for (auto const shown : {36UL, 25UL, 11UL}) CHECK(contains(drawing, ">" + std::string(shown, 'x') + "…<"));
  CHECK(contains(drawing, "<title>" + label + ": 1</title>"));
}

TEST_CASE("a heat map is darkest where most is, dotted where too little is known, and empty where nothing is") {
  cli::HeatMap map{
      "id", "Title", {"1", "2"}, {"Mon", "Tue"}, {{{0.2, "2 of 10"}, {0.4, "4 of 10"}}, {{{}, "1 of 2"}, {}}}};
  auto const few = cli::svg_heat_map(map);
  CHECK(numbers_after(few, "fill-opacity") == std::vector<std::string>{"0.19", "0.34"});  // pale behind texts
  CHECK(contains(few, ">20%<"));
  CHECK(contains(few, ">40%<"));
  CHECK(contains(few, "<title>Tue 1: 1 of 2</title><rect class=\"unknown\""));
  CHECK_FALSE(contains(few, "<title>Tue 2"));
  CHECK(contains(few, "Mon 1: 2 of 10; Mon 2: 4 of 10; Tue 1: 1 of 2</desc>"));
  map.columns.assign(24, "hour");
  for (auto& row : map.fields) row.resize(24);
  auto const many = cli::svg_heat_map(map);
  CHECK(numbers_after(many, "fill-opacity") == std::vector<std::string>{"0.54", "1.00"});
  CHECK_FALSE(contains(many, ">40%<"));
  std::size_t labels = 0;
  for (auto at = many.find(">hour<"); at != std::string::npos; at = many.find(">hour<", at + 1)) ++labels;
  CHECK(labels == 6);
}
