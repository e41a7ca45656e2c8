//! Addresses of calls: copied, and made such that the kernel reads what was decided on. What may be
//! reached is decided elsewhere.

use super::caller::Caller;
use crate::native::address::{Address, Unspecified};
use nix::errno::Errno;
use std::{
    ffi::OsStr,
    io,
    net::SocketAddr,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

/// The most bytes of an address (`struct sockaddr_storage`).
const LONGEST: usize = 128;

/// The bytes of a family, and the most of a Unix socket's path (`struct sockaddr_un`).
const FAMILY: usize = 2;
const LONGEST_PATH: usize = 108;

/// An address, copied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RawAddress(Vec<u8>);

impl RawAddress {
    /// Copies an address of `length` bytes as a call takes it.
    ///
    /// # Errors
    /// `EINVAL` where it is too long, and those of the caller's memory.
    pub(super) fn read(caller: Caller, at: u64, length: u64) -> Result<Self, Errno> {
        let length = usize::try_from(length as i32).map_err(|_| Errno::EINVAL)?;
        if length > LONGEST {
            return Err(Errno::EINVAL);
        }
        let mut bytes = vec![0; length];
        caller.read(at, &mut bytes)?;
        Ok(Self(bytes))
    }

    /// The address of a Unix socket at `path`.
    ///
    /// # Errors
    /// `ENAMETOOLONG`
    pub(super) fn of_path(path: &Path) -> Result<Self, Errno> {
        let path = path.as_os_str().as_bytes();
        if path.len() >= LONGEST_PATH {
            return Err(Errno::ENAMETOOLONG);
        }
        let family = (libc::AF_UNIX as u16).to_ne_bytes();
        Ok(Self([&family, path, &[0]].concat()))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The family; none in an address that is too short for one.
    pub(super) fn family(&self) -> Option<i32> {
        let family = self.0.first_chunk::<FAMILY>()?;
        Some(u16::from_ne_bytes(*family).into())
    }

    /// The same address as one of IPv4.
    pub(super) fn into_ipv4(mut self) -> Self {
        self.0[..FAMILY].copy_from_slice(&(libc::AF_INET as u16).to_ne_bytes());
        self
    }

    /// The peer or local address of IPv4 or IPv6, if it is one.
    pub(super) fn internet(&self) -> Option<SocketAddr> {
        match Address::read(&self.0, Unspecified::Nothing) {
            Address::Internet(address) => Some(address),
            _ => None,
        }
    }

    /// The path of a Unix socket, if it has one.
    pub(super) fn path(&self) -> Option<&Path> {
        let name = self.0.get(FAMILY..)?;
        let is_path = self.family() == Some(libc::AF_UNIX) && !matches!(name, [] | [0, ..]);
        let path = name.split(|byte| *byte == 0).next().filter(|_| is_path)?;
        Some(Path::new(OsStr::from_bytes(path)))
    }
}

/// Where a socket would be that is bound to `path`, without symbolic links.
///
/// # Errors
/// Those of looking for its folder.
pub(super) fn place_to_make(path: &Path) -> Result<PathBuf, Errno> {
    let name = path.file_name().ok_or(Errno::EINVAL)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Ok(folder
        .canonicalize()
        .map_err(|error| errno(&error))?
        .join(name))
}

/// The number of an error.
pub(super) fn errno(error: &io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::EIO, Errno::from_raw)
}
