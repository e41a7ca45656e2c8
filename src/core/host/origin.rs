//! Where this process looks at the world from: its root directory and its namespaces of mounts, users and
//! the network. A script can exchange them for its own (`chroot()`, `pcntl_unshare()`), and with them every
//! file that a path leads to and all that the kernel tells. Not what is looked at.
//!
//! They are noted before a script runs: at module start, and again in a process that a server forked, which
//! may have put it into another root (`chroot` of php-fpm). What is seen from elsewhere is no answer.

use rustix::fs::{AtFlags, CWD, StatxFlags, makedev, statx};
use std::{
    fs, io,
    os::{
        fd::{AsRawFd, BorrowedFd},
        unix::fs::MetadataExt,
    },
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

/// What was noted.
static NOTED: Mutex<Noted> = Mutex::new(Noted::Never);

/// Whether it is to be noted at the next occasion.
static DUE: AtomicBool = AtomicBool::new(false);

/// The [`cookie`] of the network that was noted, once a socket told it; 0 before.
static NETWORK_COOKIE: AtomicU64 = AtomicU64::new(0);

#[derive(Debug, Clone, Copy)]
enum Noted {
    /// Nobody runs scripts here.
    Never,
    /// It was to be, and could not.
    Failed,
    At(Origin),
}

/// Says that no script ran in this process yet, and none in those that it descends from which could have
/// changed what it has of them.
pub fn note() {
    let noted = Origin::now().map_or(Noted::Failed, Noted::At);
    DUE.store(matches!(noted, Noted::Failed), Ordering::Relaxed);
    NETWORK_COOKIE.store(0, Ordering::Relaxed);
    *NOTED.lock().unwrap_or_else(PoisonError::into_inner) = noted;
}

/// Says that a server forked this process.
pub fn in_a_servers_child() {
    DUE.store(true, Ordering::Relaxed);
}

/// Notes it where that is due. To be called before each script.
#[inline]
pub fn before_a_script() {
    if DUE.load(Ordering::Relaxed) {
        note();
    }
}

/// Whether this process looks from where it did before any script ran. For looks, which are rare: it makes
/// three system calls.
///
/// # Errors
/// That it does not, or that the kernel does not tell.
pub fn check() -> io::Result<()> {
    let noted = *NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    let noted = match noted {
        Noted::Never => return Ok(()),
        Noted::Failed => None,
        Noted::At(origin) => Some(origin),
    };
    let now = Origin::now()?;
    if noted.is_some_and(|noted| noted.is(&now)) {
        Ok(())
    } else {
        Err(elsewhere())
    }
}

/// Whether `socket`, which this thread has just made, is in the network that this process had before any
/// script ran. It makes one system call where that was once found out, and needs no path: another root
/// directory shows nothing else.
///
/// # Errors
/// That it is not, or that the kernel does not tell.
pub fn check_network(socket: BorrowedFd<'_>) -> io::Result<()> {
    let (cookie, noted) = (cookie(socket), NETWORK_COOKIE.load(Ordering::Relaxed));
    if cookie != 0 && noted != 0 {
        return if cookie == noted {
            Ok(())
        } else {
            Err(elsewhere())
        };
    }
    check()?;
    NETWORK_COOKIE.store(cookie, Ordering::Relaxed);
    Ok(())
}

/// What the kernel calls the network that a socket is in, as nothing else ever; 0 before Linux 5.14, and
/// where a sandbox does not know the option.
#[expect(unsafe_code, reason = "no crate that is at hand has this option")]
fn cookie(socket: BorrowedFd<'_>) -> u64 {
    let mut cookie = 0_u64;
    let mut length = size_of_val(&cookie) as libc::socklen_t;
    // SAFETY: the kernel writes so many bytes at most.
    let told = unsafe {
        libc::getsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_NETNS_COOKIE,
            (&raw mut cookie).cast(),
            &raw mut length,
        )
    };
    if told == 0 { cookie } else { 0 }
}

fn elsewhere() -> io::Error {
    io::Error::other("this process is in another root directory or namespace than when it started")
}

