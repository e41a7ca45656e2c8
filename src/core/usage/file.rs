//! The file of `aesock.usage_file`: made whole or not at all, taken only where it is what it should
//! be, and otherwise left as it is.

use super::ledger::{BadHeader, Header, Ledger};
use crate::core::escape::Escaped;
use nix::{
    errno::Errno,
    fcntl::posix_fallocate,
    libc::off_t,
    sys::resource::{Resource, getrlimit},
    unistd::geteuid,
};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::{
    fs::{self, File, Metadata, OpenOptions, Permissions},
    hash::{BuildHasher, RandomState},
    io::{self, Write},
    os::unix::{
        ffi::OsStrExt,
        fs::{FileExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    },
    path::{Path, PathBuf},
};

/// Only the owner reads and writes.
const MODE: u32 = 0o600;
/// Others than the owner write.
const OTHERS_WRITE: u32 = 0o022;
/// What the blocks of a file are counted in (stat(2)).
const BLOCK: u64 = 512;
const SIZE: u64 = Ledger::SIZE as u64;

/// A file of counters, found good but for what is in its slots.
#[derive(Debug)]
pub struct UsageFile {
    path: PathBuf,
    file: File,
    identity: FileIdentity,
}

/// What tells a file from all others, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileIdentity {
    device: u64,
    inode: u64,
}

/// Why there are no counters in a file.
#[derive(Debug, thiserror::Error)]
#[error("`{}` {flaw}", Escaped(.path.as_os_str().as_bytes()))]
pub struct UsageError {
    /// The file's path.
    pub path: PathBuf,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What is wrong with a file of counters.
#[derive(Debug, thiserror::Error)]
pub enum Flaw {
    /// Its path depends on the working directory.
    #[error("is not an absolute path")]
    Relative,
    /// Whoever may write its directory could lead it elsewhere.
    #[error("is a symbolic link, name the file itself")]
    Link,
    /// A directory, a pipe, a device.
    #[error("is not a regular file")]
    Kind,
    /// Somebody else's.
    #[error("belongs to user {owner}, and this process is user {user}'s")]
    Owner {
        /// The file's owner.
        owner: u32,
        /// The effective user of this process.
        user: u32,
    },
    /// Other names lead to it.
    #[error("has {0} hard links instead of one, remove the others")]
    Links(u64),
    /// Scripts could write it.
    #[error("can be written by others than its owner (mode {0:o}), give it 600")]
    Mode(u32),
    /// It holds something else.
    #[error("is not a file of aesock's counters, and is left as it is")]
    Foreign,
    /// It was cut or extended.
    #[error("is damaged: it has {0} bytes instead of {SIZE}; remove it to begin anew")]
    Size(u64),
    /// Its first words were changed.
    #[error("is damaged: its header has another checksum; remove it to begin anew")]
    Header,
    /// A slot was changed.
    #[error("is damaged: slot {0} has no name that aesock wrote; remove it to begin anew")]
    Slot(usize),
    /// It is arranged in another way.
    #[error(
        "is of another version of aesock (layout {0}); run that one, or remove it to begin anew"
    )]
    Version(u64),
    /// It cannot be opened.
    #[error("cannot be opened: {0}")]
    Open(io::Error),
    /// It cannot be made.
    #[error("cannot be made: {0}")]
    Make(io::Error),
    /// The disk is full, or files may not be so large.
    #[error("cannot have its {SIZE} bytes: {0}")]
    Space(io::Error),
    /// It cannot be mapped.
    #[error("cannot be mapped: {0}")]
    Map(io::Error),
}

impl Ledger {
    /// The ledger in the file at `path`, which is made where there is none.
    ///
    /// # Errors
    /// [`UsageError`], where the file cannot be what it should be. It is left as it is.
    pub fn open(path: &Path) -> Result<&'static Self, UsageError> {
        UsageFile::open(path)?.map()
    }
}

impl UsageFile {
    /// Opens the file at `path`, which is made where there is none.
    ///
    /// # Errors
    /// [`UsageError`].
    pub fn open(path: &Path) -> Result<Self, UsageError> {
        let opened = open(path).map_err(|flaw| UsageError {
            path: path.to_owned(),
            flaw,
        });
        let (file, metadata) = opened?;
        Ok(Self {
            path: path.to_owned(),
            file,
            identity: FileIdentity {
                device: metadata.dev(),
                inode: metadata.ino(),
            },
        })
    }

    /// Which file it is.
    #[must_use]
    pub fn identity(&self) -> FileIdentity {
        self.identity
    }

