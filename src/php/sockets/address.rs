//! Functions that take an address: `socket_connect`, `socket_sendto`, `socket_bind`.

use super::{fail_by_system, refuse, socket_and};
use crate::{
    core::{
        escape::Token,
        family::Family,
        gate::{Grounds, Lookups, UnixPlace},
        reason::Errno,
        rule::LONGEST_PATH,
        settings::Mode,
        target::{Host, Target, Transport},
    },
    php::{
        functions::{Answer, Call},
        log,
        sockets::create::waits_by_default,
        state::{self, State},
        sys::{self, arguments, socket::Socket},
        text::Text,
        told::{Told, decide, judge},
    },
};
use std::{net::SocketAddr, os::unix::ffi::OsStrExt, path::Path};

/// What the engine's handler is to see of an address, as plain data.
pub(super) enum Place {
    /// The address as the script wrote it.
    AsGiven,
    /// The same, and where it led to is judged afterwards (audit mode, where the engine resolves).
    AsGivenThenJudge,
    /// What was judged.
    At(Bytes),
    Refused(Told),
    Failed(Errno),
}

/// A numeric address or a path of a Unix socket.
#[derive(Clone, Copy)]
pub(super) struct Bytes {
    bytes: [u8; LONGEST_PATH],
    length: usize,
}

impl Bytes {
    fn new(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; LONGEST_PATH];
        bytes.get_mut(..text.len())?.copy_from_slice(text);
        Some(Self {
            bytes,
            length: text.len(),
        })
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// `socket_connect(Socket $socket, string $address, ?int $port = null)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(in crate::php) unsafe fn connect(call: &Call) -> Answer {
    const WORDS: &str = "unable to connect";
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_and(call, c"Os|l!") {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let is_unix = socket.domain() == i64::from(libc::AF_UNIX);
        if is_unix && text(call, 1).is_some_and(|path| path.len() > LONGEST_PATH) {
            return Answer::GoOn;
        }
        match address(call, socket, 1, 2) {
            None | Some(Place::AsGiven) => {}
            Some(Place::AsGivenThenJudge) => {
                call.run();
                let peer = sys::peer(socket.descriptor());
                let carrier = sys::carrier(socket.descriptor());
                if let (Some(peer), Some(carrier)) = (peer, carrier) {
                    decide(|state| judge_afterwards(state, carrier, peer, call.name));
                }
                return Answer::Given;
            }
            Some(Place::At(bytes)) => replace(call, 1, &bytes),
            Some(Place::Refused(told)) => return refuse(call, Some(socket), WORDS, &told),
            Some(Place::Failed(errno)) => {
                return fail_by_system(call, Some(socket), WORDS, errno);
            }
        }
        call.run();
        // The kernel's word for a connect that outlasts the time-out of a socket that waits.
        let timed_out = sys::is_false(call.result)
            && socket.error() == libc::EINPROGRESS
            && sys::waits(socket.descriptor());
        if timed_out && state::with(|state| waits_by_default(state)) == Some(true) {
            return fail_by_system(call, Some(socket), WORDS, libc::ETIMEDOUT);
        }
    }
    Answer::Given
}

/// `socket_sendto(Socket $socket, string $data, int $length, int $flags, string $address, ?int
/// $port = null)`. Over TCP an address makes it a connect (`MSG_FASTOPEN`).
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn send_to(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_and(call, c"Oslls|l!") {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let length = sys::argument(call.frame, 2).and_then(|value| value.long());
        if length.is_some_and(|length| length < 0) {
            return Answer::GoOn;
        }
        go_on(call, socket, 4, 5, "Unable to write to socket")
    }
}

