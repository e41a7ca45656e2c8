//! What the kernel says of a caller's socket. Not what may be done with it.

use super::address::errno;
use nix::errno::Errno;
use socket2::{Protocol, SockRef, Type};
use std::{io, os::fd::OwnedFd};

/// Stream, datagram, raw, and so on.
///
/// # Errors
/// That of `getsockopt(2)`, and so in what follows.
pub(super) fn kind(socket: &OwnedFd) -> Result<Type, Errno> {
    told(SockRef::from(socket).r#type())
}

/// Whether connecting and sending may wait for the peer.
pub(super) fn is_stream(socket: &OwnedFd) -> Result<bool, Errno> {
    kind(socket).map(|kind| kind != Type::DGRAM && kind != Type::RAW)
}

pub(super) fn is_udp(socket: &OwnedFd) -> Result<bool, Errno> {
    told(SockRef::from(socket).protocol()).map(|protocol| protocol == Some(Protocol::UDP))
}

pub(super) fn is_nonblocking(socket: &OwnedFd) -> Result<bool, Errno> {
    told(SockRef::from(socket).nonblocking())
}

fn told<T>(answer: io::Result<T>) -> Result<T, Errno> {
    answer.map_err(|error| errno(&error))
}
