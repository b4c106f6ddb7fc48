#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/errors.hpp"
#include "base/json.hpp"
#include "base/library.hpp"
#include "base/time.hpp"
#include "store/pg/statement.hpp"

// The one room with libpqxx. Statements take text parameters (SQL casts them) and return rows; every PostgreSQL error
// becomes an Error with a sentence and an exit code.
namespace proactive::store {

// A statement that PostgreSQL refused: a sentence with what to do, and PostgreSQL's own words.
class StatementError : public Error {
 public:
  StatementError(ExitCode code, std::string const& sentence, std::string words)
      : Error(code, sentence), words_(std::move(words)) {}
  [[nodiscard]] std::string const& words() const noexcept { return words_; }

 private:
  std::string words_;
};

// A broken value or row (SQLSTATE classes 22, 23, 44, P0, and XX000): the fault of the data, so that its neighbours may
// still pass.
class DataError : public StatementError {
 public:
  DataError(std::string const& sentence, std::string sqlstate)
      : StatementError(ExitCode::internal, sentence, sentence), sqlstate_(std::move(sqlstate)) {}
  [[nodiscard]] std::string const& sqlstate() const noexcept { return sqlstate_; }

 private:
  std::string sqlstate_;
};

// A commit that was not answered: it may have happened or not, and only the rows can say.
class InDoubt : public Error {
 public:
  explicit InDoubt(std::string const& sentence) : Error(ExitCode::try_again, sentence) {}
};

// One parameter of a statement: NULL, a text, or an array as a PostgreSQL literal. What several statements are given
// may be made once.
class Param {
 public:
  Param(std::nullopt_t) {}                                    // NOLINT(google-explicit-constructor)
  Param(std::string text) : text_(std::move(text)) {}         // NOLINT(google-explicit-constructor)
  Param(std::string_view text) : text_(std::string{text}) {}  // NOLINT(google-explicit-constructor)
  Param(char const* text) : text_(text) {}                    // NOLINT(google-explicit-constructor)
  Param(bool value) : text_(value ? "true" : "false") {}      // NOLINT(google-explicit-constructor)
  Param(double value);                                        // NOLINT(google-explicit-constructor)
  Param(Instant instant);                                     // NOLINT(google-explicit-constructor)
  Param(Json const& value) : text_(to_line(value)) {}         // NOLINT(google-explicit-constructor)
  template <typename Number, std::enable_if_t<std::is_integral_v<Number> && !std::is_same_v<Number, bool>, int> = 0>
  Param(Number value) : text_(std::to_string(value)) {}  // NOLINT(google-explicit-constructor)
  template <typename Value>
  Param(std::optional<Value> const& value) {  // NOLINT(google-explicit-constructor)
    if (value) *this = Param(*value);
  }
  template <typename Value>
  Param(std::vector<Value> const& values) {  // NOLINT(google-explicit-constructor)
    std::string literal;
    for (Value const& value : values) {
      literal += literal.empty() ? '{' : ',';
      if constexpr (std::is_convertible_v<Value const&, std::string_view>) {
        append_element(literal, value);
      } else {
        append_element(literal, Param(value).text_);
      }
    }
    text_ = literal.empty() ? "{}" : std::move(literal) + "}";
  }

  [[nodiscard]] std::optional<std::string> const& text() const { return text_; }

 private:
  static void append_element(std::string& literal, std::optional<std::string_view> text);

  std::optional<std::string> text_;
};

struct ResultHandle;

// One value of a result. The readers without `optional` throw Error (internal) on NULL.
class Value {
 public:
  Value(ResultHandle const& result, int row, int column) : result_(&result), row_(row), column_(column) {}

  [[nodiscard]] bool is_null() const;
  [[nodiscard]] std::string_view view() const;
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string text_or_empty() const { return is_null() ? std::string{} : text(); }
  [[nodiscard]] std::optional<std::string> optional_text() const;
  [[nodiscard]] long integer() const;
  [[nodiscard]] std::optional<long> optional_integer() const;
  [[nodiscard]] double real() const;
  [[nodiscard]] bool boolean() const;  // NULL is false
  [[nodiscard]] Instant instant() const;
  [[nodiscard]] std::optional<Instant> optional_instant() const;  // infinity is nullopt
  // The app's: one that no Instant holds is the earliest or the latest that one does, since it is not unknown.
  [[nodiscard]] std::optional<Instant> nearest_instant() const;
  [[nodiscard]] Json json() const;  // NULL is null

