//! What the present thread is: whether it serves a request of PHP, and which function of PHP runs. PHP
//! says so; nothing is asked of it.

use super::in_force::InForce;
use nix::libc;
use std::{
    borrow::Cow,
    cell::Cell,
    fmt,
    mem::MaybeUninit,
    net::SocketAddr,
    os::fd::RawFd,
    ptr,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

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
    /// Has the lines of the journal taken soon, on a thread that serves a request.
    pub wake: fn(),
    /// The same on any other thread, a supervisor's above all.
    pub wake_from_outside: fn(),
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

/// Has the thread that ends the process be none of PHP's by then: what runs is destructors of libraries, not
/// the server. First of all that [`exit`](libc::exit) does, since it is asked for last.
pub(super) fn leave_at_exit() {
    static IS_ASKED_FOR: AtomicBool = AtomicBool::new(false);
    extern "C" fn leave() {
        // In a process without a request there was no script either.
        if InForce::current().is_some() {
            let _ = SERVES.try_with(|kept| kept.set(Serves::NotPhp));
        }
    }
    if !IS_ASKED_FOR.swap(true, Ordering::Relaxed) {
        // SAFETY: this library stays loaded (`-z nodelete`).
        unsafe { libc::atexit(leave) };
    }
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

/// Has PHP take the lines of the journal soon, on any thread.
pub(super) fn wake() {
    if let Some(host) = HOST.get() {
        match serves() {
            Serves::ARequest => (host.wake)(),
            Serves::NoRequest | Serves::NotPhp => (host.wake_from_outside)(),
        }
    }
}

/// Runs `action` on a stack with room for a decision, which that of a fiber or of a library's thread may not
/// have. `None` where there is none.
pub(super) fn with_room<T>(action: impl FnOnce() -> T) -> Option<T> {
    let Some(host) = host() else {
        return if has_room() {
            Some(action())
        } else {
            on_another_thread(action)
        };
    };
    let (mut action, mut answer) = (Some(action), None);
    (host.with_room)(&mut || answer = action.take().map(|action| action()));
    answer
}

/// More than a decision was seen to take.
const ROOM: usize = 64 * 1024;

thread_local! {
    /// Where the stack of this thread ends; 0 before that was asked for.
    static END_OF_STACK: Cell<usize> = const { Cell::new(0) };
}

/// Whether this thread, which is none of PHP's, has room for a decision.
fn has_room() -> bool {
    let end = END_OF_STACK.try_with(|end| {
        if end.get() == 0 {
            end.set(end_of_stack());
        }
        end.get()
    });
    let here = 0u8;
    let here = (&raw const here).addr();
    end.is_ok_and(|end| here.saturating_sub(end) >= ROOM)
}

/// Where it does: that of the process's first thread grows, and need not be asked for.
fn end_of_stack() -> usize {
    // SAFETY: both only tell a number.
    if unsafe { libc::gettid() == libc::getpid() } {
        return 1;
    }
    bottom_of_stack().unwrap_or(usize::MAX)
}

/// The lowest address of this thread's stack; none where nobody tells.
pub(super) fn bottom_of_stack() -> Option<usize> {
    let mut attributes = MaybeUninit::uninit();
    let (mut bottom, mut size) = (ptr::null_mut(), 0);
    // SAFETY: the attributes are made by the first call, where it succeeds, and destroyed by the last one.
    unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) != 0 {
            return None;
        }
        let told =
            libc::pthread_attr_getstack(attributes.as_ptr(), &raw mut bottom, &raw mut size) == 0;
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        told.then_some(bottom.addr())
    }
}

/// What is lent to another thread while this one waits for it.
struct Lent<T>(T);

// SAFETY: `on_another_thread` does nothing until the other thread has ended, so that only one uses it.
unsafe impl<T> Send for Lent<T> {}

/// Runs `action` on a thread made for it. `None` where none can be made, or where it panicked.
#[cold]
fn on_another_thread<T>(action: impl FnOnce() -> T) -> Option<T> {
    let action = Lent(action);
    thread::scope(|scope| {
        let run = move || {
            let action = action;
            Lent((action.0)())
        };
        let other = thread::Builder::new().spawn_scoped(scope, run).ok()?;
        other.join().ok().map(|answer| answer.0)
    })
}