    /// Maps the file for as long as this process lives.
    ///
    /// # Errors
    /// [`UsageError`].
    pub fn map(&self) -> Result<&'static Ledger, UsageError> {
        let ledger = Ledger::map(&self.file).map_err(|error| self.error(Flaw::Map(error)))?;
        self.check(ledger)?;
        Ok(ledger)
    }

    /// Whether aesock wrote what is in the slots of `ledger`, which maps this file. By itself for
    /// the fuzz target alone: mappings are never undone, and it would have millions.
    ///
    /// # Errors
    /// [`UsageError`], where something else did.
    pub fn check(&self, ledger: &Ledger) -> Result<(), UsageError> {
        let damage = ledger.damage().map(Flaw::Slot);
        damage.map_or(Ok(()), |flaw| Err(self.error(flaw)))
    }

    fn error(&self, flaw: Flaw) -> UsageError {
        UsageError {
            path: self.path.clone(),
            flaw,
        }
    }
}

fn open(path: &Path) -> Result<(File, Metadata), Flaw> {
    if !path.is_absolute() {
        return Err(Flaw::Relative);
    }
    let file = match existing(path) {
        Err(Flaw::Open(error)) if error.kind() == io::ErrorKind::NotFound => {
            make(path)?;
            existing(path)?
        }
        file => file?,
    };
    let metadata = file.metadata().map_err(Flaw::Open)?;
    check_owner(&metadata)?;
    check_header(&file, &metadata)?;
    if metadata.blocks() * BLOCK < SIZE {
        allocate(&file)?;
    }
    Ok((file, metadata))
}

/// Opens a file that is there. Opening a pipe or a terminal must have no effect.
fn existing(path: &Path) -> Result<File, Flaw> {
    let flags = libc::O_NOFOLLOW | libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_NOCTTY;
    let opened = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(flags)
        .open(path);
    opened.map_err(|error| match error.raw_os_error() {
        Some(libc::ELOOP) if path.is_symlink() => Flaw::Link,
        Some(libc::EISDIR | libc::ENXIO) => Flaw::Kind,
        _ => Flaw::Open(error),
    })
}

/// Whether it is a file of this process's user, and nobody else's.
fn check_owner(metadata: &Metadata) -> Result<(), Flaw> {
    let (owner, user) = (metadata.uid(), geteuid().as_raw());
    let mode = metadata.mode() & 0o7777;
    match () {
        () if !metadata.is_file() => Err(Flaw::Kind),
        () if owner != user => Err(Flaw::Owner { owner, user }),
        () if metadata.nlink() != 1 => Err(Flaw::Links(metadata.nlink())),
        () if mode & OTHERS_WRITE != 0 => Err(Flaw::Mode(mode)),
        () => Ok(()),
    }
}

/// Whether it begins as a file of counters does, and is as long.
pub(super) fn check_header(file: &File, metadata: &Metadata) -> Result<(), Flaw> {
    let mut bytes = [[0; size_of::<u64>()]; Ledger::HEADER.len()];
    match file.read_exact_at(bytes.as_flattened_mut(), 0) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(Flaw::Foreign),
        read => read.map_err(Flaw::Open)?,
    }
    let header: Header = bytes.map(u64::from_ne_bytes);
    Ledger::check(&header).map_err(|error| match error {
        BadHeader::Foreign => Flaw::Foreign,
        BadHeader::Damaged => Flaw::Header,
        BadHeader::Version(version) => Flaw::Version(version),
    })?;
    match metadata.len() {
        SIZE => Ok(()),
        length => Err(Flaw::Size(length)),
    }
}

/// Makes the file, under another name until it is whole: neither this process, were it killed
/// meanwhile, nor another one that makes the file too leaves a part of it in its place.
fn make(path: &Path) -> Result<(), Flaw> {
    let draft = draft(path);
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(MODE)
        .custom_flags(libc::O_NOFOLLOW | libc::O_CLOEXEC)
        .open(&draft)
        .map_err(Flaw::Make)?;
    let put = fill(made).and_then(|()| put_in_place(&draft, path).map_err(Flaw::Make));
    if put.is_err() {
        // The first flaw is the one to tell.
        let _ = fs::remove_file(&draft);
    }
    match put {
        Err(Flaw::Make(error)) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        put => put,
    }
}

/// A name that nothing has, in the same directory.
fn draft(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{:016x}", RandomState::new().hash_one(())));
    path.with_file_name(name)
}

fn fill(mut file: File) -> Result<(), Flaw> {
    allocate(&file)?;
    let header = Ledger::HEADER.map(u64::to_ne_bytes);
    let write = || {
        file.set_permissions(Permissions::from_mode(MODE))?;
        file.write_all(header.as_flattened())?;
        file.sync_all()
    };
    let mut write = write;
    write().map_err(Flaw::Make)
}

