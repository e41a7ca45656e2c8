//! The rules by which the kernel chooses a table of routes (ip-rule(8)): which tables the packets of this
//! process can come to. Not what is in the tables.

use super::netlink::{attribute, number};
use ipnet::IpNet;
use std::net::IpAddr;

/// `FR_ACT_TO_TBL`, `FIB_RULE_INVERT`, and attributes of rules (linux/fib_rules.h).
const TO_A_TABLE: u8 = 1;
const INVERTED: u32 = 2;
const FRA_DST: u16 = 1;
const FRA_IIFNAME: u16 = 3;
const FRA_FWMARK: u16 = 10;
const FRA_TABLE: u16 = 15;
const FRA_FWMASK: u16 = 16;
const FRA_L3MDEV: u16 = 19;

/// Size of the header of a rule, as of that of a route.
const HEADER: usize = 12;

/// The rules of one family of addresses.
#[derive(Debug, Default)]
pub(super) struct Routing {
    /// Tables that a packet of this process can come to, each with the destinations for which it does.
    leads: Vec<(u32, Option<IpNet>)>,
    /// Tables that rules name, for whatever packets.
    named: Vec<u32>,
    /// Whether a packet can come to the table of the device that its socket is bound to (VRF), which no
    /// rule names.
    follows_devices: bool,
}

impl Routing {
    /// As it is where nobody made rules, or the kernel knows none.
    pub(super) fn plain() -> Self {
        let tables = [
            libc::RT_TABLE_LOCAL,
            libc::RT_TABLE_MAIN,
            libc::RT_TABLE_DEFAULT,
        ];
        Self {
            leads: tables.map(|table| (u32::from(table), None)).into(),
            ..Self::default()
        }
    }

    /// As it is before the first rule.
    pub(super) fn begin() -> Self {
        Self {
            leads: vec![(u32::from(libc::RT_TABLE_LOCAL), None)],
            ..Self::default()
        }
    }

    /// Takes the message of a rule of `family`.
    pub(super) fn add(&mut self, message: &[u8], family: u8) {
        let Some([of, bits, _, _, table, _, _, action, a, b, c, d]) =
            message.first_chunk::<HEADER>()
        else {
            return;
        };
        if *of != family || *action != TO_A_TABLE {
            return;
        }
        let value = |kind| attribute(&message[HEADER..], kind);
        if value(FRA_L3MDEV).is_some_and(|value| value != [0]) {
            self.follows_devices = true;
            return;
        }
        let table = value(FRA_TABLE).and_then(number).unwrap_or((*table).into());
        self.named.push(table);
        let is_inverted = u32::from_ne_bytes([*a, *b, *c, *d]) & INVERTED != 0;
        if is_inverted {
            self.leads.push((table, None));
        } else if !is_for_marked(value(FRA_FWMARK), value(FRA_FWMASK))
            && value(FRA_IIFNAME).is_none_or(is_of_this_host)
        {
            let to = value(FRA_DST).and_then(|value| destination(value, *bits));
            self.leads.push((table, to));
        }
    }

    /// The parts of `network`, a route's in `table`, for which packets of this process can come to it.
    pub(super) fn reached(&self, table: u32, network: IpNet) -> impl Iterator<Item = IpNet> {
        let of_a_device = self.follows_devices && !self.named.contains(&table);
        let by_rules = self.leads.iter().filter(move |(to, _)| *to == table);
        by_rules
            .filter_map(move |(_, to)| match to {
                None => Some(network),
                Some(to) if to.contains(&network) => Some(network),
                Some(to) => network.contains(to).then_some(*to),
            })
            .chain(of_a_device.then_some(network))
    }
}

/// Whether packets without a mark, as those of this process, are not meant.
fn is_for_marked(mark: Option<&[u8]>, mask: Option<&[u8]>) -> bool {
    let mark = mark.and_then(number).unwrap_or(0);
    mark & mask.and_then(number).unwrap_or(u32::MAX) != 0
}

