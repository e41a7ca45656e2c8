//! Messages with an address and control data of their own: `socket_sendmsg`, `socket_recvmsg`. Not
//! what a connected socket sends.

use super::{
    address::{open, opens},
    argument::socket_of,
    failure::{conclude, fail_by_system},
    peer::{Address, Peer},
    under_way::{self, Texts},
};
use crate::{
    core::socket::family::Family,
    native::grant::{self, Grant},
    php::{
        hook::function::{Answer, Call},
        state::{
            leases, operation,
            refusal::{self, enforce},
        },
        sys::{
            self,
            arguments::{self, Loose},
            socket::Socket,
            table,
        },
    },
};
use ext_php_rs::ffi::zend_array;
use std::{ffi::CStr, mem::ManuallyDrop};

/// `socket_sendmsg(Socket $socket, array $message, int $flags = 0)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(in crate::php) unsafe fn send_message(call: &Call) -> Answer {
    const WORDS: &str = "Error in sendmsg";
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_of(call) {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        let has_control = message(call)
            .and_then(|message| table::find(message, c"control"))
            .is_some_and(|control| !control.array().is_some_and(|control| control.is_empty()));
        if has_control && let Some(answer) = control(call, socket, WORDS) {
            return answer;
        }
        // The engine has looked at the socket when it converts control data.
        if !has_control || !operation::are_in_force() || is_control_plain(call) {
            return judge(call, socket);
        }
        if under_way::may_lose_stream(socket) {
            return fail_by_system(call, Some(socket), WORDS, libc::EINVAL);
        }
        let mut answer = Answer::Done;
        under_way::run(socket, || {
            answer = judge(call, socket);
            if let Answer::CallOriginal = answer {
                call.run();
                answer = Answer::Ran;
            }
        });
        answer
    }
}

/// Whether the engine takes the control data of a message without code of the script.
unsafe fn is_control_plain(call: &Call) -> bool {
    // A list of data, each an array with an array in it.
    const ARRAYS: u8 = 3;
    // SAFETY: as in `send_message`.
    unsafe {
        let control = message(call).and_then(|message| table::find(message, c"control"));
        control.is_none_or(|control| under_way::is_plain(control, ARRAYS, Texts::Told))
    }
}

/// Judges the address of a message, which may have none.
unsafe fn judge(call: &Call, socket: Socket) -> Answer {
    const WORDS: &str = "Error in sendmsg";
    // SAFETY: as in `send_message`; nothing in this frame has a destructor.
    unsafe {
        let Some(name) = message(call)
            .and_then(|message| table::find(message, c"name"))
            .and_then(|name| arguments::array(name))
        else {
            return Answer::CallOriginal;
        };
        let Some(key) = key_of_address(socket, name) else {
            return Answer::CallOriginal;
        };
        // What is no port the engine refuses, but not before it has looked the address up.
        let Some(port) = port(name, &key) else {
            arguments::put(name, key.name, arguments::new_string(key.without));
            return Answer::CallOriginal;
        };
        let text = table::find(name, key.name).and_then(|value| value.zend_str());
        let peer = Peer {
            domain: key.domain,
            transport: leases::transport(socket.descriptor()),
            text: text.map_or(key.without, |text| text.as_bytes()),
            port,
        };
        match refusal::ask(|gates| peer.check(gates)) {
            Err(failed) => return conclude(call, Some(socket), WORDS, failed),
            Ok(Address::At(bytes)) => {
                arguments::put(name, key.name, arguments::new_string(bytes.as_slice()));
            }
            Ok(Address::AsGiven | Address::AsGivenThenCheck) => {}
        }
        let text = table::find(name, key.name).and_then(|value| value.zend_str());
        let peer = Peer {
            text: text.map_or(key.without, |text| text.as_bytes()),
            ..peer
        };
        grant::give(Grant::Socket(socket.descriptor(), peer.numeric()));
        if !opens(call, socket, 2) {
            return Answer::CallOriginal;
        }
        open(call, socket, WORDS, peer.numeric())
    }
}

