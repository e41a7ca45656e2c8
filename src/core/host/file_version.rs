//! What tells one version of a file from another, without reading it.

use std::{
    fs, io,
    os::unix::fs::MetadataExt,
    path::Path,
    time::{Duration, SystemTime},
};

/// Whether `error` says that there is no file, and not that the look at it failed, which is no answer.
#[must_use]
pub fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// One version of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileVersion {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
    /// Beside the time of modification, which whoever writes a file can set.
    changed: (i64, i64),
}

impl FileVersion {
    /// The version of the file at `path`, following links (stat(2)).
    ///
    /// # Errors
    /// Those of stat(2).
    pub fn of(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|metadata| Self::from(&metadata))
    }

    /// How long before `now` the file was written last; a time to come is long ago.
    #[must_use]
    pub fn age(&self, now: SystemTime) -> Duration {
        let (seconds, nanoseconds) = self.modified;
        let since_epoch = u64::try_from(seconds)
            .ok()
            .zip(u32::try_from(nanoseconds).ok());
        let modified = since_epoch.and_then(|(seconds, nanoseconds)| {
            SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
        });
        modified
            .and_then(|modified| now.duration_since(modified).ok())
            .unwrap_or(Duration::MAX)
    }
}

impl From<&fs::Metadata> for FileVersion {
    fn from(metadata: &fs::Metadata) -> Self {
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(modified: (i64, i64)) -> FileVersion {
        FileVersion {
            device: 1,
            inode: 1,
            size: 1,
            modified,
            changed: modified,
        }
    }

    #[test]
    fn the_age_is_counted_from_the_last_write_and_a_time_to_come_is_long_ago() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(10);
        for (modified, age) in [
            ((9, 999_999_999), Duration::from_nanos(1)),
            ((10, 0), Duration::ZERO),
            ((10, 1), Duration::MAX),
            ((-1, 0), Duration::MAX),
        ] {
            assert_eq!(version(modified).age(now), age, "{modified:?}");
        }
    }
}
