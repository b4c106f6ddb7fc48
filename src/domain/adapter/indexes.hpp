#pragma once

#include <string>
#include <vector>

#include "domain/adapter/catalogue.hpp"
#include "domain/adapter/shape.hpp"

// The indexes without which an adapter's functions read whole tables: a draft lists those that are missing, and the
// check of an adapter proposes the same ones where it has seen a table being read.
namespace proactive {

struct IndexWish {
  CatalogueTable const* table = nullptr;
  std::vector<std::string> columns;  // quoted where they must be
  bool by_time = false;              // for app_pairs, which looks for what is new; else for a pair
  bool is_there = false;             // or another that does as well
};

// Of the tables that a draft would read. They point into the catalogue.
std::vector<IndexWish> wanted_indexes(adapter::Shape const& shape);
// The same; none where no draft can be made.
std::vector<IndexWish> wanted_indexes(Catalogue const& catalogue);

// How to make one while the app goes on writing, for psql: statements without their semicolons. CONCURRENTLY is refused
// for a partitioned table. So its partitions, however deep they are nested, get theirs one by one, and the table's own
// takes these over instead of building any.
std::vector<std::string> index_statements(std::string const& table, std::vector<std::string> const& columns,
                                          bool is_partitioned);

}  // namespace proactive
