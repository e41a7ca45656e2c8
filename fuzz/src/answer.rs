//! Messages of name servers, as far as the decision on their addresses. Not the sockets that they
//! come by.

use crate::address::{agree, transport_of};
use aesock::core::resolver::addresses_in;
use hickory_proto::{
    op::Message,
    rr::{DNSClass, Name, RData, Record, RecordType},
};
use std::net::IpAddr;

/// One name like any other, and those of App Engine's exceptions.
const NAMES: [&str; 4] = [
    "a.test",
    "smtp.gmail.com",
    "pop.gmail.com",
    "imap.gmail.com",
];

/// Input: which of the names is asked for, transport (0 UDP), port (2 bytes), the message.
pub fn check(input: &[u8]) {
    let [name, transport, high, low, message @ ..] = input else {
        return;
    };
    let name = NAMES[usize::from(*name) % NAMES.len()];
    let port = u16::from_be_bytes([*high, *low]);
    let addresses = addresses_in(message, name);
    assert!(addresses.len() <= 64, "{} addresses", addresses.len());
    if let Some(others) = second_opinion(message, name) {
        assert_eq!(addresses, others, "{message:02x?}");
    }
    for address in addresses {
        agree(transport_of(*transport), Some(name), address, port);
    }
}

/// The addresses that hickory's own reader finds for `name`, which refuses a message for one bad record.
fn second_opinion(message: &[u8], name: &str) -> Option<Vec<IpAddr>> {
    let message = Message::from_vec(message).ok()?;
    if message.queries.len() != 1 {
        return None;
    }
    // Names in messages are absolute.
    let name: Name = format!("{name}.").parse().ok()?;
    // A message to another question is not read further.
    if *message.queries[0].name() != name {
        return Some(Vec::new());
    }
    let mut addresses = Vec::new();
    for kind in [RecordType::AAAA, RecordType::A] {
        let does_not_exist = u16::from(message.metadata.response_code) & 0xf == 3;
        if does_not_exist {
            break;
        }
        let owner = end_of_aliases(&message.answers, name.clone());
        for record in &message.answers {
            let is_asked = record.record_type() == kind && record.dns_class == DNSClass::IN;
            let address = record
                .data
                .ip_addr()
                .filter(|_| is_asked && record.name == owner);
            addresses.extend(address.filter(|address| !addresses.contains(address)));
        }
    }
    addresses.truncate(64);
    Some(addresses)
}

fn end_of_aliases(records: &[Record], mut owner: Name) -> Name {
    for _ in 0..64 {
        let next = records.iter().find_map(|record| match &record.data {
            RData::CNAME(target) if record.name == owner && record.dns_class == DNSClass::IN => {
                Some(target.0.clone())
            }
            _ => None,
        });
        match next {
            Some(next) => owner = next,
            None => break,
        }
    }
    owner
}