/// `socket_bind(Socket $socket, string $address, int $port = 0)`.
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn bind(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_and(call, c"Os|l") {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let Some(place) = text(call, 1) else {
            return Answer::GoOn;
        };
        let port = sys::argument(call.frame, 2).and_then(|value| value.long());
        let bind = Bind {
            domain: socket.domain(),
            carrier: sys::carrier(socket.descriptor()),
            place,
            port: port.unwrap_or(0),
        };
        let place = state::with(|state| bind.judge(state, call.name));
        log::flush();
        match place.unwrap_or_else(|| Place::Refused(Told::internal())) {
            Place::At(bytes) => replace(call, 1, &bytes),
            Place::Refused(told) => {
                return refuse(call, Some(socket), "Unable to bind address", &told);
            }
            Place::AsGiven | Place::AsGivenThenJudge | Place::Failed(_) => {}
        }
    }
    Answer::GoOn
}

/// Judges the address of a call, and lets the engine go on with it.
unsafe fn go_on(call: &Call, socket: Socket, address_at: u32, port_at: u32, words: &str) -> Answer {
    // SAFETY: as in `connect`.
    unsafe {
        match address(call, socket, address_at, port_at) {
            Some(Place::At(bytes)) => replace(call, address_at, &bytes),
            Some(Place::Refused(told)) => return refuse(call, Some(socket), words, &told),
            Some(Place::Failed(errno)) => {
                return fail_by_system(call, Some(socket), words, errno);
            }
            None | Some(Place::AsGiven | Place::AsGivenThenJudge) => {}
        }
    }
    Answer::GoOn
}

/// Judges the address and port that are arguments of a call; `None` where the engine refuses it.
unsafe fn address(call: &Call, socket: Socket, address_at: u32, port_at: u32) -> Option<Place> {
    // SAFETY: as in `connect`.
    unsafe {
        let text = text(call, address_at)?;
        let port = sys::argument(call.frame, port_at).and_then(|value| value.long());
        if Family::of(socket.domain()).is_some() && port.is_none() {
            return None;
        }
        let peer = Peer {
            domain: socket.domain(),
            carrier: sys::carrier(socket.descriptor()),
            text,
            port: port.unwrap_or(0),
        };
        Some(peer.place(call.name))
    }
}

unsafe fn text<'a>(call: &Call, index: u32) -> Option<&'a [u8]> {
    // SAFETY: as in `connect`; the text is used before the argument is replaced.
    unsafe { Some(sys::argument(call.frame, index)?.zend_str()?.as_bytes()) }
}

/// Puts what was judged in place of an argument, where that is written otherwise.
unsafe fn replace(call: &Call, index: u32, bytes: &Bytes) {
    // SAFETY: as in `connect`.
    unsafe {
        if let Some(value) = sys::argument(call.frame, index)
            && value
                .zend_str()
                .is_none_or(|text| text.as_bytes() != bytes.as_slice())
        {
            arguments::replace_with_string(value, bytes.as_slice());
        }
    }
}

/// What a script addresses over a socket.
pub(super) struct Peer<'a> {
    /// The domain that the engine makes the address for.
    pub(super) domain: i64,
    /// What the socket carries; `None` for neither TCP nor UDP.
    pub(super) carrier: Option<Transport>,
    /// The address or path.
    pub(super) text: &'a [u8],
    pub(super) port: i64,
}

