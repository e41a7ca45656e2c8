//! Functions that take an address: `socket_connect`, `socket_sendto`, `socket_bind`. How an address
//! is checked is in [`super::peer`].

use super::{
    argument::{replace, socket_of, text, throws_for_port},
    check::waits_by_default,
    failure::{conclude, fail_by_system},
    peer::{Address, Bind, Peer},
};
use crate::{
    core::{
        lease::OperationKind, policy::rule::LONGEST_PATH, socket::family::Family,
        target::Transport, usage::quota::Meter,
    },
    native::grant::{self, Grant},
    php::{
        hook::function::{Answer, Call},
        state::{
            gates, leases, operation,
            refusal::{self, Failed},
        },
        sys::{self, socket::Socket},
    },
};
use std::net::SocketAddr;

/// `socket_connect(Socket $socket, string $address, ?int $port = null)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(in crate::php) unsafe fn connect(call: &Call) -> Answer {
    const WORDS: &str = "unable to connect";
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_of(call) {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let is_unix = socket.domain() == i64::from(libc::AF_UNIX);
        if is_unix && text(call, 1).is_some_and(|path| path.len() > LONGEST_PATH) {
            return Answer::CallOriginal;
        }
        let address = address(call, socket, 1, 2, WORDS);
        if address.is_ok()
            && let Err(failed) = charge(socket, Meter::Connects)
        {
            return conclude(call, Some(socket), WORDS, failed);
        }
        match address {
            Err(answer) => return answer,
            Ok(Address::AsGiven) => {}
            Ok(Address::AsGivenThenCheck) => {
                call.run();
                if let (Some(at), Some(peer)) =
                    (sys::peer(socket.descriptor()), peer(call, socket, 1, 2))
                {
                    // The engine has connected, whatever the outcome, which is in the log.
                    let _ = refusal::ask(|gates| peer.check_afterwards(gates, at.ip()));
                }
                return Answer::Done;
            }
            Ok(Address::At(bytes)) => replace(call, 1, bytes.as_slice()),
        }
        let peer = peer(call, socket, 1, 2).and_then(|peer| peer.numeric());
        grant::give(Grant::Socket(socket.descriptor(), peer));
        // What only notes the address, as UDP does, does not wait.
        if socket.waits() && leases::transport(socket.descriptor()) != Some(Transport::Udp) {
            operation::limit(socket.descriptor(), OperationKind::Send);
        }
        call.run();
        note_peer(call, socket, peer);
        // The kernel's word for a connect that outlasts the time-out of a socket that waits.
        let timed_out = sys::is_false(call.result)
            && socket.error() == libc::EINPROGRESS
            && sys::waits(socket.descriptor());
        if timed_out && gates::with(|gates| waits_by_default(gates)) == Some(true) {
            return fail_by_system(call, Some(socket), WORDS, libc::ETIMEDOUT);
        }
    }
    Answer::Done
}

/// `socket_sendto(Socket $socket, string $data, int $length, int $flags, string $address, ?int
/// $port = null)`. Over TCP an address makes it a connect (`MSG_FASTOPEN`).
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn send_to(call: &Call) -> Answer {
    const WORDS: &str = "Unable to write to socket";
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_of(call) {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let length = sys::argument(call.frame, 2).and_then(|value| value.long());
        if throws_for_port(call, 5) || length.is_some_and(|length| length < 0) {
            return Answer::CallOriginal;
        }
        match address(call, socket, 4, 5, WORDS) {
            Err(answer) => return answer,
            Ok(Address::At(bytes)) => replace(call, 4, bytes.as_slice()),
            Ok(Address::AsGiven | Address::AsGivenThenCheck) => {}
        }
        let peer = peer(call, socket, 4, 5).and_then(|peer| peer.numeric());
        grant::give(Grant::Socket(socket.descriptor(), peer));
        if !opens(call, socket, 3) {
            return Answer::CallOriginal;
        }
        open(call, socket, WORDS, peer)
    }
}

