//! Structures of the kernel's made of a script's arrays, and arrays of them: by tables of their members. An error
//! names the way to the member where it is.

use super::{
    address::{self, Address, PATH, PATH_ROOM, V6, interface_number, ip_value},
    create::is_socket,
    version::WORDS_FOR_NO_PATH,
};
use crate::php::sys::{
    self, Blocks,
    arguments::{self, Loose},
    socket::Socket,
    table,
    text::Text,
};
use std::{
    ffi::{CStr, c_int},
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
    os::fd::RawFd,
};

/// Why a conversion ended.
pub(super) enum Failed {
    /// An exception is on its way.
    Thrown,
    /// The warning for it, a new string of the engine.
    Told(*mut sys::zend_string),
}

impl Failed {
    /// Tells what is to be told.
    ///
    /// # Safety
    /// On a thread of PHP, within a request. It may run user code and bail out.
    pub(super) unsafe fn tell(self) {
        if let Self::Told(text) = self {
            // SAFETY: the caller's contract; the string is ours.
            unsafe {
                sys::warn_in_words(text);
                arguments::release(arguments::string_value(text));
            }
        }
    }
}

pub(super) type Result<T> = std::result::Result<T, Failed>;

/// A step on the way to a member.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Member(&'static CStr),
    /// Of a list.
    Element(u32),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(name) => f.write_str(name.to_str().unwrap_or_default()),
            Self::Element(number) => write!(f, "element #{number}"),
        }
    }
}

/// The way to the member that is being converted.
#[derive(Clone, Copy)]
pub(super) struct Way {
    /// Whose the data are, in the engine's words.
    whose: &'static str,
    steps: [Step; Self::LONGEST],
    length: usize,
}

impl Way {
    const LONGEST: usize = 8;

    /// The beginning.
    pub(super) fn new(whose: &'static str, structure: &'static CStr) -> Self {
        Self {
            whose,
            steps: [Step::Member(structure); Self::LONGEST],
            length: 1,
        }
    }

    /// One step further.
    pub(super) fn to(mut self, step: Step) -> Self {
        if let Some(place) = self.steps.get_mut(self.length) {
            *place = step;
            self.length += 1;
        }
        self
    }

    /// The error here.
    #[cold]
    #[inline(never)]
    pub(super) fn fail(&self, text: impl fmt::Display) -> Failed {
        let text: Text = Text::of(Error { way: self, text });
        // SAFETY: conversions are made in calls of a script's.
        Failed::Told(unsafe { sys::string(&text) })
    }

    /// The same with words of the script's in it, as they are.
    #[cold]
    #[inline(never)]
    fn fail_naming(&self, before: &str, words: &[u8], after: &CStr) -> Failed {
        let before = Text::of(Error {
            way: self,
            text: before,
        });
        // SAFETY: as above.
        Failed::Told(unsafe { sys::string_naming(&before, words, after) })
    }
}

struct Error<'a, T> {
    way: &'a Way,
    text: T,
}

impl<T: fmt::Display> fmt::Display for Error<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Way { whose, .. } = self.way;
        write!(f, "error converting {whose} data (path: ")?;
        for (index, step) in self.way.steps[..self.way.length].iter().enumerate() {
            let separator = if index == 0 { "" } else { " > " };
            write!(f, "{separator}{step}")?;
        }
        write!(f, "): {}", self.text)
    }
}

/// A conversion of a script's data: whose socket they are for, and the memory of what is made.
pub(super) struct Making {
    pub(super) socket: Socket,
    pub(super) blocks: Blocks,
}

/// A member of a structure of kind `S`.
pub(super) struct Member<S> {
    pub(super) name: &'static CStr,
    pub(super) required: bool,
    pub(super) make: unsafe fn(&sys::zval, &mut S, &Way, &mut Making) -> Result<()>,
    pub(super) read: unsafe fn(&S, &Way) -> Result<Loose>,
}

