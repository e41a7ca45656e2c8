//! The bytes of the file that keeps the counters. Not whose file it is.

use crate::assert_printable;
use aesock::core::{
    reason::{Reason, Verdict},
    usage::{
        Account, Counter, LONGEST_NAME, Ledger, OTHERS, UsageError, UsageFile,
        metrics::Metrics,
        quota::{Meter, Quotas, Standing},
    },
};
use std::{
    cell::RefCell,
    collections::BTreeMap,
    env,
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::FileExt as _,
    path::PathBuf,
    process,
    sync::LazyLock,
    time::Duration,
};

/// How the file is arranged (`src/core/usage/ledger.rs`): a header, and slots of applications, the
/// last of which is that of all others.
const HEADER: usize = 64;
const SLOT: usize = 1_280;
const SLOTS: usize = 512;
const SIZE: usize = place(SLOTS + 1);
/// In a slot, after the length of the name.
const NAME: usize = 8;
const COUNTERS: usize = NAME + LONGEST_NAME;

/// 2026-11-26 12:00:30 UTC.
const NOON: Duration = Duration::from_secs(1_795_694_430);

/// Input: changes of a new file, one after another. Each has its part (2 bytes: 0 for the header, 1 for
/// the first slot, 513 for what is behind the last), the word in it (1 byte), how many bytes (1 byte), and
/// these. The file ends where it has none.
pub fn check(input: &[u8]) {
    thread_local! {
        static SAMPLE: RefCell<Sample> = RefCell::new(Sample::new().expect("a folder for files"));
    }
    SAMPLE.with_borrow_mut(|sample| {
        let checked = sample.change(input).and_then(|()| {
            match sample.open() {
                Ok(()) => sample.assert_used()?,
                Err(error) => sample.assert_refused(&error)?,
            }
            sample.restore()
        });
        checked.expect("the file is written and read");
    });
}

/// Where in the file a part begins.
const fn place(part: usize) -> usize {
    match part {
        0 => 0,
        slot => HEADER + (slot - 1) * SLOT,
    }
}

/// A file, and what it should have.
struct Sample {
    path: PathBuf,
    file: File,
    /// Mapped once, as it is for as long as the process lives.
    ledger: &'static Ledger,
    header: Vec<u8>,
    length: usize,
    /// The parts that were changed.
    parts: BTreeMap<usize, Vec<u8>>,
}

impl Drop for Sample {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

impl Sample {
    fn new() -> io::Result<Self> {
        let path = env::temp_dir().join(format!("aesock-fuzz-{}", process::id()));
        let ledger = Ledger::open(&path).map_err(io::Error::other)?;
        let file = OpenOptions::new().read(true).write(true).open(&path)?;
        let mut header = vec![0; HEADER];
        file.read_exact_at(&mut header, 0)?;
        Ok(Self {
            path,
            file,
            ledger,
            header,
            length: SIZE,
            parts: BTreeMap::new(),
        })
    }

    fn change(&mut self, mut input: &[u8]) -> io::Result<()> {
        while let [high, low, word, count, rest @ ..] = input {
            let part = usize::from(u16::from_be_bytes([*high, *low])) % (SLOTS + 2);
            let old = match part {
                0 => &self.header[..],
                _ => &[0; SLOT],
            };
            let bytes = self.parts.entry(part).or_insert_with(|| old.to_vec());
            let at = usize::from(*word) * size_of::<u64>() % bytes.len();
            let count = usize::from(*count).min(rest.len());
            if count == 0 {
                self.length = place(part) + at;
                break;
            }
            let (new, rest) = rest.split_at(count);
            let changed = count.min(bytes.len() - at);
            bytes[at..at + changed].copy_from_slice(&new[..changed]);
            if part > SLOTS {
                self.length = self.length.max(place(part) + at + changed);
            }
            input = rest;
        }
        self.write()
    }

    fn write(&self) -> io::Result<()> {
        for &part in self.parts.keys() {
            self.file
                .write_all_at(self.expected(part), place(part) as u64)?;
        }
        if self.length != SIZE {
            self.file.set_len(self.length as u64)?;
        }
        Ok(())
    }

    /// What is in the file where a part is, as far as it has it.
    fn read(&self, part: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; self.expected(part).len()];
        self.file.read_exact_at(&mut bytes, place(part) as u64)?;
        Ok(bytes)
    }

    fn expected(&self, part: usize) -> &[u8] {
        let bytes = &self.parts[&part];
        &bytes[..bytes.len().min(self.length.saturating_sub(place(part)))]
    }

