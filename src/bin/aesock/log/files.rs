//! Files of logs, plain or compressed by gzip, line by line. Nothing is unpacked to disk.

use super::{
    date::Day,
    entry::{self, Entry},
};
use crate::report::Failure;
use aesock::core::escape::Escaped;
use flate2::bufread::MultiGzDecoder;
use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

/// The most bytes that count as one line.
const LONGEST: u64 = 1 << 20;

/// How compressed files begin that are not read here, and what unpacks them.
const FOREIGN: [(&[u8], &str); 3] = [
    (b"\xfd7zXZ\0", "xzcat"),
    (b"\x28\xb5\x2f\xfd", "zstdcat"),
    (b"BZh", "bzcat"),
];
const GZIP: &[u8] = b"\x1f\x8b";

/// What was read.
#[derive(Debug, Default)]
pub struct Log {
    /// The decisions, in the order in which they were seen first; equal ones of a day are one.
    pub entries: Vec<Entry>,
    /// Where each of them is, by what it is without how often.
    places: HashMap<Entry, usize>,
    /// How many files there were.
    pub files: u64,
    /// How many decisions lack their end.
    pub cut: u64,
    /// Where the first of these is.
    pub first_cut: Option<String>,
}

impl Log {
    /// Reads `files`; `-` is the standard input.
    pub fn read(files: &[PathBuf]) -> Result<Self, Failure> {
        let mut log = Self::default();
        let mut lines: u64 = 0;
        for path in files {
            lines += log.read_file(path)?;
        }
        log.files = files.len() as u64;
        if log.entries.is_empty() {
            return Err(Failure(format!(
                "no decision of aesock is in {} of {}: in aesock.mode=audit, aesock.log=denied has those that would be refused, \
                 and aesock.log=all all of them",
                counted(lines, "line"),
                counted(files.len() as u64, "file"),
            )));
        }
        Ok(log)
    }

    /// A log of months is no larger in memory than the different decisions in it.
    pub fn add(&mut self, entry: Entry) {
        let times = entry.times;
        let key = Entry { times: 0, ..entry };
        let next = self.entries.len();
        let place = *self.places.entry(key).or_insert_with_key(|key| {
            self.entries.push(key.clone());
            next
        });
        self.entries[place].times += times;
    }

    /// How many lines the file has.
    fn read_file(&mut self, path: &Path) -> Result<u64, Failure> {
        let shown = Escaped(path.as_os_str().as_encoded_bytes()).to_string();
        let failed = |error: io::Error| Failure(format!("`{shown}` cannot be read: {error}"));
        let (mut reader, end) = open(path).map_err(failed)?;
        let start = reader.fill_buf().map_err(failed)?;
        if let Some((_, unpacks)) = FOREIGN.iter().find(|(magic, _)| start.starts_with(magic)) {
            return Err(Failure(format!(
                "`{shown}` is compressed by something else than gzip: {unpacks} {shown} | aesock ... -"
            )));
        }
        let mut lines: Box<dyn BufRead> = if start.starts_with(GZIP) {
            Box::new(BufReader::new(MultiGzDecoder::new(reader)))
        } else {
            reader
        };
        let (mut line, mut number) = (Vec::new(), 0_u64);
        loop {
            line.clear();
            let read = lines.by_ref().take(LONGEST).read_until(b'\n', &mut line);
            let read = read.map_err(|error| unreadable(&shown, number, &error))?;
            if read == 0 {
                return Ok(number);
            }
            number += 1;
            let found = entry::find(&String::from_utf8_lossy(&line), end);
            found.entries.into_iter().for_each(|entry| self.add(entry));
            self.cut += found.cut;
            if found.cut > 0 {
                self.first_cut
                    .get_or_insert_with(|| format!("{shown} line {number}"));
            }
        }
    }
}

/// The sentence for a file that cannot be read on behind a line.
fn unreadable(shown: &str, line: u64, error: &io::Error) -> Failure {
    let error = match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            format!("its compressed data is damaged or cut off ({error})")
        }
        _ => error.to_string(),
    };
    Failure(match line {
        0 => format!("`{shown}` cannot be read: {error}"),
        _ => format!("`{shown}` cannot be read behind line {line}: {error}"),
    })
}

/// What is in the file, and the day on which it was written last.
fn open(path: &Path) -> io::Result<(Box<dyn BufRead>, Option<Day>)> {
    if path == Path::new("-") {
        return Ok((Box::new(BufReader::new(io::stdin())), None));
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let end = metadata.modified().ok().map(Day::of);
    Ok((Box::new(BufReader::new(file)), end))
}

/// `1 line`, `2 lines`.
pub fn counted(count: u64, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
