//! Dialling: connected sockets to addresses that were decided on before. It decides nothing and
//! resolves nothing.
//!
//! TCP to several addresses follows Happy Eyeballs (RFC 8305): the families take turns, a further
//! attempt starts when the last one failed or after 250 ms, and the first to connect wins.

use super::{descriptor::above_stdio, family::Family, own_call};
use crate::core::{reason::Errno, target::Transport};
use nix::{
    errno::Errno as Os,
    poll::{PollFd, PollFlags, PollTimeout, poll},
    sys::socket::{
        setsockopt,
        sockopt::{IpBindAddressNoPort, TcpKeepCount, TcpKeepIdle, TcpKeepInterval},
    },
};
use socket2::{Domain, Protocol, SockAddr, SockRef, Socket, Type};
use std::{
    io,
    net::{SocketAddr, TcpStream},
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    time::{Duration, Instant},
};

/// The pause before the next address is tried beside the last one (RFC 8305, section 5).
const ATTEMPT_DELAY: Duration = Duration::from_millis(250);

/// When dialling returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// When the connection stands; the socket is blocking.
    UntilConnected,
    /// At once; the socket is non-blocking, and the first address is the only one tried.
    Never,
}

/// How to dial.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// When to return.
    pub wait: Wait,
    /// The most time all attempts together take; `None`: as long as the kernel tries.
    pub timeout: Option<Duration>,
    /// The local address, where the script chose one.
    pub bind: Option<SocketAddr>,
    /// Socket options that PHP's context asks for.
    pub tuning: Tuning,
}

/// Socket options of PHP's `socket` context.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tuning {
    /// `tcp_nodelay`, for TCP.
    pub no_delay: bool,
    /// `so_broadcast`, for UDP.
    pub broadcast: bool,
    /// Those that PHP 8.6 brought.
    pub newer: NewerTuning,
}

/// Socket options of PHP's `socket` context since 8.6.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewerTuning {
    /// `so_keepalive`, for TCP.
    pub keep_alive: bool,
    /// `tcp_keepidle`, `tcp_keepintvl` and `tcp_keepcnt`.
    pub keep_alive_by: [Option<u32>; 3],
    /// `so_linger`, for TCP.
    pub linger: Option<Duration>,
    /// `so_rcvbuf` and `so_sndbuf`, in bytes.
    pub receive_buffer: Option<usize>,
    /// See above.
    pub send_buffer: Option<usize>,
}

/// A socket that dialling gave.
#[derive(Debug)]
pub struct Dialled {
    /// The socket: close-on-exec, and its number is 3 or more.
    pub socket: OwnedFd,
    /// Where it is connected to, or connecting.
    pub peer: SocketAddr,
    /// Whether the connection stands.
    pub progress: Progress,
    /// The error of binding to the address of [`Options::bind`], which stock PHP warns of and goes
    /// on.
    pub unbound: Option<Errno>,
}

/// How far a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It stands.
    Connected,
    /// It is under way ([`Wait::Never`] only).
    Connecting,
}

/// Dials the first of `peers` that answers. Their order is that of preference.
///
/// # Errors
/// The error number of the attempt that failed last: `ETIMEDOUT` where the time ran out,
/// `EADDRNOTAVAIL` where there was no peer.
pub fn dial(
    transport: Transport,
    peers: &[SocketAddr],
    options: &Options,
) -> Result<Dialled, Errno> {
    let deadline = options
        .timeout
        .and_then(|timeout| Instant::now().checked_add(timeout));
    match (transport, options.wait, peers) {
        (Transport::Tcp, Wait::UntilConnected, [_, _, ..]) => race(peers, options, deadline),
        _ => in_turn(transport, peers, options, deadline),
    }
}

/// Makes a blocking, close-on-exec socket that is not connected yet.
///
/// # Errors
/// The error number of socket(2), such as `EMFILE`.
pub fn unconnected(family: Family, transport: Transport) -> Result<OwnedFd, Errno> {
    let domain = match family {
        Family::Ipv4 => Domain::IPV4,
        Family::Ipv6 => Domain::IPV6,
    };
    let (kind, protocol) = kind(transport);
    Socket::new_raw(domain, kind.cloexec(), Some(protocol))
        .and_then(above_stdio)
        .map(OwnedFd::from)
        .map_err(|error| errno(&error))
}

/// Makes the socket that a library asks for, close-on-exec and above the standard streams; the
/// numbers are those of socket(2).
///
/// # Errors
/// As [`unconnected`].
pub fn raw(domain: i32, kind: i32, protocol: i32) -> Result<OwnedFd, Errno> {
    let protocol = Some(Protocol::from(protocol));
    Socket::new_raw(Domain::from(domain), Type::from(kind).cloexec(), protocol)
        .and_then(above_stdio)
        .map(OwnedFd::from)
        .map_err(|error| errno(&error))
}

/// Bounds each wait to receive. What knows no time-outs waits for ever, as in stock PHP.
pub fn limit_receiving(socket: BorrowedFd, limit: Duration) {
    let _ = SockRef::from(&socket).set_read_timeout(Some(limit));
}