/// Makes the members of a structure that an array has.
///
/// # Safety
/// The value lives. It may run user code and bail out.
pub(super) unsafe fn make<S>(
    value: &sys::zval,
    structure: &mut S,
    members: &[Member<S>],
    way: &Way,
    making: &mut Making,
) -> Result<()> {
    // SAFETY: the caller's contract; the array is counted once more, since code of the script may change what has it.
    unsafe {
        let array = expect_array(value, way)?;
        for member in members {
            match table::find(array, member.name) {
                Some(value) => {
                    let way = way.to(Step::Member(member.name));
                    (member.make)(value, structure, &way, making)?;
                }
                None if member.required => {
                    let name = member.name.to_str().unwrap_or_default();
                    return Err(way.fail(format_args!("The key '{name}' is required")));
                }
                None => {}
            }
        }
    }
    Ok(())
}

/// The array that a value is, not one that it refers to.
///
/// # Safety
/// The value lives.
pub(super) unsafe fn expect_array(
    value: &sys::zval,
    way: &Way,
) -> Result<*mut ext_php_rs::ffi::zend_array> {
    arguments::array(value).ok_or_else(|| way.fail("expected an array here"))
}

/// An array of all members of a structure.
///
/// # Safety
/// On a thread of PHP, within a request. It may run user code and bail out.
pub(super) unsafe fn read<S>(structure: &S, members: &[Member<S>], way: &Way) -> Result<Loose> {
    // SAFETY: the caller's contract.
    unsafe {
        let array = arguments::new_array();
        for member in members {
            match (member.read)(structure, &way.to(Step::Member(member.name))) {
                Ok(value) => arguments::put(array, member.name, value),
                Err(failed) => {
                    arguments::release(arguments::array_value(array));
                    return Err(failed);
                }
            }
        }
        Ok(arguments::array_value(array))
    }
}

/// An integer, or what can be made one.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn integer(value: &sys::zval, way: &Way) -> Result<i64> {
    // SAFETY: the caller's contract.
    unsafe {
        let Some(converted) = arguments::to_integer(value) else {
            return Err(Failed::Thrown);
        };
        // A reference is none, whatever it refers to.
        if let Some(number) = converted.long().filter(|_| !value.is_reference()) {
            arguments::release(converted);
            return Ok(number);
        }
        let failed = match converted.zend_str().filter(|_| !value.is_reference()) {
            Some(text) => {
                let before = "expected an integer, but got a non numeric string (possibly from a converted object): '";
                way.fail_naming(before, text.as_bytes(), c"'")
            }
            None => way
                .fail("expected an integer, either of a PHP integer type or of a convertible type"),
        };
        arguments::release(converted);
        Err(failed)
    }
}

/// An integer of another type; `kind` is the engine's name for that.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn integer_as<T: TryFrom<i64>>(
    value: &sys::zval,
    kind: &str,
    way: &Way,
) -> Result<T> {
    // SAFETY: the caller's contract.
    let number = unsafe { integer(value, way) }?;
    T::try_from(number).map_err(|_| {
        way.fail(format_args!(
            "given PHP integer is out of bounds for {kind}"
        ))
    })
}

/// Has `action` look at a value as a text.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn with_text<T>(
    value: &sys::zval,
    action: impl FnOnce(&[u8]) -> Result<T>,
) -> Result<T> {
    // SAFETY: the caller's contract; the text is released when it has been looked at.
    unsafe {
        let text = arguments::to_string(value).ok_or(Failed::Thrown)?;
        let result = action(text.zend_str().map_or(b"", |text| text.as_bytes()));
        arguments::release(text);
        result
    }
}

unsafe fn make_v4(value: &sys::zval, way: &Way, socket: Socket) -> Result<[u8; 4]> {
    // SAFETY: as in `make`.
    unsafe {
        with_text(value, |text| {
            let after = c"' to get an AF_INET address";
            address::read_v4(text, socket).ok_or_else(|| unresolved(text, after, way))
        })
    }
}

