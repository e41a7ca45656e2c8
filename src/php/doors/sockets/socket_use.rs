//! How the functions of ext/sockets use the socket that is their first argument: its lease is
//! renewed, and what they send and receive is counted. Not what they may do: their checks decide
//! that.

use super::{
    argument::{convert, first_socket, has_unknown_object},
    check::check_inherited,
    failure::{fail_by_system, refuse, unknown_objects},
};
use crate::{
    core::lease::{OperationKind, Outcome},
    php::{
        hook::function::{Answer, Call, Check},
        state::{
            leases,
            operation::{self, Operation, Refused},
            refusal,
        },
        sys::{
            self,
            arguments::{self, Loose, Parameters},
            socket::{Socket, last_error, set_last_error},
        },
    },
};
use std::ffi::{CStr, c_int};

/// Where functions have the arguments that they receive into.
const PLACES: [u32; 3] = [1, 4, 5];

/// How a function uses its socket.
pub(in crate::php) struct SocketUse {
    parameters: Parameters,
    /// Converts the message among the arguments; whether that went without an exception.
    message: Option<unsafe fn(&Call) -> bool>,
    takes: Takes,
    operation: OperationKind,
    moved: Moved,
    errors: Errors,
    /// Where its flags are, by which it may send without a wait.
    flags: Option<u32>,
    /// The engine's words for its failure.
    words: &'static str,
}

/// Takes sockets a function takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// Those that aesock made: it changes them, for other processes too.
    Own,
    /// Inherited ones as well.
    All,
}

/// Where a call tells how many bytes it moved.
#[derive(Clone, Copy)]
enum Moved {
    Nothing,
    /// The result is their number.
    Count,
    /// The same, unless the flags at this argument say that they were only looked at.
    Peekable(u32),
    /// The result is the bytes.
    Text,
}

/// Where a function puts the error that the system failed it with.
#[derive(Clone, Copy)]
enum Errors {
    /// On its socket, and where all errors are.
    OfSocket,
    /// Only where all errors are.
    OfAll,
}

/// Whether a call may wait.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    /// As its socket and its flags say.
    AsItIs,
    Never,
}

/// Whose a failure is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Failure {
    /// The engine's, which did not accept the arguments.
    Engines,
    /// The system's.
    Systems,
}

/// The operation of a call, and its socket.
type Begun = (Operation, Socket);

impl SocketUse {
    /// Neither sends nor receives.
    pub(in crate::php) const fn asks(parameters: &'static CStr, words: &'static str) -> Self {
        Self {
            parameters: Parameters::of(parameters),
            message: None,
            takes: Takes::All,
            operation: OperationKind::Other,
            moved: Moved::Nothing,
            errors: Errors::OfSocket,
            flags: None,
            words,
        }
    }

    /// The same, and changes the socket.
    pub(in crate::php) const fn changes(parameters: &'static CStr, words: &'static str) -> Self {
        Self {
            parameters: Parameters::of(parameters),
            message: None,
            takes: Takes::Own,
            ..Self::asks(parameters, words)
        }
    }

    /// Sends, and returns how much.
    pub(in crate::php) const fn sends(parameters: &'static CStr, words: &'static str) -> Self {
        Self {
            parameters: Parameters::of(parameters),
            message: None,
            takes: Takes::All,
            operation: OperationKind::Send,
            moved: Moved::Count,
            errors: Errors::OfSocket,
            flags: None,
            words,
        }
    }

    /// Receives with flags at `argument`, and returns how much.
    pub(in crate::php) const fn receives(
        parameters: &'static CStr,
        argument: u32,
        words: &'static str,
    ) -> Self {
        Self {
            parameters: Parameters::of(parameters),
            message: None,
            takes: Takes::All,
            operation: OperationKind::Receive,
            moved: Moved::Peekable(argument),
            errors: Errors::OfSocket,
            flags: None,
            words,
        }
    }

