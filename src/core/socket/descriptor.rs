//! The one rule for descriptors this extension opens: never in the place of a standard stream.
//! It opens nothing itself and does not change what a descriptor refers to.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd};

/// The highest descriptor of a standard stream (`STDERR_FILENO`).
const LAST_STANDARD_STREAM: i32 = 2;

/// Moves `socket` above the standard streams if it is in the place of one.
///
/// The kernel hands out the lowest free descriptor. In a daemon that closed its standard streams
/// that is 0, 1 or 2, and whatever the process later prints would go to the peer of that socket.
///
/// A socket that has to move is duplicated with `F_DUPFD_CLOEXEC` (to 3 or higher, close-on-exec)
/// and its old descriptor is closed. A socket that may stay is returned as it is.
///
/// # Errors
///
/// What `fcntl(2)` says when it cannot duplicate, such as `EMFILE`; the socket is closed then.
pub fn above_stdio<T: From<OwnedFd> + Into<OwnedFd>>(socket: T) -> io::Result<T> {
    let descriptor: OwnedFd = socket.into();
    if descriptor.as_raw_fd() > LAST_STANDARD_STREAM {
        return Ok(T::from(descriptor));
    }
    // std duplicates with F_DUPFD_CLOEXEC from 3 upwards, for this very reason.
    descriptor.try_clone().map(T::from)
}

/// Makes a descriptor that something else opened like those of this extension: close-on-exec, and
/// above the standard streams.
///
/// # Errors
/// As [`above_stdio`]; the descriptor is closed then.
pub fn keep(descriptor: OwnedFd) -> io::Result<OwnedFd> {
    socket2::SockRef::from(&descriptor).set_cloexec(true)?;
    above_stdio(descriptor)
}

#[cfg(test)]
mod tests {
    use super::{above_stdio, keep};
    use std::fs;
    use std::net::UdpSocket;
    use std::os::fd::AsRawFd;

    /// The open flags of a descriptor of this process, as proc(5) prints them.
    fn open_flags(descriptor: i32) -> u32 {
        let info = fs::read_to_string(format!("/proc/self/fdinfo/{descriptor}")).unwrap();
        let flags = info.lines().find_map(|line| line.strip_prefix("flags:"));
        u32::from_str_radix(flags.unwrap().trim(), 8).unwrap()
    }

    #[test]
    fn a_socket_in_the_place_of_stdin_moves_above_the_standard_streams_and_keeps_its_address() {
        nix::unistd::close(0).unwrap();
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();

        let moved = above_stdio(socket).unwrap();

        assert!(moved.as_raw_fd() > 2);
        assert_eq!(moved.local_addr().unwrap(), address);
        assert_ne!(
            open_flags(moved.as_raw_fd()) & libc::O_CLOEXEC as u32,
            0,
            "close-on-exec"
        );
    }

    #[test]
    fn a_kept_descriptor_is_closed_on_exec() {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket2::SockRef::from(&socket).set_cloexec(false).unwrap();

        let kept = keep(socket.into()).unwrap();

        assert_ne!(open_flags(kept.as_raw_fd()) & libc::O_CLOEXEC as u32, 0);
    }

    #[test]
    fn a_socket_above_the_standard_streams_stays_where_it_is() {
        let socket = above_stdio(UdpSocket::bind("127.0.0.1:0").unwrap()).unwrap();
        let descriptor = socket.as_raw_fd();

        assert_eq!(above_stdio(socket).unwrap().as_raw_fd(), descriptor);
    }
}
