//! A Unix socket that was found at a path, and is held: what is decided on is what is reached, whatever
//! becomes of the path meanwhile. What may be reached is decided elsewhere.

use crate::core::{host::secure_path, socket::descriptor};
use nix::{
    libc,
    sys::stat::{fstat, lstat},
};
use rustix::fs::{Mode, OFlags};
use std::{
    cell::RefCell,
    fs, io,
    os::{
        fd::{AsRawFd, OwnedFd},
        unix::ffi::OsStrExt,
    },
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// How often a socket is looked for whose name changes meanwhile, as that of a server does that starts anew.
const LOOKS: usize = 8;

/// A Unix socket, or what else is at its path.
#[derive(Debug)]
pub struct FoundSocket {
    /// None where a path is what it is called by, since this process's user can change nothing about it.
    file: Option<OwnedFd>,
    /// Where it is, without symbolic links.
    real: PathBuf,
}

/// Two are the same that are at the same place.
impl PartialEq for FoundSocket {
    fn eq(&self, other: &Self) -> bool {
        self.real == other.real
    }
}

impl Eq for FoundSocket {}

thread_local! {
    /// The one that a call of this thread is about to reach.
    static KEPT: RefCell<Option<FoundSocket>> = const { RefCell::new(None) };
}

/// How many threads keep one, at least: most calls reach none, and need not look for what is their thread's.
static KEEPERS: AtomicUsize = AtomicUsize::new(0);

impl FoundSocket {
    /// What is at `path` now.
    ///
    /// # Errors
    /// Those of looking for it; `EACCES` where nobody tells where it is (without `/proc`), and this process's
    /// user could put something else there, and where it is at no path of this process's: in mounts of a
    /// program's own.
    pub fn at(path: &Path) -> io::Result<Self> {
        for _ in 0..LOOKS {
            // Not by `OpenOptions`: for musl the flag is a part of `O_ACCMODE` and left out, and a socket is not
            // to be opened otherwise.
            let file = rustix::fs::open(path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?;
            let file = descriptor::above_stdio(file)?;
            let told = fs::read_link(link(&file)).ok();
            let Some(real) = told.filter(|real| real.is_absolute()) else {
                return Self::that_stays(path);
            };
            if is_at(&file, &real)? {
                let file = Some(file);
                return Ok(Self { file, real });
            }
        }
        Err(io::Error::from_raw_os_error(libc::EACCES))
    }

    fn that_stays(path: &Path) -> io::Result<Self> {
        let real = path.canonicalize()?;
        match secure_path::writable_by_us(&real)? {
            None => Ok(Self { file: None, real }),
            Some(_) => Err(io::Error::from_raw_os_error(libc::EACCES)),
        }
    }

    /// Where it is, without symbolic links.
    #[must_use]
    pub fn real(&self) -> &Path {
        &self.real
    }

    /// The path that leads to it and to nothing else, in the threads that have its descriptor, as long as
    /// this is there.
    #[must_use]
    pub fn address(&self) -> PathBuf {
        self.file.as_ref().map_or_else(|| self.real.clone(), link)
    }

    /// The same for a call that this thread makes next: it is held until another one is, or [`release`].
    #[must_use]
    pub fn keep(self) -> PathBuf {
        let address = self.address();
        // A thread that is ending keeps nothing, and its call finds nothing.
        if let Ok(None) = KEPT.try_with(|kept| kept.replace(Some(self))) {
            KEEPERS.fetch_add(1, Ordering::Relaxed);
        }
        address
    }
}

/// Whether `address` is what leads to the one that is kept.
#[must_use]
pub fn is_kept_at(address: &[u8]) -> bool {
    let is_it = |kept: &RefCell<Option<FoundSocket>>| {
        let kept = kept.borrow();
        kept.as_ref()
            .is_some_and(|kept| kept.address().as_os_str().as_bytes() == address)
    };
    KEPT.try_with(is_it).unwrap_or(false)
}

/// Lets go what a call of this thread was to reach: it is over.
#[inline]
pub fn release() {
    if KEEPERS.load(Ordering::Relaxed) != 0
        && KEPT
            .try_with(RefCell::take)
            .is_ok_and(|kept| kept.is_some())
    {
        KEEPERS.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether what is open is what this process finds at `real`. The kernel writes that path from the root of the
/// mounts where the file was found, which may be another namespace's, or nobody's.
fn is_at(file: &OwnedFd, real: &Path) -> io::Result<bool> {
    let open = fstat(file)?;
    Ok(lstat(real).is_ok_and(|there| (there.st_dev, there.st_ino) == (open.st_dev, open.st_ino)))
}

/// A path to what is open. `/proc/self` would be the process, of which a thread may have a table of its own.
fn link(file: &OwnedFd) -> PathBuf {
    format!("/proc/thread-self/fd/{}", file.as_raw_fd()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::{
        fs::symlink,
        net::{UnixListener, UnixStream},
    };

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().canonicalize().unwrap();
        let folder = folder.join(format!("aesock-found-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn what_was_found_is_reached_when_its_path_leads_elsewhere_by_then() {
        let folder = folder("changes");
        let (path, moved, secret) = (
            folder.join("s"),
            folder.join("moved"),
            folder.join("secret"),
        );
        let listeners = [&path, &secret].map(|path| UnixListener::bind(path).unwrap());
        let found = FoundSocket::at(&path).unwrap();
        assert_eq!(found.real(), path);
        fs::rename(&path, &moved).unwrap();
        symlink(&secret, &path).unwrap();
        let address = found.keep();
        let _client = UnixStream::connect(&address).unwrap();
        let [own, secret] = listeners;
        secret.set_nonblocking(true).unwrap();
        assert!(own.accept().is_ok() && secret.accept().is_err());
        release();
        assert!(UnixStream::connect(&address).is_err());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_is_open_is_at_a_path_that_leads_to_it_and_at_no_other() {
        let folder = folder("mounts");
        let (path, there) = (folder.join("s"), folder.join("there"));
        fs::create_dir(&there).unwrap();
        let listeners = [&path, &there.join("s")].map(|path| UnixListener::bind(path).unwrap());
        let file = |path: &Path| OwnedFd::from(fs::File::open(path).unwrap());
        let held = rustix::fs::open(&path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty()).unwrap();
        assert!(is_at(&held, &path).unwrap());
        assert!(!is_at(&held, &there.join("s")).unwrap());
        assert!(!is_at(&held, &folder.join("missing")).unwrap());
        assert!(!is_at(&file(&folder), &path).unwrap());
        fs::remove_file(&path).unwrap();
        let gone = fs::read_link(link(&held)).unwrap();
        assert!(!is_at(&held, &gone).unwrap(), "{gone:?}");
        drop(listeners);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn where_nobody_tells_what_is_open_a_path_that_this_user_can_change_is_refused() {
        let folder = folder("stays");
        let path = folder.join("s");
        let _listener = UnixListener::bind(&path).unwrap();
        let found = FoundSocket::that_stays(&path);
        if nix::unistd::geteuid().is_root() {
            assert_eq!(found.unwrap().address(), path, "root can change everything");
        } else {
            assert_eq!(found.unwrap_err().raw_os_error(), Some(libc::EACCES));
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_link_counts_as_what_it_leads_to_and_what_is_not_there_is_the_systems_error() {
        let folder = folder("links");
        let (path, other) = (folder.join("s"), folder.join("link"));
        let _listener = UnixListener::bind(&path).unwrap();
        symlink(&path, &other).unwrap();
        assert_eq!(FoundSocket::at(&other).unwrap().real(), path);
        let missing = FoundSocket::at(&folder.join("missing")).unwrap_err();
        assert_eq!(missing.raw_os_error(), Some(libc::ENOENT));
        fs::remove_dir_all(folder).unwrap();
    }
}
