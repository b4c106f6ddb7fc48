#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "domain/adapter/contract.hpp"
#include "domain/adapter/message_review.hpp"
#include "store/pg/database.hpp"

namespace proactive::app {

// What the parts of a trial share: the transaction in which it runs, what the adapter has, and what was found so far.
class TrialFindings {
 public:
  TrialFindings(store::Transaction& shared, std::vector<InstalledFunction> const& installed)
      : transaction(shared), functions(installed) {}

  // Once: what is asked twice would tell its fault twice.
  void find(FindingState state, std::string const& subject, std::string const& detail) {
    for (auto const& known : found) {
      if (known.subject == subject && known.detail == detail) return;
    }
    found.push_back({state, subject, detail});
  }
  void ok(std::string const& subject, std::string const& detail) { find(FindingState::ok, subject, detail); }
  void warn(std::string const& subject, std::string const& detail) { find(FindingState::warning, subject, detail); }
  void fail(std::string const& subject, std::string const& detail) { find(FindingState::failure, subject, detail); }
  void add(std::vector<Finding> const& findings) { found.insert(found.end(), findings.begin(), findings.end()); }

  // In a savepoint: one function that fails does not keep the others from being tried. Nothing where it failed.
  template <typename Body>
  auto guarded(std::string const& subject, Body const& body) -> std::optional<decltype(body())> {
    std::optional<decltype(body())> result;
    auto const problem = transaction.in_savepoint([&] { result = body(); });
    if (!problem) return result;
    fail(subject, fmt::format("it fails: {}{}", *problem, hint_for(*problem)));
    return std::nullopt;
  }

  [[nodiscard]] InstalledFunction const* function(std::string const& name) const {
    for (auto const& one : functions) {
      if (one.name == name) return &one;
    }
    return nullptr;
  }
  [[nodiscard]] bool has_column(std::string const& function_name, std::string const& column) const {
    auto const* installed = function(function_name);
    if (installed == nullptr) return false;
    auto const& columns = installed->columns;
    return std::any_of(columns.begin(), columns.end(), [&](auto const& one) { return one.first == column; });
  }

  store::Transaction& transaction;
  std::vector<InstalledFunction> const& functions;
  std::vector<Finding> found;
};

}  // namespace proactive::app
