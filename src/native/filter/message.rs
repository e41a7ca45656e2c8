//! Messages of calls (`struct msghdr`): copied from the caller, sent in its place. Whether they may be
//! sent is decided elsewhere, but for control data, which could choose another way for a packet.

use super::{
    address::{RawAddress, errno},
    caller::{Caller, Whose},
    descriptors::Descriptors,
    pass,
    refusals::Refusals,
};
use nix::errno::Errno;
use std::{
    mem,
    os::fd::{AsRawFd, BorrowedFd, OwnedFd},
};

/// The kernel's structures, as every 64-bit architecture has them.
pub(super) const MSGHDR: usize = size_of::<libc::msghdr>();
pub(super) const MMSGHDR: usize = size_of::<libc::mmsghdr>();
const IOVEC: usize = size_of::<libc::iovec>();

/// The most parts of a message (`UIO_MAXIOV`), bytes of control data, and bytes that are copied from a
/// program at a time: of a stream the caller sends the rest, as after any short write.
const MOST_PARTS: usize = 1024;
const MOST_CONTROL: usize = 4096;
const MOST_COPIED: usize = 1 << 20;

/// Control data that may be sent, by level and type: it is about the packet, not about its way.
const CONTROL: &[(i32, i32)] = &[
    (libc::IPPROTO_IP, libc::IP_TOS),
    (libc::IPPROTO_IP, libc::IP_TTL),
    (libc::IPPROTO_IPV6, libc::IPV6_TCLASS),
    (libc::IPPROTO_IPV6, libc::IPV6_HOPLIMIT),
    (libc::IPPROTO_IPV6, libc::IPV6_DONTFRAG),
    (libc::IPPROTO_UDP, libc::UDP_SEGMENT),
    (libc::SOL_SOCKET, libc::SO_TIMESTAMPING),
    (libc::SOL_SOCKET, libc::SCM_TXTIME),
];

/// A message that is about to be sent.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) name: Option<RawAddress>,
    payload: Payload,
    control: Control,
}

/// What is sent: where it is, in this process.
#[derive(Debug, Default)]
struct Payload {
    /// Whether the caller has more than is here.
    is_cut: bool,
    /// Addresses and lengths: in `copied`, or where our own thread has it, which the kernel copies.
    parts: Vec<(usize, usize)>,
    #[expect(dead_code, reason = "`parts` point into it")]
    copied: Vec<u8>,
}

/// Control data, with descriptors of ours for those of the caller.
#[derive(Debug, Default)]
struct Control {
    /// In words, since the kernel's structures are aligned so.
    words: Vec<u64>,
    length: usize,
    #[expect(dead_code, reason = "`words` has their numbers")]
    passed: Vec<OwnedFd>,
}

impl Message {
    /// What sendto(2) is called with.
    ///
    /// # Errors
    /// Those of the caller's memory.
    pub(super) fn of_sendto(caller: Caller, arguments: [u64; 6]) -> Result<Self, Errno> {
        let [_, payload, length, _, address, address_length] = arguments;
        let name = RawAddress::read(caller, address, address_length)?;
        let parts = [(payload as usize, length as usize)];
        Ok(Self {
            name: Some(name),
            payload: Payload::read(caller, parts.to_vec())?,
            control: Control::default(),
        })
    }

    /// What is at `at`, as sendmsg(2) takes it.
    ///
    /// # Errors
    /// Those of the caller's memory; `EACCES` of control data that may not be sent.
    pub(super) fn read(
        caller: Caller,
        at: u64,
        descriptors: &Descriptors,
        refusals: Refusals,
    ) -> Result<Self, Errno> {
        let mut header = [0; MSGHDR];
        caller.read(at, &mut header)?;
        let word = |offset: usize| {
            let bytes = header[offset..].first_chunk().copied();
            u64::from_ne_bytes(bytes.unwrap_or_default())
        };
        let name = word(mem::offset_of!(libc::msghdr, msg_name));
        let name_length = word(mem::offset_of!(libc::msghdr, msg_namelen)) as u32;
        let parts = word(mem::offset_of!(libc::msghdr, msg_iov));
        let count = word(mem::offset_of!(libc::msghdr, msg_iovlen)) as usize;
        let control = word(mem::offset_of!(libc::msghdr, msg_control));
        let control_length = word(mem::offset_of!(libc::msghdr, msg_controllen)) as usize;
        if count > MOST_PARTS {
            return Err(Errno::EMSGSIZE);
        }
        let name = match (name, name_length) {
            (0, _) | (_, 0) => None,
            // A longer one is cut, here as in the kernel.
            (name, length) => Some(RawAddress::read(caller, name, length.min(128).into())?),
        };
        let mut bytes = vec![0; count * IOVEC];
        caller.read(parts, &mut bytes)?;
        let parts = bytes.chunks_exact(IOVEC).map(part).collect();
        let control = match (control, control_length) {
            (0, _) | (_, 0) => Control::default(),
            (at, length) => Control::read(caller, at, length, descriptors, refusals)?,
        };
        Ok(Self {
            name,
            payload: Payload::read(caller, parts)?,
            control,
        })
    }

    pub(super) fn length(&self) -> usize {
        let lengths = self.payload.parts.iter().map(|(_, length)| *length);
        lengths.fold(0, usize::saturating_add)
    }

    /// Whether only its beginning is here, as a stream may be sent.
    pub(super) fn is_cut(&self) -> bool {
        self.payload.is_cut
    }

