//! A descriptor in reserve, which is given up to read what decides when a script holds all others. What
//! is read, and what follows where that fails all the same, is not its matter.
//!
//! It is taken with the first look that succeeds, and again after each that needed it.

use nix::{
    errno::Errno,
    sys::{
        memfd::{MFdFlags, memfd_create},
        stat::fstat,
    },
};
use std::{
    io,
    os::fd::{AsRawFd, IntoRawFd, OwnedFd},
    sync::Mutex,
};

/// The highest descriptor of a standard stream (`STDERR_FILENO`).
const LAST_STANDARD_STREAM: i32 = 2;

/// One for the process. A child of fork has it too.
static SPARE: Mutex<Option<Spare>> = Mutex::new(None);

/// A descriptor of an empty file in memory, and what tells this file from all others.
#[derive(Debug)]
struct Spare {
    descriptor: OwnedFd,
    inode: u64,
}

impl Spare {
    fn take() -> io::Result<Self> {
        let made = memfd_create(c"aesock-spare", MFdFlags::MFD_CLOEXEC)?;
        let descriptor = if made.as_raw_fd() > LAST_STANDARD_STREAM {
            made
        } else {
            made.try_clone()?
        };
        let inode = fstat(&descriptor)?.st_ino;
        Ok(Self { descriptor, inode })
    }

    /// Closes it, unless somebody else did: the number may be another file's now.
    fn give_up(self) {
        if fstat(&self.descriptor).is_ok_and(|file| file.st_ino == self.inode) {
            drop(self.descriptor);
        } else {
            let _ = self.descriptor.into_raw_fd();
        }
    }
}

/// What `look` gives, which takes one descriptor and lets it go. Where there is none it looks again with
/// the one in reserve.
///
/// # Errors
/// Those of `look`.
pub fn look<T>(mut look: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let seen = look();
    // Somebody else has it, or had it in the process that forked this one.
    let Ok(mut spare) = SPARE.try_lock() else {
        return seen;
    };
    if seen.as_ref().is_err_and(lacks_a_descriptor)
        && let Some(reserve) = spare.take()
    {
        reserve.give_up();
        let seen = look();
        *spare = Spare::take().ok();
        return seen;
    }
    if spare.is_none() {
        *spare = Spare::take().ok();
    }
    seen
}

/// Whether this process, or the system, has no descriptor left.
fn lacks_a_descriptor(error: &io::Error) -> bool {
    let errno = error.raw_os_error().map(Errno::from_raw);
    matches!(errno, Some(Errno::EMFILE | Errno::ENFILE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nix::unistd::dup2;
    use std::fs::File;

    #[test]
    fn a_reserve_that_is_another_file_by_now_stays_open() {
        let mut spare = Spare::take().unwrap();
        let number = spare.descriptor.as_raw_fd();
        dup2(File::open("/dev/null").unwrap(), &mut spare.descriptor).unwrap();

        spare.give_up();

        let link = std::fs::read_link(format!("/proc/self/fd/{number}")).unwrap();
        assert_eq!(link.to_str(), Some("/dev/null"));
    }
}