/// Bounds each wait to send, and that of a connect.
pub fn limit_sending(socket: BorrowedFd, limit: Duration) {
    let _ = SockRef::from(&socket).set_write_timeout(Some(limit));
}

/// One address after the other, as stock PHP does; what cannot take long, or has no alternative.
fn in_turn(
    transport: Transport,
    peers: &[SocketAddr],
    options: &Options,
    deadline: Option<Instant>,
) -> Result<Dialled, Errno> {
    let mut last = libc::EADDRNOTAVAIL;
    for &peer in peers {
        match attempt(transport, peer, options, deadline) {
            Ok(dialled) => return Ok(dialled),
            Err(errno) => last = errno,
        }
    }
    Err(last)
}

fn attempt(
    transport: Transport,
    peer: SocketAddr,
    options: &Options,
    deadline: Option<Instant>,
) -> Result<Dialled, Errno> {
    let attempt = Attempt::start(transport, peer, options)?;
    if options.wait == Wait::Never || attempt.progress == Progress::Connected {
        return attempt.finish(options.wait);
    }
    wait_for(
        attempt.socket.as_fd(),
        PollFlags::POLLIN | PollFlags::POLLOUT,
        deadline,
    )?;
    attempt.finish(options.wait)
}

/// Waits until the kernel has `events` for `socket`. Signals do not prolong it.
///
/// # Errors
/// `ETIMEDOUT` at the `deadline`, or the error number of poll(2).
pub fn wait_for(
    socket: BorrowedFd<'_>,
    events: PollFlags,
    deadline: Option<Instant>,
) -> Result<(), Errno> {
    loop {
        let mut ready = [PollFd::new(socket, events)];
        let left = remaining(deadline, Instant::now());
        match poll(&mut ready, left) {
            Ok(1..) => return Ok(()),
            Err(Os::EINTR) if left != PollTimeout::ZERO => {}
            Ok(_) | Err(Os::EINTR) => return Err(libc::ETIMEDOUT),
            Err(error) => return Err(error as Errno),
        }
    }
}

/// A connection attempt under way.
struct Attempt {
    socket: Socket,
    peer: SocketAddr,
    progress: Progress,
    unbound: Option<Errno>,
}

impl Attempt {
    fn start(transport: Transport, peer: SocketAddr, options: &Options) -> Result<Self, Errno> {
        let socket = open(transport, peer).map_err(|error| errno(&error))?;
        let unbound = options
            .bind
            .filter(|local| local.is_ipv6() == peer.is_ipv6())
            .and_then(|local| bind(&socket, local).err())
            .map(|error| errno(&error));
        tune(&socket, transport, options.tuning);
        let progress = match own_call::connect(socket.as_fd(), &SockAddr::from(peer)) {
            Ok(()) => Progress::Connected,
            Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => Progress::Connecting,
            Err(error) => return Err(errno(&error)),
        };
        Ok(Self {
            socket,
            peer,
            progress,
            unbound,
        })
    }

    /// Takes the outcome of an attempt that the kernel is done with, or that nobody waits for.
    fn finish(self, wait: Wait) -> Result<Dialled, Errno> {
        let Self {
            socket,
            peer,
            mut progress,
            unbound,
        } = self;
        let mut socket = OwnedFd::from(socket);
        if wait == Wait::UntilConnected {
            // `TcpStream` is std's safe way to one FIONBIO instead of two fcntl calls; it does for
            // every kind of socket.
            let stream = TcpStream::from(socket);
            if progress == Progress::Connecting
                && let Some(error) = stream.take_error().map_err(|error| errno(&error))?
            {
                return Err(errno(&error));
            }
            stream
                .set_nonblocking(false)
                .map_err(|error| errno(&error))?;
            progress = Progress::Connected;
            socket = stream.into();
        }
        Ok(Dialled {
            socket,
            peer,
            progress,
            unbound,
        })
    }
}

/// A non-blocking, close-on-exec socket for `peer`.
fn open(transport: Transport, peer: SocketAddr) -> io::Result<Socket> {
    let (kind, protocol) = kind(transport);
    above_stdio(Socket::new_raw(
        Domain::for_address(peer),
        kind.nonblocking().cloexec(),
        Some(protocol),
    )?)
}

const fn kind(transport: Transport) -> (Type, Protocol) {
    match transport {
        Transport::Tcp => (Type::STREAM, Protocol::TCP),
        Transport::Udp => (Type::DGRAM, Protocol::UDP),
    }
}

/// Binds without taking a port before the connection needs one, as stock PHP does.
fn bind(socket: &Socket, local: SocketAddr) -> io::Result<()> {
    // Only an optimisation, whose absence changes nothing else.
    let _ = setsockopt(socket, IpBindAddressNoPort, &true);
    own_call::bind(socket.as_fd(), &SockAddr::from(local))
}

