//! Where C code asks for a stream (`STREAMS_DC`), and where that code was called from: a PHP for
//! debugging passes both to all that makes streams. Not the stream itself.

use super::{php_stream, php_stream_context, timeval};
use std::ffi::{c_char, c_int};

/// Depth, file and line, and file and line of the outer call.
#[derive(Clone, Copy)]
pub(in crate::php) struct CallSite(
    pub(in crate::php) c_int,
    pub(in crate::php) *const c_char,
    pub(in crate::php) u32,
    pub(in crate::php) *const c_char,
    pub(in crate::php) u32,
);

// SAFETY: both texts live as long as the process.
unsafe impl Sync for CallSite {}

/// Ours, for streams that no other code asked us for.
pub(in crate::php) static HERE: CallSite = CallSite(0, c"aesock".as_ptr(), 0, std::ptr::null(), 0);

/// A factory of the engine's transports (`php_stream_transport_factory`): scheme and name with their
/// lengths, persistent id, options, flags, timeout, context, and the call site.
pub(in crate::php) type Factory = unsafe extern "C" fn(
    *const c_char,
    usize,
    *const c_char,
    usize,
    *const c_char,
    c_int,
    c_int,
    *mut timeval,
    *mut php_stream_context,
    c_int,
    *const c_char,
    u32,
    *const c_char,
    u32,
) -> *mut php_stream;

/// Declares a function that makes a stream, as the engine calls it: its body is a function of the
/// call site.
macro_rules! makes_stream {
    (
        $(#[$attribute:meta])*
        fn $name:ident($($argument:ident: $type:ty,)*) -> $result:ty, $site:ident $body:block
    ) => {
        $(#[$attribute])*
        unsafe extern "C" fn $name(
            $($argument: $type,)*
            depth: ::std::ffi::c_int,
            file: *const ::std::ffi::c_char,
            line: u32,
            outer_file: *const ::std::ffi::c_char,
            outer_line: u32,
        ) -> $result {
            let $site = $crate::php::sys::CallSite(depth, file, line, outer_file, outer_line);
            $body
        }
    };
}

/// Calls such a function of the engine's with the call site.
macro_rules! make_stream {
    ($function:expr, $site:expr, $($argument:expr),* $(,)?) => {{
        let $crate::php::sys::CallSite(depth, file, line, outer_file, outer_line) = $site;
        $function($($argument,)* depth, file, line, outer_file, outer_line)
    }};
}

pub(in crate::php) use {make_stream, makes_stream};
