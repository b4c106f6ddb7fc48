# What is installed, and the Debian package that CPack makes of it for scripts/package.
include(GNUInstallDirs)
set(packaging ${CMAKE_CURRENT_LIST_DIR})

install(TARGETS proactive RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(PROGRAMS scripts/migrate DESTINATION ${CMAKE_INSTALL_BINDIR} RENAME proactive-migrate)
install(DIRECTORY sql/migrations sql/adapters DESTINATION ${CMAKE_INSTALL_DATADIR}/proactive)
install(FILES sql/roles.sql sql/citus.sql scripts/env.sample DESTINATION ${CMAKE_INSTALL_DATADIR}/proactive)
install(FILES src/domain/simulation/companion-app.json DESTINATION ${CMAKE_INSTALL_DATADIR}/proactive/simulation)
install(DIRECTORY scripts/monitoring DESTINATION ${CMAKE_INSTALL_DATADIR}/proactive)
file(GLOB man_pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/man/*.[1-8])
foreach(page IN LISTS man_pages)
  string(REGEX REPLACE ".*\\.([1-8])$" "\\1" section ${page})
  install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()
# proactive(1) tells of proactive-migrate too.
install(CODE "file(CREATE_LINK proactive.1 \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_MANDIR}/man1/proactive-migrate.1\" SYMBOLIC)")
# The program prints the completions of its commands.
foreach(completion bash:bash-completion/completions/proactive zsh:zsh/vendor-completions/_proactive fish:fish/vendor_completions.d/proactive.fish)
  string(REGEX MATCH "^([a-z]+):(.*)$" matched ${completion})
  install(CODE "
    execute_process(COMMAND \"$<TARGET_FILE:proactive>\" config completion ${CMAKE_MATCH_1} OUTPUT_VARIABLE script COMMAND_ERROR_IS_FATAL ANY)
    file(WRITE \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/${CMAKE_MATCH_2}\" \"\${script}\")")
endforeach()

# What only a package puts in its place.
function(install_in_package file)
  install(FILES ${file} ${ARGN} COMPONENT debian EXCLUDE_FROM_ALL)
endfunction()
install_in_package(scripts/env.sample DESTINATION /etc/proactive RENAME proactive.env PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ)
install_in_package(${packaging}/cron DESTINATION /etc/cron.d RENAME proactive)
install_in_package(${packaging}/logrotate DESTINATION /etc/logrotate.d RENAME proactive)
install_in_package(${packaging}/sysusers.conf DESTINATION lib/sysusers.d RENAME proactive.conf)
install_in_package(${packaging}/credentials.conf DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/proactive/examples)
install_in_package(${packaging}/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME proactive)
file(GLOB units CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/scripts/systemd/*)
install_in_package("${units}" DESTINATION lib/systemd/system)

# A package fits the libraries of one release, and the next release's is the newer one.
set(release "")
if(EXISTS /etc/os-release)
  file(STRINGS /etc/os-release release REGEX "^VERSION_ID=")
  string(REGEX REPLACE "[^0-9]" "" release "${release}")
endif()
set(recommends "")
if(release GREATER_EQUAL 13)
  set(recommends tzdata-legacy) # the old names of time zones, such as US/Pacific
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME proactive)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The proactive authors <proactive@packages.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "companions of a chat app write first")
set(CPACK_PACKAGE_DESCRIPTION "Finds the users of a chat app who have not talked with a companion for a
while, checks by rules whether the two are close enough and the time is
right, has a message written by a language model or from a template, and
stores it in their conversation when its time has come.
.
It works on the app's PostgreSQL database, and is started by systemd timers
or cron. Neither is enabled by the installation: proactive-operation(7)
tells how to begin.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE deb${release})
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# systemd-sysusers makes the user, also where systemd is not.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, postgresql-client, systemd-standalone-sysusers | systemd-sysusers, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ${recommends})
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cron, logrotate, postgresql (>= 15)")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${packaging}/conffiles ${packaging}/postinst ${packaging}/prerm ${packaging}/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL Unspecified debian)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${packaging}/documents.cmake)
set(CPACK_PROACTIVE_SOURCE ${PROJECT_SOURCE_DIR})
include(CPack)
