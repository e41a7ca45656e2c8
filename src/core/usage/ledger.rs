//! The mapping: slots, who has which, and the words in them. Where its memory comes from is
//! [`super::file`].

use super::Counter;
use crate::core::reason::{Reason, Verdict};
use memmap2::MmapOptions;
use nix::sys::memfd::{MFdFlags, memfd_create};
use std::{
    fmt,
    fs::File,
    io, mem, ptr,
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
pub(in crate::core) const WINDOWS: usize = 32;

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
        Internal, InvalidTarget, NameNotFound, NameWithoutAddress, NameUnresolved, Foreign, Inherited, Reclaimed, Quota,
    ]
};

/// The place of each reason among the words of denials; that of what is allowed is none.
const PLACES: [Option<u8>; Reason::ALL.len()] = {
    let mut places = [None; Reason::ALL.len()];
    let mut place = 0;
    while place < REFUSALS.len() {
        places[REFUSALS[place] as usize] = Some(place as u8);
        place += 1;
    }
    let mut reason = 0;
    while reason < places.len() {
        let refuses = matches!(Reason::ALL[reason].verdict(), Verdict::Deny);
        assert!(
            refuses == places[reason].is_some(),
            "REFUSALS has every reason to refuse"
        );
        reason += 1;
    }
    places
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
    /// [`UsageError`](super::UsageError), where the system has no memory for it.
    pub fn anonymous() -> Result<&'static Self, super::UsageError> {
        let map = || {
            let file = File::from(memfd_create("aesock", MFdFlags::MFD_CLOEXEC)?);
            file.set_len(Self::SIZE as u64)?;
            Self::map(&file)
        };
        map().map_err(super::UsageError::Memory)
    }

    /// Maps `file`, which has [`Ledger::SIZE`] bytes, for as long as the process lives.
    #[expect(unsafe_code, reason = "memory that other processes write needs a type")]
    pub(super) fn map(file: &File) -> io::Result<&'static Self> {
        let mapping = MmapOptions::new().len(Self::SIZE).map_raw(file)?;
        let ledger = mapping.as_mut_ptr().cast::<Self>();
        mem::forget(mapping);
        // SAFETY: the mapping is readable and writable, begins at a page, has `SIZE` bytes and is
        // never unmapped. A `Ledger` is atomic words, for which every value is valid, and which
        // other processes too change as such.
        Ok(unsafe { &*ledger })
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
        let is_own = |place: usize| {
            let (name, before) = (&own[place], &own[..place]);
            name.is_sound() && *name != OTHERS_NAME && !before.iter().any(|one| one.is_begun(name))
        };
        let damaged = (0..end.map_or(0, |last| last + 1)).find(|&place| !is_own(place));
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

    /// `None` for what has no place in a slot.
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
        let words = self.name.iter().zip(name.words);
        settle(&self.length, name.length)
            && words
                .take_while(|(_, word)| *word != 0)
                .all(|(cell, word)| settle(cell, word))
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