    /// Leaves out what was sent.
    pub(super) fn skip(&mut self, mut sent: usize) {
        self.control = Control::default();
        for (at, length) in &mut self.payload.parts {
            let skipped = sent.min(*length);
            *at += skipped;
            *length -= skipped;
            sent -= skipped;
        }
    }

    /// Sends it to `name`, or where the socket is connected.
    ///
    /// # Errors
    /// Those of sendmsg(2).
    pub(super) fn send(
        &mut self,
        socket: BorrowedFd<'_>,
        name: Option<&RawAddress>,
        flags: i32,
    ) -> Result<usize, Errno> {
        let part = |&(at, length): &(usize, usize)| libc::iovec {
            iov_base: at as *mut libc::c_void,
            iov_len: length,
        };
        let mut parts: Vec<_> = self.payload.parts.iter().map(part).collect();
        // SAFETY: all zero is an empty message.
        let mut message: libc::msghdr = unsafe { mem::zeroed() };
        if let Some(name) = name.map(RawAddress::as_bytes) {
            message.msg_name = name.as_ptr().cast_mut().cast();
            message.msg_namelen = name.len() as libc::socklen_t;
        }
        message.msg_iov = parts.as_mut_ptr();
        message.msg_iovlen = parts.len() as _;
        if self.control.length > 0 {
            message.msg_control = self.control.words.as_mut_ptr().cast();
            message.msg_controllen = self.control.length as _;
        }
        // SAFETY: name, parts and control data live here. What a part names is a copy of ours, or a
        // place in the memory of the thread that waits: the kernel reads it, and says so where nothing is.
        let sent = unsafe { pass::send_message(socket, &message, flags) };
        sent.map_err(|error| errno(&error))
    }
}

fn part(bytes: &[u8]) -> (usize, usize) {
    let (at, length) = bytes.split_at(IOVEC / 2);
    let number = |bytes: &[u8]| usize::from_ne_bytes(*bytes.first_chunk().unwrap_or(&[0; 8]));
    (number(at), number(length))
}

impl Payload {
    fn read(caller: Caller, parts: Vec<(usize, usize)>) -> Result<Self, Errno> {
        if caller.whose == Whose::Ours {
            return Ok(Self {
                parts,
                ..Self::default()
            });
        }
        let (mut copied, mut is_cut) = (Vec::new(), false);
        for (at, all) in parts {
            let from = copied.len();
            let length = all.min(MOST_COPIED - from);
            is_cut |= length < all;
            copied.resize(from + length, 0);
            caller.read(at as u64, &mut copied[from..])?;
        }
        let parts = vec![(copied.as_ptr() as usize, copied.len())];
        Ok(Self {
            is_cut,
            parts,
            copied,
        })
    }
}

impl Control {
    fn read(
        caller: Caller,
        at: u64,
        length: usize,
        descriptors: &Descriptors,
        refusals: Refusals,
    ) -> Result<Self, Errno> {
        if length > MOST_CONTROL {
            return Err(Errno::ENOBUFS);
        }
        let mut bytes = vec![0; length];
        caller.read(at, &mut bytes)?;
        let mut passed = Vec::new();
        let mut rest = bytes.as_mut_slice();
        while rest.len() >= HEADER {
            let (size, level, kind) = header(rest);
            if size < HEADER || size > rest.len() {
                return Err(Errno::EINVAL);
            }
            let data = &mut rest[HEADER..size];
            match (level, kind) {
                (libc::SOL_SOCKET, libc::SCM_RIGHTS) => {
                    passed.append(&mut duplicate(caller, data, descriptors)?);
                }
                // The kernel compares them with the process that sends.
                (libc::SOL_SOCKET, libc::SCM_CREDENTIALS) if caller.whose == Whose::Ours => {}
                known if CONTROL.contains(&known) => {}
                _ if refusals == Refusals::LeftOut => {}
                _ => return Err(Errno::EACCES),
            }
            let next = size.next_multiple_of(size_of::<usize>()).min(rest.len());
            rest = &mut rest[next..];
        }
        let words = bytes.chunks(8).map(|chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            u64::from_ne_bytes(word)
        });
        Ok(Self {
            words: words.collect(),
            length,
            passed,
        })
    }
}

/// `struct cmsghdr`: a length, a level and a type.
const HEADER: usize = size_of::<libc::cmsghdr>();

fn header(bytes: &[u8]) -> (usize, i32, i32) {
    let number = |at: usize| i32::from_ne_bytes(*bytes[at..].first_chunk().unwrap_or(&[0; 4]));
    let length = usize::from_ne_bytes(*bytes.first_chunk().unwrap_or(&[0; 8]));
    (length, number(8), number(12))
}

/// Puts descriptors of ours in the place of the caller's.
fn duplicate(
    caller: Caller,
    numbers: &mut [u8],
    descriptors: &Descriptors,
) -> Result<Vec<OwnedFd>, Errno> {
    let mut duplicates = Vec::new();
    for number in numbers.chunks_exact_mut(4) {
        let of_caller = i32::from_ne_bytes(*number.first_chunk().unwrap_or(&[0; 4]));
        let duplicate = caller.descriptor(descriptors, of_caller as u64)?;
        number.copy_from_slice(&duplicate.as_raw_fd().to_ne_bytes());
        duplicates.push(duplicate);
    }
    Ok(duplicates)
}