/// `socket_recvmsg(Socket $socket, array &$message, int $flags = 0)`: descriptors may come with it.
///
/// # Safety
/// As [`send_message`].
pub(in crate::php) unsafe fn receive_message(call: &Call) -> Answer {
    const WORDS: &str = "Error in recvmsg";
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let socket = match socket_of(call) {
            Ok(socket) => socket,
            Err(answer) => return answer,
        };
        // Code of the script may have changed it again when what was converted was freed.
        if message(call).is_some_and(|message| !is_settled(message)) {
            return fail_by_system(call, Some(socket), WORDS, libc::EINVAL);
        }
        // What the object takes itself for says nothing.
        if domain(socket) != i64::from(libc::AF_UNIX) {
            return Answer::CallOriginal;
        }
        control(call, socket, WORDS).unwrap_or(Answer::CallOriginal)
    }
}

unsafe fn message(call: &Call) -> Option<*mut zend_array> {
    // SAFETY: as in `send_message`.
    unsafe {
        let value = sys::argument(call.frame, 1)?;
        arguments::array(arguments::dereferenced(value))
    }
}

/// The domain of the socket at the descriptor: that of Unix sockets where the kernel does not tell.
fn domain(socket: Socket) -> i64 {
    match socket.descriptor() {
        Socket::NOWHERE => socket.domain(),
        descriptor => sys::domain(descriptor).unwrap_or(libc::AF_UNIX.into()),
    }
}

/// The numbers in a message that is to be received.
const NUMBERS: [&CStr; 2] = [c"buffer_size", c"controllen"];

/// Whether a message that is to be received is converted without user code. What is a reference there the
/// engine refuses.
unsafe fn is_settled(message: *mut zend_array) -> bool {
    // SAFETY: as in `send_message`; no engine call happens here.
    unsafe {
        let is_object = |array, key| table::find(array, key).is_some_and(|value| value.is_object());
        let family = table::find(message, c"name")
            .and_then(|name| arguments::array(name))
            .is_some_and(|name| is_object(name, c"family"));
        !family && !NUMBERS.into_iter().any(|key| is_object(message, key))
    }
}

/// Converts in place what is not settled of a message that is to be received. Whether that went without
/// an exception.
///
/// # Safety
/// As [`send_message`].
pub(super) unsafe fn convert_request(call: &Call) -> bool {
    // SAFETY: the caller's contract. User code does not see the copy.
    unsafe {
        let Some(original) = message(call).filter(|message| !is_settled(*message)) else {
            return true;
        };
        let copied = arguments::copy(original);
        let name = table::find(copied, c"name").and_then(|name| arguments::array(name));
        let is_converted = NUMBERS.into_iter().all(|key| settle(copied, key))
            && name.is_none_or(|name| {
                let name = arguments::copy(name);
                let is_converted = settle(name, c"family");
                arguments::put(copied, c"name", arguments::array_value(name));
                is_converted
            });
        let value = sys::argument(call.frame, 1).and_then(|value| value.reference_mut());
        match value {
            Some(value) if is_converted => {
                arguments::replace(value, arguments::array_value(copied));
            }
            _ => arguments::release(arguments::array_value(copied)),
        }
    }
    !sys::has_thrown()
}

/// Puts an object in an array, if one is there, as the number that it converts to. Whether that went
/// without an exception.
unsafe fn settle(array: *mut zend_array, key: &CStr) -> bool {
    // SAFETY: as in `send_message`; only the caller knows the array.
    unsafe {
        let Some(value) = table::find(array, key).filter(|value| value.is_object()) else {
            return true;
        };
        let Some(number) = arguments::to_integer(value) else {
            return false;
        };
        arguments::put(array, key, number);
    }
    true
}

/// Refuses control data, unless a rule lets it through.
unsafe fn control(call: &Call, socket: Socket, words: &str) -> Option<Answer> {
    let domain = domain(socket);
    // SAFETY: as in `send_message`.
    unsafe {
        let asked = refusal::ask(|gates| {
            let shown = &"control";
            Ok(enforce(gates, shown, |gate| gate.admit_control(domain))?)
        });
        asked
            .err()
            .map(|failed| conclude(call, Some(socket), words, failed))
    }
}

