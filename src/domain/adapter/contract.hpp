#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The functions through which an app's tables are reached, and their columns (proactive-adapter(7)): the one
// declaration from which the wrappers, the checks of an adapter and the documentation derive. Pure.
namespace proactive {

// What a column holds. Each kind is checked against PostgreSQL's types, cut where it is a text, and has one type behind
// the wrapper.
enum class ColumnKind {
  id,      // text, uuid or an integer; text for the tool
  key,     // bigint: an engagement of ours
  name,    // a text, cut at 200 characters
  text,    // a text, cut at 4,000 characters
  hours,   // quiet hours: a text or JSON, up to 5,000 characters
  number,  // any numeric type; double precision for the tool
  boolean,
  instant,  // timestamp with time zone
  date,
  list,  // a text, an array of texts or JSON, cut at 50 items of 200 characters; left out where it fills more than 64
         // KiB
  memories,  // jsonb [{"id","kind","text","importance","at"}], cut at 50 items
  document   // jsonb
};

struct AdapterColumn {
  std::string_view name;
  ColumnKind kind;
  bool required;
  std::string_view meaning;
};

struct AdapterFunction {
  std::string_view name;                        // "facts": app_facts is the adapter's, adapter_facts the wrapper
  std::span<std::string_view const> arguments;  // types: "text[]"
  std::span<AdapterColumn const> columns;
  bool required;
};

std::span<AdapterFunction const> adapter_functions();

// One function of an adapter as the catalogue has it.
struct InstalledFunction {
  std::string name;                                          // "app_facts"
  std::vector<std::string> arguments;                        // types
  std::vector<std::pair<std::string, std::string>> columns;  // names and types, in their order
  bool returns_set = false;
  bool security_definer = false;
  bool pins_search_path = false;
  std::string owner;
  bool owner_is_superuser = false;
};

// "app_facts(text[], text[])"
std::string signature_of(AdapterFunction const& function);

// What is wrong with the functions of an adapter: finished sentences, each with what to do; and what of them a wrapper
// can be made for all the same, without the columns that are unknown or of a wrong type, so that the rest can be tried.
struct ContractReview {
  std::vector<std::string> findings;  // empty: the adapter keeps the contract
  std::vector<InstalledFunction> usable;
};
ContractReview review_contract(std::vector<InstalledFunction> const& installed);

// The statement that makes the wrapper through which the tool reads a function: every known column in the order of its
// declaration, with defaults for those that the app has not, texts cut. Without `installed` (an optional function that
// the app has not) it returns no row.
std::string wrapper_statement(AdapterFunction const& function, InstalledFunction const* installed);

}  // namespace proactive