    /// Receives, and returns it.
    pub(in crate::php) const fn reads(parameters: &'static CStr, words: &'static str) -> Self {
        Self {
            parameters: Parameters::of(parameters),
            message: None,
            takes: Takes::All,
            operation: OperationKind::Receive,
            moved: Moved::Text,
            errors: Errors::OfSocket,
            flags: None,
            words,
        }
    }

    /// The same, with flags at `argument`.
    pub(in crate::php) const fn by_flags(self, argument: u32) -> Self {
        Self {
            flags: Some(argument),
            ..self
        }
    }

    /// Does it by a message, whose functions put their errors elsewhere, and which `convert` converts.
    pub(in crate::php) const fn by_message(self, convert: unsafe fn(&Call) -> bool) -> Self {
        Self {
            message: Some(convert),
            errors: Errors::OfAll,
            ..self
        }
    }

    /// Checks a call and runs it, as the use of its socket. Its arguments are converted before: that
    /// may run code of the script, which may close a socket and put another one at its descriptor.
    ///
    /// # Safety
    /// The call is a live one of a function with these uses. It may run user code and bail out.
    #[inline]
    pub(in crate::php) unsafe fn around(&self, call: &Call, check: Check) -> Answer {
        // SAFETY: the caller's contract; nothing in this frame has a destructor.
        unsafe {
            let is_converted =
                convert(call, &self.parameters) && self.message.is_none_or(|convert| convert(call));
            if !is_converted {
                return Answer::Done;
            }
            match self.begin_plainly(call) {
                Some(begun) => self.carry_out(call, check, begun),
                None => self.around_with_care(call, check),
            }
        }
        Answer::Done
    }

    /// The same with a socket that is not as most are.
    #[cold]
    #[inline(never)]
    unsafe fn around_with_care(&self, call: &Call, check: Check) {
        // SAFETY: as in `around`.
        unsafe {
            match self.begin(call) {
                Ok(Some(begun)) => self.carry_out(call, check, begun),
                Ok(None) => {
                    if let Answer::CallOriginal = check(call) {
                        call.run();
                    }
                }
                Err(_) => {}
            }
        }
    }

    /// Checks a call whose operation has begun, runs it, and ends the operation.
    #[inline(always)]
    unsafe fn carry_out(&self, call: &Call, check: Check, (operation, socket): Begun) {
        // SAFETY: as in `around`.
        unsafe {
            let wait = if operation.is_unlimited() && socket.waits() {
                self.limit(socket)
            } else {
                Wait::AsItIs
            };
            match check(call) {
                Answer::CallOriginal => {
                    let holds = self.holds(call);
                    let mut held = [const { None }; PLACES.len()];
                    if holds {
                        held = hold(call);
                    }
                    let before = self.clear_error(socket);
                    match (wait, self.flags) {
                        (Wait::Never, Some(flags)) => self.run_at_once(call, socket, flags),
                        _ => call.run(),
                    }
                    match self.outcome(call, self.restore_error(socket, before)) {
                        moved @ (Outcome::Sent(1..) | Outcome::Received(1..)) => {
                            operation.finish_moving(moved);
                        }
                        other => operation.finish(other),
                    }
                    if holds {
                        let held = held.into_iter().flatten();
                        held.for_each(|value| arguments::release(value));
                    }
                }
                Answer::Ran => operation.finish(self.outcome(call, Failure::Systems)),
                Answer::Done => operation.finish(Outcome::Rejected),
            }
        }
    }

    /// Whether a place that a call receives into holds what a destructor may run of.
    ///
    /// # Safety
    /// The call is a live one of a function with these uses.
    #[inline]
    unsafe fn holds(&self, call: &Call) -> bool {
        matches!(self.moved, Moved::Peekable(_))
            // SAFETY: the caller's contract.
            && PLACES.iter().any(|place| unsafe { held_at(call, *place) }.is_some())
    }

