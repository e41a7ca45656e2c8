//! Warnings and exceptions of functions of ours, each with its text in a frame of its own: the frames below it stay small,
//! since a fiber may have little room. Not what they say.

use crate::php::sys::{self, text::Text};
use std::fmt::Display;

macro_rules! tell {
    ($($name:ident ( $($argument:ident : $kind:ty)? ) $what:literal;)*) => {
        $(
            #[doc = $what]
            ///
            /// # Safety
            /// On a thread of PHP, within a call of the script. It may run user code and bail out.
            #[cold]
            #[inline(never)]
            pub(super) unsafe fn $name($($argument: $kind,)? text: impl Display) {
                // SAFETY: the caller's contract.
                unsafe { sys::$name($($argument,)? &Text::of(text)) };
            }
        )*
    };
}

tell! {
    warn() "Warns.";
    throw() "Throws an `Error`.";
    plain_value_error() "Throws a `ValueError` that names no argument.";
    value_error(argument: u32) "Throws a `ValueError` about an argument.";
    type_error(argument: u32) "Throws a `TypeError` about an argument.";
    argument_error(argument: u32) "Throws an `Error` about an argument.";
    argument_count_error() "Throws an `ArgumentCountError`.";
}
