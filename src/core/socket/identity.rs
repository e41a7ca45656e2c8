//! What tells one socket from another that has its descriptor later. It opens and closes nothing.
//!
//! It is the inode that the kernel gives each socket: one system call asks for it, in every namespace
//! and sandbox. The kernel's cookie (`SO_COOKIE`) would never repeat, but not every sandbox knows it.

use nix::{
    errno::Errno,
    sys::stat::{SFlag, fstat},
};
use std::{
    num::NonZeroU64,
    os::fd::{BorrowedFd, RawFd},
};

/// One socket among all that there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity(NonZeroU64);

/// What stands at a descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// This socket.
    Socket(Identity),
    /// Nothing, or no socket.
    Nothing,
    /// The kernel did not tell.
    Unknown,
}

impl Found {
    /// What stands at `descriptor` now.
    #[must_use]
    #[expect(unsafe_code, reason = "what is asked about is a number")]
    pub fn at(descriptor: RawFd) -> Self {
        if descriptor < 0 {
            return Self::Nothing;
        }
        // SAFETY: the descriptor is looked at in this one call, which takes any number.
        match fstat(unsafe { BorrowedFd::borrow_raw(descriptor) }) {
            Ok(file) if file.st_mode & SFlag::S_IFMT.bits() == SFlag::S_IFSOCK.bits() => {
                NonZeroU64::new(file.st_ino)
                    .map_or(Self::Unknown, |inode| Self::Socket(Identity(inode)))
            }
            Ok(_) | Err(Errno::EBADF) => Self::Nothing,
            Err(_) => Self::Unknown,
        }
    }

    /// The socket, if it is one.
    #[must_use]
    pub fn socket(self) -> Option<Identity> {
        match self {
            Self::Socket(identity) => Some(identity),
            Self::Nothing | Self::Unknown => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs::File, net::UdpSocket, os::fd::AsRawFd};

    #[test]
    fn a_socket_is_known_again_by_another_descriptor_and_not_taken_for_its_successor() {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let number = socket.as_raw_fd();
        let found = Found::at(number);
        assert!(found.socket().is_some());
        let duplicate = socket.try_clone().unwrap();
        drop(socket);
        assert_eq!(Found::at(duplicate.as_raw_fd()), found);
        drop(duplicate);
        assert_ne!(
            Found::at(UdpSocket::bind("127.0.0.1:0").unwrap().as_raw_fd()),
            found
        );
    }

    #[test]
    fn what_is_no_socket_is_nothing() {
        assert_eq!(
            Found::at(File::open("/dev/null").unwrap().as_raw_fd()),
            Found::Nothing
        );
        assert_eq!(Found::at(-1), Found::Nothing);
        assert_eq!(Found::at(i32::MAX), Found::Nothing);
    }
}
