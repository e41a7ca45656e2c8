//! Control data of messages, and the kinds of it that there are. How members become structures is in
//! [`super::conversion`].

use super::{
    conversion::{
        self, CREDENTIALS, Making, Member, PACKET_INFO, Result, Step, Way, expect_array,
        integer_as, make_descriptor,
    },
    error::{errno, throw_for_integer},
    invocation::Invocation,
    streams::take,
    words,
};
use crate::php::sys::{
    self, Blocks,
    arguments::{self, Loose},
    socket::Socket,
    table,
};
use std::{
    ffi::{c_int, c_uint},
    mem::{self, ManuallyDrop},
    os::fd::RawFd,
    ptr, slice,
};

/// A kind of control data.
struct Control {
    level: c_int,
    kind: c_int,
    /// How long the data are, and each further element of them.
    size: usize,
    element: usize,
    /// How long they are for a value, where that is not `size`.
    length: Option<unsafe fn(&sys::zval, &Way) -> Result<usize>>,
    make: unsafe fn(&sys::zval, *mut u8, &Way, &mut Making) -> Result<()>,
    read: unsafe fn(&[u8], &Way) -> Result<Loose>,
}

/// All kinds that the functions know.
const CONTROL: &[Control] = &[
    Control {
        make: |value, data, way, making| {
            // SAFETY: as of every `make`.
            unsafe { make_structure(value, data, PACKET_INFO, way, making) }
        },
        // SAFETY: as of every `read`.
        read: |data, way| unsafe { read_structure(data, PACKET_INFO, way) },
        ..Control::of::<libc::in6_pktinfo>(libc::IPPROTO_IPV6, libc::IPV6_PKTINFO)
    },
    Control::of::<c_int>(libc::IPPROTO_IPV6, libc::IPV6_HOPLIMIT),
    Control::of::<c_int>(libc::IPPROTO_IPV6, libc::IPV6_TCLASS),
    Control {
        make: |value, data, way, making| {
            // SAFETY: as of every `make`.
            unsafe { make_structure(value, data, CREDENTIALS, way, making) }
        },
        // SAFETY: as of every `read`.
        read: |data, way| unsafe { read_structure(data, CREDENTIALS, way) },
        ..Control::of::<libc::ucred>(libc::SOL_SOCKET, libc::SCM_CREDENTIALS)
    },
    Control {
        element: size_of::<RawFd>(),
        length: Some(length_of_descriptors),
        make: make_descriptors,
        read: read_descriptors,
        ..Control::of::<()>(libc::SOL_SOCKET, libc::SCM_RIGHTS)
    },
];

impl Control {
    /// Data of a type, which is a number unless another conversion is put in its place.
    const fn of<T>(level: c_int, kind: c_int) -> Self {
        Self {
            level,
            kind,
            size: size_of::<T>(),
            element: 0,
            length: None,
            make: make_number,
            read: read_number,
        }
    }

    fn find(level: c_int, kind: c_int) -> Option<&'static Self> {
        let mut all = CONTROL.iter();
        all.find(|control| (control.level, control.kind) == (level, kind))
    }
}

unsafe fn make_number(value: &sys::zval, data: *mut u8, way: &Way, _: &mut Making) -> Result<()> {
    // SAFETY: the data have room for what the row says.
    unsafe {
        let number = integer_as::<c_int>(value, "a native int", way)?;
        data.cast::<c_int>().write_unaligned(number);
    }
    Ok(())
}

unsafe fn read_number(data: &[u8], _: &Way) -> Result<Loose> {
    let bytes = data.first_chunk().copied().unwrap_or_default();
    Ok(arguments::integer(c_int::from_ne_bytes(bytes).into()))
}

unsafe fn make_structure<S>(
    value: &sys::zval,
    data: *mut u8,
    members: &[Member<S>],
    way: &Way,
    making: &mut Making,
) -> Result<()> {
    // SAFETY: zeros are a value of each of the structures, for which the data have room.
    unsafe {
        let mut structure: S = mem::zeroed();
        conversion::make(value, &mut structure, members, way, making)?;
        data.cast::<S>().write_unaligned(structure);
    }
    Ok(())
}

unsafe fn read_structure<S>(data: &[u8], members: &[Member<S>], way: &Way) -> Result<Loose> {
    // SAFETY: as many bytes as the row says are there; each of the structures takes any.
    unsafe {
        let structure = data.as_ptr().cast::<S>().read_unaligned();
        conversion::read(&structure, members, way)
    }
}

