//! Functions that take an address: `socket_connect`, `socket_sendto`, `socket_bind`.

use super::{conclude, create::waits_by_default, fail_by_system, socket_and};
use crate::{
    core::{
        escape::Token,
        family::Family,
        gate::{Lookups, UnixPlace},
        quota::Meter,
        rule::LONGEST_PATH,
        settings::Mode,
        target::{Host, Target, TargetError, Transport},
    },
    php::{
        hook::function::{Answer, Call},
        leases, operation,
        state::{self, State},
        sys::{self, arguments, socket::Socket},
        text::Text,
        told::{self, Failed, Failure, consider},
    },
};
use std::{
    net::{IpAddr, SocketAddr},
    os::unix::ffi::OsStrExt,
};

/// What the engine's handler is to see of an address, as plain data.
pub(super) enum Place {
    /// The address as the script wrote it.
    AsGiven,
    /// The same, and where it led to is judged afterwards (audit mode, where the engine resolves).
    AsGivenThenJudge,
    /// What was judged.
    At(Bytes),
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
        let place = address(call, socket, 1, 2, WORDS);
        if place.is_ok()
            && let Err(failed) = charge(socket, Meter::Connects)
        {
            return conclude(call, Some(socket), WORDS, failed);
        }
        match place {
            Err(answer) => return answer,
            Ok(Place::AsGiven) => {}
            Ok(Place::AsGivenThenJudge) => {
                call.run();
                if let (Some(at), Some(peer)) =
                    (sys::peer(socket.descriptor()), peer(call, socket, 1, 2))
                {
                    // The engine has connected, whatever the outcome, which is in the log.
                    let _ = told::ask(|state| peer.judge_afterwards(state, at.ip()));
                }
                return Answer::Given;
            }
            Ok(Place::At(bytes)) => replace(call, 1, &bytes),
        }
        call.run();
        if let Some(peer) = peer(call, socket, 1, 2).and_then(|peer| peer.numeric()) {
            leases::connected(socket.descriptor(), peer);
        }
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
        match address(call, socket, 4, 5, "Unable to write to socket") {
            Err(answer) => return answer,
            Ok(Place::At(bytes)) => replace(call, 4, &bytes),
            Ok(Place::AsGiven | Place::AsGivenThenJudge) => {}
        }
    }
    Answer::GoOn
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
            carrier: leases::carrier(socket.descriptor()),
            place,
            port: port.unwrap_or(0),
        };
        let place = told::ask(|state| bind.judge(state));
        match place.and_then(|place| charge(socket, Meter::Binds).map(|()| place)) {
            Err(failed) => return conclude(call, Some(socket), "Unable to bind address", failed),
            Ok(Place::At(bytes)) => replace(call, 1, &bytes),
            Ok(Place::AsGiven | Place::AsGivenThenJudge) => {}
        }
    }
    Answer::GoOn
}

/// Counts a call on a socket of the network, if the quotas leave it.
unsafe fn charge(socket: Socket, meter: Meter) -> Result<(), Failed> {
    let Some(carrier) = leases::carrier(socket.descriptor()) else {
        return Ok(());
    };
    // SAFETY: as in `connect`.
    unsafe { told::ask(|state| Ok(operation::charge_for(state, &[meter], &carrier)?)) }
}

