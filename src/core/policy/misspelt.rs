//! Words that are nearly one of the rules' own: as names they would close nothing of what they were to close,
//! without a word. Whether a text is a rule is [`rule`](super::rule)'s matter.

use crate::core::{address::Class, spelling::distance};
use std::{borrow::Cow, fmt};

/// A word of the rules that a name was meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// A class of addresses.
    Class(&'static str),
    /// What a script may do.
    Capability(&'static str),
    /// `*`.
    AllAddresses,
}

/// What is not near a word, and is meant as one all the same.
const OTHERS: [(&str, Meant); 5] = [
    ("all", Meant::AllAddresses),
    // What the log has of it.
    ("control", Meant::Capability("options")),
    ("gssapi", Meant::Capability("gss")),
    ("listening", Meant::Capability("listen")),
    ("everything", Meant::Capability("any")),
];

/// From how many letters on two wrong ones are not another word.
const LONG: usize = 7;

impl Meant {
    /// What a rule that is `text` and nothing else was meant to be, if not one of the words itself: a class or one
    /// of the `capabilities`. Names with a digit and names of several labels are what they are.
    pub fn by(text: &str, capabilities: impl Iterator<Item = &'static str>) -> Option<Self> {
        if !text.bytes().all(is_of_a_word) {
            return None;
        }
        let classes = Class::ALL.into_iter().map(Class::slug);
        let classes = classes.map(|word| (word, Self::Class(word)));
        let words = classes.chain(capabilities.map(|word| (word, Self::Capability(word))));
        let plain_text = plain(text);
        let near = words.filter_map(|(word, meant)| {
            let most = if word.len() >= LONG { 2 } else { 1 };
            let distance = distance(plain_text.as_bytes(), plain(word).as_bytes());
            (distance <= most).then_some((distance, word, meant))
        });
        match near.min_by_key(|(distance, ..)| *distance) {
            Some((_, word, _)) if word == text => None,
            Some((.., meant)) => Some(meant),
            None => {
                let other = OTHERS.into_iter().find(|(word, _)| *word == plain_text)?;
                Some(other.1)
            }
        }
    }
}

impl fmt::Display for Meant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Class(word) => write!(f, "is the class `{word}` meant"),
            Self::Capability(word) => write!(f, "is the capability `{word}` meant"),
            Self::AllAddresses => f.write_str("are all addresses meant, `*`"),
        }
    }
}

const fn is_of_a_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_')
}

/// Without what is written in several ways: capital letters, hyphens, underscores.
fn plain(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.into();
    }
    word.replace(['-', '_'], "").to_ascii_lowercase().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::policy::rule::CAPABILITIES;

    fn meant(text: &str) -> Option<Meant> {
        Meant::by(text, capabilities())
    }

    fn capabilities() -> impl Iterator<Item = &'static str> {
        CAPABILITIES.iter().map(|(word, _)| *word)
    }

    #[test]
    fn what_is_nearly_a_word_of_the_rules_is_meant_as_it() {
        use Meant::{AllAddresses, Capability, Class};
        for (text, word) in [
            ("linklocal", Class("link-local")),
            ("link_local", Class("link-local")),
            ("Link-Local", Class("link-local")),
            ("loopbak", Class("loopback")),
            ("lopback", Class("loopback")),
            ("lopbak", Class("loopback")),
            ("multi-cast", Class("multicast")),
            ("privat", Class("private")),
            ("publik", Class("public")),
            ("goggle", Class("google")),
            ("fpt", Capability("ftp")),
            ("FTP", Capability("ftp")),
            ("optionss", Capability("options")),
            ("option", Capability("options")),
            ("raws", Capability("raw")),
            ("unixx", Capability("unix")),
            ("Any", Capability("any")),
            ("socketpairs", Capability("socketpair")),
            ("socket_pair", Capability("socketpair")),
            ("gssapi", Capability("gss")),
            ("listening", Capability("listen")),
            ("control", Capability("options")),
            ("All", AllAddresses),
        ] {
            assert_eq!(meant(text), Some(word), "{text}");
        }
    }

    #[test]
    fn words_of_the_rules_and_usual_names_are_what_they_are() {
        let words = Class::ALL
            .into_iter()
            .map(Class::slug)
            .chain(capabilities());
        for text in words.chain([
            "localhost",
            "db",
            "redis",
            "mail",
            "web",
            "api",
            "app",
            "cache",
            "mysql",
            "postgres",
            "memcached",
            "smtp",
            "proxy",
            "queue",
            "search",
            "worker",
            "backend",
            "frontend",
            "database",
            "rabbitmq",
            "mongo",
            "nginx",
            "php",
            "auth",
            "admin",
            "local",
            "internal",
            // One letter more than may be wrong.
            "pubic-k",
            "unixes",
            "listener",
            "lopbk",
            // A digit, several labels, and whatever else is written in a name alone.
            "ftp1",
            "bind9",
            "raws.",
            "linklocal.",
            "fpt.test",
            "*",
            "",
        ]) {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
