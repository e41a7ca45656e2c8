//! Questions to the kernel about its routes and interfaces (rtnetlink(7)), and the messages of the answers. Not what
//! follows from them.

use nix::{
    errno::Errno,
    sys::socket::{AddressFamily, MsgFlags, SockFlag, SockProtocol, SockType, send, socket},
};
use socket2::SockRef;
use std::{
    io,
    mem::MaybeUninit,
    os::fd::{AsRawFd, OwnedFd},
};

/// Size of the header of a message (netlink(7)).
const HEADER: usize = 16;

/// A socket to ask by.
#[derive(Debug)]
pub(super) struct Netlink(OwnedFd);

impl Netlink {
    pub(super) fn open() -> io::Result<Self> {
        let socket = socket(
            AddressFamily::Netlink,
            SockType::Raw,
            SockFlag::SOCK_CLOEXEC,
            SockProtocol::NetlinkRoute,
        )?;
        filter_in_the_kernel(&socket);
        Ok(Self(socket))
    }

    /// Asks for all there is of a kind, and takes each message of the kind `answer`.
    pub(super) fn dump(
        &self,
        (question, answer): (u16, u16),
        header: &[u8],
        mut take: impl FnMut(&[u8]),
    ) -> io::Result<()> {
        let flags = libc::NLM_F_REQUEST | libc::NLM_F_DUMP;
        let mut message = Vec::with_capacity(HEADER + header.len());
        message.extend(((HEADER + header.len()) as u32).to_ne_bytes());
        message.extend(question.to_ne_bytes());
        message.extend((flags as u16).to_ne_bytes());
        message.extend([0; 8]);
        message.extend(header);
        // Without an address it goes to the kernel, and no filter asks about it.
        send(self.0.as_raw_fd(), &message, MsgFlags::empty())?;
        // On the stack: a thread that decides now and then would keep it in its heap.
        let mut room = [const { MaybeUninit::uninit() }; LONGEST];
        loop {
            let received = match self.receive(&mut room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                received => received?,
            };
            if read(received, answer, &mut take)? == Progress::Ended {
                return Ok(());
            }
        }
    }

    /// Receives into `room`, of which no more is touched than what comes.
    #[expect(
        unsafe_code,
        reason = "nothing that is safe receives without clearing first"
    )]
    fn receive<'a>(&self, room: &'a mut [MaybeUninit<u8>]) -> io::Result<&'a [u8]> {
        let socket = SockRef::from(&self.0);
        let length = socket.recv_with_flags(room, libc::MSG_TRUNC)?;
        let received = room.get(..length).ok_or(Errno::EMSGSIZE)?;
        // SAFETY: the kernel has written so many bytes.
        Ok(unsafe { received.assume_init_ref() })
    }
}

/// To who has no more room than this, the kernel sends no longer messages (`NLMSG_GOODSIZE`).
const LONGEST: usize = 8 * 1024;

/// Has the kernel send what is asked for only. One that cannot (before 4.20) sends all, of which the others
/// are left out by who takes them.
#[expect(unsafe_code, reason = "no crate that is at hand has this option")]
fn filter_in_the_kernel(socket: &OwnedFd) {
    const NETLINK_GET_STRICT_CHK: libc::c_int = 12;
    let on: libc::c_int = 1;
    // SAFETY: the kernel reads an integer.
    unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_NETLINK,
            NETLINK_GET_STRICT_CHK,
            (&raw const on).cast(),
            size_of_val(&on) as libc::socklen_t,
        );
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    GoesOn,
    Ended,
}

/// Reads what came with one call.
fn read(mut bytes: &[u8], answer: u16, take: &mut impl FnMut(&[u8])) -> io::Result<Progress> {
    while let Some((length, kind, flags)) = header(bytes) {
        let message = bytes.get(HEADER..length).ok_or(Errno::EBADMSG)?;
        // What is listed changed in between: what was read is no version of it.
        if i32::from(flags) & libc::NLM_F_DUMP_INTR != 0 {
            return Err(Errno::EAGAIN.into());
        }
        match i32::from(kind) {
            libc::NLMSG_DONE | libc::NLMSG_ERROR => {
                let error = message
                    .first_chunk()
                    .map_or(0, |code| i32::from_ne_bytes(*code));
                return match error {
                    0 => Ok(Progress::Ended),
                    error => Err(io::Error::from_raw_os_error(-error)),
                };
            }
            _ if kind == answer => take(message),
            _ => {}
        }
        bytes = bytes.get(length.next_multiple_of(4)..).unwrap_or_default();
    }
    Ok(Progress::GoesOn)
}

/// Length, kind and flags of the first message.
fn header(bytes: &[u8]) -> Option<(usize, u16, u16)> {
    let header = bytes.first_chunk::<HEADER>()?;
    let [a, b, c, d, e, f, g, h, ..] = *header;
    let length = u32::from_ne_bytes([a, b, c, d]) as usize;
    (length >= HEADER).then(|| {
        (
            length,
            u16::from_ne_bytes([e, f]),
            u16::from_ne_bytes([g, h]),
        )
    })
}

/// The value of an attribute.
pub(super) fn attribute(mut attributes: &[u8], kind: u16) -> Option<&[u8]> {
    while let Some([a, b, c, d]) = attributes.first_chunk() {
        let length = usize::from(u16::from_ne_bytes([*a, *b]));
        let value = attributes.get(4..length)?;
        if u16::from_ne_bytes([*c, *d]) == kind {
            return Some(value);
        }
        attributes = attributes.get(length.next_multiple_of(4)..)?;
    }
    None
}

/// The number that an attribute is.
pub(super) fn number(value: &[u8]) -> Option<u32> {
    value.first_chunk().map(|bytes| u32::from_ne_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_kernel_breaks_off_is_no_answer() {
        let mut message = vec![0; HEADER + 4];
        message[..4].copy_from_slice(&20_u32.to_ne_bytes());
        message[4..6].copy_from_slice(&(libc::NLMSG_DONE as u16).to_ne_bytes());
        let read = |message: &[u8]| read(message, libc::RTM_NEWROUTE, &mut |_| {});
        assert_eq!(read(&message).unwrap(), Progress::Ended);
        message[16..20].copy_from_slice(&(-libc::ENOMEM).to_ne_bytes());
        let error = read(&message).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::ENOMEM));
        message[6..8].copy_from_slice(&(libc::NLM_F_DUMP_INTR as u16).to_ne_bytes());
        let error = read(&message).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::EAGAIN));
        assert!(read(&message[..18]).is_err());
    }
}
