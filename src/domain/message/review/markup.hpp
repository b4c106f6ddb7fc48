#pragma once

#include <string>
#include <vector>

// What only a machine, or an actor, writes into a message. Pure; all look at each character a bounded number of times.
namespace proactive {

// Emphasis, code, headings, list items, links, tags and entities, of Markdown, HTML or BBCode, and JSON.
bool has_markup(std::string const& message);

// "[name]", "{{user}}", "{name}", "*|FNAME|*", "%name%", "$NAME", "OOO님".
bool has_placeholder(std::string const& message);

// "#mondaymood", and not "the #1 reason".
bool has_hashtag(std::string const& message);

// What stands in signs that actors put around what they do: stars, tildes, brackets of any kind. Round brackets are
// used for asides too, so that their content is for the caller's words to judge.
struct BracketedParts {
  bool has_direction = false;       // "*smiles*", "~waves~", "【微笑】"
  std::vector<std::string> asides;  // "(hugs you)", "（笑いながら）"
};
BracketedParts bracketed_parts(std::string const& message);

}  // namespace proactive
