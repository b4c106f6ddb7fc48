#include "app/operator/import.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/column.hpp"
#include "base/file.hpp"
#include "base/lines.hpp"
#include "base/stop.hpp"
#include "base/text.hpp"
#include "domain/import/batch.hpp"
#include "store/import.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

using store::ImportedRecord;
using store::Transaction;

constexpr std::size_t most_in_line = 1'048'576;  // bytes
constexpr std::size_t most_told = 20;
constexpr int batch_seconds = 120;  // of one statement: who is deleted may have written for years

class ImportJob {
 public:
  ImportJob(Session& session, ImportOptions const& options)
      : database_(*session.database), is_dry_run_(options.dry_run), board_(options.show_progress) {}

  ImportReport run(LineReader& reader) {
    database_.set_statement_seconds(batch_seconds);
    now_ = database_.transact([](Transaction& transaction) {
      require_tables(transaction);
      return store::database_now(transaction);
    });
    while (auto const line = reader.next()) take(*line);
    if (stop_requested()) throw stopped();
    store(report_.lines);
    return std::move(report_);
  }

 private:
  static void require_tables(Transaction& transaction) {
    if (store::has_imported_tables(transaction)) return;
    throw configuration_error(
        "there is no schema imported to import into: proactive-migrate --imported makes it, for an app that keeps its "
        "data elsewhere");
  }

  [[nodiscard]] Error stopped() const {
    return {ExitCode::try_again,
            fmt::format("stopped: the lines up to {} were taken; import the file again, which changes nothing of them",
                        stored_through_)};
  }

  void take(Line const& line) {
    auto const number = ++report_.lines;
    if (line.is_cut) return refuse(std::nullopt, number, "it has more than 1 MiB: leave out what is not asked for");
    if (trim(line.text).empty()) return;
    auto read = read_import_line(line.text, now_);
    bool const is_whole = read.problem.empty();
    if (!is_whole) refuse(read.kind, number, read.problem);
    if (!read.record || (is_dry_run_ && !is_whole)) return;
    if (is_dry_run_) {
      ++counts_of(*read.kind).changed;
      if (number % static_cast<long>(ImportBatch::most_lines) == 0) tell();
      return;
    }
    if (!batch_.has_room_for(*read.record)) store(number - 1);
    batch_.add(*std::move(read.record), is_whole ? std::optional{number} : std::nullopt, line.text.size());
  }

  void store(long last_line) {
    if (!batch_.empty()) {
      try {
        store_together();
      } catch (store::DataError const&) {
        store_one_by_one();  // a value that the database refuses costs its own lines only
      }
    }
    batch_.clear();
    stored_through_ = last_line;
    tell();
  }

  void store_together() {
    std::array<std::vector<ImportedRecord>, names<ImportKind>().size()> results;
    database_.transact([&](Transaction& transaction) {
      for (auto const kind : kinds) results.at(place_of(kind)) = store_kind(transaction, kind);
    });
    for (auto const kind : kinds) {
      auto const& entries = batch_.of(kind);
      for (std::size_t i = 0; i < entries.size(); ++i) note(entries[i], results.at(place_of(kind))[i]);
    }
  }

  std::vector<ImportedRecord> store_kind(Transaction& transaction, ImportKind kind) {
    return store::import_records(transaction, kind, batch_.deletes(), column(batch_.of(kind), &ImportEntry::record));
  }

  void store_one_by_one() {
    for (auto const kind : kinds) {
      for (auto const& entry : batch_.of(kind)) note(entry, store_one(entry.record));
    }
  }

  ImportedRecord store_one(ImportRecord const& record) {
    try {
      return database_.transact([&](Transaction& transaction) {
        return store::import_records(transaction, record.kind, record.is_deleted, {record}).front();
      });
    } catch (store::DataError const& refusal) {
      return {false, fmt::format("the database refuses it: {}", refusal.what())};
    }
  }

  void note(ImportEntry const& entry, ImportedRecord const& result) {
    auto& counts = counts_of(entry.record.kind);
    for (auto const line : entry.lines) {
      if (!result.problem.empty()) {
        refuse(entry.record.kind, line, result.problem);
      } else {
        ++(result.is_changed ? counts.changed : counts.unchanged);
      }
    }
  }

  // The first ones are told, whose batch may come after later lines that could not be read at all.
  void refuse(std::optional<ImportKind> kind, long line, std::string const& problem) {
    ++(kind ? counts_of(*kind) : report_.of_no_kind).refused;
    ++report_.refused_in_all;
    auto& told = report_.refused;
    told.insert(std::upper_bound(told.begin(), told.end(), line,
                                 [](long number, RefusedLine const& other) { return number < other.line; }),
                {line, problem});
    if (told.size() > most_told) told.pop_back();
  }

  void tell() {
    auto const refused = report_.refused_in_all > 0 ? fmt::format(", {} refused", report_.refused_in_all) : "";
    board_.step(fmt::format("{} read{}", counted_noun(report_.lines, "line"), refused));
  }

  static std::size_t place_of(ImportKind kind) { return static_cast<std::size_t>(kind); }
  ImportCounts& counts_of(ImportKind kind) { return report_.by_kind.at(place_of(kind)); }

  // In the order in which they refer to each other.
  static constexpr std::array kinds{ImportKind::user, ImportKind::companion, ImportKind::pair, ImportKind::memory};

  store::Database& database_;
  bool is_dry_run_;
  ProgressBoard board_;
  Instant now_;
  ImportBatch batch_;
  ImportReport report_;
  long stored_through_ = 0;
};

}  // namespace

ImportReport import_file(Session& session, ImportOptions const& options) {
  InputFile const file("the file", options.file == "-" ? "/dev/stdin" : options.file);
  LineReader reader(file.descriptor(), most_in_line);
  return ImportJob(session, options).run(reader);
}

}  // namespace proactive::app