/// Sets what the context asks for; like stock PHP, without looking at the outcome.
fn tune(socket: &Socket, transport: Transport, tuning: Tuning) {
    let _ = match transport {
        Transport::Tcp if tuning.no_delay => socket.set_tcp_nodelay(true),
        Transport::Udp if tuning.broadcast => socket.set_broadcast(true),
        _ => Ok(()),
    };
    let newer = tuning.newer;
    let _ = newer
        .receive_buffer
        .map(|size| socket.set_recv_buffer_size(size));
    let _ = newer
        .send_buffer
        .map(|size| socket.set_send_buffer_size(size));
    if transport == Transport::Tcp {
        let [idle, interval, count] = newer.keep_alive_by;
        let _ = newer.keep_alive.then(|| socket.set_keepalive(true));
        let _ = idle.map(|seconds| setsockopt(socket, TcpKeepIdle, &seconds));
        let _ = interval.map(|seconds| setsockopt(socket, TcpKeepInterval, &seconds));
        let _ = count.map(|count| setsockopt(socket, TcpKeepCount, &count));
        let _ = newer.linger.map(|time| socket.set_linger(Some(time)));
    }
}

/// Happy Eyeballs.
fn race(
    peers: &[SocketAddr],
    options: &Options,
    deadline: Option<Instant>,
) -> Result<Dialled, Errno> {
    let mut waiting = interleave(peers).into_iter();
    let mut running: Vec<Attempt> = Vec::new();
    let mut last = libc::EADDRNOTAVAIL;
    let mut next_start = Instant::now();
    loop {
        let now = Instant::now();
        if deadline.is_some_and(|deadline| now >= deadline) {
            return Err(libc::ETIMEDOUT);
        }
        if running.is_empty() || now >= next_start {
            if let Some(peer) = waiting.next() {
                match Attempt::start(Transport::Tcp, peer, options) {
                    Ok(attempt) if attempt.progress == Progress::Connected => {
                        return attempt.finish(options.wait);
                    }
                    Ok(attempt) => running.push(attempt),
                    Err(errno) => {
                        last = errno;
                        continue;
                    }
                }
                next_start = now + ATTEMPT_DELAY;
            } else if running.is_empty() {
                return Err(last);
            }
        }
        let until = if waiting.len() > 0 {
            Some(deadline.map_or(next_start, |end| end.min(next_start)))
        } else {
            deadline
        };
        for index in ready(&running, remaining(until, Instant::now()))?
            .into_iter()
            .rev()
        {
            match running.swap_remove(index).finish(options.wait) {
                Ok(dialled) => return Ok(dialled),
                Err(errno) => {
                    last = errno;
                    next_start = now;
                }
            }
        }
    }
}

/// The indices of the attempts that the kernel is done with, ascending.
fn ready(running: &[Attempt], timeout: PollTimeout) -> Result<Vec<usize>, Errno> {
    let interest = |attempt| {
        PollFd::new(
            Socket::as_fd(attempt),
            PollFlags::POLLIN | PollFlags::POLLOUT,
        )
    };
    let mut descriptors: Vec<_> = running
        .iter()
        .map(|attempt| interest(&attempt.socket))
        .collect();
    match poll(&mut descriptors, timeout) {
        Ok(_) | Err(Os::EINTR) => {}
        Err(error) => return Err(error as Errno),
    }
    let is_done = |(index, descriptor): (usize, &PollFd<'_>)| {
        descriptor.any().filter(|done| *done).map(|_| index)
    };
    Ok(descriptors.iter().enumerate().filter_map(is_done).collect())
}

/// `peers` with their families in turns, beginning with that of the first (RFC 8305, section 4).
fn interleave(peers: &[SocketAddr]) -> Vec<SocketAddr> {
    let Some(first) = peers.first() else {
        return Vec::new();
    };
    let (preferred, other): (Vec<_>, Vec<_>) = peers
        .iter()
        .copied()
        .partition(|peer| peer.is_ipv6() == first.is_ipv6());
    let mut turns = Vec::with_capacity(peers.len());
    let (mut preferred, mut other) = (preferred.into_iter(), other.into_iter());
    while turns.len() < peers.len() {
        turns.extend(preferred.next());
        turns.extend(other.next());
    }
    turns
}

/// The time left until `deadline`, rounded up to poll(2)'s milliseconds.
#[must_use]
pub fn remaining(deadline: Option<Instant>, now: Instant) -> PollTimeout {
    let Some(deadline) = deadline else {
        return PollTimeout::NONE;
    };
    let left = deadline.saturating_duration_since(now);
    let begun = u32::from(left.subsec_nanos() % 1_000_000 != 0);
    let whole = left.as_secs().saturating_mul(1000);
    let left = whole.saturating_add((left.subsec_millis() + begun).into());
    PollTimeout::try_from(left).unwrap_or(PollTimeout::MAX)
}

fn errno(error: &io::Error) -> Errno {
    error.raw_os_error().unwrap_or(libc::EIO)
}

#[cfg(test)]
mod tests;
