//! A short text in place, without a destructor, so that it can be held across engine calls. Not for
//! long texts: they are cut.

use std::{
    ffi::{CStr, c_char},
    fmt::{self, Write as _},
    ops::Deref,
};

/// A text of less than `SIZE` bytes for C, long enough for every message by default.
#[derive(Clone, Copy)]
pub(in crate::php) struct Text<const SIZE: usize = 2048> {
    bytes: [u8; SIZE],
    length: usize,
}

/// The name of a function with its class.
pub(in crate::php) type FunctionName = Text<256>;

impl<const SIZE: usize> Text<SIZE> {
    /// What `value` displays, without NUL bytes, cut where it is too long.
    pub(in crate::php) fn of(value: impl fmt::Display) -> Self {
        let mut text = Self {
            bytes: [0; SIZE],
            length: 0,
        };
        // Fails only where the text is full, which is the cut.
        let _ = write!(text, "{value}");
        text
    }

    /// Adds an item to a list with commas.
    pub(in crate::php) fn push_item(&mut self, item: &str) {
        let comma = if self.length == 0 { "" } else { "," };
        // Fails only where the text is full, which is the cut.
        let _ = write!(self, "{comma}{item}");
    }

    /// The text for a `%s` of the engine; valid as long as `self` is.
    pub(in crate::php) fn as_ptr(&self) -> *const c_char {
        self.bytes.as_ptr().cast()
    }

    /// The text; empty where it is not UTF-8, which escaped text always is.
    pub(in crate::php) fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }

    /// The text as C has it.
    pub(in crate::php) fn as_c_str(&self) -> &CStr {
        CStr::from_bytes_until_nul(&self.bytes).unwrap_or_default()
    }
}

impl<const SIZE: usize> Deref for Text<SIZE> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl<const SIZE: usize> fmt::Write for Text<SIZE> {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        let room = SIZE - 1 - self.length;
        let fitting = more.bytes().filter(|byte| *byte != 0).take(room);
        for byte in fitting {
            self.bytes[self.length] = byte;
            self.length += 1;
        }
        if self.length == SIZE - 1 {
            Err(fmt::Error)
        } else {
            Ok(())
        }
    }
}

impl<const SIZE: usize> fmt::Display for Text<SIZE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_c_str().to_string_lossy())
    }
}
