//! Messages of name servers, as far as the decision on their addresses. Not the sockets that they
//! come by.

use crate::address::{agree, transport_of};
use aesock::core::resolver::addresses_in;

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
    let addresses = addresses_in(message.to_vec(), name);
    assert!(addresses.len() <= 64, "{} addresses", addresses.len());
    for address in addresses {
        agree(transport_of(*transport), Some(name), address, port);
    }
}