 private:
  ResultHandle const* result_;
  int row_;
  int column_;
};

// Keeps its result alive; its values are to be read at once.
class Row {
 public:
  Row(std::shared_ptr<ResultHandle const> result, int row) : result_(std::move(result)), row_(row) {}
  Value operator[](int column) const { return {*result_, row_, column}; }
  Value operator[](std::string_view column) const;

 private:
  std::shared_ptr<ResultHandle const> result_;
  int row_;
};

// The rows of one statement.
class Rows {
 public:
  explicit Rows(std::shared_ptr<ResultHandle const> result) : result_(std::move(result)) {}

  [[nodiscard]] int size() const;
  [[nodiscard]] long affected() const;  // rows that an INSERT, UPDATE or DELETE without RETURNING has changed
  [[nodiscard]] bool empty() const { return size() == 0; }
  Row operator[](int row) const { return {result_, row}; }

  class Iterator {
   public:
    Iterator(std::shared_ptr<ResultHandle const> result, int row) : result_(std::move(result)), row_(row) {}
    Row operator*() const { return {result_, row_}; }
    Iterator& operator++() {
      ++row_;
      return *this;
    }
    bool operator!=(Iterator const& other) const { return row_ != other.row_; }

   private:
    std::shared_ptr<ResultHandle const> result_;
    int row_;
  };
  [[nodiscard]] Iterator begin() const { return {result_, 0}; }
  [[nodiscard]] Iterator end() const { return {result_, size()}; }

 private:
  std::shared_ptr<ResultHandle const> result_;
};

// An open transaction. Only Database::transact makes one.
class Transaction {
 public:
  virtual ~Transaction() = default;

  template <int Parameters, typename... Arguments>
  Rows exec(Statement<Parameters> const& statement, Arguments const&... arguments) {
    static_assert(sizeof...(Arguments) == Parameters, "a statement is given as many parameters as it names");
    return exec_text(statement.text, {Param(arguments)...});
  }

  // A statement that is not one of sql/queries: a test's, or one that the declaration of the adapter makes.
  virtual Rows exec_text(std::string_view statement, std::vector<Param> const& params) = 0;

  // Runs `body` in a savepoint, and undoes what it did where it throws. Returns why, in PostgreSQL's words where it has
  // refused a statement, or nothing. A broken connection, and a conflict after which the whole transaction has to be
  // tried again, are thrown on.
  std::optional<std::string> in_savepoint(std::function<void()> const& body);
  // Nothing of it stays, and the locks that it took are free again at once.
  void undone(std::function<void()> const& body);

 private:
  virtual void command(std::string_view statement) = 0;
};

enum class Access { read_write, read_only };

// One connection. Statements are bounded: 10 s each, 2 s for a lock, 10 s idle in a transaction; connecting 5 s. A
// server that does not answer a statement within 2 s more than it may take is cut off. After a stop signal no statement
// begins that base/stop.hpp's limits forbid.
class Database {
 public:
  // Throws Error (unavailable) when the database cannot be reached.
  Database(std::string const& connection_string, Access access);
  ~Database();
  Database(Database const&) = delete;
  Database& operator=(Database const&) = delete;

  // Runs `body` in one transaction and commits it. Deadlocks and serialization failures are tried again, at most five
  // times in all, so `body` must do nothing but SQL. With Access::read_only the database itself refuses every write.
  // Throws InDoubt when the commit was not answered; any other Error means that nothing was committed.
  template <typename Body>
  std::invoke_result_t<Body&, Transaction&> transact(Body&& body) {
    using Result = std::invoke_result_t<Body&, Transaction&>;
    if constexpr (std::is_void_v<Result>) {
      run([&](Transaction& transaction) { body(transaction); });
    } else {
      std::optional<Result> result;
      run([&](Transaction& transaction) { result.emplace(body(transaction)); });
      return std::move(*result);
    }
  }

  // Connects again after a lost connection; nothing where it still stands. Throws Error (unavailable).
  void ensure_connected();

  // From here on statements are the closing words of a run, which may begin long after a stop signal.
  void begin_closing() { is_closing_ = true; }

  // For statements that may take longer than the usual 10 s, such as an operator's reports, or less.
  void set_statement_seconds(int seconds);

 private:
  void run(std::function<void(Transaction&)> const& body);
  void attempt(std::function<void(Transaction&)> const& body);
  [[nodiscard]] std::string lost_sentence(std::string const& reason) const;

  struct Connection;
  void connect();

  std::string connection_string_;
  Access access_;
  std::unique_ptr<Connection> connection_;
  std::string unreachable_;  // why the last attempt to connect has failed
  bool is_closing_ = false;
  int statement_seconds_ = 10;
  std::string begin_;  // what each transaction begins with
};

// libpqxx and libpq.
std::vector<Library> libraries();

}  // namespace proactive::store
