//! Messages with an address and control data of their own: `socket_sendmsg()`, `socket_recvmsg()`. How members become
//! structures is in [`super::conversion`].

use super::{
    address::Address,
    control,
    conversion::{
        self, Failed, Fill, Making, Member, Result, Step, UINT32, Way, expect_array, integer,
        integer_as, make_address, read_address, with_text,
    },
    decided,
    error::{self, errno, throw_for_integer},
    invocation::Invocation,
};
use crate::php::sys::{
    self, Blocks,
    arguments::{self, Loose},
    table,
};
use std::{
    ffi::{CStr, c_int},
    mem::{self, ManuallyDrop},
    slice,
};

/// A message for the kernel, of which it names what is in blocks.
type Message = libc::msghdr;

/// The members of a message that is to be sent.
const TO_SEND: &[Member<Message>] = &[
    Member {
        name: c"name",
        required: false,
        make: |value, message, way, making| {
            // SAFETY: as of every conversion.
            unsafe { make_name(value, message, Fill::In, way, making) }
        },
        read: not_read,
    },
    Member {
        name: c"iov",
        required: false,
        make: make_parts,
        read: not_read,
    },
    Member {
        name: c"control",
        required: false,
        make: control::make_list,
        read: not_read,
    },
];

/// Those of one that is to be received.
const TO_RECEIVE: &[Member<Message>] = &[
    Member {
        name: c"name",
        required: false,
        make: |value, message, way, making| {
            // SAFETY: as of every conversion.
            unsafe { make_name(value, message, Fill::Room, way, making) }
        },
        read: not_read,
    },
    Member {
        name: c"buffer_size",
        required: false,
        make: make_room,
        read: not_read,
    },
    Member {
        name: c"controllen",
        required: true,
        make: make_control_room,
        read: not_read,
    },
];

/// What is made of a script's data only.
unsafe fn not_read(_: &Message, way: &Way) -> Result<Loose> {
    Err(way.fail("No information on how to convert native field into value"))
}

unsafe fn make_name(
    value: &sys::zval,
    message: &mut Message,
    fill: Fill,
    way: &Way,
    making: &mut Making,
) -> Result<()> {
    // SAFETY: as of every conversion; the block is as long as an address.
    unsafe {
        let address = make_address(value, fill, way, making)?;
        let block = making.blocks.add(size_of::<Address>()).cast::<Address>();
        block.write(address);
        message.msg_name = (*block).as_mut_ptr().cast();
        message.msg_namelen = address.length;
    }
    Ok(())
}

unsafe fn make_parts(
    value: &sys::zval,
    message: &mut Message,
    way: &Way,
    making: &mut Making,
) -> Result<()> {
    // SAFETY: as of every conversion; the blocks are as long as what is put there. What the array has is put into
    // plain strings by the door, so that no code of the script changes it meanwhile; its length is looked at anyway.
    unsafe {
        let array = expect_array(value, way)?;
        let count = (*array).nNumOfElements as usize;
        if count == 0 {
            return Ok(());
        }
        let parts = making.blocks.add(count * size_of::<libc::iovec>());
        let parts = parts.cast::<libc::iovec>();
        message.msg_iov = parts;
        for (index, value) in table::values(&*array).take(count).enumerate() {
            with_text(value, |text| {
                let copy = making.blocks.add(text.len());
                copy.copy_from_nonoverlapping(text.as_ptr(), text.len());
                parts.add(index).write(libc::iovec {
                    iov_base: copy.cast(),
                    iov_len: text.len(),
                });
                Ok(())
            })?;
        }
        message.msg_iovlen = count as _;
    }
    Ok(())
}

unsafe fn make_room(
    value: &sys::zval,
    message: &mut Message,
    way: &Way,
    making: &mut Making,
) -> Result<()> {
    const MOST: i64 = 100 * 1024 * 1024;
    // SAFETY: as of every conversion.
    unsafe {
        let size = integer(value, way)?;
        if !(0..=MOST).contains(&size) {
            return Err(way.fail(format_args!(
                "the buffer size must be between 1 and {MOST}; given {size}"
            )));
        }
        add_room(message, size as usize, &mut making.blocks);
    }
    Ok(())
}

/// Has a message receive so many bytes.
unsafe fn add_room(message: &mut Message, size: usize, blocks: &mut Blocks) {
    // SAFETY: as of every conversion; the block is as long as the part.
    unsafe {
        let part = blocks.add(size_of::<libc::iovec>()).cast::<libc::iovec>();
        part.write(libc::iovec {
            iov_base: blocks.add(size).cast(),
            iov_len: size,
        });
        message.msg_iov = part;
        message.msg_iovlen = 1;
    }
}

unsafe fn make_control_room(
    value: &sys::zval,
    message: &mut Message,
    way: &Way,
    making: &mut Making,
) -> Result<()> {
    // SAFETY: as of every conversion.
    unsafe {
        let length = integer_as::<u32>(value, UINT32, way)?;
        if length == 0 {
            return Err(way.fail("controllen cannot be 0"));
        }
        message.msg_control = making.blocks.add(length as usize).cast();
        message.msg_controllen = length as _;
    }
    Ok(())
}

