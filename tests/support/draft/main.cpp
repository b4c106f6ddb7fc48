// Prints the draft of an adapter for the database of the environment: what `proactive config adapter draft` prints.
//   draft_adapter [SCHEMA]
#include <iostream>

#include "domain/adapter/draft.hpp"
#include "store/catalogue.hpp"
#include "store/pg/database.hpp"

int main(int count, char** arguments) {
  try {
    proactive::store::Database database("", proactive::store::Access::read_only);
    auto const catalogue = database.transact([&](proactive::store::Transaction& transaction) {
      transaction.exec("SELECT set_config('search_path', 'pg_catalog, pg_temp', true)");
      return proactive::store::read_catalogue(transaction,
                                              count > 1 ? std::optional<std::string>{arguments[1]} : std::nullopt);
    });
    std::cout << proactive::draft_adapter(catalogue);
  } catch (std::exception const& problem) {
    std::cerr << "draft_adapter: " << problem.what() << '\n';
    return 78;
  }
}
