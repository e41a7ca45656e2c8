//! What a name server is asked: a name as messages have it, and the type of its records. Not the message
//! around it.

use hickory_proto::{
    rr::{Name, RecordType},
    serialize::binary::{BinDecodable, BinDecoder},
};
use std::{fmt, rc::Rc};

/// The longest name (RFC 1035, section 2.3.4), and the longest label of one.
const LONGEST: usize = 255;
const LONGEST_LABEL: usize = 63;

/// A name from the root on: each label behind its length, and an empty one at the end.
#[derive(Debug, Clone)]
pub(super) struct WireName(Rc<[u8]>);

impl WireName {
    /// Reads `text`, which is ASCII with a dot at the end or without; `None` for the root, and for what
    /// is no domain name.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::below(text.strip_suffix('.').unwrap_or(text), &[0])
    }

    /// The same below `domain`.
    pub(super) fn in_domain(text: &str, domain: &Self) -> Option<Self> {
        Self::below(text, &domain.0)
    }

    fn below(text: &str, domain: &[u8]) -> Option<Self> {
        let mut wire = Vec::with_capacity(text.len() + 1 + domain.len());
        for label in text.as_bytes().split(|&byte| byte == b'.') {
            let is_label =
                matches!(label.len(), 1..=LONGEST_LABEL) && label.iter().all(u8::is_ascii_graphic);
            if !is_label {
                return None;
            }
            // 63 at most.
            wire.push(label.len() as u8);
            wire.extend_from_slice(label);
        }
        wire.extend_from_slice(domain);
        (wire.len() <= LONGEST).then(|| Self(wire.into()))
    }

    /// As messages have it.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As hickory has it.
    pub(super) fn name(&self) -> Option<Name> {
        Name::read(&mut BinDecoder::new(&self.0)).ok()
    }
}

/// Names are compared without regard to case (RFC 4343). A length is no letter: it is below 64.
impl PartialEq for WireName {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl From<&Name> for WireName {
    fn from(name: &Name) -> Self {
        let mut wire = Vec::with_capacity(LONGEST);
        for label in name.iter() {
            wire.push(label.len() as u8);
            wire.extend_from_slice(label);
        }
        wire.push(0);
        Self(wire.into())
    }
}

impl fmt::Display for WireName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = &self.0[..];
        while let [length, behind @ ..] = rest
            && *length > 0
        {
            let (label, behind) = behind.split_at(usize::from(*length));
            write!(f, "{}.", label.escape_ascii())?;
            rest = behind;
        }
        Ok(())
    }
}

/// A question.
#[derive(Debug, Clone)]
pub(super) struct Query {
    pub(super) name: WireName,
    pub(super) kind: RecordType,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_labels_and_the_root() {
        let name = WireName::parse("Www.x").unwrap();
        assert_eq!(name.as_bytes(), b"\x03Www\x01x\x00");
        assert_eq!(name.to_string(), "Www.x.");
        assert_eq!(name, WireName::parse("wWW.X.").unwrap());
        assert_ne!(name, WireName::parse("www.y").unwrap());
        let below = WireName::in_domain("a.b", &name).unwrap();
        assert_eq!(below.to_string(), "a.b.Www.x.");
        assert_eq!(WireName::from(&below.name().unwrap()), below);
    }

    #[test]
    fn labels_have_1_to_63_bytes_and_names_255_with_their_lengths() {
        let label = "a".repeat(63);
        assert!(WireName::parse(&label).is_some());
        assert!(WireName::parse(&format!("{label}a")).is_none());
        let longest = [&label[..], &label, &label, &label[..61]].join(".");
        let whole = WireName::parse(&longest).unwrap();
        assert_eq!(whole.as_bytes().len(), LONGEST);
        assert!(WireName::parse(&format!("{longest}a")).is_none());
        for none in ["", ".", "a..b", ".a", "a..", "a b", "\u{e9}.test", "a\0"] {
            assert!(WireName::parse(none).is_none(), "{none:?}");
        }
    }
}
