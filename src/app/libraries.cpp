#include "app/libraries.hpp"

#include "domain/message/review/links.hpp"
#include "net/http_client.hpp"
#include "store/pg/database.hpp"

namespace proactive::app {

std::vector<Library> libraries() {
  auto all = store::libraries();
  for (auto& library : net::libraries()) all.push_back(std::move(library));
  for (auto& library : base_libraries()) all.push_back(std::move(library));
  all.push_back(suffix_library());
  return all;
}

}  // namespace proactive::app
