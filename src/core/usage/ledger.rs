//! The mapping: slots, who has which, and the words in them. Where its memory comes from is
//! [`super::file`].

use super::{Counter, word};
use crate::core::reason::{Reason, Verdict};
use memmap2::MmapOptions;
use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous};
use std::{
    fmt,
    fs::File,
    io, mem,
    num::NonZeroUsize,
    ptr::{self, NonNull},
    sync::atomic::{AtomicU64, Ordering},
};

/// The most bytes of an application's name.
pub const LONGEST_NAME: usize = NAME_WORDS * WORD;

/// How many applications have counters of their own.
pub const ROOM: usize = SLOTS - 1;

/// What all further applications are counted as.
pub const OTHERS: &str = "(others)";

const WORD: usize = mem::size_of::<u64>();
const SLOTS: usize = 512;
const NAME_WORDS: usize = 24;
/// Words for counters, denials and quotas: more than there are now, so that later versions of
/// aesock understand the files of this one, and the other way round.
const COUNTERS: usize = 32;
const DENIALS: usize = 64;
pub(super) const WINDOWS: usize = 32;

/// The first bytes of a file of counters.
const MAGIC: u64 = u64::from_ne_bytes(*b"aesock\x1aU");
/// To be raised when a word gets another meaning. New words have been zero in all files.
const VERSION: u64 = 1;

/// The reasons to refuse, in the order of their words in a usage file. A new one goes to the end.
#[rustfmt::skip]
const REFUSALS: &[Reason] = {
    use Reason::*;
    &[
        Denied, Private, Loopback, LinkLocal, Multicast, Broadcast, Reserved, Google, Port25, Ftp, Unlisted, Listen,
        Bind, Unix, Transport, Family, Protocol, Option, Control, Gss, Unseen, NotCovered, Disabled, Misconfigured,
        Internal, InvalidTarget, NameNotFound, NameWithoutAddress, NameUnresolved, Foreign, Inherited, Reclaimed, Quota, Undecided,
    ]
};

/// The index of each reason among the words of denials; that of what is allowed is none.
const INDEXES: [Option<u8>; Reason::ALL.len()] = {
    let mut indexes = [None; Reason::ALL.len()];
    let mut index = 0;
    while index < REFUSALS.len() {
        indexes[REFUSALS[index] as usize] = Some(index as u8);
        index += 1;
    }
    let mut reason = 0;
    while reason < indexes.len() {
        let refuses = matches!(Reason::ALL[reason].verdict(), Verdict::Deny);
        assert!(
            refuses == indexes[reason].is_some(),
            "REFUSALS has every reason to refuse"
        );
        reason += 1;
    }
    indexes
};

const _: () = {
    assert!(Counter::ALL.len() <= COUNTERS && REFUSALS.len() <= DENIALS);
    assert!(mem::size_of::<Slot>() == 1280 && Ledger::SIZE == 64 + SLOTS * 1280);
};

/// The counters of all applications: the mapping itself.
#[repr(C, align(64))]
pub struct Ledger {
    header: [AtomicU64; 8],
    slots: [Slot; SLOTS],
}

/// The counters of one application, which it has for as long as the ledger lasts.
#[repr(C, align(64))]
struct Slot {
    /// How many bytes the name has; 0 for a free slot.
    length: AtomicU64,
    name: [AtomicU64; NAME_WORDS],
    counters: [AtomicU64; COUNTERS],
    denials: [AtomicU64; DENIALS],
    windows: [AtomicU64; WINDOWS],
}

/// What the first words of a file are.
pub(super) type Header = [u64; 8];

/// What is wrong with the first words of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadHeader {
    /// It is something else.
    Foreign,
    /// Its checksum is another.
    Damaged,
    /// It is arranged in another way.
    Version(u64),
}

impl Ledger {
    /// How many bytes it takes.
    pub(super) const SIZE: usize = mem::size_of::<Self>();

    /// The first words of a ledger.
    pub(super) const HEADER: Header = {
        let header = [
            MAGIC,
            VERSION,
            SLOTS as u64,
            mem::size_of::<Slot>() as u64,
            COUNTERS as u64,
            DENIALS as u64,
            WINDOWS as u64,
            0,
        ];
        let checksum = checksum(&header);
        let [magic, version, slots, size, counters, denials, windows, _] = header;
        [
            magic, version, slots, size, counters, denials, windows, checksum,
        ]
    };