unsafe fn make_v6(value: &sys::zval, way: &Way, socket: Socket) -> Result<[u8; 16]> {
    // SAFETY: as in `make`.
    unsafe {
        let read = |text: &[u8]| {
            let read: Option<V6> = address::read_v6(text, socket);
            let after = c"' to get an AF_INET6 address";
            read.ok_or_else(|| unresolved(text, after, way))
        };
        with_text(value, read).map(|address| address.bytes)
    }
}

fn unresolved(text: &[u8], after: &CStr, way: &Way) -> Failed {
    way.fail_naming("could not resolve address '", text, after)
}

/// A member that is an integer.
macro_rules! integer_member {
    ($structure:ty, $name:literal, $field:ident, $kind:ty, $words:literal) => {
        Member::<$structure> {
            name: $name,
            required: false,
            make: |value, structure, way, _| {
                // SAFETY: as in `make`.
                structure.$field = unsafe { integer_as::<$kind>(value, $words, way) }?;
                Ok(())
            },
            read: |structure, _| Ok(arguments::integer(structure.$field.into())),
        }
    };
}

/// A member that is an IPv6 address.
macro_rules! v6_member {
    ($structure:ty, $field:ident, required: $required:literal) => {
        Member::<$structure> {
            name: c"addr",
            required: $required,
            make: |value, structure, way, making| {
                // SAFETY: as in `make`.
                structure.$field.s6_addr = unsafe { make_v6(value, way, making.socket) }?;
                Ok(())
            },
            read: |structure, _| {
                let address = Ipv6Addr::from(structure.$field.s6_addr);
                // SAFETY: as in `read`.
                Ok(unsafe { ip_value(address.into()) })
            },
        }
    };
}

const NET_UINT16: &str = "an unsigned 16-bit integer";
pub(super) const UINT32: &str = "an unsigned 32-bit integer";

/// `struct sockaddr_in`
const SOCKADDR_IN: &[Member<libc::sockaddr_in>] = &[
    integer_member!(
        libc::sockaddr_in,
        c"family",
        sin_family,
        u16,
        "a sa_family_t value"
    ),
    Member {
        name: c"addr",
        required: false,
        make: |value, structure, way, making| {
            // SAFETY: as in `make`.
            let bytes = unsafe { make_v4(value, way, making.socket) }?;
            structure.sin_addr.s_addr = u32::from_ne_bytes(bytes);
            Ok(())
        },
        read: |structure, _| {
            let address = Ipv4Addr::from(structure.sin_addr.s_addr.to_ne_bytes());
            // SAFETY: as in `read`.
            Ok(unsafe { ip_value(address.into()) })
        },
    },
    Member {
        name: c"port",
        required: false,
        make: |value, structure, way, _| {
            // SAFETY: as in `make`.
            let port = unsafe { integer_as::<u16>(value, NET_UINT16, way) }?;
            structure.sin_port = port.to_be();
            Ok(())
        },
        read: |structure, _| Ok(arguments::integer(u16::from_be(structure.sin_port).into())),
    },
];

/// `struct sockaddr_in6`
const SOCKADDR_IN6: &[Member<libc::sockaddr_in6>] = &[
    integer_member!(
        libc::sockaddr_in6,
        c"family",
        sin6_family,
        u16,
        "a sa_family_t value"
    ),
    v6_member!(libc::sockaddr_in6, sin6_addr, required: false),
    Member {
        name: c"port",
        required: false,
        make: |value, structure, way, _| {
            // SAFETY: as in `make`.
            let port = unsafe { integer_as::<u16>(value, NET_UINT16, way) }?;
            structure.sin6_port = port.to_be();
            Ok(())
        },
        read: |structure, _| Ok(arguments::integer(u16::from_be(structure.sin6_port).into())),
    },
    integer_member!(
        libc::sockaddr_in6,
        c"flowinfo",
        sin6_flowinfo,
        u32,
        "an unsigned 32-bit integer"
    ),
    integer_member!(
        libc::sockaddr_in6,
        c"scope_id",
        sin6_scope_id,
        u32,
        "an unsigned 32-bit integer"
    ),
];

