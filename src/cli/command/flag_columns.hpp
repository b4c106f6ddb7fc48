#pragma once

#include "app/operator/user.hpp"
#include "cli/render/sheet.hpp"

namespace proactive::cli {

// What keeps a user silent, and until when. `flag_of`: the app::UserFlag of an item.
template <typename Item, typename FlagOf>
ColumnsOf<Item> flag_columns(FlagOf flag_of) {
  auto const stored = [flag_of](auto store::StoredFlag::*member) {
    return [flag_of, member](Item const& item) { return Cell(flag_of(item).stored.*member); };
  };
  using store::StoredFlag;
  return {{{.key = "kind", .heading = "flag", .below = 1}, stored(&StoredFlag::kind)},
          {{.key = "source", .heading = "by", .below = 2}, stored(&StoredFlag::source)},
          {{"detected_at", "seen at", Kind::time}, stored(&StoredFlag::detected_at)},
          {{"until", "until", Kind::time, for_programs}, stored(&StoredFlag::until)},
          {{.key = "silent_until", .heading = "silent until", .kind = Kind::time, .nothing = "its release"},
           [flag_of](Item const& item) { return Cell(flag_of(item).silent_until); }},
          {{.key = "released_at", .heading = "released at", .kind = Kind::time, .nothing = "not yet", .below = 3},
           stored(&StoredFlag::released_at)},
          {{.key = "released_by", .heading = "released by", .below = 3}, stored(&StoredFlag::released_by)}};
}

}  // namespace proactive::cli