/// Whether a call that sends to an address, with flags at `argument`, connects its socket first.
///
/// # Safety
/// As [`connect`].
pub(super) unsafe fn opens(call: &Call, socket: Socket, argument: u32) -> bool {
    // SAFETY: the caller's contract.
    let flags = unsafe { sys::argument(call.frame, argument) }.and_then(|flags| flags.long());
    flags.is_some_and(|flags| flags & i64::from(libc::MSG_FASTOPEN) != 0)
        && leases::transport(socket.descriptor()) == Some(Transport::Tcp)
}

/// Runs a call that connects its socket to `peer` and sends, as the connect that it is too.
///
/// # Safety
/// As [`connect`]; the call has been judged.
pub(super) unsafe fn open(
    call: &Call,
    socket: Socket,
    words: &str,
    peer: Option<SocketAddr>,
) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if let Err(failed) = charge(socket, Meter::Connects) {
            return conclude(call, Some(socket), words, failed);
        }
        call.run();
        note_peer(call, socket, peer);
    }
    Answer::Ran
}

/// Has the lease know what its socket is connected to, if a call connected it or began to.
unsafe fn note_peer(call: &Call, socket: Socket, peer: Option<SocketAddr>) {
    // SAFETY: as in `connect`.
    let failed = unsafe { sys::is_false(call.result) } && socket.error() != libc::EINPROGRESS;
    if let Some(peer) = peer.filter(|_| !failed) {
        leases::connected(socket.descriptor(), peer);
    }
}

/// `socket_bind(Socket $socket, string $address, int $port = 0)`.
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn bind(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_of(call) {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let Some(address) = text(call, 1).filter(|_| !throws_for_port(call, 2)) else {
            return Answer::CallOriginal;
        };
        let port = sys::argument(call.frame, 2).and_then(|value| value.long());
        let bind = Bind {
            domain: socket.domain(),
            transport: leases::transport(socket.descriptor()),
            address,
            port: port.unwrap_or(0),
        };
        let address = refusal::ask(|gates| bind.check(gates));
        match address.and_then(|address| charge(socket, Meter::Binds).map(|()| address)) {
            Err(failed) => return conclude(call, Some(socket), "Unable to bind address", failed),
            Ok(Address::At(bytes)) => replace(call, 1, bytes.as_slice()),
            Ok(Address::AsGiven | Address::AsGivenThenCheck) => {}
        }
        grant::give(Grant::Local);
    }
    Answer::CallOriginal
}

/// Counts a call on a socket of the network, if the quotas leave it.
unsafe fn charge(socket: Socket, meter: Meter) -> Result<(), Failed> {
    let Some(transport) = leases::transport(socket.descriptor()) else {
        return Ok(());
    };
    // SAFETY: as in `connect`.
    unsafe { refusal::ask(|gates| Ok(operation::charge_for(gates, &[meter], &transport)?)) }
}

/// Judges the address and port that are arguments of a call. `Err` is the answer of one that fails.
unsafe fn address(
    call: &Call,
    socket: Socket,
    address_at: u32,
    port_at: u32,
    words: &str,
) -> Result<Address, Answer> {
    // SAFETY: as in `connect`.
    unsafe {
        let peer = peer(call, socket, address_at, port_at).ok_or(Answer::CallOriginal)?;
        refusal::ask(|gates| peer.check(gates))
            .map_err(|failed| conclude(call, Some(socket), words, failed))
    }
}

/// The address and port that are arguments of a call; `None` where the engine misses one.
unsafe fn peer<'a>(call: &Call, socket: Socket, address_at: u32, port_at: u32) -> Option<Peer<'a>> {
    // SAFETY: as in `connect`.
    unsafe {
        let text = text(call, address_at)?;
        let port = sys::argument(call.frame, port_at).and_then(|value| value.long());
        if Family::of(socket.domain()).is_some() && port.is_none() {
            return None;
        }
        Some(Peer {
            domain: socket.domain(),
            transport: leases::transport(socket.descriptor()),
            text,
            port: port.unwrap_or(0),
        })
    }
}
