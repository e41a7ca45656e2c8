//! Socket options: how each one's value is made of a script's, and a script's of it. Which ones may be used is the
//! door's question.

use super::{
    address::until_nul,
    conversion::{self, Making, PACKET_INFO, Way},
    filter::set_filter,
    invocation::Invocation,
    kernel_option::{GET, SocketOption},
    multicast,
    option_value::{members, throw_for_option, within},
    version::{
        CUTS_DATAGRAMS, CUTS_WITHIN, FILTERS_PACKETS, WAITS_FOR_USERS, WANTS_ARRAYS, WANTS_NAMES,
    },
    words,
};
use crate::php::sys::{
    self, Blocks,
    arguments::{self, Loose},
    table,
};
use std::{
    ffi::{CStr, c_int},
    mem,
};

/// The form in which the kernel tells an option; what has no row is a number.
#[derive(Clone, Copy)]
enum Told {
    Number,
    Linger,
    Time,
    Memory,
    /// A short name, in an array.
    Name,
    /// The interface of multicasts of IPv4, which the kernel tells by its address.
    Interface,
    PacketInfo,
}

/// By level and number.
const TOLD: &[(c_int, c_int, Told)] = &[
    (libc::IPPROTO_IP, libc::IP_MULTICAST_IF, Told::Interface),
    (libc::IPPROTO_IPV6, libc::IPV6_PKTINFO, Told::PacketInfo),
    (libc::IPPROTO_TCP, libc::TCP_CONGESTION, Told::Name),
    (libc::SOL_SOCKET, libc::SO_LINGER, Told::Linger),
    (libc::SOL_SOCKET, libc::SO_RCVTIMEO, Told::Time),
    (libc::SOL_SOCKET, libc::SO_SNDTIMEO, Told::Time),
    (libc::SOL_SOCKET, libc::SO_MEMINFO, Told::Memory),
];

/// The form in which the kernel takes an option; what has no row is a number.
#[derive(Clone, Copy)]
pub(super) enum Taken {
    Number,
    Linger,
    Time,
    /// A name; with older versions nothing, too.
    Name,
    /// The number of a filter of packets.
    Filter,
    /// How long a part of a datagram is.
    Segment,
    /// Thousandths of a second.
    Milliseconds,
    /// An interface, by its address and by its number.
    InterfaceV4,
    InterfaceV6,
    /// A yes or no, in a byte and in a number.
    ByteFlag,
    Flag,
    /// A number within bounds, in a byte and in a number.
    ByteWithin(i64, i64),
    Within(i64, i64),
    Group(multicast::Request),
    PacketInfo,
}

/// The levels that a row is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Of(c_int),
    /// All but those of IP and IPv6: the functions look at the number alone.
    Others,
}

