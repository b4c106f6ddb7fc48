#include "domain/plan/slice_choice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

namespace proactive {

namespace {

constexpr long batch = 1000;

SliceDemand demand_of(int free, std::vector<SliceDue> due, bool is_all = true) {
  SliceDemand demand{std::vector<int>(static_cast<std::size_t>(free)), std::move(due), is_all};
  std::iota(demand.free.begin(), demand.free.end(), 0);
  return demand;
}

std::vector<SliceDue> even_due(int slices, long each) {
  std::vector<SliceDue> due;
  for (int slice = slices - 1; slice >= 0; --slice) due.push_back({slice, each});
  return due;
}

}  // namespace

TEST_CASE("what fits one batch is taken at once, with all slices in which nothing is due") {
  CHECK(choose_slices(demand_of(64, {}), batch).size() == 64);
  CHECK(choose_slices(demand_of(64, even_due(10, 100)), batch).size() == 64);
  CHECK(choose_slices(demand_of(3, {}), batch).size() == 3);
  CHECK(choose_slices(demand_of(0, {}), batch).empty());
}

TEST_CASE("of a backlog a chunk is taken, what has been due for longest first") {
  CHECK(choose_slices(demand_of(64, even_due(64, 200)), batch) == std::vector<int>{63, 62, 61, 60, 59, 58, 57, 56});
  CHECK(choose_slices(demand_of(5, even_due(5, 20'000)), batch).size() == 5);
  CHECK(choose_slices(demand_of(64, {{7, 5000}}), batch) == std::vector<int>{7, 0, 1, 2, 3, 4, 5, 6});
}

TEST_CASE("the slices of a chunk follow each other, whichever of them was due first") {
  CHECK(choose_slices(demand_of(64, {{19, 900}, {40, 900}, {17, 900}}), batch) ==
        std::vector<int>{19, 17, 16, 18, 20, 21, 22, 23});
  auto demand = demand_of(64, {{43, 900}, {9, 900}, {44, 900}});
  std::erase_if(demand.free, [](int slice) { return slice > 40 && slice < 43; });
  CHECK(choose_slices(demand, batch) == std::vector<int>{43, 44, 40, 45, 46, 47});
}

TEST_CASE("small chunks fill a batch") {
  CHECK(choose_slices(demand_of(64, even_due(64, 78)), batch).size() == 8);
  CHECK(choose_slices(demand_of(64, even_due(64, 40)), batch).size() == 24);
  CHECK(choose_slices(demand_of(64, even_due(64, 16)), batch).size() == 56);
}

TEST_CASE("where not all was counted, it is a backlog") {
  CHECK(choose_slices(demand_of(64, even_due(64, 1), false), batch).size() == slices_of_chunk);
  CHECK(due_to_count(batch, 64) == 8001);
}

TEST_CASE("each job takes its part of what is free, and of little one takes all") {
  auto const backlog = demand_of(64, even_due(64, 200));
  auto const part = choose_part(backlog, batch, 3);
  CHECK(part.size() == 22);
  CHECK(std::is_sorted(part.begin(), part.end()));
  CHECK(choose_part(backlog, batch, 1).size() == 64);
  CHECK(choose_part(demand_of(64, even_due(10, 100)), batch, 3).size() == 64);
  CHECK(choose_part(demand_of(64, even_due(64, 1), false), batch, 2).size() == 32);
  CHECK(choose_part(demand_of(0, {}), batch, 2).empty());
}

}  // namespace proactive
