//! For how long a thread that waits in a caller's place does so before it looks at the caller again.

use super::address::errno;
use nix::errno::Errno;
use socket2::SockRef;
use std::{os::fd::OwnedFd, time::Duration};

/// How often a thread that waits in the caller's place looks whether the caller still does.
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(50);

/// How long connecting waits on a socket (`SO_SNDTIMEO`), made short while this is there. It is the caller's
/// socket: a caller that asks meanwhile sees it.
pub(super) struct Patience<'a> {
    socket: SockRef<'a>,
    before: Option<Duration>,
}

impl<'a> Patience<'a> {
    /// Limits it to the time between two looks at the caller.
    ///
    /// # Errors
    /// Those of setsockopt(2).
    pub(super) fn limit(socket: &'a OwnedFd, before: Option<Duration>) -> Result<Self, Errno> {
        let socket = SockRef::from(socket);
        let limit = before.map_or(LOOK_EVERY, |before| before.min(LOOK_EVERY));
        let limited = socket.set_write_timeout(Some(limit));
        limited.map_err(|error| errno(&error))?;
        Ok(Self { socket, before })
    }
}

impl Drop for Patience<'_> {
    fn drop(&mut self) {
        let _ = self.socket.set_write_timeout(self.before);
    }
}
