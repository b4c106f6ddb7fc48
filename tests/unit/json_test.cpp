#include "base/json.hpp"

#include <doctest/doctest.h>

using namespace proactive;

TEST_CASE("a member is null where there is none") {
  Json const object{{"text", "a"}, {"number", 1}, {"inner", {{"text", "b"}}}};
  CHECK(member(object, "number") == 1);
  CHECK(member(object, "missing").is_null());
  CHECK(member(member(object, "inner"), "text") == "b");
  CHECK(member(member(object, "missing"), "text").is_null());
  for (Json const& other : {Json(), Json(1), Json("text"), Json::array({"text"})}) {
    CHECK(member(other, "text").is_null());
    CHECK(member_text(other, "text").empty());
  }
}

TEST_CASE("the text of a member is empty where it is none") {
  Json const object{{"text", "a"}, {"empty", ""}, {"number", 1}, {"flag", true}, {"list", {"a"}}, {"nothing", {}}};
  CHECK(member_text(object, "text") == "a");
  for (auto const* key : {"empty", "number", "flag", "list", "nothing", "missing"}) {
    CAPTURE(key);
    CHECK(member_text(object, key).empty());
  }
}
