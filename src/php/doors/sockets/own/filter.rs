//! The filters of packets that `SO_ATTACH_REUSEPORT_CBPF` has by their numbers. Not other programs: none is taken.

use super::{
    kernel_option::SocketOption, option_value::throw_for_option,
    version::FILTERS_PACKETS_OF_SOCKETS, words,
};
use crate::php::sys::{self, arguments};
use std::ffi::c_int;

/// Sets the filter of a number, by which the sockets of a port share what comes; 0 takes it away. Whether that went.
///
/// # Safety
/// The socket lives, and the value is an argument of the call. It may run user code and bail out.
pub(super) unsafe fn set_filter(option: SocketOption, value: &sys::zval) -> bool {
    // SAFETY: the caller's contract; the filter lives as long as the call that names it.
    unsafe {
        if FILTERS_PACKETS_OF_SOCKETS {
            if option.level != libc::SOL_SOCKET {
                words::warn("Invalid level");
                return false;
            }
            if value.long().is_none() {
                throw_for_option(value, "int", "SO_ATTACH_REUSEPORT_CBPF");
                return false;
            }
        }
        let number = arguments::number(value);
        if number == 0 {
            return take_away(option);
        }
        let filter = match number as u32 as c_int {
            number @ (libc::SKF_AD_CPU | libc::SKF_AD_QUEUE) => number,
            _ => {
                words::warn("Unsupported CBPF filter");
                return false;
            }
        };
        let mut steps = [
            step(
                libc::BPF_LD | libc::BPF_W | libc::BPF_ABS,
                (libc::SKF_AD_OFF + filter) as u32,
            ),
            step(libc::BPF_RET | libc::BPF_A, 0),
        ];
        option.set(&libc::sock_fprog {
            len: steps.len() as u16,
            filter: steps.as_mut_ptr(),
        })
    }
}

fn step(code: u32, k: u32) -> libc::sock_filter {
    libc::sock_filter {
        code: code as u16,
        jt: 0,
        jf: 0,
        k,
    }
}

/// Older versions take away another kind of filter than the one that they set.
unsafe fn take_away(option: SocketOption) -> bool {
    const DETACH_REUSEPORT: c_int = 68;
    let number = if FILTERS_PACKETS_OF_SOCKETS {
        DETACH_REUSEPORT
    } else {
        libc::SO_DETACH_FILTER
    };
    const ON: c_int = 1;
    // SAFETY: as in `set_filter`.
    unsafe { SocketOption { number, ..option }.set(&ON) }
}
