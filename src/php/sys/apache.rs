//! The configuration of Apache as its core has read it (`ap_directive_t` of util_cfgtree.h). Not what its
//! directives mean.

use std::ffi::{CStr, c_char, c_int, c_void};

/// A directive, or a section with others in it.
#[repr(C)]
struct Directive {
    directive: *const c_char,
    args: *const c_char,
    next: *const Directive,
    first_child: *const Directive,
    parent: *const Directive,
    data: *const c_void,
    filename: *const c_char,
    line_num: c_int,
    last: *const Directive,
}

/// Shows each directive of the server with its arguments, those of sections too, where this process is Apache.
///
/// # Safety
/// While modules start: the core keeps what it has read until it reads it anew.
pub(in crate::php) unsafe fn each_directive(mut show: impl FnMut(&[u8], &[u8])) {
    // SAFETY: the name is a C string.
    let symbol = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"ap_conftree".as_ptr()) };
    if symbol.is_null() {
        return;
    }
    // SAFETY: Apache's core has this pointer under the name; what it leads to is the caller's contract.
    let mut rest = vec![unsafe { symbol.cast::<*const Directive>().read() }];
    while let Some(at) = rest.pop() {
        // SAFETY: as above; texts are C strings or null.
        let Some(found) = (unsafe { at.as_ref() }) else {
            continue;
        };
        rest.extend([found.next, found.first_child]);
        // SAFETY: as above.
        unsafe { show(text(found.directive), text(found.args)) };
    }
}

/// # Safety
/// A C string that lives as long as the result is used, or null.
unsafe fn text<'a>(text: *const c_char) -> &'a [u8] {
    if text.is_null() {
        return b"";
    }
    // SAFETY: the caller's contract.
    unsafe { CStr::from_ptr(text) }.to_bytes()
}
