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

// Those of `columns` that an index of the table would begin with, quoted where they must be; none where one does, or
// the table is not there.
std::vector<std::string> columns_without_index(Catalogue const& catalogue, std::string const& schema,
                                               std::string const& table, std::vector<std::string> const& columns);

// How to make one while the app goes on writing, for psql: statements without their semicolons. CONCURRENTLY is refused
// for a partitioned table. So its partitions, however deep they are nested, get theirs one by one, and the table's own
// takes these over instead of building any. At least one column.
std::vector<std::string> index_statements(std::string const& table, std::vector<std::string> const& columns,
                                          bool is_partitioned);

}  // namespace proactive
