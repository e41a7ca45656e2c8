//! What the kernel knows about a TCP connection (`TCP_INFO`, tcp(7)): how many bytes went over it,
//! and when. It changes nothing.

use nix::{
    poll::{PollFd, PollFlags, PollTimeout, poll},
    sys::socket::{MsgFlags, recv},
};
use std::{
    mem,
    os::fd::{BorrowedFd, RawFd},
    time::Duration,
};

/// The figures of one connection, as far as aesock needs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TcpInfo {
    /// Bytes that the process gave the kernel to send, sent or not, each once.
    pub sent: u64,
    /// Bytes that came from the peer, read or not.
    pub received: u64,
    /// For how long nothing has been sent and nothing received.
    pub quiet: Duration,
}

/// Whether the peer is known to have ended its side, which the kernel counts as a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// A read came to the end.
    Read,
    /// No read did.
    Unread,
}

/// `struct tcp_info` of linux/tcp.h up to the last field that is used; the kernel only ever appends
/// to it, and fills as much as it knows.
#[repr(C)]
#[derive(Clone, Copy)]
struct Raw {
    state: u8,
    bytes: [u8; 7],
    timing: [u32; 9],
    last_data_sent: u32,
    last_ack_sent: u32,
    last_data_recv: u32,
    last_ack_recv: u32,
    path: [u32; 11],
    rates: [u64; 2],
    bytes_acked: u64,
    bytes_received: u64,
    segments: [u32; 2],
    notsent_bytes: u32,
    others: [u32; 3],
    durations: [u64; 4],
    delivered: [u32; 2],
    bytes_sent: u64,
    bytes_retrans: u64,
}

const _: () = assert!(mem::size_of::<Raw>() == 216);

impl TcpInfo {
    /// The figures of `socket`. `None` for what is no TCP socket, or where the kernel does not know
    /// them all (before Linux 4.19).
    #[must_use]
    pub fn of(socket: RawFd, end: End) -> Option<Self> {
        raw(socket).map(|raw| Self {
            sent: raw.bytes_sent.saturating_sub(raw.bytes_retrans) + u64::from(raw.notsent_bytes),
            received: raw
                .bytes_received
                .saturating_sub(u64::from(raw.counts_the_end(socket, end))),
            quiet: raw.quiet(),
        })
    }
}

/// For how long nothing went over a TCP connection, either way. `None` for what is none.
#[must_use]
pub fn quiet_connection(socket: RawFd) -> Option<Duration> {
    const WITHOUT_PEER: [u8; 2] = [7, 10]; // TCP_CLOSE, TCP_LISTEN
    let raw = raw(socket).filter(|raw| !WITHOUT_PEER.contains(&raw.state))?;
    Some(raw.quiet())
}

/// Whether a TCP socket is connecting or connected: another connect(2) of it asks how that stands, and
/// leads nowhere else.
#[must_use]
pub fn is_under_way(socket: RawFd) -> bool {
    const TCP_CLOSE: u8 = 7;
    raw(socket).is_some_and(|raw| raw.state != TCP_CLOSE)
}

/// Whether a read of a closed connection would come to the end. It tells nothing of a reset that
/// somebody has been told already.
fn is_at_the_end(socket: RawFd) -> bool {
    let flags = MsgFlags::MSG_PEEK | MsgFlags::MSG_DONTWAIT;
    !has_error(socket) && recv(socket, &mut [0; 1], flags) == Ok(0)
}

/// Whether an error waits for the owner of the socket, such as that its connect was refused. To
/// receive would take it away.
#[expect(unsafe_code, reason = "what is asked about is a number")]
fn has_error(socket: RawFd) -> bool {
    // SAFETY: the kernel has just told the figures of this socket, so it is open; nothing is closed
    // meanwhile.
    let socket = unsafe { BorrowedFd::borrow_raw(socket) };
    let mut asked = [PollFd::new(socket, PollFlags::empty())];
    poll(&mut asked, PollTimeout::ZERO).is_err()
        || asked[0]
            .revents()
            .is_some_and(|events| events.contains(PollFlags::POLLERR))
}

impl Raw {
    fn quiet(&self) -> Duration {
        Duration::from_millis(self.last_data_sent.min(self.last_data_recv).into())
    }