/// `struct sockaddr_un`
const SOCKADDR_UN: &[Member<libc::sockaddr_un>] = &[
    integer_member!(
        libc::sockaddr_un,
        c"family",
        sun_family,
        u16,
        "a sa_family_t value"
    ),
    Member {
        name: c"path",
        required: false,
        make: |value, structure, way, _| {
            // SAFETY: as in `make`.
            unsafe {
                with_text(value, |path| {
                    if path.is_empty() {
                        let words = if WORDS_FOR_NO_PATH {
                            "the path is must not be empty"
                        } else {
                            "the path is cannot be empty"
                        };
                        return Err(way.fail(words));
                    }
                    if path.len() >= PATH_ROOM {
                        let most = PATH_ROOM - 1;
                        return Err(way.fail(format_args!(
                            "the path is too long, the maximum permitted length is {most}"
                        )));
                    }
                    for (place, byte) in structure.sun_path.iter_mut().zip(path) {
                        *place = *byte as std::ffi::c_char;
                    }
                    Ok(())
                })
            }
        },
        read: |structure, way| {
            if !structure.sun_path.contains(&0) {
                return Err(way.fail("could not find a NUL in the path"));
            }
            let mut address = Address::empty(size_of_val(structure));
            // SAFETY: as in `read`; the storage is longer than the structure.
            unsafe {
                address
                    .as_mut_ptr()
                    .cast::<libc::sockaddr_un>()
                    .write(*structure);
                Ok(arguments::new_string(address.path()))
            }
        },
    },
];

/// Whether an address is to be filled in, or room to be made for one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    In,
    Room,
}

/// Makes an address of an array.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn make_address(
    value: &sys::zval,
    fill: Fill,
    way: &Way,
    making: &mut Making,
) -> Result<Address> {
    // SAFETY: the caller's contract.
    unsafe {
        let array = expect_array(value, way)?;
        let family = table::find(array, c"family").filter(|family| !family.is_null());
        let own = making.socket.domain() as c_int;
        let family = match family {
            Some(family) => {
                integer_as::<c_int>(family, "a native int", &way.to(Step::Member(c"family")))?
            }
            None => own,
        };
        match family {
            libc::AF_INET if own == libc::AF_INET || own == libc::AF_INET6 => {
                make_of(value, family, SOCKADDR_IN, fill, way, making)
            }
            libc::AF_INET => Err(way.fail(format_args!(
                "the specified family (number {family}) is not supported on this socket"
            ))),
            libc::AF_INET6 if own == family => {
                make_of(value, family, SOCKADDR_IN6, fill, way, making)
            }
            libc::AF_INET6 => {
                Err(way.fail("the specified family (AF_INET6) is not supported on this socket"))
            }
            libc::AF_UNIX if own == family => {
                let mut address = make_of(value, family, SOCKADDR_UN, fill, way, making)?;
                if fill == Fill::In {
                    address.length = (PATH + path_length(&address)) as libc::socklen_t;
                }
                Ok(address)
            }
            libc::AF_UNIX => {
                Err(way.fail("the specified family (AF_UNIX) is not supported on this socket"))
            }
            _ => Err(
                way.fail("the only families currently supported are AF_INET, AF_INET6 and AF_UNIX")
            ),
        }
    }
}

/// How much of a path counts: a name without a file begins with NUL, and ends at the next one.
fn path_length(address: &Address) -> usize {
    let path = address.path();
    if !path.is_empty() {
        return path.len();
    }
    // SAFETY: the storage is longer than the structure, whose bytes are plain data.
    let unix = unsafe { &*address.as_ptr().cast::<libc::sockaddr_un>() };
    let name = unix.sun_path[1..].iter().take_while(|byte| **byte != 0);
    1 + name.count()
}

unsafe fn make_of<S>(
    value: &sys::zval,
    family: c_int,
    members: &[Member<S>],
    fill: Fill,
    way: &Way,
    making: &mut Making,
) -> Result<Address> {
    let mut address = Address::empty(size_of::<S>());
    if fill == Fill::In {
        // SAFETY: as in `make`; the storage is longer than each of the structures.
        unsafe {
            let structure = &mut *address.as_mut_ptr().cast::<S>();
            make(value, structure, members, way, making)?;
        }
        address.storage.ss_family = family as libc::sa_family_t;
    }
    Ok(address)
}