impl Peer<'_> {
    /// Judges it.
    ///
    /// # Safety
    /// On a thread of PHP, within a request. It may bail out.
    pub(super) unsafe fn place(&self, via: &str) -> Place {
        let place = state::with(|state| self.judge(state, via));
        // SAFETY: the caller's contract; the place is plain data.
        unsafe { log::flush() };
        place.unwrap_or_else(|| Place::Refused(Told::internal()))
    }

    fn judge(&self, state: &mut State, via: &str) -> Place {
        match (state.mode(), Family::of(self.domain), self.carrier) {
            (Mode::Passthrough, ..) => Place::AsGiven,
            (_, Some(family), Some(carrier)) => self.resolve(state, family, carrier, via),
            (_, None, _) if self.domain == i64::from(libc::AF_UNIX) => self.judge_unix(state, via),
            _ => judge(state, &"raw", via, |gate| gate.admit_raw(b"this socket"))
                .map_or(Place::AsGiven, Place::Refused),
        }
    }

    fn resolve(&self, state: &mut State, family: Family, carrier: Transport, via: &str) -> Place {
        let ports = state.ports();
        let target = Host::parse(self.text).and_then(|host| {
            ports.of(self.port).map(|port| Target {
                transport: carrier,
                host,
                port,
            })
        });
        let target = match target {
            Ok(target) => target,
            Err(error) => {
                let shown = format!("{carrier}://{}:{}", Token(self.text), self.port);
                return judge(state, &shown, via, |_| Err(error.into()))
                    .map_or(Place::AsGiven, Place::Refused);
            }
        };
        if state.mode() == Mode::Audit {
            let Host::Address(address) = target.host else {
                return Place::AsGivenThenJudge;
            };
            judge_afterwards(state, carrier, SocketAddr::new(address, target.port), via);
            return Place::AsGiven;
        }
        match state.judge(&target, via, |gate| gate.admit_over(&target, family)) {
            Ok(peer) => {
                Bytes::new(Text::<64>::of(peer.ip()).as_bytes()).map_or(Place::AsGiven, Place::At)
            }
            Err(refusal) => Place::Refused(Told::of(&refusal)),
        }
    }

    /// A path goes to the engine as what it really is.
    fn judge_unix(&self, state: &mut State, via: &str) -> Place {
        let shown = format!("unix://{}", Token(self.text));
        let judged = state.judge(&shown, via, |gate| gate.admit_unix(self.text));
        match (judged, state.mode()) {
            (_, Mode::Audit) | (Ok(UnixPlace::Unnamed), _) => Place::AsGiven,
            (Ok(UnixPlace::Missing(errno)), _) => Place::Failed(errno),
            (Ok(UnixPlace::At(path)), _) => at_path(&path),
            (Err(refusal), _) => Place::Refused(Told::of(&refusal)),
        }
    }
}

fn at_path(path: &Path) -> Place {
    Bytes::new(path.as_os_str().as_bytes()).map_or(Place::Failed(libc::ENAMETOOLONG), Place::At)
}

/// Puts the decision on an address down for the log, in audit mode.
fn judge_afterwards(
    state: &mut State,
    carrier: Transport,
    peer: SocketAddr,
    via: &str,
) -> Option<Told> {
    let target = crate::core::gate::numeric(carrier, peer);
    judge(state, &target, via, |gate| {
        gate.judge(&target, peer.ip(), Lookups::Avoided)
    })
}

/// A local address of the script's choice.
struct Bind<'a> {
    domain: i64,
    carrier: Option<Transport>,
    place: &'a [u8],
    port: i64,
}

impl Bind<'_> {
    fn judge(&self, state: &mut State, via: &str) -> Place {
        let scheme = match self.carrier.filter(|_| Family::of(self.domain).is_some()) {
            Some(carrier) => carrier.to_string(),
            None => "unix".to_owned(),
        };
        let shown = format!("{scheme}://{}:{}", Token(self.place), self.port);
        let mut at = Place::AsGiven;
        let ports = state.ports();
        let refused = judge(state, &shown, via, |gate| {
            let Some(family) = Family::of(self.domain) else {
                gate.admit_bind_to(self.place)?;
                return gate.admit_unix(self.place).map(|(_, grounds)| grounds);
            };
            let local = match Host::parse(self.place)? {
                Host::Address(address) => SocketAddr::new(address, ports.of(self.port)?),
                Host::Name(_) => return gate.admit_bind_to(self.place),
            };
            let grounds: Grounds = gate.admit_bind(local)?;
            if let Some(address) = family.address(local.ip()) {
                at = Bytes::new(Text::<64>::of(address).as_bytes())
                    .map_or(Place::AsGiven, Place::At);
            }
            Ok(grounds)
        });
        match (refused, state.mode()) {
            (Some(told), _) => Place::Refused(told),
            (None, Mode::Enforce) => at,
            (None, _) => Place::AsGiven,
        }
    }
}