unsafe fn length_of_descriptors(value: &sys::zval, way: &Way) -> Result<usize> {
    // SAFETY: as of every conversion.
    let count = unsafe { (*expect_array(value, way)?).nNumOfElements };
    match count {
        0 => Err(way.fail("expected at least one element in this array")),
        count => Ok(count as usize * size_of::<RawFd>()),
    }
}

unsafe fn make_descriptors(
    value: &sys::zval,
    data: *mut u8,
    way: &Way,
    _: &mut Making,
) -> Result<()> {
    // SAFETY: the data have room for as many as the array has, in which nothing is changed meanwhile.
    unsafe {
        let array = expect_array(value, way)?;
        for (index, value) in table::values(&*array).enumerate() {
            let way = way.to(Step::Element(index as u32 + 1));
            let descriptor = make_descriptor(value, &way)?;
            data.cast::<RawFd>().add(index).write_unaligned(descriptor);
        }
    }
    Ok(())
}

unsafe fn read_descriptors(data: &[u8], way: &Way) -> Result<Loose> {
    // SAFETY: as of every conversion; what was received belongs to nobody else.
    unsafe {
        let array = arguments::new_array();
        for bytes in data.as_chunks().0 {
            let descriptor = RawFd::from_ne_bytes(*bytes);
            let mut status: libc::stat = mem::zeroed();
            if libc::fstat(descriptor, &raw mut status) == -1 {
                arguments::release(arguments::array_value(array));
                let error = errno();
                return Err(way.fail(format_args!(
                    "error creating resource for received file descriptor {descriptor}: fstat() call failed with errno {error}"
                )));
            }
            let value = if status.st_mode & libc::S_IFMT == libc::S_IFSOCK {
                let mut value = ManuallyDrop::new(sys::zval::new());
                if let Some(socket) = Socket::make_own(&raw mut *value) {
                    take(socket, descriptor);
                }
                value
            } else {
                sys::stream_value(sys::stream_of_file(descriptor))
            };
            arguments::append(array, value);
        }
        Ok(arguments::array_value(array))
    }
}

/// Level and type of control data.
#[derive(Default)]
struct Head {
    level: c_int,
    kind: c_int,
}

const HEAD: &[Member<Head>] = &[
    Member {
        name: c"level",
        required: false,
        make: |value, head, way, _| {
            // SAFETY: as of every conversion.
            head.level = unsafe { integer_as(value, "a native int", way) }?;
            Ok(())
        },
        read: |head, _| Ok(arguments::integer(head.level.into())),
    },
    Member {
        name: c"type",
        required: false,
        make: |value, head, way, _| {
            // SAFETY: as of every conversion.
            head.kind = unsafe { integer_as(value, "a native int", way) }?;
            Ok(())
        },
        read: |head, _| Ok(arguments::integer(head.kind.into())),
    },
];

/// Control data in a block, one behind the other.
struct List {
    start: *mut u8,
    used: usize,
    room: usize,
}

/// Makes the list of control data of a message.
///
/// # Safety
/// As [`conversion::make`].
pub(super) unsafe fn make_list(
    value: &sys::zval,
    message: &mut libc::msghdr,
    way: &Way,
    making: &mut Making,
) -> Result<()> {
    // SAFETY: the caller's contract. Code of the script runs for what is no array of numbers, and may change the array:
    // it is the message's own, which the call holds.
    unsafe {
        let array = expect_array(value, way)?;
        if (*array).nNumOfElements == 0 {
            return Ok(());
        }
        let mut list = List {
            start: ptr::null_mut(),
            used: 0,
            room: 0,
        };
        for (index, value) in table::values(&*array).enumerate() {
            make_control(
                value,
                &mut list,
                &way.to(Step::Element(index as u32)),
                making,
            )?;
        }
        message.msg_control = list.start.cast();
        message.msg_controllen = list.used as _;
    }
    Ok(())
}

unsafe fn make_control(
    value: &sys::zval,
    list: &mut List,
    way: &Way,
    making: &mut Making,
) -> Result<()> {
    // SAFETY: as of every conversion; the list has room for what is written.
    unsafe {
        let mut head = Head::default();
        conversion::make(value, &mut head, HEAD, way, making)?;
        let Head { level, kind } = head;
        let Some(control) = Control::find(level, kind) else {
            return Err(way.fail(format_args!(
                "cmsghdr with level {level} and type {kind} not supported"
            )));
        };
        let data = table::find(expect_array(value, way)?, c"data");
        let length = match (control.length, &data) {
            (None, _) => control.size,
            (Some(length), Some(data)) => length(data, way)?,
            (Some(_), None) => {
                return Err(way.fail("cmsghdr should have a 'data' element here"));
            }
        };
        let header = list.add(length, &mut making.blocks);
        (*header).cmsg_level = level;
        (*header).cmsg_type = kind;
        (*header).cmsg_len = libc::CMSG_LEN(length as c_uint) as _;
        match data {
            None => Ok(()),
            Some(data) => {
                let way = way.to(Step::Member(c"data"));
                let place = libc::CMSG_DATA(header);
                (control.make)(data, place, &way, making)
            }
        }
    }
}

