//! IPv4 addresses inside IPv6 ones. Those that may be dialled as what they carry; what is deprecated or
//! abusable is a class of its own.

use std::net::IpAddr;

/// The address that is judged for `address`: the IPv4 address carried by an IPv4-mapped (RFC 4291)
/// or NAT64 (RFC 6052) one, else the address itself.
#[must_use]
pub fn judged(address: IpAddr) -> IpAddr {
    const NAT64: u128 = 0x0064_ff9b << 96;
    let IpAddr::V6(v6) = address else {
        return address;
    };
    let bits = v6.to_bits();
    if bits >> 32 == NAT64 >> 32 {
        let [.., a, b, c, d] = v6.octets();
        return IpAddr::from([a, b, c, d]);
    }
    v6.to_ipv4_mapped().map_or(address, IpAddr::V4)
}
