#include "cli/render/html.hpp"

#include <fmt/core.h>

#include <ostream>

#include "base/text.hpp"
#include "cli/render/html_style.hpp"

namespace proactive::cli {

namespace {

std::string with_thousands(long number) {
  auto digits = std::to_string(number);
  auto const first = digits.front() == '-' ? 1U : 0U;
  for (auto at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

bool is_numeric(Kind kind) { return kind == Kind::number || kind == Kind::percentage || kind == Kind::money; }

// "2026-03-01 12:00", and for programs the instant.
std::string html_time(Instant instant) {
  return fmt::format("<time datetime=\"{}\">{}</time>", format_instant(instant), format_local(instant, "UTC"));
}

std::string cell_content(Column const& column, Cell const& cell) {
  if (auto const* instant = std::get_if<Instant>(&cell.value())) return html_time(*instant);
  auto const text = text_for_pages(column, cell);
  if (column.kind != Kind::text) return html_text(text);
  constexpr std::size_t long_text = 24;
  // Names and errors are of any script, and do not turn what stands beside them.
  return fmt::format("<bdi{}>{}</bdi>", text.size() > long_text ? " class=\"long\"" : "", html_text(text));
}

std::string table_cell(std::string_view element, std::string_view scope, Kind kind, std::string const& content) {
  return fmt::format("<{0}{1}{2}>{3}</{0}>", element, scope, is_numeric(kind) ? " class=\"number\"" : "", content);
}

std::string table_row(Sheet const& sheet, Row const& row) {
  std::string cells;
  for (std::size_t index = 0; index < sheet.columns.size(); ++index) {
    auto const& column = sheet.columns[index];
    if (!column.where.table) continue;
    auto const content = cell_content(column, row[index]);
    cells += cells.empty() ? table_cell("th", " scope=\"row\"", column.kind, content)
                           : table_cell("td", "", column.kind, content);
  }
  return fmt::format("<tr>{}</tr>\n", cells);
}

std::string table_head(Sheet const& sheet) {
  std::string cells;
  for (auto const& column : sheet.columns) {
    if (column.where.table) cells += table_cell("th", " scope=\"col\"", column.kind, html_text(column.heading));
  }
  return fmt::format("<thead><tr>{}</tr></thead>\n", cells);
}

std::string table_title(Sheet const& sheet) {
  return sheet.title.empty() ? "" : fmt::format("<h3>{}</h3>\n", html_text(sheet.title));
}

}  // namespace

std::string html_text(std::string_view text) {
  auto safe = printable(text);
  replace_all(safe, "&", "&amp;");
  replace_all(safe, "<", "&lt;");
  replace_all(safe, ">", "&gt;");
  replace_all(safe, "\"", "&quot;");
  replace_all(safe, "'", "&#39;");
  replace_all(safe, "\uFFFE", "\uFFFD");  // characters that XML does not have
  replace_all(safe, "\uFFFF", "\uFFFD");
  return safe;
}

std::string text_for_pages(Column const& column, Cell const& cell) {
  auto const* whole = std::get_if<long>(&cell.value());
  return whole != nullptr && column.kind == Kind::number ? with_thousands(*whole) : text_for_people(column, cell);
}

std::string html_table(Sheet const& sheet) {
  auto const title = table_title(sheet);
  if (sheet.rows.empty() && !sheet.total) return title + html_empty(sheet.when_empty);
  std::string rows;
  for (auto const& row : sheet.rows) rows += table_row(sheet, row);
  auto const total = sheet.total ? fmt::format("<tfoot>{}</tfoot>\n", table_row(sheet, *sheet.total)) : "";
  // The frame is scrolled by keys too, where it has the focus.
  return fmt::format(
      "{}<div class=\"scroll\" role=\"region\" aria-label=\"{}\" tabindex=\"0\"><table>\n{}<tbody>\n{}</tbody>\n{}"
      "</table></div>\n",
      title, sheet.title.empty() ? "Numbers" : html_text(sheet.title), table_head(sheet), rows, total);
}

std::string html_paragraph(std::string_view text) { return fmt::format("<p>{}</p>\n", html_text(text)); }

std::string html_empty(std::string_view text) { return fmt::format("<p class=\"empty\">{}</p>\n", html_text(text)); }

std::string html_alert(std::string_view text, std::string_view section) {
  return fmt::format("<p class=\"alert whole\"><a href=\"#{}\">{}</a></p>\n", section, html_text(text));
}

std::string html_pair(std::string const& left, std::string const& right) {
  return fmt::format("<div class=\"pair\">\n{}{}</div>\n", left, right);
}

std::string html_tiles(std::vector<Tile> const& tiles) {
  std::string items;
  for (auto const& tile : tiles) {
    items +=
        fmt::format("<div class=\"tile{}\"><dt>{}</dt><dd class=\"figure\">{}</dd><dd class=\"note\">{}</dd></div>\n",
                    tile.is_bad ? " bad" : "", html_text(tile.label), html_text(tile.value), html_text(tile.note));
  }
  return fmt::format("<dl class=\"tiles\">\n{}</dl>\n", items);
}

std::string html_details(std::string_view summary, Sheet const& sheet) {
  return fmt::format("<details><summary>{}</summary>\n{}</details>\n", html_text(summary), html_table(sheet));
}

std::string html_figure(Figure const& figure) {
  auto const note = figure.note.empty() ? "" : fmt::format("<p class=\"note\">{}</p>\n", html_text(figure.note));
  auto const numbers = figure.numbers.columns.empty() ? "" : html_details("Numbers", figure.numbers);
  return fmt::format("<figure>\n<figcaption>{}</figcaption>\n{}{}{}</figure>\n", html_text(figure.caption), note,
                     figure.drawing, numbers);
}

std::string html_section(Section const& section) {
  return fmt::format(
      "<section id=\"{0}\"{1} aria-labelledby=\"{0}-heading\">\n<h2 id=\"{0}-heading\">{2}</h2>\n{3}</section>\n",
      section.id, section.width == Width::whole ? " class=\"whole\"" : "", html_text(section.heading), section.body);
}

void print_page(std::ostream& out, Page const& page) {
  // The first thing that is read: nothing is loaded, run or sent, whatever a text may hold.
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
         "base-uri 'none'; form-action 'none'\"/>\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
         "<meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n"
         "<meta name=\"robots\" content=\"noindex\"/>\n"
      << "<title>" << html_text(page.title) << "</title>\n<style>" << page_style << "</style>\n</head>\n<body>\n"
      << "<header>\n<h1>" << html_text(page.title) << "</h1>\n<p>" << html_text(page.subtitle) << "</p>\n</header>\n"
      << "<main>\n"
      << page.body << "</main>\n<footer>\n"
      << html_paragraph(page.footer) << "</footer>\n</body>\n</html>\n";
}

}  // namespace proactive::cli
