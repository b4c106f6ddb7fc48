# The last step before CPack makes the package: what Debian wants of its documents.
set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/ALL_COMPONENTS_IN_ONE/usr/share)
set(documents ${share}/doc/proactive)

file(READ ${CPACK_PROACTIVE_SOURCE}/LICENSE license)
string(REGEX MATCH "^MIT License\n\nCopyright \\(c\\) ([^\n]*)\n\n(.*)\n$" is_known "${license}")
if(NOT is_known)
  message(FATAL_ERROR "LICENSE is not the MIT license any more: correct scripts/packaging/documents.cmake")
endif()
set(holder "${CMAKE_MATCH_1}")
string(REPLACE "\n\n" "\n.\n" text "${CMAKE_MATCH_2}")
string(REPLACE "\n" "\n " text "${text}")
file(WRITE ${documents}/copyright "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: proactive

Files: *
Copyright: ${holder}
License: Expat
 ${text}
")

string(TIMESTAMP today "%a, %d %b %Y %H:%M:%S +0000" UTC) # SOURCE_DATE_EPOCH, where that is set
file(WRITE ${documents}/changelog.Debian "proactive (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * A build of ${CPACK_PACKAGE_VERSION}; changelog.gz says what is new.

 -- ${CPACK_PACKAGE_CONTACT}  ${today}
")
configure_file(${CPACK_PROACTIVE_SOURCE}/CHANGELOG.md ${documents}/changelog COPYONLY)

# Its links lead into the source: there, what they name stands in the text as well.
file(READ ${CPACK_PROACTIVE_SOURCE}/README.md readme)
string(REPLACE "[LICENSE](LICENSE)" "/usr/share/doc/proactive/copyright" readme "${readme}")
string(REGEX REPLACE "\\[([^]\n]+)\\]\\(man/[^)\n]+\\)" "\\1" readme "${readme}")
file(WRITE ${documents}/README.md "${readme}")

file(GLOB_RECURSE pages ${share}/man/*.[1-8])
foreach(page IN LISTS pages)
  if(IS_SYMLINK ${page})
    file(READ_SYMLINK ${page} target)
    file(REMOVE ${page})
    file(CREATE_LINK ${target}.gz ${page}.gz SYMBOLIC)
    list(REMOVE_ITEM pages ${page})
  endif()
endforeach()
execute_process(COMMAND gzip -9 -n ${pages} ${documents}/changelog ${documents}/changelog.Debian COMMAND_ERROR_IS_FATAL ANY)
