#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/simulation/model.hpp"
#include "domain/types.hpp"

// One declaration a figure of the model: its name in the file, where it is kept, and what it may be.
namespace proactive::simulation {

enum class Shape {
  any,
  ascending,  // none is below the one before it
  shares,     // they add up to 1
};

struct FigureSpec {
  using Zones = std::vector<std::pair<std::string, double>>;

  std::string_view name;
  std::variant<double Model::*, std::vector<double> Model::*, Zones Model::*> field;
  double lowest;
  double highest;         // of each value
  std::size_t count = 1;  // of values, where there are several
  Shape shape = Shape::any;
};

std::span<FigureSpec const> figure_specs();

}  // namespace proactive::simulation