/// By level and number. What a version does not know is a number.
const TAKEN: &[(Level, c_int, Taken)] = {
    use Level::{Of, Others};
    use libc::{IPPROTO_IP as IP, IPPROTO_IPV6 as IPV6};
    use multicast::Request::{Group, Source};
    const fn known(is_known: bool, taken: Taken) -> Taken {
        if is_known { taken } else { Taken::Number }
    }
    const FILTER: Taken = known(FILTERS_PACKETS, Taken::Filter);
    const SEGMENT: Taken = known(CUTS_DATAGRAMS, Taken::Segment);
    const MILLISECONDS: Taken = known(WAITS_FOR_USERS, Taken::Milliseconds);
    &[
        (Of(IP), multicast::JOIN_GROUP, Taken::Group(Group)),
        (Of(IP), multicast::LEAVE_GROUP, Taken::Group(Group)),
        (Of(IP), multicast::BLOCK_SOURCE, Taken::Group(Source)),
        (Of(IP), multicast::UNBLOCK_SOURCE, Taken::Group(Source)),
        (Of(IP), multicast::JOIN_SOURCE_GROUP, Taken::Group(Source)),
        (Of(IP), multicast::LEAVE_SOURCE_GROUP, Taken::Group(Source)),
        (Of(IP), libc::IP_MULTICAST_IF, Taken::InterfaceV4),
        (Of(IP), libc::IP_MULTICAST_LOOP, Taken::ByteFlag),
        (Of(IP), libc::IP_MULTICAST_TTL, Taken::ByteWithin(0, 255)),
        (Of(IPV6), multicast::JOIN_GROUP, Taken::Group(Group)),
        (Of(IPV6), multicast::LEAVE_GROUP, Taken::Group(Group)),
        (Of(IPV6), multicast::BLOCK_SOURCE, Taken::Group(Source)),
        (Of(IPV6), multicast::UNBLOCK_SOURCE, Taken::Group(Source)),
        (Of(IPV6), multicast::JOIN_SOURCE_GROUP, Taken::Group(Source)),
        (
            Of(IPV6),
            multicast::LEAVE_SOURCE_GROUP,
            Taken::Group(Source),
        ),
        (Of(IPV6), libc::IPV6_MULTICAST_IF, Taken::InterfaceV6),
        (Of(IPV6), libc::IPV6_MULTICAST_LOOP, Taken::Flag),
        (Of(IPV6), libc::IPV6_MULTICAST_HOPS, Taken::Within(-1, 255)),
        (Of(IPV6), libc::IPV6_PKTINFO, Taken::PacketInfo),
        (Of(libc::IPPROTO_TCP), libc::TCP_CONGESTION, Taken::Name),
        (Of(libc::IPPROTO_TCP), libc::TCP_USER_TIMEOUT, MILLISECONDS),
        (Others, libc::SO_LINGER, Taken::Linger),
        (Others, libc::SO_RCVTIMEO, Taken::Time),
        (Others, libc::SO_SNDTIMEO, Taken::Time),
        (Others, libc::SO_BINDTODEVICE, Taken::Name),
        (Others, libc::SO_ATTACH_REUSEPORT_CBPF, FILTER),
        (Others, libc::UDP_SEGMENT, SEGMENT),
    ]
};

fn told(level: i64, option: i64) -> Told {
    let mut rows = TOLD.iter();
    let row = rows.find(|row| (row.0.into(), row.1.into()) == (level, option));
    row.map_or(Told::Number, |row| row.2)
}

fn taken(level: i64, option: i64) -> Taken {
    let is_ip = [libc::IPPROTO_IP, libc::IPPROTO_IPV6]
        .map(i64::from)
        .contains(&level);
    let is_for = |of: Level| match of {
        Level::Of(of) => i64::from(of) == level,
        Level::Others => !is_ip,
    };
    let mut rows = TAKEN.iter();
    let row = rows.find(|row| is_for(row.0) && i64::from(row.1) == option);
    row.map_or(Taken::Number, |row| row.2)
}

/// `socket_get_option(Socket $socket, int $level, int $option)`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(super) unsafe fn get_option(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let option = SocketOption::of(call, socket);
        let value = match told(call.number(1), call.number(2)) {
            Told::Number => number(option),
            Told::Linger => linger(option),
            Told::Time => time(option),
            Told::Memory => memory(option),
            Told::Name => name(option),
            Told::Interface => multicast::interface_of(option),
            Told::PacketInfo => packet_info(option),
        };
        match value {
            Some(value) => call.give_value(value),
            None => call.fail(),
        }
    }
}

unsafe fn number(option: SocketOption) -> Option<Loose> {
    const BYTE: usize = 1;
    let mut value: c_int = 0;
    // SAFETY: as in `get_option`.
    let length = unsafe { option.get(&mut value, GET) }?;
    let value = if length == BYTE {
        c_int::from(value.to_ne_bytes()[0])
    } else {
        value
    };
    Some(arguments::integer(value.into()))
}

/// An array of numbers by their names.
unsafe fn numbers<const N: usize>(numbers: [(&CStr, i64); N]) -> Loose {
    // SAFETY: as in `get_option`.
    unsafe {
        let array = arguments::new_array();
        for (name, number) in numbers {
            arguments::put(array, name, arguments::integer(number));
        }
        arguments::array_value(array)
    }
}

unsafe fn linger(option: SocketOption) -> Option<Loose> {
    // SAFETY: as in `get_option`; zeros are a value of the structure.
    unsafe {
        let mut value: libc::linger = mem::zeroed();
        option.get(&mut value, GET)?;
        Some(numbers([
            (c"l_onoff", value.l_onoff.into()),
            (c"l_linger", value.l_linger.into()),
        ]))
    }
}