    /// A ledger that this process shares with those that it forks, and that ends with them.
    ///
    /// # Errors
    /// Where the system has no memory for it; the error says so.
    #[expect(unsafe_code, reason = "as in `map`, and nothing else maps it")]
    pub fn anonymous() -> io::Result<&'static Self> {
        const SIZE: NonZeroUsize = NonZeroUsize::new(Ledger::SIZE).expect("it has slots");
        let (access, kind) = (
            ProtFlags::PROT_READ | ProtFlags::PROT_WRITE,
            MapFlags::MAP_SHARED,
        );
        // SAFETY: it is new memory, at a place that the kernel chooses.
        match unsafe { mmap_anonymous(None, SIZE, access, kind) } {
            // SAFETY: nobody else has the mapping, which is not unmapped.
            Ok(mapping) => Ok(unsafe { Self::at(mapping.cast()) }),
            Err(errno) => {
                let error = io::Error::from(errno);
                let text = format!("the counters have no memory: {error}");
                Err(io::Error::new(error.kind(), text))
            }
        }
    }

    /// Maps `file`, which has [`Ledger::SIZE`] bytes, for as long as the process lives.
    #[expect(unsafe_code, reason = "memory that other processes write needs a type")]
    pub(super) fn map(file: &File) -> io::Result<&'static Self> {
        let mapping = MmapOptions::new().len(Self::SIZE).map_raw(file)?;
        let ledger = NonNull::new(mapping.as_mut_ptr().cast()).ok_or(io::ErrorKind::OutOfMemory)?;
        mem::forget(mapping);
        // SAFETY: it is a mapping of this size, which is forgotten.
        Ok(unsafe { Self::at(ledger) })
    }

    /// # Safety
    /// A shared mapping that is readable and writable, has [`Ledger::SIZE`] bytes and is never unmapped.
    #[expect(unsafe_code, reason = "as in `map`")]
    unsafe fn at(mapping: NonNull<Self>) -> &'static Self {
        // SAFETY: the caller's contract; a mapping begins at a page. A `Ledger` is atomic words, for which
        // every value is valid, and which other processes too change as such.
        unsafe { mapping.as_ref() }
    }

    /// The account of `application`. Beyond [`ROOM`] applications, further ones share that of
    /// [`OTHERS`].
    ///
    /// Slots are taken from the first on, and a name is written word by word, each once and for all.
    /// So whoever looks for a name finds the same slot, and a name that a killed process began is
    /// ended by the next one that needs the slot.
    #[must_use]
    pub fn account(&'static self, application: &str) -> Account {
        let (own, others) = self.parts();
        let name = Name::of(application).filter(|name| *name != OTHERS_NAME);
        let slot = name.and_then(|name| own.iter().find(|slot| slot.claim(&name)));
        Account(slot.unwrap_or_else(|| {
            others.claim(&OTHERS_NAME);
            others
        }))
    }

    /// Whether an account is that of [`OTHERS`].
    #[must_use]
    pub fn is_shared(&self, account: Account) -> bool {
        ptr::eq(self.parts().1, account.0)
    }

    /// The applications that were counted, and their accounts.
    pub fn accounts(&'static self) -> impl Iterator<Item = (String, Account)> {
        let (own, others) = self.parts();
        let taken = own.iter().take_while(|slot| slot.is_taken());
        taken
            .chain([others])
            .filter_map(|slot| Some((slot.name()?, Account(slot))))
    }

    /// The slots of single applications, and the one of all others.
    fn parts(&self) -> (&[Slot; ROOM], &Slot) {
        let [own @ .., others] = &self.slots;
        (own, others)
    }

    /// What is wrong with `header`.
    pub(super) fn check(header: &Header) -> Result<(), BadHeader> {
        match header {
            _ if *header == Self::HEADER => Ok(()),
            [magic, ..] if *magic != MAGIC => Err(BadHeader::Foreign),
            [.., sum] if *sum != checksum(header) => Err(BadHeader::Damaged),
            [_, version, ..] => Err(BadHeader::Version(*version)),
        }
    }

    /// The first slot that no process of aesock can have left so, whatever others write meanwhile.
    pub(super) fn damage(&self) -> Option<usize> {
        // Against the order in which they are taken: a slot that is seen free was free when those
        // behind it, which were seen before, were taken.
        let mut names: Vec<_> = self.slots.iter().rev().map(Slot::written).collect();
        names.reverse();
        let (others, own) = names.split_last()?;
        let end = own.iter().rposition(|name| *name != Name::NONE);
        let is_own = |index: usize| {
            let (name, before) = (&own[index], &own[..index]);
            name.is_sound() && *name != OTHERS_NAME && !before.iter().any(|one| one.is_begun(name))
        };
        let damaged = (0..end.map_or(0, |last| last + 1)).find(|&index| !is_own(index));
        let is_of_others =
            *others == Name::NONE || others.is_sound() && others.is_begun(&OTHERS_NAME);
        damaged.or((!is_of_others).then_some(ROOM))
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").finish_non_exhaustive()
    }
}

/// FNV-1a (draft-eastlake-fnv) over all words of a header but the last.
const fn checksum(header: &Header) -> u64 {
    let mut sum: u64 = 0xcbf2_9ce4_8422_2325;
    let mut word = 0;
    while word < header.len() - 1 {
        let bytes = header[word].to_ne_bytes();
        let mut byte = 0;
        while byte < bytes.len() {
            sum = (sum ^ bytes[byte] as u64).wrapping_mul(0x0100_0000_01b3);
            byte += 1;
        }
        word += 1;
    }
    sum
}

