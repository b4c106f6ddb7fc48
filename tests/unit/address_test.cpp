#include "domain/address.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace proactive;

TEST_CASE("metadata services and link-local addresses are off limits in every spelling") {
  for (std::string const host : {"169.254.169.254",
                                 "169.254.0.1",
                                 "169.254.255.255",
                                 "169.254.169.254.",
                                 "169.254.169.254..",
                                 "2852039166",
                                 "0xa9fea9fe",
                                 "0XA9FEA9FE",
                                 "025177524776",
                                 "0251.0376.0251.0376",
                                 "0xa9.0xfe.0xa9.0xfe",
                                 "169.254.43518",
                                 "169.16689662",
                                 "0xa9.254.0251.254",
                                 "100.100.100.200",
                                 "1684301000",
                                 "168.63.129.16",
                                 "192.0.0.192",
                                 "fe80::1",
                                 "FE80::1",
                                 "fe80::1%eth0",
                                 "fe80::1%25eth0",
                                 "febf:ffff::1",
                                 "fd00:ec2::254",
                                 "fd00:0ec2:0:0:0:0:0:0254",
                                 "fd20:ce::254",
                                 "::ffff:169.254.169.254",
                                 "::ffff:a9fe:a9fe",
                                 "0:0:0:0:0:ffff:a9fe:a9fe",
                                 "::169.254.169.254",
                                 "::ffff:0:169.254.169.254",
                                 "64:ff9b::169.254.169.254",
                                 "64:ff9b::a9fe:a9fe",
                                 "64:ff9b:1::a9fe:a9fe",
                                 "64:ff9b::100.100.100.200",
                                 "2002:a9fe:a9fe::1",
                                 "2001:db8::5efe:169.254.169.254",
                                 "metadata.google.internal",
                                 "Metadata.Google.Internal.",
                                 "x.metadata.google.internal",
                                 "metadata",
                                 "metadata.goog",
                                 "instance-data",
                                 "metadata.azure.internal"}) {
    CAPTURE(host);
    CHECK(is_off_limits(host));
  }
}

TEST_CASE("what is not of the public internet is private, in every spelling") {
  for (std::string const host :
       {"10.0.0.1",      "167772161",         "0xa000001", "012.0.0.1",   "172.16.0.1",      "172.31.255.255",
        "192.168.1.1",   "100.64.0.1",        "127.0.0.1", "0.0.0.0",     "169.254.1.1",     "198.18.0.1",
        "224.0.0.1",     "255.255.255.255",   "::",        "::1",         "fc00::1",         "fd12:3456::1",
        "fe80::1",       "fec0::1",           "ff02::1",   "2001:db8::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1",
        "2002:a00:1::1", "::ffff:192.168.0.1"}) {
    CAPTURE(host);
    CHECK(is_private(read_address(host).value()));
  }
  for (std::string const host : {"8.8.8.8", "172.15.0.1", "172.32.0.1", "11.0.0.1", "100.128.0.1", "192.169.0.1",
                                 "198.20.0.1", "223.255.255.255", "2606:4700::1111", "64:ff9b::808:808"}) {
    CAPTURE(host);
    CHECK_FALSE(is_private(read_address(host).value()));
  }
}

TEST_CASE("other hosts may be called") {
  for (std::string const host : {"",
                                 ".",
                                 "api.openai.com",
                                 "localhost",
                                 "127.0.0.1",
                                 "10.0.0.1",
                                 "192.168.1.1",
                                 "169.253.255.255",
                                 "169.255.0.1",
                                 "100.100.100.201",
                                 "8.8.8.8",
                                 "::1",
                                 "::",
                                 "fec0::1",
                                 "fd00:ec3::254",
                                 "fd12:3456::1",
                                 "2001:db8::1",
                                 "::ffff:10.0.0.1",
                                 "64:ff9b::8.8.8.8",
                                 "2002:0808:0808::a9fe:a9fe",
                                 "169.254.169.254.example.com",
                                 "169.254.169.254x",
                                 "169.254.169.256",
                                 "metadata.example.com",
                                 "mymetadata.google.internals",
                                 "notmetadata.google.internal",
                                 "a9fea9fe"}) {
    CAPTURE(host);
    CHECK_FALSE(is_off_limits(host));
  }
}

TEST_CASE("addresses are read as programs read them") {
  CHECK(read_address("10.0.0.1") == mapped_ipv4({10, 0, 0, 1}));
  CHECK(read_address("012.1") == mapped_ipv4({10, 0, 0, 1}));
  CHECK(read_address("0x0a000001.") == mapped_ipv4({10, 0, 0, 1}));
  CHECK(read_address("::1%lo").value()[15] == 1);
  for (std::string const name : {"", "x", "10.0.0.1 x", "10.0.0.1\n", "10.0.0.0.1", ":::1", "[::1]", "4294967296"}) {
    CAPTURE(name);
    CHECK_FALSE(read_address(name));
  }
}