    /// Begins a call with a socket as most are: of an object that aesock knows, and with a lease. `None` where
    /// [`SocketUse::begin`] has to.
    ///
    /// # Safety
    /// As [`SocketUse::begin`]. It runs nothing.
    #[inline(always)]
    unsafe fn begin_plainly(&self, call: &Call) -> Option<Begun> {
        // SAFETY: the caller's contract.
        let socket = unsafe { Socket::adopted(sys::argument(call.frame, 0)?) }?;
        let operation = operation::begin_plainly(socket.descriptor(), self.operation)?;
        Some((operation, socket))
    }

    /// Has the kernel know how long this call may wait, or the call not wait.
    #[cold]
    #[inline(never)]
    fn limit(&self, socket: Socket) -> Wait {
        if self.flags.is_some() && leases::tries_at_once(socket.descriptor()) {
            return Wait::Never;
        }
        operation::limit(socket.descriptor(), self.operation);
        Wait::AsItIs
    }

    /// Runs a call that sends, without a wait; and once more where it would have to wait, with a limit.
    ///
    /// # Safety
    /// The call is a live one of a function with these uses and with flags at this argument. It may run user code and
    /// bail out.
    #[cold]
    unsafe fn run_at_once(&self, call: &Call, socket: Socket, flags: u32) {
        // SAFETY: the caller's contract; an integer needs no release, nor does `false`.
        unsafe {
            let given = sys::argument(call.frame, flags).and_then(|value| value.long());
            let Some(given) = given else {
                return call.run();
            };
            let set = |number: i64| {
                if let Some(value) = sys::argument(call.frame, flags) {
                    *value = std::mem::ManuallyDrop::into_inner(arguments::integer(number));
                }
            };
            let last = last_error();
            set(given | i64::from(libc::MSG_DONTWAIT));
            call.run();
            set(given);
            let would_wait = sys::is_false(call.result)
                && socket.error() == libc::EAGAIN
                && given & i64::from(libc::MSG_DONTWAIT) == 0;
            if would_wait {
                socket.put_error(0);
                set_last_error(last);
                operation::limit(socket.descriptor(), self.operation);
                call.run();
            }
        }
    }

    /// Clears the error that the function would set if the system failed it, and tells which one it
    /// was.
    fn clear_error(&self, socket: Socket) -> c_int {
        match self.errors {
            _ if self.operation == OperationKind::Other => 0,
            Errors::OfSocket => {
                let before = socket.error();
                socket.put_error(0);
                before
            }
            Errors::OfAll => {
                let before = last_error();
                set_last_error(0);
                before
            }
        }
    }

    /// Puts the error of before back where no other one came. Where a failure would come from.
    fn restore_error(&self, socket: Socket, before: c_int) -> Failure {
        let after = match self.errors {
            Errors::OfSocket => socket.error(),
            Errors::OfAll => last_error(),
        };
        match self.errors {
            _ if self.operation == OperationKind::Other || after != 0 => return Failure::Systems,
            Errors::OfSocket => socket.put_error(before),
            Errors::OfAll => set_last_error(before),
        }
        Failure::Engines
    }

    /// Begins a call. `Ok(None)` where it has no socket that is open: that the engine tells.
    ///
    /// # Safety
    /// The call is a live one of a function with these uses. It may run user code and bail out.
    unsafe fn begin(&self, call: &Call) -> Result<Option<Begun>, Answer> {
        // SAFETY: the caller's contract; nothing in this frame has a destructor.
        unsafe {
            if !operation::are_in_force() {
                watch_idle(call, self.operation);
                return Ok(None);
            }
            let Some(socket) = first_socket(call) else {
                return self.without_socket(call);
            };
            if socket.descriptor() == Socket::NOWHERE {
                return Err(fail_by_system(call, Some(socket), self.words, libc::EBADF));
            }
            match operation::begin(socket.descriptor(), self.operation) {
                Ok(operation)
                    if !operation.is_leased()
                        && self.takes == Takes::Own
                        && operation::are_in_force() =>
                {
                    let transport = sys::transport(socket.descriptor());
                    match refusal::ask(|gates| check_inherited(gates, transport)) {
                        Ok(()) => Ok(Some((operation, socket))),
                        Err(_) => Err(self.refuse(call, socket)),
                    }
                }
                Ok(operation) => Ok(Some((operation, socket))),
                Err(Refused) => Err(self.refuse(call, socket)),
            }
        }
    }