/// The flags of a call; none after an exception.
unsafe fn flags(call: &Invocation) -> Option<c_int> {
    // SAFETY: as in `send_message`.
    unsafe {
        let flags = c_int::try_from(call.number(2)).ok();
        if flags.is_none() {
            throw_for_integer(3);
        }
        flags
    }
}

/// Makes a message of the array that a call has. Where it fails, that is told and the call over.
unsafe fn message(
    call: &Invocation,
    members: &[Member<Message>],
    making: &mut Making,
) -> Option<Message> {
    // SAFETY: as in `send_message`; zeros are a message.
    unsafe {
        let array = call.value(1)?;
        let mut message: Message = mem::zeroed();
        let way = Way::new("user", c"msghdr");
        let array = arguments::dereferenced(array);
        match conversion::make(array, &mut message, members, &way, making) {
            Ok(()) => Some(message),
            Err(failed) => {
                making.blocks.free();
                failed.tell();
                if !sys::has_thrown() {
                    call.fail();
                }
                None
            }
        }
    }
}

/// `socket_sendmsg(Socket $socket, array $message, int $flags = 0)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn send_message(call: &Invocation) {
    // SAFETY: the caller's contract; what the message names is in its blocks.
    unsafe {
        let Some(flags) = flags(call) else { return };
        let Some(socket) = call.socket() else { return };
        let mut making = Making {
            socket,
            blocks: Blocks::new(),
        };
        let Some(message) = message(call, TO_SEND, &mut making) else {
            return;
        };
        let sent = decided::send_message(socket.descriptor(), &message, flags);
        let error = errno();
        making.blocks.free();
        if sent < 0 {
            error::tell(socket, "Error in sendmsg", error);
            call.fail();
        } else {
            call.give(sent as i64);
        }
    }
}

/// `socket_recvmsg(Socket $socket, array &$message, int $flags = 0)`.
///
/// # Safety
/// As [`send_message`].
pub(super) unsafe fn receive_message(call: &Invocation) {
    const DEFAULT_ROOM: usize = 8192;
    // SAFETY: the caller's contract; what the message names is in its blocks.
    unsafe {
        let Some(flags) = flags(call) else { return };
        let Some(socket) = call.socket() else { return };
        let mut making = Making {
            socket,
            blocks: Blocks::new(),
        };
        let Some(mut message) = message(call, TO_RECEIVE, &mut making) else {
            return;
        };
        if message.msg_iovlen == 0 {
            add_room(&mut message, DEFAULT_ROOM, &mut making.blocks);
        }
        let received = libc::recvmsg(socket.descriptor(), &raw mut message, flags);
        if received < 0 {
            let error = errno();
            making.blocks.free();
            error::tell_without_socket("Error in recvmsg", error);
            call.fail();
            return;
        }
        let read = read_message(&message, received as usize);
        making.blocks.free();
        let value = match read {
            Ok(value) => value,
            Err(failed) => {
                failed.tell();
                arguments::boolean(false)
            }
        };
        if let Some(place) = call.value(1) {
            arguments::replace(place.dereference_mut(), value);
        }
        call.give(received as i64);
    }
}

/// An array of what was received.
unsafe fn read_message(message: &Message, received: usize) -> Result<Loose> {
    let way = Way::new("native", c"msghdr");
    // SAFETY: as in `send_message`; the kernel has filled the message in.
    unsafe {
        let array = arguments::new_array();
        let members: [(&CStr, Result<Loose>); 2] = [
            (c"name", read_name(message, &way.to(Step::Member(c"name")))),
            (
                c"control",
                control::read_list(message, &way.to(Step::Member(c"control"))),
            ),
        ];
        let mut failed = None;
        for (name, value) in members {
            match (value, &failed) {
                (Ok(value), _) => arguments::put(array, name, value),
                (Err(error), None) => failed = Some(error),
                (Err(Failed::Told(text)), Some(_)) => {
                    arguments::release(arguments::string_value(text));
                }
                (Err(Failed::Thrown), Some(_)) => {}
            }
        }
        if let Some(failed) = failed {
            arguments::release(arguments::array_value(array));
            return Err(failed);
        }
        arguments::put(array, c"iov", read_parts(message, received));
        let flags = arguments::integer(message.msg_flags.into());
        arguments::put(array, c"flags", flags);
        Ok(arguments::array_value(array))
    }
}

unsafe fn read_name(message: &Message, way: &Way) -> Result<Loose> {
    // SAFETY: as in `read_message`; the name is a whole address in its block.
    unsafe {
        match message.msg_name.cast::<libc::sockaddr_storage>().as_ref() {
            None => Ok(ManuallyDrop::new(sys::zval::null())),
            Some(storage) => {
                let address = Address {
                    storage: *storage,
                    length: message.msg_namelen,
                };
                read_address(&address, way)
            }
        }
    }
}

/// What was received, in a list: nothing is an empty one.
unsafe fn read_parts(message: &Message, received: usize) -> Loose {
    // SAFETY: as in `read_message`; a message of ours has one part. With MSG_TRUNC the kernel tells more than it wrote.
    unsafe {
        let array = arguments::new_array();
        let part = &*message.msg_iov;
        let length = received.min(part.iov_len);
        if length > 0 {
            let bytes = slice::from_raw_parts(part.iov_base.cast::<u8>(), length);
            arguments::append(array, arguments::new_string(bytes));
        }
        arguments::array_value(array)
    }
}
