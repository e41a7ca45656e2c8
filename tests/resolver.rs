//! What a lookup leaves behind in its process. Alone in its binary: nothing else may open
//! descriptors meanwhile.

use aesock::core::{
    host::spare,
    resolver::{LookupError, Resolver, SystemFiles},
};
use std::fs;
use std::net::{SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::thread;

/// A DNS server that knows no name: it sends every question back as an NXDOMAIN answer.
fn start_server() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    thread::spawn(move || {
        let mut message = [0; 512];
        loop {
            let (length, client) = socket.recv_from(&mut message).unwrap();
            message[2] |= 0x80; // an answer
            message[3] = 0x83; // recursion available, NXDOMAIN
            socket.send_to(&message[..length], client).unwrap();
        }
    });
    address
}

fn open_descriptors() -> Vec<PathBuf> {
    let entries = fs::read_dir("/proc/self/fd").unwrap();
    let mut descriptors: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    descriptors.sort();
    descriptors
}

#[test]
fn no_descriptor_stays_open_after_a_lookup() {
    // The one in reserve stays.
    spare::look(|| Ok(())).unwrap();
    let mut resolver = Resolver::new(vec![start_server()], SystemFiles::default());
    let before = open_descriptors();

    assert_eq!(resolver.lookup("a.test."), Err(LookupError::NotFound));

    assert_eq!(resolver.queries(), 2);
    assert_eq!(open_descriptors(), before);
}