    /// Goes on with a closed socket; one that aesock does not know may be open.
    #[cold]
    #[inline(never)]
    unsafe fn without_socket(&self, call: &Call) -> Result<Option<(Operation, Socket)>, Answer> {
        // SAFETY: as in `begin`.
        unsafe {
            if has_unknown_object(call) {
                return Err(refuse(call, None, self.words, &unknown_objects()));
            }
        }
        Ok(None)
    }

    #[cold]
    #[inline(never)]
    unsafe fn refuse(&self, call: &Call, socket: Socket) -> Answer {
        // SAFETY: as in `begin`.
        unsafe { refuse(call, Some(socket), self.words, &refusal::take()) }
    }

    /// What a call moved that has returned. One that threw has no result, and one that the engine did
    /// not take further than its arguments left no error.
    ///
    /// # Safety
    /// As [`SocketUse::begin`].
    unsafe fn outcome(&self, call: &Call, failure: Failure) -> Outcome {
        // SAFETY: the caller's contract.
        unsafe {
            let count = match self.moved {
                Moved::Nothing => return Outcome::Nothing,
                Moved::Count | Moved::Peekable(_) => (*call.result).long(),
                Moved::Text => sys::result_string(call.result).map(|text| text.len() as i64),
            };
            let Some(count) = count.and_then(|count| u64::try_from(count).ok()) else {
                let is_engines = (*call.result).is_null() || failure == Failure::Engines;
                return if is_engines {
                    Outcome::Rejected
                } else {
                    Outcome::Nothing
                };
            };
            match (self.operation, self.moved) {
                (OperationKind::Send, _) => Outcome::Sent(count),
                (_, Moved::Peekable(flags)) if is_peeking(call, flags) => Outcome::Peeked(count),
                _ => Outcome::Received(count),
            }
        }
    }
}

/// Has audit mode tell of a socket that would have been reclaimed by now.
unsafe fn watch_idle(call: &Call, operation: OperationKind) {
    if !operation::are_watched() {
        return;
    }
    // SAFETY: as in `SocketUse::begin`.
    unsafe {
        if let Some(socket) = first_socket(call)
            && let Ok(begun) = operation::begin(socket.descriptor(), operation)
        {
            begun.finish(Outcome::Nothing);
        }
    }
}

/// What stands in a place that a call receives into, where a destructor may run of it.
///
/// # Safety
/// The call is a live one.
#[inline]
unsafe fn held_at(call: &Call, place: u32) -> Option<&sys::zval> {
    // SAFETY: the caller's contract.
    let value = unsafe { sys::argument(call.frame, place) }?.reference()?;
    (value.is_object() || value.is_array()).then_some(value)
}

/// What the places that a call receives into hold already, held once more until what it received is counted: a
/// destructor may suspend a fiber for good.
///
/// # Safety
/// The call is a live one.
#[cold]
#[inline(never)]
unsafe fn hold(call: &Call) -> [Option<Loose>; PLACES.len()] {
    // SAFETY: the caller's contract.
    PLACES.map(|place| unsafe { held_at(call, place) }.map(arguments::plain_copy))
}

unsafe fn is_peeking(call: &Call, flags: u32) -> bool {
    // SAFETY: as in `SocketUse::begin`.
    let flags = unsafe { sys::argument(call.frame, flags) }.and_then(|flags| flags.long());
    flags.is_some_and(|flags| flags & i64::from(libc::MSG_PEEK) != 0)
}
