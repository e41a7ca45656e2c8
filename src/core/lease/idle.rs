//! How long sockets without a lease were not used, in audit mode: a lease would have ended by then. It
//! ends nothing, and knows TCP connections only.

use crate::core::socket::{
    identity::{Found, Identity},
    tcp_info::quiet_connection,
};
use rustc_hash::FxHashMap;
use std::{os::fd::RawFd, time::Duration};

/// When sockets were used last, by descriptor. Nothing tells of their end, so that a number may be another
/// socket's by now: that is asked where it matters.
#[derive(Debug, Default)]
pub struct Idle {
    used: FxHashMap<RawFd, Use>,
}

#[derive(Debug, Clone, Copy)]
struct Use {
    at: Duration,
    of: Identity,
}

impl Idle {
    /// Of no socket.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            used: FxHashMap::with_hasher(rustc_hash::FxBuildHasher),
        }
    }

    /// Notes that a socket is used `now`. Whether it is a connection that nobody used for `limit`.
    pub fn use_again(&mut self, socket: RawFd, limit: Duration, now: Duration) -> bool {
        let before = self.used.get_mut(&socket);
        match before {
            Some(before) if now.saturating_sub(before.at) < limit => {
                before.at = now;
                return false;
            }
            _ => {}
        }
        let before = before.map(|before| before.of);
        let Some(of) = Found::at(socket).socket() else {
            self.used.remove(&socket);
            return false;
        };
        self.used.insert(socket, Use { at: now, of });
        before == Some(of) && quiet_connection(socket).is_some_and(|quiet| quiet >= limit)
    }

    /// Notes that a wait for a socket ends `now`.
    pub fn renew(&mut self, socket: RawFd, now: Duration) {
        if let Some(known) = self.used.get_mut(&socket) {
            known.at = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::Write,
        net::{TcpListener, TcpStream, UdpSocket},
        os::fd::AsRawFd,
        thread::sleep,
    };

    const LIMIT: Duration = Duration::from_millis(100);

    fn connection() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (client, listener.accept().unwrap().0)
    }

    #[test]
    fn a_connection_that_nobody_used_for_the_time_is_told_once() {
        let (mut client, _server) = connection();
        client.write_all(b"hello").unwrap();
        let (socket, mut idle, start) = (client.as_raw_fd(), Idle::new(), Duration::from_secs(9));
        assert!(!idle.use_again(socket, LIMIT, start), "the first use");
        sleep(LIMIT * 2);
        let just_before = LIMIT.saturating_sub(Duration::from_nanos(1));
        assert!(!idle.use_again(socket, LIMIT, start + just_before));
        let late = start + just_before + LIMIT;
        assert!(idle.use_again(socket, LIMIT, late));
        assert!(!idle.use_again(socket, LIMIT, late));
        idle.renew(socket, late + LIMIT);
        assert!(!idle.use_again(socket, LIMIT, late + LIMIT));
    }

    #[test]
    fn one_that_the_kernel_knows_to_be_used_is_not_idle() {
        let (mut client, _server) = connection();
        let (socket, mut idle, start) = (client.as_raw_fd(), Idle::new(), Duration::from_secs(9));
        idle.use_again(socket, LIMIT, start);
        sleep(LIMIT * 2);
        client.write_all(b"below").unwrap();
        assert!(!idle.use_again(socket, LIMIT, start + LIMIT));
    }

    #[test]
    fn a_later_socket_with_the_same_number_is_another_and_no_connection_is_none() {
        let mut idle = Idle::new();
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        idle.use_again(socket.as_raw_fd(), LIMIT, Duration::from_secs(9));
        let late = Duration::from_secs(10);
        assert!(!idle.use_again(socket.as_raw_fd(), LIMIT, late));
        assert!(!idle.use_again(-1, LIMIT, late));
    }
}
