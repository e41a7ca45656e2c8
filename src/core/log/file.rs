//! The file of `aesock.log_file`: opened once, by whoever PHP starts as, and appended to by whole lines.
//! What a line says is not its matter.

use crate::core::{
    escape::Escaped,
    host::{clock, origin},
};
use nix::{libc, unistd::geteuid};
use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    os::unix::{
        ffi::OsStrExt,
        fs::{MetadataExt, OpenOptionsExt},
    },
    path::{Path, PathBuf},
    time::Duration,
};

/// The owner writes, and a group may read.
const MODE: u32 = 0o640;
/// Others than owner and group write.
const OTHERS_WRITE: u32 = 0o002;
/// How often it is looked whether the file was rotated.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// An open file of lines.
#[derive(Debug)]
pub struct LogFile {
    path: PathBuf,
    file: File,
    identity: (u64, u64),
    /// When to look again.
    due: Duration,
    end: End,
}

/// How the file ends, as far as this process wrote to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    WithLine,
    /// The disk was full within one: of this process, or for all it knows of another one that has the file.
    WithinLine,
}

/// Why there is no such file.
#[derive(Debug, thiserror::Error)]
#[error("`{}` {flaw}", Escaped(.path.as_os_str().as_bytes()))]
pub struct LogFileError {
    path: PathBuf,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What is wrong with a file of lines.
#[derive(Debug, thiserror::Error)]
pub enum Flaw {
    /// Its path depends on the working directory.
    #[error("is not an absolute path")]
    Relative,
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
    /// Anybody could write lines.
    #[error("can be written by all users (mode {0:o}), give it 640")]
    Mode(u32),
    /// A symbolic link, which is not followed: who may change it would choose the file.
    #[error(
        "is a symbolic link: name the file itself; for the standard error leave aesock.log_file empty"
    )]
    Link,
    /// It cannot be opened.
    #[error("cannot be opened: {0}")]
    Open(#[from] io::Error),
}

impl Flaw {
    /// Whether the file is fine, and only this user may not open it.
    #[must_use]
    pub fn is_of_user(&self) -> bool {
        match self {
            Self::Open(error) => matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            ),
            Self::Owner { .. } => true,
            Self::Relative | Self::Kind | Self::Link | Self::Mode(_) => false,
        }
    }
}

impl LogFile {
    /// Opens the file at `path`, which is made where there is none.
    ///
    /// # Errors
    /// [`LogFileError`], where it is not what it should be.
    pub fn open(path: &Path) -> Result<Self, LogFileError> {
        open(path).map_err(|flaw| LogFileError {
            path: path.to_owned(),
            flaw,
        })
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Appends a line, whole: one write(2) to a file that is open for appending. What the disk had no room for
    /// is told anew elsewhere, and its beginning stays a line of its own.
    ///
    /// # Errors
    /// Those of writing.
    pub fn append(&mut self, line: &[u8]) -> io::Result<()> {
        self.follow_rotation(clock::now());
        let before: &[u8] = match self.end {
            End::WithLine => b"",
            End::WithinLine => b"\n",
        };
        let line = [before, line, b"\n"].concat();
        let written = loop {
            match self.file.write(&line) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.end = End::WithinLine;
                    return Err(error);
                }
                Ok(written) => break written,
            }
        };
        let is_whole = written == line.len();
        self.end = match written {
            0 => self.end,
            _ if is_whole || written == before.len() => End::WithLine,
            _ => End::WithinLine,
        };
        is_whole
            .then_some(())
            .ok_or_else(|| io::ErrorKind::StorageFull.into())
    }

    /// Goes on in a new file at the path, where this process may write one there; else in the old one.
    fn follow_rotation(&mut self, now: Duration) {
        if now < self.due {
            return;
        }
        self.due = now + LOOK_EVERY;
        // Under another root directory the path leads to a file of the script's.
        if origin::check().is_err() {
            return;
        }
        let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
        let present = std::fs::symlink_metadata(&self.path).map(identity);
        if present.is_ok_and(|present| present == self.identity) {
            return;
        }
        if let Ok(new) = open(&self.path) {
            *self = Self {
                due: self.due,
                ..new
            };
        }
    }
}