unsafe fn time(option: SocketOption) -> Option<Loose> {
    // SAFETY: as in `linger`.
    unsafe {
        let mut value: libc::timeval = mem::zeroed();
        option.get(&mut value, GET)?;
        Some(numbers([(c"sec", value.tv_sec), (c"usec", value.tv_usec)]))
    }
}

/// The figures of `SO_MEMINFO`, in the kernel's order.
const MEMORY: [&CStr; 9] = [
    c"rmem_alloc",
    c"rcvbuf",
    c"wmem_alloc",
    c"sndbuf",
    c"fwd_alloc",
    c"wmem_queued",
    c"optmem",
    c"backlog",
    c"drops",
];

unsafe fn memory(option: SocketOption) -> Option<Loose> {
    let mut figures = [0_u32; MEMORY.len()];
    // SAFETY: as in `get_option`.
    unsafe {
        let length = option.get(&mut figures, GET)?;
        if length != size_of_val(&figures) {
            words::warn("Unable to retrieve all socket meminfo data");
            return None;
        }
        let mut named = [(c"", 0); MEMORY.len()];
        for (place, (name, figure)) in named.iter_mut().zip(MEMORY.into_iter().zip(figures)) {
            *place = (name, figure.into());
        }
        Some(numbers(named))
    }
}

unsafe fn name(option: SocketOption) -> Option<Loose> {
    let mut name = [0_u8; 16];
    // SAFETY: as in `get_option`.
    unsafe {
        option.get(&mut name, GET)?;
        let array = arguments::new_array();
        arguments::put(array, c"name", arguments::new_string(until_nul(&name)));
        Some(arguments::array_value(array))
    }
}

/// `socket_set_option(Socket $socket, int $level, int $option, $value)`.
///
/// # Safety
/// As [`get_option`].
pub(super) unsafe fn set_option(call: &Invocation) {
    // SAFETY: the caller's contract.
    unsafe {
        let Some(socket) = call.socket() else { return };
        let Some(value) = call.value(3) else { return };
        let option = SocketOption::of(call, socket);
        let taken = taken(call.number(1), call.number(2));
        if set(option, taken, value) {
            call.succeed();
        } else if !sys::has_thrown() {
            call.fail();
        }
    }
}

/// Sets an option; whether that went.
unsafe fn set(option: SocketOption, taken: Taken, value: &mut sys::zval) -> bool {
    // SAFETY: as in `get_option`; the value is the call's argument.
    unsafe {
        match taken {
            Taken::Number => option.set(&(arguments::number(value) as c_int)),
            Taken::Linger => set_linger(option, value),
            Taken::Time => set_time(option, value),
            Taken::Name => set_name(option, value),
            Taken::Filter => set_filter(option, value),
            Taken::Segment => {
                let words = if CUTS_WITHIN { "must be" } else { "must be of" };
                // It is cut to 32 bits before it is looked at.
                let length = arguments::number(value) as c_int;
                let length = within(length.into(), 0, u16::MAX.into(), words);
                length.is_some_and(|length| option.set(&(length as c_int)))
            }
            Taken::Milliseconds => {
                let time = arguments::number(value);
                within(time, 0, u32::MAX.into(), "must be")
                    .is_some_and(|time| option.set(&(time as u32)))
            }
            Taken::InterfaceV4 => multicast::set_interface(option, value),
            Taken::InterfaceV6 => {
                multicast::number_of(value).is_some_and(|index| option.set(&index))
            }
            Taken::ByteFlag => option.set(&u8::from(value.coerce_to_bool())),
            Taken::Flag => option.set(&c_int::from(value.coerce_to_bool())),
            Taken::ByteWithin(least, most) => {
                let number = within(arguments::number(value), least, most, "must be");
                number.is_some_and(|number| option.set(&(number as u8)))
            }
            Taken::Within(least, most) => {
                let number = within(arguments::number(value), least, most, "must be");
                number.is_some_and(|number| option.set(&(number as c_int)))
            }
            Taken::Group(request) => multicast::set_group(option, request, value),
            Taken::PacketInfo => set_packet_info(option, value),
        }
    }
}