    /// Whether the peer's end is among the received bytes. A closed connection (`TCP_CLOSE`) may
    /// have been reset instead, or afterwards.
    fn counts_the_end(&self, socket: RawFd, end: End) -> bool {
        const CLOSE: u8 = 7;
        const AFTER_THE_PEERS_FIN: [u8; 4] = [6, 8, 9, 11]; // TIME_WAIT, CLOSE_WAIT, LAST_ACK, CLOSING
        AFTER_THE_PEERS_FIN.contains(&self.state)
            || (self.state == CLOSE && (end == End::Read || is_at_the_end(socket)))
    }
}

#[expect(unsafe_code, reason = "no crate that is at hand has this option whole")]
fn raw(socket: RawFd) -> Option<Raw> {
    let mut raw = mem::MaybeUninit::<Raw>::zeroed();
    let mut length = mem::size_of::<Raw>() as libc::socklen_t;
    // SAFETY: the kernel writes at most `length` bytes; a descriptor that is none is an error.
    let failed = unsafe {
        libc::getsockopt(
            socket,
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            raw.as_mut_ptr().cast(),
            &raw mut length,
        )
    };
    // SAFETY: all zeros is a value of the structure, and the kernel's bytes are another.
    (failed == 0 && length as usize == mem::size_of::<Raw>()).then(|| unsafe { raw.assume_init() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::{Read, Write},
        net::{Shutdown, TcpListener, TcpStream, UdpSocket},
        os::fd::AsRawFd,
    };

    fn pair() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (client, listener.accept().unwrap().0)
    }

    fn info(socket: &TcpStream, end: End) -> (u64, u64) {
        let info = TcpInfo::of(socket.as_raw_fd(), end).unwrap();
        (info.sent, info.received)
    }

    #[test]
    fn bytes_are_counted_both_ways_and_the_peers_end_is_none() {
        let (mut client, mut server) = pair();
        assert_eq!(info(&client, End::Unread), (0, 0));
        client.write_all(&[0; 1000]).unwrap();
        server.read_exact(&mut [0; 1000]).unwrap();
        server.write_all(&[0; 70]).unwrap();
        client.read_exact(&mut [0; 70]).unwrap();
        assert_eq!(info(&client, End::Unread), (1000, 70));
        server.shutdown(Shutdown::Write).unwrap();
        assert_eq!(client.read(&mut [0; 1]).unwrap(), 0);
        assert_eq!(info(&client, End::Read), (1000, 70));
    }

    #[test]
    fn the_end_of_a_connection_closed_from_both_sides_is_no_byte_either() {
        let (client, mut server) = pair();
        server.write_all(&[0; 7]).unwrap();
        client.shutdown(Shutdown::Write).unwrap();
        assert_eq!(server.read(&mut [0; 1]).unwrap(), 0);
        drop(server);
        let mut received = Vec::new();
        (&client).read_to_end(&mut received).unwrap();
        assert_eq!(info(&client, End::Read), (0, 7));
    }

    #[test]
    fn an_end_that_nobody_read_before_the_reset_behind_it_is_no_byte() {
        let (mut client, mut server) = pair();
        server.write_all(&[0; 7]).unwrap();
        server.shutdown(Shutdown::Both).unwrap();
        client.read_exact(&mut [0; 7]).unwrap();
        drop(server);
        // There is nobody any more to get this, which the kernel answers with a reset.
        client.write_all(b"x").unwrap();
        while client.take_error().unwrap().is_none() && client.peer_addr().is_ok() {}
        assert_eq!(info(&client, End::Unread), (1, 7));
    }

    #[test]
    fn a_reset_that_nobody_was_told_yet_still_waits_for_the_reader() {
        let (mut client, mut server) = pair();
        // Bytes that nobody read make the end of this side a reset.
        client.write_all(&[0; 7]).unwrap();
        server.write_all(&[0; 70]).unwrap();
        client.read_exact(&mut [0; 70]).unwrap();
        drop(server);
        while !has_error(client.as_raw_fd()) {}
        assert_eq!(info(&client, End::Unread), (7, 70));
        let error = client.read(&mut [0; 1]).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::ECONNRESET));
    }

    #[test]
    fn what_waits_in_the_kernel_is_sent() {
        let (client, _server) = pair();
        client.set_nonblocking(true).unwrap();
        let chunk = [0; 65536];
        let mut given = 0;
        while let Ok(count) = (&client).write(&chunk) {
            given += count as u64;
        }
        assert_eq!(info(&client, End::Unread).0, given);
    }

    #[test]
    fn only_tcp_has_figures() {
        let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
        assert_eq!(TcpInfo::of(udp.as_raw_fd(), End::Unread), None);
        assert_eq!(TcpInfo::of(-1, End::Unread), None);
    }
}
