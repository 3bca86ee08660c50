//! Addresses to which nothing is sent that the outside world could have named: inner networks, this machine, and what stands for
//! them in other forms.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is not one of the open internet.
pub(crate) fn is_inside(at: IpAddr) -> bool {
    match at {
        IpAddr::V4(at) => is_inside_4(at),
        IpAddr::V6(at) => is_inside_6(at),
    }
}

fn is_inside_4(at: Ipv4Addr) -> bool {
    let [a, b, c, _] = at.octets();
    let is_shared = a == 100 && b & 0xc0 == 64;
    let is_of_protocols = (a, b, c) == (192, 0, 0) || (a, b, c) == (192, 88, 99);
    let is_of_benchmarks = a == 198 && b & 0xfe == 18;
    a == 0
        || a >= 224
        || at.is_private()
        || at.is_loopback()
        || at.is_link_local()
        || at.is_documentation()
        || is_shared
        || is_of_protocols
        || is_of_benchmarks
}

fn is_inside_6(at: Ipv6Addr) -> bool {
    let [a, b, ..] = at.segments();
    // of all others none is given to anybody
    let is_global = a & 0xe000 == 0x2000;
    // Teredo, benchmarks, documentation and what was for routing
    let is_special = a == 0x2001 && (b < 0x0200 || b == 0x0db8) || a == 0x3fff;
    // 6to4 holds an address of the other kind, and nobody needs it any more
    !is_global || is_special || a == 0x2002
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn what_is_inside_in_every_form() {
        for at in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.19.255.255",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:8.8.8.8",
            "::ffff:127.0.0.1",
            "::7f00:1",
            "64:ff9b::a00:1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "100::1",
        ] {
            assert!(is_inside(at.parse().unwrap()), "{at}");
        }
    }

    #[test]
    fn what_is_outside() {
        for at in [
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "198.20.0.1",
            "193.0.0.1",
            "2600::1",
            "2001:4860:4860::8888",
            "2a00:1450::1",
        ] {
            assert!(!is_inside(at.parse().unwrap()), "{at}");
        }
    }
}