/// Names are strings; older versions take nothing for what is none.
unsafe fn set_name(option: SocketOption, value: &sys::zval) -> bool {
    // SAFETY: as in `set`; the text is the argument's.
    unsafe {
        let name = match value.zend_str() {
            Some(name) => name.as_bytes(),
            None if WANTS_NAMES => {
                let name = match option.number {
                    libc::SO_BINDTODEVICE => "SO_BINDTODEVICE",
                    _ => "TCP_CONGESTION",
                };
                throw_for_option(value, "string", name);
                return false;
            }
            None => b"",
        };
        option.set_bytes(name.as_ptr(), name.len())
    }
}

/// Two numbers of an array; none after an exception.
unsafe fn two_numbers(
    value: &mut sys::zval,
    option: &str,
    names: [&'static CStr; 2],
) -> Option<[i64; 2]> {
    // SAFETY: as in `set`. What is found is counted once more, since the first conversion may run code of the script.
    unsafe {
        let array = members(value, WANTS_ARRAYS, option)?;
        let mut found = [const { mem::ManuallyDrop::new(sys::zval::new()) }; 2];
        for (place, name) in found.iter_mut().zip(names) {
            let Some(value) = table::find(array, name) else {
                let name = name.to_str().unwrap_or_default();
                let text = format_args!("must have key \"{name}\"");
                words::value_error(4, text);
                found
                    .into_iter()
                    .for_each(|value| arguments::release(value));
                return None;
            };
            *place = arguments::plain_copy(value);
        }
        let numbers = [arguments::number(&found[0]), arguments::number(&found[1])];
        found
            .into_iter()
            .for_each(|value| arguments::release(value));
        Some(numbers)
    }
}

unsafe fn set_linger(option: SocketOption, value: &mut sys::zval) -> bool {
    // SAFETY: as in `set`.
    unsafe {
        let names = [c"l_onoff", c"l_linger"];
        let Some([on, time]) = two_numbers(value, "SO_LINGER", names) else {
            return false;
        };
        // The engine's function has them in sixteen bits.
        for (number, words) in [(on, "\"l_onoff\" must be"), (time, "\"l_linger\" must be")] {
            if WANTS_ARRAYS && within(number, 0, u16::MAX.into(), words).is_none() {
                return false;
            }
        }
        option.set(&libc::linger {
            l_onoff: c_int::from(on as u16),
            l_linger: c_int::from(time as u16),
        })
    }
}

unsafe fn set_time(option: SocketOption, value: &mut sys::zval) -> bool {
    // SAFETY: as in `set`.
    unsafe {
        let name = match option.number {
            libc::SO_RCVTIMEO => "SO_RCVTIMEO",
            _ => "SO_SNDTIMEO",
        };
        let Some([tv_sec, tv_usec]) = two_numbers(value, name, [c"sec", c"usec"]) else {
            return false;
        };
        option.set(&libc::timeval { tv_sec, tv_usec })
    }
}

unsafe fn packet_info(option: SocketOption) -> Option<Loose> {
    // SAFETY: as in `get_option`; zeros are a value of the structure.
    unsafe {
        let mut info: libc::in6_pktinfo = mem::zeroed();
        option.get(&mut info, "unable to get socket option")?;
        let way = Way::new("native", c"in6_pktinfo");
        match conversion::read(&info, PACKET_INFO, &way) {
            Ok(value) => Some(value),
            Err(failed) => {
                failed.tell();
                None
            }
        }
    }
}

unsafe fn set_packet_info(option: SocketOption, value: &sys::zval) -> bool {
    // SAFETY: as in `set`; zeros are a value of the structure.
    unsafe {
        let mut info: libc::in6_pktinfo = mem::zeroed();
        let way = Way::new("user", c"in6_pktinfo");
        let mut making = Making {
            socket: option.socket,
            blocks: Blocks::new(),
        };
        match conversion::make(value, &mut info, PACKET_INFO, &way, &mut making) {
            Ok(()) => option.set(&info),
            Err(failed) => {
                failed.tell();
                false
            }
        }
    }
}