    /// Makes it a new file again.
    fn restore(&mut self) -> io::Result<()> {
        if self.length != SIZE {
            self.length = SIZE;
            self.file.set_len(SIZE as u64)?;
            self.parts.remove(&(SLOTS + 1));
        }
        // The application that is new has the first slot that was free.
        let free = (1..SLOTS).find(|&part| !self.slot(part).has_name());
        self.parts.extend(free.map(|part| (part, vec![0; SLOT])));
        self.parts.insert(0, self.header.clone());
        for (_, bytes) in self.parts.range_mut(1..) {
            bytes.fill(0);
        }
        self.write()?;
        self.parts.clear();
        Ok(())
    }

    fn open(&self) -> Result<(), UsageError> {
        UsageFile::open(&self.path)?.check(self.ledger)
    }

    fn assert_refused(&self, error: &UsageError) -> io::Result<()> {
        assert_printable(&error.to_string());
        assert!(!self.is_sound(), "{error}");
        assert_eq!(self.file.metadata()?.len(), self.length as u64, "{error}");
        for &part in self.parts.keys() {
            assert_eq!(self.read(part)?, self.expected(part), "{error}");
        }
        Ok(())
    }

    /// The slots of single applications, up to the last that has something.
    fn own(&self) -> Vec<Slot<'_>> {
        let slots = self.parts.range(1..SLOTS);
        let mut used = slots.filter(|(_, bytes)| bytes.iter().any(|byte| *byte != 0));
        let last = used.next_back().map_or(0, |(last, _)| *last);
        (1..=last).map(|part| self.slot(part)).collect()
    }

    fn others(&self) -> Slot<'_> {
        self.slot(SLOTS)
    }

    fn slot(&self, part: usize) -> Slot<'_> {
        Slot(self.parts.get(&part).map_or(&[0; SLOT], |bytes| bytes))
    }

    /// A second implementation of what is taken.
    fn is_sound(&self) -> bool {
        let own = self.own();
        let named = own.iter().rposition(|slot| slot.has_name());
        let own = &own[..named.map_or(0, |last| last + 1)];
        let has_own_name = |place: usize| {
            let (slot, before) = (&own[place], &own[..place]);
            slot.is_named()
                && !(slot.is_whole() && slot.name() == OTHERS.as_bytes())
                && !before.iter().any(|one| one.would_have(slot))
        };
        let others = self.others();
        self.length == SIZE
            && self
                .parts
                .get(&0)
                .is_none_or(|header| *header == self.header)
            && (0..own.len()).all(has_own_name)
            && match others.length() {
                0 => !others.has_name(),
                8 => {
                    others.name().is_empty()
                        || others.is_named() && others.name() == OTHERS.as_bytes()
                }
                _ => false,
            }
    }

    fn assert_used(&self) -> io::Result<()> {
        assert!(self.is_sound());
        let (own, others) = (self.own(), self.others());
        let whole: Vec<_> = own
            .iter()
            .chain([&others])
            .filter(|slot| slot.is_whole())
            .collect();
        let accounts: Vec<_> = self.ledger.accounts().collect();
        assert_eq!(accounts.len(), whole.len());
        for ((name, account), slot) in accounts.iter().zip(whole) {
            assert_eq!(name.as_bytes(), slot.name());
            slot.assert_counted(*account);
        }
        assert_metrics(&accounts);
        for (name, account) in &accounts {
            self.assert_counts(name, *account);
        }
        self.assert_takes_another(&accounts)
    }

    /// Whoever counts by name counts in the same account.
    fn assert_counts(&self, name: &str, account: Account) {
        let before = account.get(Counter::Connects);
        let same = self.ledger.account(name);
        same.add(Counter::Connects, 1);
        assert_eq!(account.get(Counter::Connects), before.wrapping_add(1));
        assert_eq!(self.ledger.is_shared(same), name == OTHERS);
        assert_quotas(account);
    }

    /// An application that is new has an account that no other has, and the file stays good.
    fn assert_takes_another(&self, accounts: &[(String, Account)]) -> io::Result<()> {
        const NEW: &str = "an application that is new";
        let is_known = accounts.iter().any(|(name, _)| name == NEW);
        let account = self.ledger.account(NEW);
        account.deny(Reason::Private);
        let mut expected: Vec<_> = accounts.iter().map(|(name, _)| name.clone()).collect();
        expected.extend((!is_known).then(|| NEW.to_owned()));
        let mut names: Vec<_> = self.ledger.accounts().map(|(name, _)| name).collect();
        expected.sort_unstable();
        names.sort_unstable();
        assert_eq!(names, expected);
        names.dedup();
        assert_eq!(names.len(), expected.len(), "no name twice");
        self.open().map_err(io::Error::other)
    }
}

