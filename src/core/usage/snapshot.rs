//! What a file of counters says at a moment, for whoever only looks: it neither makes the file nor
//! writes it, and need not be its owner.
//!
//! The words are copied into memory of this process: loads from a mapping that is read-only are no
//! guarantee of Rust's atomic types.

use super::{
    file::{self, Flaw, UsageError},
    ledger::Ledger,
};
use nix::sys::memfd::{MFdFlags, memfd_create};
use std::{
    fs::{File, OpenOptions},
    io,
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// How often a file that looks damaged is read again: a name may have been written meanwhile.
const ATTEMPTS: u32 = 3;

/// A copy of a file of counters, which can be brought up to date.
#[derive(Debug)]
pub struct UsageSnapshot {
    path: PathBuf,
    /// The memory behind `ledger`.
    memory: File,
    ledger: &'static Ledger,
}

impl UsageSnapshot {
    /// The counters in the file at `path`.
    ///
    /// # Errors
    /// [`UsageError`], where it is no file of counters, or cannot be read.
    pub fn of(path: &Path) -> Result<Self, UsageError> {
        let memory = || {
            let memory = File::from(memfd_create("aesock-snapshot", MFdFlags::MFD_CLOEXEC)?);
            memory.set_len(Ledger::SIZE as u64)?;
            let ledger = Ledger::map(&memory)?;
            io::Result::Ok((memory, ledger))
        };
        let (memory, ledger) = memory().map_err(|error| UsageError {
            path: path.to_owned(),
            flaw: Flaw::Map(error),
        })?;
        let mut snapshot = Self {
            path: path.to_owned(),
            memory,
            ledger,
        };
        snapshot.refresh()?;
        Ok(snapshot)
    }

    /// The counters as they were read last.
    #[must_use]
    pub fn ledger(&self) -> &'static Ledger {
        self.ledger
    }

    /// Reads the file again: another one too that has its name now.
    ///
    /// # Errors
    /// [`UsageError`].
    pub fn refresh(&mut self) -> Result<(), UsageError> {
        let mut read = self.read();
        for _ in 1..ATTEMPTS {
            if matches!(read, Err(Flaw::Slot(_))) {
                read = self.read();
            }
        }
        read.map_err(|flaw| UsageError {
            path: self.path.clone(),
            flaw,
        })
    }

    fn read(&self) -> Result<(), Flaw> {
        let file = open(&self.path)?;
        let metadata = file.metadata().map_err(Flaw::Open)?;
        if !metadata.is_file() {
            return Err(Flaw::Kind);
        }
        file::check_header(&file, &metadata)?;
        let mut words = vec![0; Ledger::SIZE];
        file.read_exact_at(&mut words, 0).map_err(Flaw::Open)?;
        self.memory.write_all_at(&words, 0).map_err(Flaw::Map)?;
        self.ledger
            .damage()
            .map_or(Ok(()), |slot| Err(Flaw::Slot(slot)))
    }
}

/// Opening a pipe must not wait for a writer.
fn open(path: &Path) -> Result<File, Flaw> {
    let flags = libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_NOCTTY;
    let opened = OpenOptions::new().read(true).custom_flags(flags).open(path);
    opened.map_err(Flaw::Open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::usage::Counter;
    use std::fs;

    fn place(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("aesock-snapshot-{}-{name}", std::process::id()))
    }

    #[test]
    fn a_snapshot_stays_until_it_is_refreshed_and_the_file_stays_as_it_is() {
        let path = place("kept");
        let counted = Ledger::open(&path).unwrap();
        counted.account("shop").add(Counter::Connects, 2);
        let mut snapshot = UsageSnapshot::of(&path).unwrap();
        let connects = |snapshot: &UsageSnapshot| -> Vec<_> {
            let accounts = snapshot.ledger().accounts();
            let connects = accounts.map(|(name, account)| (name, account.get(Counter::Connects)));
            connects.collect()
        };
        assert_eq!(connects(&snapshot), [("shop".to_owned(), 2)]);
        counted.account("shop").add(Counter::Connects, 1);
        counted.account("blog").add(Counter::Connects, 7);
        assert_eq!(connects(&snapshot), [("shop".to_owned(), 2)]);
        let before = fs::read(&path).unwrap();
        snapshot.refresh().unwrap();
        let both = [("shop".to_owned(), 3), ("blog".to_owned(), 7)];
        assert_eq!(connects(&snapshot), both);
        assert_eq!(fs::read(&path).unwrap(), before);
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn what_is_no_file_of_counters_is_told_and_none_is_made() {
        let path = place("none");
        let told = |path: &Path| UsageSnapshot::of(path).unwrap_err().to_string();
        let quoted = format!("`{}`", path.display());
        let missing = format!("{quoted} cannot be opened: No such file or directory (os error 2)");
        assert_eq!(told(&path), missing);
        assert!(!path.exists());
        fs::write(&path, "notes").unwrap();
        let foreign = format!("{quoted} is not a file of aesock's counters, and is left as it is");
        assert_eq!(told(&path), foreign);
        fs::remove_file(path).unwrap();
        assert_eq!(told(Path::new("/dev")), "`/dev` is not a regular file");
    }
}