/// Gives a word its only value. Whether it has that one now.
fn settle(cell: &AtomicU64, value: u64) -> bool {
    match cell.load(Ordering::Acquire) {
        0 => cell
            .compare_exchange(0, value, Ordering::AcqRel, Ordering::Acquire)
            .map_or_else(|found| found == value, |_| true),
        found => found == value,
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
        if let Some(place) = PLACES[reason as usize] {
            self.0.denials[usize::from(place)].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many refusals there were for `reason`; none for what is allowed.
    #[must_use]
    pub fn denials(self, reason: Reason) -> u64 {
        let place = PLACES[reason as usize];
        place.map_or(0, |place| {
            self.0.denials[usize::from(place)].load(Ordering::Relaxed)
        })
    }

    /// The words of quotas.
    pub(in crate::core) fn windows(self) -> &'static [AtomicU64; WINDOWS] {
        &self.0.windows
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Account").field(&self.0.name()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::HashSet, thread};

    fn ledger() -> &'static Ledger {
        Ledger::anonymous().unwrap()
    }

    fn names(ledger: &'static Ledger) -> Vec<String> {
        ledger.accounts().map(|(name, _)| name).collect()
    }

    /// Whether two accounts are one.
    fn are_same(one: Account, other: Account) -> bool {
        ptr::eq(one.0, other.0)
    }

    #[test]
    fn what_is_counted_is_counted_of_this_application_and_nothing_else() {
        let ledger = ledger();
        let (shop, blog) = (ledger.account("shop"), ledger.account("blog"));
        for (place, &counter) in Counter::ALL.iter().enumerate() {
            shop.add(counter, place as u64);
            shop.add(counter, 1);
        }
        for (place, &counter) in Counter::ALL.iter().enumerate() {
            assert_eq!(
                (shop.get(counter), blog.get(counter)),
                (place as u64 + 1, 0)
            );
        }
        assert!(Reason::ALL.iter().all(|&reason| shop.denials(reason) == 0));
    }

    #[test]
    fn each_reason_to_refuse_is_counted_apart_and_what_is_allowed_is_not() {
        let account = ledger().account("shop");
        for (times, &reason) in Reason::ALL.iter().enumerate() {
            (0..times).for_each(|_| account.deny(reason));
        }
        for (times, &reason) in Reason::ALL.iter().enumerate() {
            let expected = match reason.verdict() {
                Verdict::Deny => times as u64,
                Verdict::Allow => 0,
            };
            assert_eq!(account.denials(reason), expected, "{reason:?}");
        }
        assert!(
            Counter::ALL
                .iter()
                .all(|&counter| account.get(counter) == 0)
        );
    }

    #[test]
    fn the_words_of_reasons_and_counters_in_files_stay_where_they_are() {
        let slugs: Vec<_> = REFUSALS.iter().map(|reason| reason.slug()).collect();
        assert_eq!(
            slugs[..33].join(" "),
            "denied private loopback link-local multicast broadcast reserved google port-25 ftp unlisted listen bind \
             unix transport family protocol option control gss unseen not-covered disabled misconfigured internal \
             invalid-target name-not-found name-without-address name-unresolved foreign inherited reclaimed quota"
        );
        let counters: Vec<_> = Counter::ALL.iter().map(|counter| counter.name()).collect();
        assert_eq!(
            counters[..11].join(" "),
            "bytes_sent bytes_received creates binds connects sends receives datagrams_sent datagrams_received \
             lookups reclaims"
        );
    }

    #[test]
    fn an_application_has_one_account_and_no_other_has_it() {
        let ledger = ledger();
        let longest = "x".repeat(LONGEST_NAME);
        let applications = [
            "a",
            "aa",
            "ab",
            "12345678",
            "123456789",
            "é",
            &longest,
            &longest[1..],
        ];
        let accounts = applications.map(|name| ledger.account(name));
        for (account, name) in accounts.iter().zip(applications) {
            assert!(are_same(*account, ledger.account(name)) && !ledger.is_shared(*account));
        }
        let different: HashSet<_> = accounts
            .iter()
            .map(|account| ptr::from_ref(account.0))
            .collect();
        assert_eq!(different.len(), applications.len());
        assert_eq!(names(ledger), applications);
    }

    #[test]
    fn beyond_the_room_further_applications_share_one_account() {
        let ledger = ledger();
        let name = |number| format!("application {number}");
        for number in 0..ROOM {
            assert!(!ledger.is_shared(ledger.account(&name(number))));
        }
        assert_eq!(ledger.accounts().count(), ROOM);
        let shared = [ledger.account(&name(ROOM)), ledger.account(&name(ROOM + 1))];
        assert!(ledger.is_shared(shared[0]) && are_same(shared[0], shared[1]));
        assert!(!ledger.is_shared(ledger.account(&name(ROOM - 1))));
        assert_eq!(names(ledger).len(), SLOTS);
        assert_eq!(names(ledger).last().unwrap(), OTHERS);
    }

    #[test]
    fn what_is_no_name_of_a_slot_is_counted_with_others() {
        let ledger = ledger();
        let too_long = "x".repeat(LONGEST_NAME + 1);
        for name in ["", "a\0b", OTHERS, &too_long] {
            assert!(ledger.is_shared(ledger.account(name)), "{name:?}");
        }
        assert_eq!(names(ledger), [OTHERS]);
    }

    #[test]
    fn a_name_that_a_killed_process_began_is_ended_by_the_next_that_fits() {
        let ledger = ledger();
        let begin = |slot: usize, length: usize, words: &[&str]| {
            ledger.slots[slot]
                .length
                .store(length as u64, Ordering::Relaxed);
            for (cell, word) in ledger.slots[slot].name.iter().zip(words) {
                let word = u64::from_ne_bytes(word.as_bytes().try_into().unwrap());
                cell.store(word, Ordering::Relaxed);
            }
        };
        begin(0, 12, &["12345678"]);
        begin(1, 12, &[]);
        assert!(names(ledger).is_empty() && ledger.damage().is_none());
        let other = ledger.account("87654321abcd");
        let same = ledger.account("12345678abcd");
        let longer = ledger.account("12345678abcde");
        let places = [other, same, longer].map(|account| {
            ledger
                .slots
                .iter()
                .position(|slot| ptr::eq(slot, account.0))
                .unwrap()
        });
        assert_eq!(places, [1, 0, 2]);
        assert_eq!(
            names(ledger),
            ["12345678abcd", "87654321abcd", "12345678abcde"]
        );
    }

    #[test]
    fn many_threads_that_look_for_the_same_names_at_once_find_the_same_accounts() {
        let ledger = ledger();
        let count = |first: usize| {
            for number in 0..400 {
                let name = format!("application of some length {}", (first + number) % 400);
                ledger.account(&name).add(Counter::Connects, 1);
            }
        };
        thread::scope(|scope| {
            for first in [0, 0, 200, 399] {
                scope.spawn(move || count(first));
            }
        });
        let accounts: Vec<_> = ledger.accounts().collect();
        assert_eq!(accounts.len(), 400);
        assert!(
            accounts
                .iter()
                .all(|(_, account)| account.get(Counter::Connects) == 4)
        );
        assert_eq!(ledger.damage(), None);
    }

    #[test]
    fn many_threads_count_exactly() {
        let account = ledger().account("shop");
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..100_000 {
                        account.add(Counter::BytesSent, 3);
                        account.deny(Reason::Private);
                    }
                });
            }
        });
        let counted = (
            account.get(Counter::BytesSent),
            account.denials(Reason::Private),
        );
        assert_eq!(counted, (1_200_000, 400_000));
    }

    #[test]
    fn a_slot_that_aesock_did_not_write_is_found() {
        /// The word that is changed, and its new value.
        type Change = fn(&Slot) -> (&AtomicU64, u64);
        let cases: [(usize, &str, Change); 7] = [
            (1, "a free slot before others", |slot| (&slot.length, 0)),
            (2, "a longer name than told", |slot| (&slot.length, 3)),
            (2, "a shorter name than told", |slot| (&slot.length, 5)),
            (2, "more than a name has", |slot| (&slot.length, 193)),
            (0, "zeros within a name", |slot| (&slot.name[2], 1)),
            (0, "what is not UTF-8", |slot| (&slot.name[0], 0x8080_8080)),
            (3, "a name of a free slot", |slot| (&slot.name[0], 1)),
        ];
        for (place, case, change) in cases {
            let ledger = ledger();
            let _accounts = ["shop", "blog", "mail"].map(|name| ledger.account(name));
            assert_eq!(ledger.damage(), None);
            let (cell, value) = change(&ledger.slots[place]);
            cell.store(value, Ordering::Relaxed);
            assert_eq!(ledger.damage(), Some(place), "{case}");
        }
    }

    #[test]
    fn a_name_that_would_have_had_the_slot_of_another_is_found() {
        let set = |slot: &Slot, name: &Name| {
            slot.length.store(name.length, Ordering::Relaxed);
            for (cell, word) in slot.name.iter().zip(name.words) {
                cell.store(word, Ordering::Relaxed);
            }
        };
        let begun = |text: &str, words: usize| {
            let mut name = Name::of(text).unwrap();
            name.words[words..].fill(0);
            name
        };
        let cases = [
            (begun("12345678abcd", 2), begun("12345678abcd", 2), Some(1)),
            (begun("12345678abcd", 1), begun("12345678abcd", 2), Some(1)),
            (begun("12345678abcd", 0), begun("12345678abcd", 1), Some(1)),
            (begun("12345678abcd", 2), begun("12345678abcd", 1), None),
            (begun("12345678abcd", 1), begun("12345678abcd", 0), None),
            (begun("12345678abcd", 2), begun("12345678abce", 2), None),
            (begun("12345678abcd", 2), begun("12345678abcde", 2), None),
            (begun("shop", 1), OTHERS_NAME, Some(1)),
        ];
        for (first, second, damage) in cases {
            let ledger = ledger();
            set(&ledger.slots[0], &first);
            set(&ledger.slots[1], &second);
            assert_eq!(ledger.damage(), damage, "{first:?} {second:?}");
        }
        for (name, damage) in [
            (begun(OTHERS, 0), None),
            (OTHERS_NAME, None),
            (begun("(Others)", 1), Some(ROOM)),
            (begun("shop", 1), Some(ROOM)),
        ] {
            let ledger = ledger();
            set(&ledger.slots[ROOM], &name);
            assert_eq!(ledger.damage(), damage, "{name:?}");
        }
    }

    #[test]
    fn a_ledger_that_others_write_meanwhile_is_sound() {
        for _ in 0..20 {
            let ledger = ledger();
            let write = |first: usize| {
                for number in 0..ROOM {
                    let name = format!("{:0>40}", (first + number) % ROOM);
                    let _account = ledger.account(&name);
                }
            };
            thread::scope(|scope| {
                let writers = [0, 200].map(|first| scope.spawn(move || write(first)));
                while !writers.iter().all(thread::ScopedJoinHandle::is_finished) {
                    assert_eq!(ledger.damage(), None);
                }
            });
            assert_eq!(ledger.accounts().count(), ROOM);
        }
    }

    #[test]
    fn a_header_is_checked_word_by_word() {
        assert_eq!(Ledger::check(&Ledger::HEADER), Ok(()));
        let changed = |word: usize, value: u64| {
            let mut header = Ledger::HEADER;
            header[word] = value;
            header
        };
        assert_eq!(Ledger::check(&[0; 8]), Err(BadHeader::Foreign));
        assert_eq!(Ledger::check(&changed(0, 1)), Err(BadHeader::Foreign));
        for word in 1..8 {
            let changed = changed(word, Ledger::HEADER[word] ^ 1);
            assert_eq!(
                Ledger::check(&changed),
                Err(BadHeader::Damaged),
                "word {word}"
            );
        }
        let mut later = changed(1, 2);
        later[7] = checksum(&later);
        assert_eq!(Ledger::check(&later), Err(BadHeader::Version(2)));
    }
}
