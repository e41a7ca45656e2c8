//! How the functions of ext/sockets use the socket that is their first argument: its lease is
//! renewed, and what they send and receive is counted. Not what they may do: that their checks say.

use super::{argument::first_socket, check::check_inherited, failure::refuse};
use crate::{
    core::lease::{OperationKind, Outcome},
    php::{
        hook::function::{Answer, Call, Check},
        state::{
            operation::{self, Operation, Refused},
            refusal,
        },
        sys::{self, socket::Socket},
    },
};

/// How a function uses its socket.
pub(in crate::php) struct SocketUse {
    takes: Takes,
    operation: OperationKind,
    moved: Moved,
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

impl SocketUse {
    /// Neither sends nor receives.
    pub(in crate::php) const fn asks(words: &'static str) -> Self {
        Self {
            takes: Takes::All,
            operation: OperationKind::Other,
            moved: Moved::Nothing,
            words,
        }
    }

    /// The same, and changes the socket.
    pub(in crate::php) const fn changes(words: &'static str) -> Self {
        Self {
            takes: Takes::Own,
            ..Self::asks(words)
        }
    }

    /// Sends, and returns how much.
    pub(in crate::php) const fn sends(words: &'static str) -> Self {
        Self {
            takes: Takes::All,
            operation: OperationKind::Send,
            moved: Moved::Count,
            words,
        }
    }

    /// Receives with flags at `argument`, and returns how much.
    pub(in crate::php) const fn receives(argument: u32, words: &'static str) -> Self {
        Self {
            takes: Takes::All,
            operation: OperationKind::Receive,
            moved: Moved::Peekable(argument),
            words,
        }
    }

    /// Receives, and returns it.
    pub(in crate::php) const fn reads(words: &'static str) -> Self {
        Self {
            takes: Takes::All,
            operation: OperationKind::Receive,
            moved: Moved::Text,
            words,
        }
    }

    /// Checks a call and runs it, as the use of its socket.
    ///
    /// # Safety
    /// The call is a live one of a function with these uses. It may run user code and bail out.
    #[inline]
    pub(in crate::php) unsafe fn around(&self, call: &Call, check: Check) -> Answer {
        // SAFETY: the caller's contract; nothing in this frame has a destructor.
        unsafe {
            let Ok(operation) = self.begin(call) else {
                return Answer::Done;
            };
            if let Answer::CallOriginal = check(call) {
                call.run();
            }
            if let Some(operation) = operation {
                operation.finish(self.outcome(call));
            }
        }
        Answer::Done
    }

    /// Begins a call. `Ok(None)` where it has no socket that is open: that the engine tells.
    ///
    /// # Safety
    /// The call is a live one of a function with these uses. It may run user code and bail out.
    unsafe fn begin(&self, call: &Call) -> Result<Option<Operation>, Answer> {
        // SAFETY: the caller's contract; nothing in this frame has a destructor.
        unsafe {
            if !operation::are_in_force() {
                return Ok(None);
            }
            let Some(socket) = first_socket(call) else {
                return Ok(None);
            };
            match operation::begin(socket.descriptor(), self.operation) {
                Ok(operation)
                    if !operation.is_leased()
                        && self.takes == Takes::Own
                        && operation::are_in_force() =>
                {
                    let transport = sys::transport(socket.descriptor());
                    match refusal::ask(|gates| check_inherited(gates, transport)) {
                        Ok(()) => Ok(Some(operation)),
                        Err(_) => Err(self.refuse(call, socket)),
                    }
                }
                Ok(operation) => Ok(Some(operation)),
                Err(Refused) => Err(self.refuse(call, socket)),
            }
        }
    }

    unsafe fn refuse(&self, call: &Call, socket: Socket) -> Answer {
        // SAFETY: as in `begin`.
        unsafe { refuse(call, Some(socket), self.words, &refusal::take()) }
    }

    /// What a call moved that has returned.
    ///
    /// # Safety
    /// As [`SocketUse::begin`].
    unsafe fn outcome(&self, call: &Call) -> Outcome {
        // SAFETY: the caller's contract.
        let count = unsafe {
            match self.moved {
                Moved::Nothing => None,
                Moved::Peekable(flags) if is_peeking(call, flags) => None,
                Moved::Count | Moved::Peekable(_) => (*call.result).long(),
                Moved::Text => sys::result_string(call.result).map(|text| text.len() as i64),
            }
        };
        match (
            count.and_then(|count| u64::try_from(count).ok()),
            self.operation,
        ) {
            (Some(count), OperationKind::Send) => Outcome::Sent(count),
            (Some(count), OperationKind::Receive) => Outcome::Received(count),
            _ => Outcome::Nothing,
        }
    }
}

unsafe fn is_peeking(call: &Call, flags: u32) -> bool {
    // SAFETY: as in `SocketUse::begin`.
    let flags = unsafe { sys::argument(call.frame, flags) }.and_then(|flags| flags.long());
    flags.is_some_and(|flags| flags & i64::from(libc::MSG_PEEK) != 0)
}