/// A slot, as its bytes.
struct Slot<'a>(&'a [u8]);

impl Slot<'_> {
    fn word(&self, at: usize) -> u64 {
        let bytes = self.0[at..].first_chunk();
        u64::from_ne_bytes(*bytes.expect("a word"))
    }

    fn length(&self) -> u64 {
        self.word(0)
    }

    /// As much of the name as is written.
    fn name(&self) -> &[u8] {
        let name = &self.0[NAME..COUNTERS];
        let zeros = name.iter().rev().take_while(|byte| **byte == 0).count();
        &name[..name.len() - zeros]
    }

    fn has_name(&self) -> bool {
        self.length() != 0 || !self.name().is_empty()
    }

    fn is_whole(&self) -> bool {
        let name = self.name();
        !name.is_empty() && self.length() == name.len() as u64
    }

    /// Whether the name is one, or the first words of one.
    fn is_named(&self) -> bool {
        let (name, length) = (self.name(), self.length());
        let is_begun = (1..=LONGEST_NAME as u64).contains(&length)
            && (name.len() as u64) < length
            && name.len().is_multiple_of(size_of::<u64>());
        let is_text = self.is_whole() && str::from_utf8(name).is_ok();
        !name.contains(&0) && (is_begun || is_text)
    }

    /// Whether the name of `later` could have been written here.
    fn would_have(&self, later: &Slot<'_>) -> bool {
        self.length() == later.length() && later.name().starts_with(self.name())
    }

    fn assert_counted(&self, account: Account) {
        for (number, &counter) in Counter::ALL.iter().enumerate() {
            let word = self.word(COUNTERS + number * size_of::<u64>());
            assert_eq!(account.get(counter), word, "{counter:?}");
        }
    }
}

/// Whatever the words of quotas are, what is used is counted from there, or refused.
fn assert_quotas(account: Account) {
    static QUOTAS: LazyLock<Quotas> =
        LazyLock::new(|| Quotas::parse("appengine lookups:7/min").expect("quotas"));
    let standings = || QUOTAS.standings(account, NOON).collect::<Vec<_>>();
    let used = |standings: &[Standing], meter| {
        let of_meter = standings.iter().filter(|standing| standing.meter == meter);
        of_meter.map(|standing| standing.used).collect::<Vec<_>>()
    };
    for standing in standings() {
        assert!(standing.used < 1 << 44, "{standing:?}");
        let refills = NOON.as_secs() + 1..=NOON.as_secs() + 2 * 86_400;
        assert!(refills.contains(&standing.refills), "{standing:?}");
    }
    for &meter in Meter::ALL {
        let before = used(&standings(), meter);
        let taken = QUOTAS.take(account, meter, 5, NOON);
        let after = used(&standings(), meter);
        match taken {
            Ok(()) => assert!(
                before
                    .iter()
                    .zip(&after)
                    .all(|(before, after)| before + 5 == *after)
            ),
            Err(error) => {
                assert_printable(&error.to_string());
                assert_eq!(after, before);
            }
        }
    }
}

/// The text for Prometheus has a line for each number, which names its application.
fn assert_metrics(accounts: &[(String, Account)]) {
    let text = Metrics {
        accounts,
        quotas: (OTHERS, &[]),
    }
    .to_string();
    let refusals = Reason::ALL
        .iter()
        .filter(|reason| reason.verdict() == Verdict::Deny);
    let numbers = Counter::ALL.len() + refusals.count();
    let samples: Vec<_> = text
        .split_terminator('\n')
        .filter(|line| !line.starts_with("# "))
        .collect();
    assert_eq!(samples.len(), numbers * accounts.len());
    for sample in samples {
        let (application, rest) = application(sample).expect(sample);
        assert!(
            accounts.iter().any(|(name, _)| *name == application),
            "{sample}"
        );
        let (_, number) = rest.rsplit_once("} ").expect(sample);
        assert!(number.parse::<u64>().is_ok(), "{sample}");
    }
}

/// The value of the first label of a sample, and what is behind it.
fn application(sample: &str) -> Option<(String, &str)> {
    let (_, quoted) = sample.split_once("{application=\"")?;
    let mut characters = quoted.chars();
    let mut value = String::new();
    loop {
        match characters.next()? {
            '"' => return Some((value, characters.as_str())),
            '\\' => value.push(match characters.next()? {
                'n' => '\n',
                escaped => escaped,
            }),
            character => value.push(character),
        }
    }
}