/// An array of an address; null for none.
///
/// # Safety
/// As [`read`].
pub(super) unsafe fn read_address(address: &Address, way: &Way) -> Result<Loose> {
    // SAFETY: the caller's contract; the family tells the structure.
    unsafe {
        match address.family() {
            0 => Ok(std::mem::ManuallyDrop::new(sys::zval::null())),
            libc::AF_INET => read(&*address.as_ptr().cast(), SOCKADDR_IN, way),
            libc::AF_INET6 => read(&*address.as_ptr().cast(), SOCKADDR_IN6, way),
            libc::AF_UNIX => read(&*address.as_ptr().cast(), SOCKADDR_UN, way),
            family => Err(way.fail(format_args!(
                "cannot read struct sockaddr with family {family}; not supported"
            ))),
        }
    }
}

/// `struct in6_pktinfo`
pub(super) const PACKET_INFO: &[Member<libc::in6_pktinfo>] = &[
    v6_member!(libc::in6_pktinfo, ipi6_addr, required: true),
    Member {
        name: c"ifindex",
        required: true,
        make: |value, structure, way, _| {
            // SAFETY: as in `make`.
            structure.ipi6_ifindex = unsafe { make_interface(value, way) }?;
            Ok(())
        },
        read: |structure, _| Ok(arguments::integer(structure.ipi6_ifindex.into())),
    },
];

unsafe fn make_interface(value: &sys::zval, way: &Way) -> Result<u32> {
    if let Some(number) = value.long() {
        return u32::try_from(number).map_err(|_| {
            let most = u32::MAX;
            way.fail(format_args!(
                "the interface index cannot be negative or larger than {most}; given {number}"
            ))
        });
    }
    // SAFETY: as in `make`.
    unsafe {
        with_text(value, |name| {
            interface_number(name).ok_or_else(|| {
                way.fail_naming("no interface with name \"", name, c"\" could be found")
            })
        })
    }
}

/// A member of credentials, which are numbers that cannot be negative.
macro_rules! credential {
    ($name:literal, $field:ident, $words:literal) => {
        Member::<libc::ucred> {
            name: $name,
            required: true,
            make: |value, structure, way, _| {
                // SAFETY: as in `make`.
                let number = unsafe { integer(value, way) }?;
                let fitting = number.try_into().ok().filter(|_| number >= 0);
                structure.$field = fitting.ok_or_else(|| {
                    way.fail(concat!(
                        "given PHP integer is out of bounds for a ",
                        $words,
                        " value"
                    ))
                })?;
                Ok(())
            },
            read: |structure, _| Ok(arguments::integer(structure.$field.into())),
        }
    };
}

/// `struct ucred`
pub(super) const CREDENTIALS: &[Member<libc::ucred>] = &[
    credential!(c"pid", pid, "pid_t"),
    credential!(c"uid", uid, "uid_t"),
    credential!(c"gid", gid, "uid_t"),
];

/// The descriptor of a socket or a stream that a script passes on.
///
/// # Safety
/// As [`make`].
pub(super) unsafe fn make_descriptor(value: &sys::zval, way: &Way) -> Result<RawFd> {
    // SAFETY: the caller's contract.
    unsafe {
        if is_socket(value) {
            let descriptor = Socket::own(value).map_or(-1, Socket::descriptor);
            return match descriptor {
                0.. => Ok(descriptor),
                _ => Err(way.fail("socket is already closed")),
            };
        }
        if !value.is_resource() {
            return Err(way.fail("expected a Socket object or a stream resource"));
        }
        let Some(stream) = sys::stream(value) else {
            return Err(way.fail("resource is not a stream"));
        };
        sys::cast_to_descriptor(stream)
            .ok_or_else(|| way.fail("cast stream to file descriptor failed"))
    }
}