/// Packets of processes come in by the loopback device, as rules see it.
fn is_of_this_host(device: &[u8]) -> bool {
    device.strip_suffix(b"\0").unwrap_or(device) == b"lo"
}

fn destination(value: &[u8], bits: u8) -> Option<IpNet> {
    let address = match value.len() {
        4 => IpAddr::from(*value.first_chunk::<4>()?),
        16 => IpAddr::from(*value.first_chunk::<16>()?),
        _ => return None,
    };
    IpNet::new(address, bits).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const INET: u8 = libc::AF_INET as u8;
    const TABLE: u32 = 300;

    type Attributes<'a> = &'a [(u16, &'a [u8])];

    /// The message of a rule that leads to [`TABLE`].
    fn message(flags: u32, bits: u8, attributes: Attributes<'_>) -> Vec<u8> {
        let mut message = vec![INET, bits, 0, 0, 252, 0, 0, TO_A_TABLE];
        message.extend(flags.to_ne_bytes());
        let table = TABLE.to_ne_bytes();
        for (kind, value) in attributes.iter().chain([&(FRA_TABLE, &table[..])]) {
            message.extend((value.len() as u16 + 4).to_ne_bytes());
            message.extend(kind.to_ne_bytes());
            message.extend(*value);
            message.resize(message.len().next_multiple_of(4), 0);
        }
        message
    }

    fn reached(message: &[u8], table: u32, network: &str) -> Vec<String> {
        let mut routing = Routing::begin();
        routing.add(message, INET);
        let network = network.parse().unwrap();
        let reached = routing.reached(table, network);
        reached.map(|network| network.to_string()).collect()
    }

    #[test]
    fn a_rule_leads_to_its_table_unless_it_is_for_marked_packets_or_those_of_other_devices() {
        let mark = 1_u32.to_ne_bytes();
        let other_bits = 2_u32.to_ne_bytes();
        let none = 0_u32.to_ne_bytes();
        let cases: [(u32, Attributes<'_>, bool); 8] = [
            (0, &[], true),
            (0, &[(FRA_FWMARK, &mark)], false),
            (0, &[(FRA_FWMARK, &mark), (FRA_FWMASK, &mark)], false),
            (0, &[(FRA_FWMARK, &mark), (FRA_FWMASK, &other_bits)], true),
            (0, &[(FRA_FWMARK, &none), (FRA_FWMASK, &mark)], true),
            (INVERTED, &[(FRA_FWMARK, &mark)], true),
            (0, &[(FRA_IIFNAME, b"eth0\0")], false),
            (0, &[(FRA_IIFNAME, b"lo\0")], true),
        ];
        for (flags, attributes, leads) in cases {
            let message = message(flags, 0, attributes);
            let reached = reached(&message, TABLE, "0.0.0.0/0");
            assert_eq!(!reached.is_empty(), leads, "{flags} {attributes:?}");
        }
    }

    #[test]
    fn a_rule_for_destinations_leads_them_only() {
        let message = message(0, 24, &[(FRA_DST, &[45, 79, 30, 0])]);
        assert_eq!(reached(&message, TABLE, "0.0.0.0/0"), ["45.79.30.0/24"]);
        assert_eq!(reached(&message, TABLE, "45.79.30.7/32"), ["45.79.30.7/32"]);
        assert!(reached(&message, TABLE, "45.79.31.0/24").is_empty());
    }

    #[test]
    fn the_tables_of_devices_are_those_that_no_rule_names() {
        let mark = 1_u32.to_ne_bytes();
        let mut routing = Routing::begin();
        routing.add(&message(0, 0, &[(FRA_FWMARK, &mark)]), INET);
        let of_devices = message(0, 0, &[(FRA_L3MDEV, &[1])]);
        let network = "45.79.30.0/24".parse().unwrap();
        assert_eq!(routing.reached(10, network).count(), 0);
        routing.add(&of_devices, INET);
        assert_eq!(routing.reached(10, network).count(), 1);
        assert_eq!(routing.reached(TABLE, network).count(), 0);
    }
}