impl List {
    /// Room for data of a length, behind the others.
    unsafe fn add(&mut self, length: usize, blocks: &mut Blocks) -> *mut libc::cmsghdr {
        // SAFETY: the block is as long as what is copied to it.
        unsafe {
            let needed = libc::CMSG_SPACE(length as c_uint) as usize;
            if self.room - self.used < needed {
                let room = (self.used + needed) * 2;
                let start = blocks.add(room);
                if self.used > 0 {
                    start.copy_from_nonoverlapping(self.start, self.used);
                }
                (self.start, self.room) = (start, room);
            }
            let header = self.start.add(self.used).cast();
            self.used += needed;
            header
        }
    }
}

/// An array of the control data of a message that the kernel has filled in.
///
/// # Safety
/// As [`conversion::read`]; the message names what is there.
pub(super) unsafe fn read_list(message: &libc::msghdr, way: &Way) -> Result<Loose> {
    // SAFETY: the caller's contract; the kernel has made the list, whose end the message tells.
    unsafe {
        let array = arguments::new_array();
        let mut header = libc::CMSG_FIRSTHDR(message);
        let mut number = 1;
        while let Some(control) = header.as_ref() {
            match read_control(control, &way.to(Step::Element(number))) {
                Ok(value) => arguments::append(array, value),
                Err(failed) => {
                    arguments::release(arguments::array_value(array));
                    return Err(failed);
                }
            }
            number += 1;
            header = libc::CMSG_NXTHDR(message, header);
        }
        Ok(arguments::array_value(array))
    }
}

unsafe fn read_control(header: &libc::cmsghdr, way: &Way) -> Result<Loose> {
    // SAFETY: as in `read_list`.
    unsafe {
        let data = read_data(header, &way.to(Step::Member(c"data")))?;
        let array = arguments::new_array();
        let level = arguments::integer(header.cmsg_level.into());
        arguments::put(array, c"level", level);
        arguments::put(array, c"type", arguments::integer(header.cmsg_type.into()));
        arguments::put(array, c"data", data);
        Ok(arguments::array_value(array))
    }
}

unsafe fn read_data(header: &libc::cmsghdr, way: &Way) -> Result<Loose> {
    // SAFETY: as in `read_list`; the data are as long as the header says, without itself.
    unsafe {
        let (level, kind) = (header.cmsg_level, header.cmsg_type);
        let Some(control) = Control::find(level, kind) else {
            return Err(way.fail(format_args!(
                "cmsghdr with level {level} and type {kind} not supported"
            )));
        };
        let least = libc::CMSG_LEN(control.size as c_uint) as usize;
        // With musl it is a smaller number.
        let length: usize = header.cmsg_len as _;
        if length < least {
            return Err(way.fail(format_args!(
                "the cmsghdr structure is unexpectedly small; expected a length of at least {least}, but got {length}"
            )));
        }
        let length = length - libc::CMSG_LEN(0) as usize;
        let data = slice::from_raw_parts(libc::CMSG_DATA(header), length);
        (control.read)(data, way)
    }
}

/// `socket_cmsg_space(int $level, int $type, int $num = 0)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn control_space(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        let mut numbers = [0; 3];
        for (index, number) in numbers.iter_mut().enumerate() {
            match c_int::try_from(call.number(index as u32)) {
                Ok(given) => *number = given,
                Err(_) => return throw_for_integer(index as u32 + 1),
            }
        }
        let [level, kind, count] = numbers;
        let Ok(count) = usize::try_from(count) else {
            let text = "must be greater than or equal to 0";
            return words::value_error(3, text);
        };
        let Some(control) = Control::find(level, kind) else {
            let text = format_args!("Pair level {level} and/or type {kind} is not supported");
            return words::plain_value_error(text);
        };
        // Of at most 2^31 elements of a few bytes.
        let size = control.size + count * control.element;
        call.give(space(size) as i64);
    }
}

/// `CMSG_SPACE` of any size.
fn space(size: usize) -> usize {
    let alignment = align_of::<usize>();
    size.next_multiple_of(alignment) + size_of::<libc::cmsghdr>().next_multiple_of(alignment)
}
