//! Text that a script chose, made safe to print. Not an encoding that anyone decodes.

use std::fmt::{self, Write as _};

/// The most bytes of a text that are printed.
const LONGEST: usize = 256;

/// Prints printable ASCII as it is and every other byte, and the backslash, as `\xNN`; long texts
/// are cut with `...`.
#[derive(Debug, Clone, Copy)]
pub struct Escaped<'a>(pub &'a [u8]);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, self.0, |byte| {
            matches!(byte, b' '..=b'~') && byte != b'\\'
        })
    }
}

/// The same for a line of keys and values: a space is escaped too.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a>(pub &'a [u8]);

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, self.0, |byte| {
            matches!(byte, b'!'..=b'~') && byte != b'\\'
        })
    }
}

fn write(f: &mut fmt::Formatter<'_>, text: &[u8], is_plain: impl Fn(u8) -> bool) -> fmt::Result {
    for &byte in &text[..text.len().min(LONGEST)] {
        if is_plain(byte) {
            f.write_char(char::from(byte))?;
        } else {
            write!(f, "\\x{byte:02x}")?;
        }
    }
    if text.len() > LONGEST {
        f.write_str("...")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_bytes_backslashes_and_non_ascii_are_escaped() {
        assert_eq!(
            Escaped(b"a b\r\n\x1b[0m\\\xff~").to_string(),
            "a b\\x0d\\x0a\\x1b[0m\\x5c\\xff~"
        );
    }

    #[test]
    fn a_token_has_no_space() {
        assert_eq!(Token(b"a b\\").to_string(), "a\\x20b\\x5c");
    }

    #[test]
    fn only_texts_longer_than_the_limit_are_cut() {
        assert_eq!(Escaped(&[b'a'; LONGEST]).to_string(), "a".repeat(LONGEST));
        assert_eq!(
            Escaped(&[b'a'; LONGEST + 1]).to_string(),
            "a".repeat(LONGEST) + "..."
        );
    }
}