/// Judges the address and port that are arguments of a call. `Err` is the answer of one that fails.
unsafe fn address(
    call: &Call,
    socket: Socket,
    address_at: u32,
    port_at: u32,
    words: &str,
) -> Result<Place, Answer> {
    // SAFETY: as in `connect`.
    unsafe {
        let peer = peer(call, socket, address_at, port_at).ok_or(Answer::GoOn)?;
        told::ask(|state| peer.judge(state))
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
            carrier: leases::carrier(socket.descriptor()),
            text,
            port: port.unwrap_or(0),
        })
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
    /// # Errors
    /// Why it may not be reached.
    pub(super) fn judge(&self, state: &mut State) -> Result<Place, Failure> {
        match (state.mode(), Family::of(self.domain), self.carrier) {
            (Mode::Passthrough, ..) => Ok(Place::AsGiven),
            (_, Some(family), Some(carrier)) => self.resolve(state, family, carrier),
            (_, None, _) if self.domain == i64::from(libc::AF_UNIX) => self.judge_unix(state),
            _ => {
                consider(state, &"raw", |gate| gate.admit_raw(b"this socket"))?;
                Ok(Place::AsGiven)
            }
        }
    }

    fn resolve(
        &self,
        state: &mut State,
        family: Family,
        carrier: Transport,
    ) -> Result<Place, Failure> {
        let target = match self.target(state, carrier) {
            Ok(target) => target,
            Err(error) => {
                let shown = format!("{carrier}://{}:{}", Token(self.text), self.port);
                consider(state, &shown, |_| Err(error.into()))?;
                return Ok(Place::AsGiven);
            }
        };
        if state.mode() == Mode::Audit {
            let Host::Address(address) = target.host else {
                return Ok(Place::AsGivenThenJudge);
            };
            judge_at(state, &target, address)?;
            return Ok(Place::AsGiven);
        }
        let peer = state.judge(&target, |gate| gate.admit_over(&target, family))?;
        if is_plain(self.text, peer.ip()) {
            Ok(Place::AsGiven)
        } else {
            at_address(peer.ip())
        }
    }

    /// Puts the decision on the address that it led to down for the log, in audit mode.
    fn judge_afterwards(&self, state: &mut State, address: IpAddr) -> Result<(), Failure> {
        let target = self
            .carrier
            .and_then(|carrier| self.target(state, carrier).ok());
        match target {
            Some(target) => judge_at(state, &target, address),
            None => Ok(()),
        }
    }

    fn target(&self, state: &State, carrier: Transport) -> Result<Target, TargetError> {
        Ok(Target {
            transport: carrier,
            host: Host::parse(self.text)?,
            port: state.ports().of(self.port)?,
        })
    }

    /// The address, once it is written as one.
    fn numeric(&self) -> Option<SocketAddr> {
        let address = std::str::from_utf8(self.text).ok()?.parse().ok()?;
        Some(SocketAddr::new(address, self.port as u16))
    }

    /// A path goes to the engine as what it really is.
    fn judge_unix(&self, state: &mut State) -> Result<Place, Failure> {
        let shown = format!("unix://{}", Token(self.text));
        let judged = state.judge(&shown, |gate| gate.admit_unix(self.text));
        if state.mode() == Mode::Audit {
            return Ok(Place::AsGiven);
        }
        match judged? {
            UnixPlace::Unnamed => Ok(Place::AsGiven),
            UnixPlace::Missing(errno) => Err(Failure::System(errno)),
            UnixPlace::At(path) => Bytes::new(path.as_os_str().as_bytes())
                .map(Place::At)
                .ok_or(Failure::System(libc::ENAMETOOLONG)),
        }
    }
}

/// Whether a text is an address as inet_pton(3) reads it, and that one.
fn is_plain(text: &[u8], address: IpAddr) -> bool {
    str::from_utf8(text).is_ok_and(|text| text.parse() == Ok(address))
}

fn at_address(address: IpAddr) -> Result<Place, Failure> {
    Bytes::new(Text::<64>::of(address).as_bytes())
        .map(Place::At)
        .ok_or(Failure::System(libc::ENAMETOOLONG))
}

/// Decides on one address of a target without asking anybody.
fn judge_at(state: &mut State, target: &Target, address: IpAddr) -> Result<(), Failure> {
    consider(state, target, |gate| {
        gate.judge(target, address, Lookups::Avoided)
    })?;
    Ok(())
}

/// A local address of the script's choice.
struct Bind<'a> {
    domain: i64,
    carrier: Option<Transport>,
    place: &'a [u8],
    port: i64,
}

impl Bind<'_> {
    fn judge(&self, state: &mut State) -> Result<Place, Failure> {
        let family = Family::of(self.domain);
        let place = Token(self.place);
        let shown = match (family, self.carrier) {
            (None, _) => format!("unix://{place}"),
            (Some(_), Some(carrier)) => format!("{carrier}://{place}:{}", self.port),
            (Some(_), None) => "raw".to_owned(),
        };
        let ports = state.ports();
        let mut local = None;
        consider(state, &shown, |gate| {
            let Some(family) = family else {
                gate.admit_bind_to(self.place)?;
                return gate.admit_unix(self.place).map(|(_, grounds)| grounds);
            };
            let address = match Host::parse(self.place)? {
                Host::Address(address) => address,
                Host::Name(_) => return gate.admit_bind_to(self.place),
            };
            local = family.address(address);
            gate.admit_bind(SocketAddr::new(address, ports.of(self.port)?))
        })?;
        match local {
            Some(address) if state.mode() == Mode::Enforce => at_address(address),
            _ => Ok(Place::AsGiven),
        }
    }
}
