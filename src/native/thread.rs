//! What the present thread is: whether it serves a request of PHP, and which function of PHP runs. PHP
//! says so; nothing is asked of it.

use std::{borrow::Cow, cell::Cell, fmt, net::SocketAddr, os::fd::RawFd, sync::OnceLock};

/// What a thread does for PHP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Serves {
    /// It is none of PHP's: of a library, or of the server.
    NotPhp,
    /// PHP's, between requests: what runs is the server's.
    NoRequest,
    /// A request of PHP runs.
    ARequest,
}

thread_local! {
    static SERVES: Cell<Serves> = const { Cell::new(Serves::NotPhp) };
}

/// Where a script was when something was decided on, for the log.
#[derive(Debug, Default)]
pub struct Place {
    /// File and line.
    pub at: Option<(Cow<'static, str>, u32)>,
    /// Method and path of the page.
    pub page: Option<(Cow<'static, str>, Cow<'static, str>)>,
}

/// What is asked of PHP on a thread that serves a request. None of it may run code of a script, or leave
/// but by returning.
#[derive(Debug, Clone, Copy)]
pub struct Host {
    /// Writes a space and the function of PHP that runs.
    pub write_function: fn(&mut fmt::Formatter<'_>) -> fmt::Result,
    /// Where the script is; what that borrows stays for as long as the function that runs.
    pub place: fn() -> Place,
    /// Runs something on a stack with room for a decision.
    pub with_room: fn(&mut dyn FnMut()),
    /// How many sockets PHP's books have as open.
    pub open: fn() -> u32,
    /// Takes a socket into PHP's books that a library may connect to this address.
    pub connects: fn(RawFd, SocketAddr),
    /// Has the lines of the journal taken soon.
    pub wake: fn(),
}

static HOST: OnceLock<Host> = OnceLock::new();

/// Says that a request runs on this thread, or that it is PHP's and none does.
pub fn serve(request: bool) {
    let serves = if request {
        Serves::ARequest
    } else {
        Serves::NoRequest
    };
    let _ = SERVES.try_with(|kept| kept.set(serves));
}

/// Says what answers for PHP.
pub fn set_host(host: Host) {
    let _ = HOST.set(host);
}

fn host() -> Option<&'static Host> {
    HOST.get().filter(|_| serves() == Serves::ARequest)
}

pub(super) fn serves() -> Serves {
    SERVES.try_with(Cell::get).unwrap_or(Serves::NotPhp)
}

/// The function of PHP that runs, if the thread serves a request.
pub(super) fn write_function(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    host().map_or(Ok(()), |host| (host.write_function)(f))
}

/// Where the script is, if the thread serves a request.
pub(super) fn place() -> Place {
    host().map_or_else(Place::default, |host| (host.place)())
}

/// How many sockets PHP has open, where this thread is one of its own.
pub(super) fn open() -> u32 {
    host().map_or(0, |host| (host.open)())
}

/// Has PHP take a socket into its books, where this thread is one of its own.
pub(super) fn connects(socket: RawFd, peer: SocketAddr) {
    if let Some(host) = host() {
        (host.connects)(socket, peer);
    }
}

/// Has PHP take the lines of the journal soon, where this thread is one of its own.
pub(super) fn wake() {
    if let Some(host) = host() {
        (host.wake)();
    }
}

/// Runs `action` on a stack with room for a decision, which that of a fiber may not have. `None` where
/// there is none.
pub(super) fn with_room<T>(action: impl FnOnce() -> T) -> Option<T> {
    let Some(host) = host() else {
        return Some(action());
    };
    let (mut action, mut answer) = (Some(action), None);
    (host.with_room)(&mut || answer = action.take().map(|action| action()));
    answer
}
