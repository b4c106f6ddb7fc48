#include "domain/settings/table.hpp"

#include <charconv>

namespace proactive {

namespace {

bool is_port(std::string const& text) {
  int port = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  return problem == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

template <auto Member>
constexpr auto field = field_of<&Settings::database, Member>();

constexpr std::array table{
    SettingSpec{"database_url",
                field<&DatabaseSettings::url>,
                "",
                "",
                "the database as a libpq URI or connection string; wins over DB_*",
                {},
                {},
                Storable::no,
                Secret::yes},
    SettingSpec{"db_host",
                field<&DatabaseSettings::host>,
                "",
                "",
                "host name or socket folder; else PGHOST, else libpq's default",
                {},
                {},
                Storable::no},
    SettingSpec{"db_port", field<&DatabaseSettings::port>, "", "", "port; else PGPORT, else 5432", &is_port,
                "a port from 1 to 65535", Storable::no},
    SettingSpec{"db_user",
                field<&DatabaseSettings::user>,
                "",
                "",
                "role; else PGUSER, else the system user's name",
                {},
                {},
                Storable::no},
    SettingSpec{"db_password",
                field<&DatabaseSettings::password>,
                "",
                "",
                "password; prefer DB_PASSWORD_FILE or libpq's password file",
                {},
                {},
                Storable::no,
                Secret::yes},
    SettingSpec{"db_password_file",
                field<&DatabaseSettings::password_file>,
                "",
                "",
                "file whose only line is the password; wins over DB_PASSWORD",
                {},
                {},
                Storable::no},
    SettingSpec{"db_name",
                field<&DatabaseSettings::name>,
                "",
                "",
                "database; else PGDATABASE, else the role's name",
                {},
                {},
                Storable::no},
    SettingSpec{"db_connection_limit",
                field<&DatabaseSettings::connection_limit>,
                "10",
                "connections",
                "the most connections that one run opens; --jobs N opens N + 1, the channel webhook one more",
                IntRange{1, 64},
                {},
                Storable::no},
};

}  // namespace

std::span<SettingSpec const> database_table() { return table; }

}  // namespace proactive
