//! Corpora as text, one input a line, so that people can read and review them; libFuzzer wants a
//! folder of files.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The corpus that is kept for `target`.
#[must_use]
pub fn kept(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("corpus/{target}.txt"))
}

/// The inputs of the file at `path`. Empty lines and those that begin with `#` are none.
///
/// # Errors
/// Where it cannot be read, or a line is not what [`line`] writes.
pub fn read(path: &Path) -> io::Result<Vec<Vec<u8>>> {
    let text = fs::read_to_string(path)?;
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(index, line)| {
            input(line).ok_or_else(|| {
                let place = format!("{}:{}", path.display(), index + 1);
                io::Error::new(io::ErrorKind::InvalidData, place)
            })
        })
        .collect()
}

/// The line for `input`: printable ASCII stands for itself, all else for `\xNN` and the like.
#[must_use]
pub fn line(input: &[u8]) -> String {
    let line = input.escape_ascii().to_string();
    // Else it would be a comment.
    match line.strip_prefix('#') {
        Some(rest) => format!("\\x23{rest}"),
        None => line,
    }
}

/// What [`line`] wrote.
fn input(line: &str) -> Option<Vec<u8>> {
    let mut bytes = line.bytes();
    let mut input = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            input.push(byte);
            continue;
        }
        input.push(match bytes.next()? {
            b'x' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(str::from_utf8(&digits).ok()?, 16).ok()?
            }
            b't' => b'\t',
            b'r' => b'\r',
            b'n' => b'\n',
            quoted @ (b'\'' | b'"' | b'\\') => quoted,
            _ => return None,
        });
    }
    Some(input)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TARGETS;

    #[test]
    fn every_byte_reads_back_the_same() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(input(&line(&all)), Some(all));
        assert_eq!(line(b"#1\0"), r"\x231\x00");
        assert_eq!(input(r"\x231\x00").as_deref(), Some(&b"#1\0"[..]));
        for text in [r"\", r"\x", r"\x1", r"\xgg", r"\u"] {
            assert_eq!(input(text), None, "{text}");
        }
    }

    #[test]
    fn every_target_holds_for_its_corpus() {
        for (target, check) in TARGETS {
            let inputs = read(&kept(target)).unwrap();
            assert!(inputs.len() >= 10, "{target} has {} inputs", inputs.len());
            inputs.iter().for_each(|input| check(input));
        }
    }
}