/// Has the disk keep room for the whole file, so that it cannot lack when counters change, which
/// would end the process by a signal. So would a limit, which is looked at first.
fn allocate(file: &File) -> Result<(), Flaw> {
    let room = || match getrlimit(Resource::RLIMIT_FSIZE)? {
        (limit, _) if limit < SIZE => Err(Errno::EFBIG),
        _ => posix_fallocate(file, 0, SIZE as off_t),
    };
    room().map_err(|error| Flaw::Space(error.into()))
}

/// renameat2(2) with `RENAME_NOREPLACE`.
fn put_in_place(draft: &Path, path: &Path) -> io::Result<()> {
    let flags = RenameFlags::NOREPLACE;
    Ok(renameat_with(CWD, draft, CWD, path, flags)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{reason::Reason, usage::Counter};
    use nix::{sys::stat::Mode, unistd::mkfifo};
    use std::{
        ops::Deref,
        os::unix::{fs::symlink, net::UnixListener},
        sync::atomic::{AtomicUsize, Ordering},
        thread,
    };

    /// A folder of one test, gone with it.
    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            static NEXT: AtomicUsize = AtomicUsize::new(0);
            let next = NEXT.fetch_add(1, Ordering::Relaxed);
            let name = format!("aesock-usage-{}-{next}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            fs::create_dir(&folder).unwrap();
            Self(folder)
        }

        /// The names in it.
        fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).unwrap();
            let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
            entries
                .map(|entry| name(entry).into_string().unwrap())
                .collect()
        }
    }

    impl Deref for Folder {
        type Target = Path;

        fn deref(&self) -> &Path {
            &self.0
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// Why the file is refused, after its path.
    fn refused(path: &Path) -> String {
        let error = Ledger::open(path).expect_err("a bad file").to_string();
        let told = format!("`{}` ", path.display());
        error.strip_prefix(&told).expect(&error).to_owned()
    }

    /// A file with the bytes that `change` makes of a good one's.
    fn changed(folder: &Folder, change: impl FnOnce(&mut Vec<u8>)) -> PathBuf {
        let path = folder.join("usage");
        Ledger::open(&path)
            .unwrap()
            .account("shop")
            .add(Counter::Connects, 7);
        let mut bytes = fs::read(&path).unwrap();
        change(&mut bytes);
        fs::write(&path, bytes).unwrap();
        path
    }

    #[test]
    fn a_new_file_is_whole_its_owners_and_alone() {
        let folder = Folder::new();
        let path = folder.join("usage");
        let ledger = Ledger::open(&path).unwrap();
        assert_eq!(ledger.accounts().count(), 0);
        let metadata = fs::metadata(&path).unwrap();
        assert_eq!((metadata.mode() & 0o7777, metadata.len()), (0o600, SIZE));
        assert!(metadata.blocks() * BLOCK >= SIZE, "the disk has its room");
        assert_eq!(folder.names(), ["usage"]);
    }

    #[test]
    fn what_was_counted_is_there_when_the_file_is_opened_again() {
        let folder = Folder::new();
        let path = folder.join("usage");
        let counted = |ledger: &'static Ledger| {
            let account = ledger.account("shop");
            (
                account.get(Counter::BytesSent),
                account.denials(Reason::Private),
            )
        };
        let first = Ledger::open(&path).unwrap();
        first.account("blog").add(Counter::BytesSent, 1);
        first.account("shop").add(Counter::BytesSent, 5);
        first.account("shop").deny(Reason::Private);
        let second = Ledger::open(&path).unwrap();
        assert_eq!(counted(second), (5, 1));
        second.account("shop").add(Counter::BytesSent, 2);
        assert_eq!(counted(first), (7, 1), "both count together");
    }

    #[test]
    fn many_that_make_the_same_file_at_once_count_in_one() {
        let folder = Folder::new();
        let path = folder.join("usage");
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let ledger = Ledger::open(&path).unwrap();
                    ledger.account("shop").add(Counter::Connects, 1);
                });
            }
        });
        let ledger = Ledger::open(&path).unwrap();
        assert_eq!(ledger.account("shop").get(Counter::Connects), 8);
        assert_eq!(folder.names(), ["usage"]);
    }

    #[test]
    fn what_a_killed_process_left_of_making_a_file_is_in_nobodys_way() {
        let folder = Folder::new();
        fs::write(draft(&folder.join("usage")), "").unwrap();
        assert!(Ledger::open(&folder.join("usage")).is_ok());
    }

    #[test]
    fn a_file_of_something_else_is_refused_and_left_as_it_is() {
        let folder = Folder::new();
        for foreign in ["", "notes", &"\0".repeat(1_000), &"x".repeat(Ledger::SIZE)] {
            let path = folder.join("foreign");
            fs::write(&path, foreign).unwrap();
            assert_eq!(
                refused(&path),
                "is not a file of aesock's counters, and is left as it is"
            );
            assert_eq!(fs::read_to_string(&path).unwrap(), foreign);
        }
    }

    #[test]
    fn a_cut_or_extended_file_is_refused_and_left_as_it_is() {
        let folder = Folder::new();
        for (length, flaw) in [
            (
                63,
                "is not a file of aesock's counters, and is left as it is".to_owned(),
            ),
            (
                64,
                format!("is damaged: it has 64 bytes instead of {SIZE}; remove it to begin anew"),
            ),
            (
                Ledger::SIZE - 1,
                format!(
                    "is damaged: it has {} bytes instead of {SIZE}; remove it to begin anew",
                    SIZE - 1
                ),
            ),
            (
                Ledger::SIZE + 1,
                format!(
                    "is damaged: it has {} bytes instead of {SIZE}; remove it to begin anew",
                    SIZE + 1
                ),
            ),
        ] {
            let path = changed(&folder, |bytes| bytes.resize(length, 0));
            assert_eq!(refused(&path), flaw);
            assert_eq!(fs::metadata(&path).unwrap().len(), length as u64);
            fs::remove_file(path).unwrap();
        }
    }

    #[test]
    fn a_damaged_file_is_refused_and_left_as_it_is() {
        let folder = Folder::new();
        for (at, flaw) in [
            (
                8,
                "is damaged: its header has another checksum; remove it to begin anew",
            ),
            (
                63,
                "is damaged: its header has another checksum; remove it to begin anew",
            ),
            (
                64,
                "is damaged: slot 0 has no name that aesock wrote; remove it to begin anew",
            ),
        ] {
            let path = changed(&folder, |bytes| bytes[at] ^= 0xff);
            let before = fs::read(&path).unwrap();
            assert_eq!(refused(&path), flaw);
            assert!(fs::read(&path).unwrap() == before);
            fs::remove_file(path).unwrap();
        }
    }

    #[test]
    fn what_is_no_regular_file_is_refused() {
        let folder = Folder::new();
        assert_eq!(refused(&folder), "is not a regular file");
        mkfifo(&folder.join("pipe"), Mode::S_IRWXU).unwrap();
        assert_eq!(refused(&folder.join("pipe")), "is not a regular file");
        let _listener = UnixListener::bind(folder.join("socket")).unwrap();
        assert_eq!(refused(&folder.join("socket")), "is not a regular file");
        assert_eq!(refused(Path::new("/dev/null")), "is not a regular file");
    }

    #[test]
    fn another_name_of_a_file_is_refused() {
        let folder = Folder::new();
        let path = folder.join("usage");
        Ledger::open(&path).unwrap();
        for target in ["usage", "nothing"] {
            let link = folder.join("link");
            symlink(folder.join(target), &link).unwrap();
            assert_eq!(refused(&link), "is a symbolic link, name the file itself");
            assert!(!folder.join("nothing").exists());
            fs::remove_file(link).unwrap();
        }
        fs::hard_link(&path, folder.join("other")).unwrap();
        assert_eq!(
            refused(&path),
            "has 2 hard links instead of one, remove the others"
        );
    }

    #[test]
    fn a_link_on_the_way_is_followed() {
        let folder = Folder::new();
        fs::create_dir(folder.join("real")).unwrap();
        symlink("real", folder.join("link")).unwrap();
        assert!(Ledger::open(&folder.join("link/usage")).is_ok());
        assert!(folder.join("real/usage").exists());
    }

    #[test]
    fn a_file_that_others_can_write_is_refused() {
        let folder = Folder::new();
        let path = folder.join("usage");
        Ledger::open(&path).unwrap();
        for (mode, is_refused) in [(0o644, false), (0o620, true), (0o602, true)] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let told = Ledger::open(&path).map_err(|error| error.to_string());
            let flaw =
                format!("can be written by others than its owner (mode {mode:o}), give it 600");
            assert_eq!(told.is_err_and(|error| error.ends_with(&flaw)), is_refused);
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_is_told_with_the_systems_words() {
        let folder = Folder::new();
        assert_eq!(
            refused(&folder.join("no/usage")),
            "cannot be made: No such file or directory (os error 2)"
        );
        let path = Path::new("usage");
        assert_eq!(refused(path), "is not an absolute path");
    }

    #[test]
    fn a_file_with_holes_gets_its_room() {
        let folder = Folder::new();
        let path = changed(&folder, |_| ());
        let holes = folder.join("holes");
        let file = File::create(&holes).unwrap();
        file.set_len(SIZE).unwrap();
        file.write_all_at(&fs::read(&path).unwrap()[..4096], 0)
            .unwrap();
        assert!(file.metadata().unwrap().blocks() * BLOCK < SIZE);
        let account = Ledger::open(&holes).unwrap().account("shop");
        assert_eq!(account.get(Counter::Connects), 7);
        assert!(file.metadata().unwrap().blocks() * BLOCK >= SIZE);
    }
}