/// A name as words, of which none but those behind the end is zero. Of one that is being written,
/// the last ones are zero too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Name {
    length: u64,
    words: [u64; NAME_WORDS],
}

/// [`OTHERS`], which has one word.
const OTHERS_NAME: Name = {
    let mut name = Name::NONE;
    name.length = OTHERS.len() as u64;
    name.words[0] = match OTHERS.as_bytes().first_chunk() {
        Some(word) if word.len() == OTHERS.len() => u64::from_ne_bytes(*word),
        _ => panic!("OTHERS is one word"),
    };
    name
};

impl Name {
    /// What a free slot has.
    const NONE: Self = Self {
        length: 0,
        words: [0; NAME_WORDS],
    };

    /// `None` for what fits in no slot.
    fn of(text: &str) -> Option<Self> {
        let fits = (1..=LONGEST_NAME).contains(&text.len()) && !text.contains('\0');
        fits.then(|| {
            let mut bytes = [[0; WORD]; NAME_WORDS];
            bytes.as_flattened_mut()[..text.len()].copy_from_slice(text.as_bytes());
            Self {
                length: text.len() as u64,
                words: bytes.map(u64::from_ne_bytes),
            }
        })
    }

    /// Whether it is one, or a beginning of one in whole words.
    fn is_sound(&self) -> bool {
        let bytes = self.words.map(u64::to_ne_bytes);
        let bytes = bytes.as_flattened();
        let written = bytes
            .iter()
            .rposition(|byte| *byte != 0)
            .map_or(0, |last| last + 1);
        let written = &bytes[..written];
        let is_whole = self.length == written.len() as u64;
        let is_begun = self.length <= LONGEST_NAME as u64
            && self.length > written.len() as u64
            && written.len().is_multiple_of(WORD);
        let is_text =
            !written.contains(&0) && (is_begun || is_whole && str::from_utf8(written).is_ok());
        self.length > 0 && is_text
    }

    /// Whether what is written of it is a beginning of `name`, which would have had its slot then.
    fn is_begun(&self, name: &Self) -> bool {
        let mut words = self.words.iter().zip(&name.words);
        self.length == name.length && words.all(|(word, of_name)| *word == 0 || word == of_name)
    }
}

impl Slot {
    /// Makes the slot the one of `name`, unless it is another's.
    fn claim(&self, name: &Name) -> bool {
        word::claim(&self.length, self.name.iter().zip(name.words), name.length)
    }

    fn is_taken(&self) -> bool {
        self.length.load(Ordering::Acquire) != 0
    }

    /// The name, once it is whole.
    fn name(&self) -> Option<String> {
        let length = usize::try_from(self.length.load(Ordering::Acquire)).ok()?;
        let bytes = self.name_bytes();
        let name = bytes.as_flattened().get(..length)?;
        let is_whole = length > 0 && !name.contains(&0);
        is_whole.then(|| String::from_utf8_lossy(name).into_owned())
    }

    fn name_bytes(&self) -> [[u8; WORD]; NAME_WORDS] {
        self.name
            .each_ref()
            .map(|word| word.load(Ordering::Acquire).to_ne_bytes())
    }

    /// As much of the name as is written. It is read against the order of writing, so that what
    /// was written before a word that is seen is seen too.
    fn written(&self) -> Name {
        let mut name = Name::NONE;
        for (word, cell) in name.words.iter_mut().zip(&self.name).rev() {
            *word = cell.load(Ordering::Acquire);
        }
        name.length = self.length.load(Ordering::Acquire);
        name
    }
}

/// Where one application is counted.
#[derive(Clone, Copy)]
pub struct Account(&'static Slot);

impl Account {
    /// Counts `amount` more.
    #[inline]
    pub fn add(self, counter: Counter, amount: u64) {
        self.0.counters[counter as usize].fetch_add(amount, Ordering::Relaxed);
    }

    /// What was counted.
    #[must_use]
    pub fn get(self, counter: Counter) -> u64 {
        self.0.counters[counter as usize].load(Ordering::Relaxed)
    }

    /// Counts a refusal.
    pub fn deny(self, reason: Reason) {
        if let Some(index) = INDEXES[reason as usize] {
            self.0.denials[usize::from(index)].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many refusals there were for `reason`; none for what is allowed.
    #[must_use]
    pub fn denials(self, reason: Reason) -> u64 {
        let index = INDEXES[reason as usize];
        index.map_or(0, |index| {
            self.0.denials[usize::from(index)].load(Ordering::Relaxed)
        })
    }

    /// The words of quotas.
    pub(super) fn windows(self) -> &'static [AtomicU64; WINDOWS] {
        &self.0.windows
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Account").field(&self.0.name()).finish()
    }
}

#[cfg(test)]
mod tests;
