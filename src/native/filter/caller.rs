//! Whoever made a call: what is in its memory, which sockets its numbers are, and whether it is a thread
//! of this process or a program that PHP started. Nothing is decided here.
//!
//! What is copied here is what is decided on and used. The caller can change its memory and its
//! descriptors meanwhile, which changes nothing any more.

use super::{descriptors::Descriptors, kernel};
use nix::{
    errno::Errno,
    sys::stat::{Mode, fchmod, fstat},
    sys::uio::{RemoteIoVec, process_vm_readv, process_vm_writev},
    unistd::{Pid, geteuid},
};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, IoSlice, IoSliceMut},
    os::{
        fd::OwnedFd,
        unix::fs::{FileExt, MetadataExt},
    },
    path::{Path, PathBuf},
};

/// Whose thread a caller is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// This process's: PHP's own, or a library's.
    Ours,
    /// That of a program that PHP started, or of a fork.
    Program,
}

/// A thread that waits for its call to be made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller {
    pub(super) thread: i32,
    pub(super) whose: Whose,
}

impl Caller {
    pub(super) fn of(thread: i32) -> Self {
        let whose = match kernel::is_own_thread(thread) {
            true => Whose::Ours,
            false => Whose::Program,
        };
        Self { thread, whose }
    }

    /// Copies what is at `address`.
    ///
    /// # Errors
    /// `EFAULT` where nothing is, `EACCES` where it cannot be looked at.
    pub(super) fn read(self, address: u64, into: &mut [u8]) -> Result<(), Errno> {
        if into.is_empty() {
            return Ok(());
        }
        let there = remote(address, into.len());
        let length = into.len();
        match process_vm_readv(self.pid(), &mut [IoSliceMut::new(into)], &there) {
            Ok(copied) if copied == length => Ok(()),
            Ok(_) | Err(Errno::EFAULT) => Err(Errno::EFAULT),
            Err(_) => of_file(
                File::open(self.proc("mem")).and_then(|file| file.read_exact_at(into, address)),
            ),
        }
    }

    /// Puts `bytes` at `address`.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(super) fn write(self, address: u64, bytes: &[u8]) -> Result<(), Errno> {
        let there = remote(address, bytes.len());
        match process_vm_writev(self.pid(), &[IoSlice::new(bytes)], &there) {
            Ok(copied) if copied == bytes.len() => Ok(()),
            Ok(_) | Err(Errno::EFAULT) => Err(Errno::EFAULT),
            Err(_) => {
                let file = OpenOptions::new().write(true).open(self.proc("mem"));
                of_file(file.and_then(|file| file.write_all_at(bytes, address)))
            }
        }
    }

    /// A duplicate of what the caller has at `number`, as a register holds it.
    ///
    /// # Errors
    /// `EBADF` where nothing is, `EACCES` where it cannot be had.
    pub(super) fn descriptor(self, at: &Descriptors, number: u64) -> Result<OwnedFd, Errno> {
        let number = number as i32;
        match self.whose {
            Whose::Ours => at.ours(number),
            Whose::Program => at.of_program(self.thread, number),
        }
    }

    /// Where `path` of the caller's is for us.
    ///
    /// # Errors
    /// `EACCES` where the caller has another user's rights: those of this process would count.
    pub(super) fn path(self, path: &Path) -> Result<PathBuf, Errno> {
        if self.whose == Whose::Ours {
            return Ok(path.to_owned());
        }
        self.is_of_our_user()?;
        Ok(match path.strip_prefix("/") {
            Ok(from_root) => self.proc("root").join(from_root),
            Err(_) => self.proc("cwd").join(path),
        })
    }

    /// Whether its rights are those of this process, which count at Unix sockets.
    ///
    /// # Errors
    /// `EACCES` where they are another user's.
    pub(super) fn is_of_our_user(self) -> Result<(), Errno> {
        if self.whose == Whose::Ours {
            return Ok(());
        }
        match fs::metadata(self.proc("")) {
            Ok(process) if process.uid() == geteuid().as_raw() => Ok(()),
            _ => Err(Errno::EACCES),
        }
    }

    /// Has the kernel leave out what the caller's umask does, where this process binds a socket to a path in its place.
    ///
    /// # Errors
    /// `EACCES` where nobody tells the umask, and those of fchmod(2).
    pub(super) fn leave_out_of_mode(self, socket: &OwnedFd) -> Result<(), Errno> {
        if self.whose == Whose::Ours {
            return Ok(());
        }
        let status = fs::read_to_string(self.proc("status")).map_err(|_| Errno::EACCES)?;
        let mask = status.lines().find_map(|line| line.strip_prefix("Umask:"));
        let mask = mask.and_then(|mask| u32::from_str_radix(mask.trim(), 8).ok());
        let mask = Mode::from_bits_truncate(mask.ok_or(Errno::EACCES)?);
        let mode = Mode::from_bits_truncate(fstat(socket)?.st_mode);
        fchmod(socket, mode - mask)
    }

    /// The name of a program, made safe to print: it can give itself any.
    pub(super) fn name(self) -> String {
        let name = fs::read(self.proc("comm")).unwrap_or_default();
        let safe = |byte: &u8| {
            if byte.is_ascii_graphic() {
                char::from(*byte)
            } else {
                '_'
            }
        };
        name.trim_ascii_end().iter().map(safe).collect()
    }

    /// Whether a signal waits to be handled by this very thread, which its call would make it do.
    pub(super) fn is_signalled(self) -> bool {
        let status = fs::read_to_string(self.proc("status")).unwrap_or_default();
        let field = |name: &str| {
            let mut lines = status.lines();
            lines
                .find_map(|line| line.strip_prefix(name))
                .map(str::trim)
        };
        let signals = |name| field(name).and_then(|bits| u64::from_str_radix(bits, 16).ok());
        // What is sent to the process may be another thread's. Our own others block all signals.
        let is_alone = match self.whose {
            Whose::Ours => self.pid() == nix::unistd::getpid(),
            Whose::Program => field("Threads:") == Some("1"),
        };
        let pending = match (signals("SigPnd:"), signals("ShdPnd:")) {
            (Some(own), Some(shared)) if is_alone => own | shared,
            (Some(own), _) => own,
            _ => 0,
        };
        pending & !signals("SigBlk:").unwrap_or(u64::MAX) != 0
    }

    fn pid(self) -> Pid {
        Pid::from_raw(self.thread)
    }

    fn proc(self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{name}", self.thread))
    }
}

fn remote(address: u64, length: usize) -> [RemoteIoVec; 1] {
    let base = address as usize;
    [RemoteIoVec { base, len: length }]
}

/// What the file of a process's memory says: where nothing is mapped it has an error of its own.
fn of_file(done: io::Result<()>) -> Result<(), Errno> {
    done.map_err(|error| match error.raw_os_error() {
        Some(libc::EIO) => Errno::EFAULT,
        _ => Errno::EACCES,
    })
}