/// Device and inode.
type Identity = (u64, u64);

/// `thread-self`, since `setns(2)` moves a thread.
const USERS: &str = "/proc/thread-self/ns/user";
const NETWORK: &str = "/proc/thread-self/ns/net";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Origin {
    root: Identity,
    /// Each namespace of mounts has ids of its own. None before Linux 5.8.
    mount: Option<u64>,
    /// None without `/proc`.
    users: Option<Identity>,
    network: Option<Identity>,
}

impl Origin {
    fn now() -> io::Result<Self> {
        let (root, mount) = root()?;
        Ok(Self {
            root,
            mount,
            users: namespace(USERS)?,
            network: namespace(NETWORK)?,
        })
    }

    /// Whether `now` is the same, as far as this was known.
    fn is(&self, now: &Self) -> bool {
        fn is<T: PartialEq>(noted: Option<T>, now: Option<T>) -> bool {
            noted.is_none() || noted == now
        }
        self.root == now.root
            && is(self.mount, now.mount)
            && is(self.users, now.users)
            && is(self.network, now.network)
    }
}

/// The root directory, and what is mounted there. Filters of system calls may not know statx(2).
fn root() -> io::Result<(Identity, Option<u64>)> {
    let wanted = StatxFlags::BASIC_STATS | StatxFlags::MNT_ID;
    let Ok(root) = statx(CWD, "/", AtFlags::empty(), wanted) else {
        return Ok((identity(Path::new("/"))?, None));
    };
    let has_mount = root.stx_mask & StatxFlags::MNT_ID.bits() != 0;
    let device = makedev(root.stx_dev_major, root.stx_dev_minor);
    Ok(((device, root.stx_ino), has_mount.then_some(root.stx_mnt_id)))
}

fn namespace(path: &str) -> io::Result<Option<Identity>> {
    match identity(Path::new(path)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        identity => identity.map(Some),
    }
}

fn identity(path: &Path) -> io::Result<Identity> {
    fs::metadata(path).map(|metadata| (metadata.dev(), metadata.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{net::UdpSocket, os::fd::AsFd};

    #[test]
    fn whoever_did_not_note_it_is_at_home() {
        assert!(check().is_ok());
    }

    #[test]
    fn a_socket_tells_its_network_where_the_kernel_knows_it() {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        for _ in 0..2 {
            assert!(check_network(socket.as_fd()).is_ok());
        }
        let noted = NETWORK_COOKIE.swap(u64::MAX, Ordering::Relaxed);
        assert_eq!(noted, cookie(socket.as_fd()));
        assert_eq!(check_network(socket.as_fd()).is_err(), noted != 0);
        NETWORK_COOKIE.store(noted, Ordering::Relaxed);
    }

    #[test]
    fn another_root_mount_or_namespace_is_elsewhere_and_what_was_not_known_does_not_count() {
        let home = Origin {
            root: (1, 2),
            mount: Some(3),
            users: Some((4, 5)),
            network: Some((4, 6)),
        };
        let elsewhere = [
            Origin {
                root: (1, 7),
                ..home
            },
            Origin {
                root: (7, 2),
                ..home
            },
            Origin {
                mount: Some(7),
                ..home
            },
            Origin {
                mount: None,
                ..home
            },
            Origin {
                users: Some((4, 7)),
                ..home
            },
            Origin {
                users: None,
                ..home
            },
            Origin {
                network: Some((4, 7)),
                ..home
            },
            Origin {
                network: None,
                ..home
            },
        ];
        assert!(home.is(&home));
        for other in elsewhere {
            assert!(!home.is(&other), "{other:?}");
        }
        let bare = Origin {
            mount: None,
            users: None,
            network: None,
            ..home
        };
        assert!(bare.is(&home));
        assert!(!bare.is(&elsewhere[0]));
    }

    #[test]
    fn the_kernel_tells_the_same_twice_and_something_of_each_kind() {
        let now = Origin::now().unwrap();
        assert_eq!(now, Origin::now().unwrap());
        assert!(now.users.is_some() && now.network.is_some());
        assert_ne!(now.users, now.network);
    }
}