/// Where an address stands in the array of a name.
struct AddressKey {
    name: &'static CStr,
    /// The domain that the address is for.
    domain: i64,
    /// The address of a name without one: zero in the engine's structure.
    without: &'static [u8],
}

/// Which of the engine's structures a name fills; `None` for one that the engine refuses.
unsafe fn key_of_address(socket: Socket, name: *mut zend_array) -> Option<AddressKey> {
    // SAFETY: as in `send_message`.
    let family = unsafe { table::find(name, c"family") };
    let domain = match family.filter(|family| !family.is_null()) {
        Some(family) => family.long()?,
        None => socket.domain(),
    };
    let own = socket.domain();
    let (name, without): (_, &[u8]) = match i32::try_from(domain).ok()? {
        libc::AF_INET if Family::of(own).is_some() => (c"addr", b"0.0.0.0"),
        libc::AF_INET6 if own == domain => (c"addr", b"::"),
        libc::AF_UNIX if own == domain => (c"path", b""),
        _ => return None,
    };
    Some(AddressKey {
        name,
        domain,
        without,
    })
}

/// The port of a name, zero where it has none; `None` for one that the engine refuses. It looks at
/// none for a path.
unsafe fn port(name: *mut zend_array, key: &AddressKey) -> Option<i64> {
    // SAFETY: as in `send_message`.
    match unsafe { table::find(name, c"port") } {
        Some(port) if Family::of(key.domain).is_some() => port
            .long()
            .filter(|port| (0..=i64::from(u16::MAX)).contains(port)),
        _ => Some(0),
    }
}

/// Puts name and data into the message as they convert, so that no user code runs between the
/// judgement and the engine's call. Whether that went without an exception.
///
/// # Safety
/// As [`send_message`].
pub(super) unsafe fn convert(call: &Call) -> bool {
    type Convert = unsafe fn(*mut zend_array) -> Option<*mut zend_array>;
    // The name last, which is changed in place later.
    const ELEMENTS: &[(&CStr, Convert)] = &[(c"iov", arguments::strings), (c"name", plain)];
    // SAFETY: as in `send_message`; the message is an argument by value.
    unsafe {
        for (key, convert) in ELEMENTS {
            let Some(value) = sys::argument(call.frame, 1) else {
                return true;
            };
            let element = arguments::array(value).and_then(|message| table::find(message, key));
            // What is no array there, a reference included, the engine refuses.
            let Some(element) = element.and_then(|element| arguments::array(element)) else {
                continue;
            };
            let Some(converted) = convert(element) else {
                return false;
            };
            arguments::replace_element(value, key, arguments::array_value(converted));
        }
    }
    !sys::has_thrown()
}

/// A name with all its elements converted as the engine does, once, in a new array. `None` after an
/// exception.
unsafe fn plain(name: *mut zend_array) -> Option<*mut zend_array> {
    type Convert = unsafe fn(&sys::zval) -> Option<Loose>;
    const ELEMENTS: &[(&CStr, Convert)] = &[
        (c"family", arguments::to_integer),
        (c"addr", arguments::to_string),
        (c"port", arguments::to_integer),
        (c"flowinfo", arguments::to_integer),
        (c"scope_id", arguments::to_integer),
        (c"path", arguments::to_string),
    ];
    // SAFETY: as in `send_message`. A conversion may run user code, which may release the array but
    // for the call's own reference to the message.
    unsafe {
        let plain = arguments::new_array();
        for (key, convert) in ELEMENTS {
            if let Some(element) = table::find(name, key) {
                let Some(value) = convert(element) else {
                    let mut array = arguments::array_value(plain);
                    ManuallyDrop::drop(&mut array);
                    return None;
                };
                arguments::put(plain, key, value);
            }
        }
        Some(plain)
    }
}
