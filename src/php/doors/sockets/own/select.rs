//! `socket_select()`: select(2), by objects. Whose the sockets are is the door's question.

use super::{
    create::is_socket,
    error::{self, errno},
    invocation::Invocation,
    words,
};
use crate::php::sys::{
    self,
    arguments::{self, Loose},
    socket::Socket,
    table::{self, Key},
};
use std::{mem, os::fd::RawFd, ptr};

/// `socket_select(?array &$read, ?array &$write, ?array &$except, ?int $seconds, int $microseconds = 0)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn select(call: &Invocation) {
    // SAFETY: the caller's contract; what select(2) is passed is in this frame.
    unsafe {
        let mut sets: [libc::fd_set; 3] = mem::zeroed();
        let (mut highest, mut used) = (0, 0);
        for (index, set) in sets.iter_mut().enumerate() {
            let Ok(added) = add(call, index as u32, set, &mut highest) else {
                return;
            };
            used += added;
        }
        if used == 0 {
            let text = "socket_select(): At least one array argument must be passed";
            words::plain_value_error(text);
            return;
        }
        if highest as usize >= libc::FD_SETSIZE {
            sys::warn_of_highest_descriptor(highest);
            call.fail();
            return;
        }
        let mut timeout = timeout(call);
        let [read, write, except] = &mut sets;
        let ready = libc::select(
            highest + 1,
            read,
            write,
            except,
            timeout.as_mut().map_or(ptr::null_mut(), ptr::from_mut),
        );
        if ready < 0 {
            error::tell_without_socket("Unable to select", errno());
            call.fail();
            return;
        }
        for (index, set) in sets.iter().enumerate() {
            keep_ready(call, index as u32, set);
        }
        call.give(ready.into());
    }
}

/// How long the call waits; none for ever.
unsafe fn timeout(call: &Invocation) -> Option<libc::timeval> {
    const SECOND: i64 = 1_000_000;
    // SAFETY: as in `select`.
    let (seconds, more) = unsafe { (call.integer(3)?, call.number(4)) };
    let (whole, rest) = if more < SECOND {
        (0, more)
    } else {
        (more / SECOND, more % SECOND)
    };
    Some(libc::timeval {
        tv_sec: seconds.wrapping_add(whole),
        tv_usec: rest,
    })
}

/// The array at an argument, which may be null.
unsafe fn array_at(call: &Invocation, index: u32) -> Option<*mut ext_php_rs::ffi::zend_array> {
    // SAFETY: as in `select`.
    unsafe { arguments::array(arguments::dereferenced(call.value(index)?)) }
}

/// Adds the sockets of an argument to a set; how many arguments that were, none or one. `Err` after an exception.
unsafe fn add(
    call: &Invocation,
    index: u32,
    set: &mut libc::fd_set,
    highest: &mut RawFd,
) -> Result<usize, ()> {
    // SAFETY: as in `select`; a set has room for the descriptors below its size.
    unsafe {
        let Some(array) = array_at(call, index) else {
            return Ok(0);
        };
        let mut added = 0;
        for value in table::values(&*array) {
            let value = arguments::dereferenced(value);
            let Some(socket) = is_socket(value).then(|| Socket::own(value)).flatten() else {
                let given = sys::type_name(value);
                let text = format_args!("must only have elements of type Socket, {given} given");
                words::type_error(index + 1, text);
                return Err(());
            };
            let descriptor = socket.descriptor();
            if descriptor < 0 {
                words::type_error(index + 1, "contains a closed socket");
                return Err(());
            }
            if (descriptor as usize) < libc::FD_SETSIZE {
                libc::FD_SET(descriptor, set);
            }
            *highest = (*highest).max(descriptor);
            added = 1;
        }
        Ok(added)
    }
}

/// Puts an array of those that are ready in place of an argument, under the keys that they had.
unsafe fn keep_ready(call: &Invocation, index: u32, set: &libc::fd_set) {
    // SAFETY: as in `select`; the new array has references of its own before the old one goes.
    unsafe {
        let Some(old) = array_at(call, index) else {
            return;
        };
        let ready = arguments::new_array();
        for (key, value) in table::pairs(&*old) {
            let is_ready = Socket::own(arguments::dereferenced(value))
                .is_some_and(|socket| libc::FD_ISSET(socket.descriptor(), set));
            if !is_ready {
                continue;
            }
            let value: Loose = arguments::plain_copy(value);
            match key {
                Key::Name(name) => arguments::put_under(ready, name, value),
                Key::Number(number) => arguments::put_at(ready, number, value),
            }
        }
        if let Some(place) = call.value(index) {
            arguments::replace(place.dereference_mut(), arguments::array_value(ready));
        }
    }
}