fn open(path: &Path) -> Result<LogFile, Flaw> {
    if !path.is_absolute() {
        return Err(Flaw::Relative);
    }
    let file = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(MODE)
        // A pipe without a reader would not open otherwise.
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_NOCTTY)
        .open(path)
        .map_err(|error| match error.raw_os_error() {
            // A circle of links among its folders is no link itself.
            Some(libc::ELOOP) if path.is_symlink() => Flaw::Link,
            _ => Flaw::Open(error),
        })?;
    let metadata = file.metadata()?;
    let (owner, user) = (metadata.uid(), geteuid().as_raw());
    match () {
        () if !metadata.is_file() => Err(Flaw::Kind),
        () if owner != user => Err(Flaw::Owner { owner, user }),
        () if metadata.mode() & OTHERS_WRITE != 0 => Err(Flaw::Mode(metadata.mode() & 0o7777)),
        () => Ok(LogFile {
            path: path.to_owned(),
            file,
            identity: (metadata.dev(), metadata.ino()),
            due: clock::now() + LOOK_EVERY,
            end: End::WithLine,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::PermissionsExt};

    fn scratch(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("aesock-{}-{name}", std::process::id()));
        let _ = fs::remove_file(&path);
        path
    }

    #[test]
    fn lines_are_appended_to_a_new_file_that_a_group_may_read() {
        let path = scratch("lines");
        fs::write(&path, "before\n").unwrap();
        let mut file = LogFile::open(&path).unwrap();
        file.append(b"one").unwrap();
        file.append(b"two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "before\none\ntwo\n");
        fs::remove_file(&path).unwrap();
        LogFile::open(&path).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode & !0o640, 0, "{mode:o}");
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn behind_a_line_that_the_disk_had_no_room_for_the_next_one_begins_a_line() {
        let path = scratch("full");
        let mut file = LogFile::open(&path).unwrap();
        file.append(b"one").unwrap();
        fs::write(&path, "one\nhal").unwrap();
        file.end = End::WithinLine;
        file.append(b"two").unwrap();
        file.append(b"three").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\nhal\ntwo\nthree\n");
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_rotated_file_is_left_for_the_new_one_a_second_later() {
        let path = scratch("rotated");
        let moved = path.with_extension("1");
        let mut file = LogFile::open(&path).unwrap();
        fs::rename(&path, &moved).unwrap();
        file.append(b"old").unwrap();
        file.due = Duration::ZERO;
        file.append(b"new").unwrap();
        assert_eq!(fs::read_to_string(&moved).unwrap(), "old\n");
        assert_eq!(fs::read_to_string(&path).unwrap(), "new\n");
        fs::remove_file(&path).unwrap();
        fs::remove_file(&moved).unwrap();
    }

    #[test]
    fn what_is_no_such_file_is_refused_with_its_flaw() {
        let error = |path: &Path| LogFile::open(path).unwrap_err().flaw;
        assert!(matches!(error(Path::new("relative")), Flaw::Relative));
        assert!(matches!(
            error(Path::new("/nonexistent/log")),
            Flaw::Open(_)
        ));
        assert!(matches!(error(Path::new("/")), Flaw::Open(_)));
        assert!(matches!(error(Path::new("/dev/null")), Flaw::Kind));
        let path = scratch("open");
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        assert!(matches!(error(&path), Flaw::Mode(0o666)));
        let link = scratch("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(matches!(error(&link), Flaw::Link));
        let told = LogFile::open(&link).unwrap_err().to_string();
        assert!(told.contains("name the file itself"), "{told}");
        fs::remove_file(&path).unwrap();
        fs::remove_file(&link).unwrap();
    }
}
