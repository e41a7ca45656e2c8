//! The addresses of names by the hosts file. It reads no file: it gets the text.
//!
//! Lists of unwanted names make hosts files of hundreds of thousands of lines, and each worker has its own.
//! So the text stays as it is, and 8 bytes for each name tell where that is.

use super::answer::Addresses;
use rustc_hash::FxHasher;
use std::{
    hash::Hasher,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// Not hickory's parser: that one gives up at the first line that is not UTF-8, and keeps the
/// address families apart, which loses the order of the file.
#[derive(Debug)]
pub(super) struct Hosts {
    /// Lines of `address name alias...`, where `#` begins a comment.
    text: String,
    /// The names, by their hash and then in the order of the file.
    names: Vec<Place>,
    loopback: Addresses,
}

/// Where a name begins. The hash is the greater part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    hash: u32,
    offset: u32,
}

impl Hosts {
    /// Takes the text of a hosts file, of which the first 4 GiB count.
    pub(super) fn new(text: String) -> Self {
        let mut names: Vec<_> = places(&text).collect();
        names.shrink_to_fit();
        names.sort_unstable();
        let loopback = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        Self {
            text,
            names,
            loopback: loopback.into_iter().collect(),
        }
    }

    /// The addresses of `name` (in lowercase, without a trailing dot), in the order of the file.
    ///
    /// `localhost` and the names below it are loopback where the file does not say otherwise, and
    /// never a matter of DNS: RFC 6761, section 6.3.
    pub(super) fn get(&self, name: &str) -> Option<Addresses> {
        let mut listed: Vec<IpAddr> = Vec::new();
        for address in self.listed(name) {
            if !listed.contains(&address) {
                listed.push(address);
            }
        }
        if !listed.is_empty() {
            return Some(listed.into_iter().collect());
        }
        let is_local = name == "localhost" || name.ends_with(".localhost");
        is_local.then(|| self.loopback.clone())
    }

    /// The address of each line that lists `name`.
    fn listed(&self, name: &str) -> impl Iterator<Item = IpAddr> {
        let hash = hash(name);
        let first = self.names.partition_point(|place| place.hash < hash);
        let alike = self.names[first..].iter();
        alike
            .take_while(move |place| place.hash == hash)
            .filter_map(move |place| {
                let offset = place.offset as usize;
                let word = self.text[offset..].split_ascii_whitespace().next()?;
                let word = word.split('#').next()?;
                if !bare(word).eq_ignore_ascii_case(name) {
                    return None;
                }
                let line = self.text[..offset].rfind('\n').map_or(0, |end| end + 1);
                address(&self.text[line..offset])
            })
    }
}

/// Where the names are in `text`.
fn places(text: &str) -> impl Iterator<Item = Place> {
    text.lines().flat_map(move |line| {
        let content = line.split_once('#').map_or(line, |(content, _)| content);
        let has_address = address(content).is_some();
        let names = content.split_ascii_whitespace().skip(1);
        names.filter(move |_| has_address).filter_map(move |name| {
            Some(Place {
                hash: hash(bare(name)),
                offset: u32::try_from(name.as_ptr().addr() - text.as_ptr().addr()).ok()?,
            })
        })
    })
}

/// The address that a line begins with.
fn address(line: &str) -> Option<IpAddr> {
    line.split_ascii_whitespace().next()?.parse().ok()
}

/// The hash of a name in any case.
fn hash(name: &str) -> u32 {
    let mut hasher = FxHasher::default();
    name.bytes()
        .for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
    hasher.finish() as u32
}

/// `name` without the dot that marks it as absolute.
pub(super) fn bare(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str, name: &str) -> Vec<String> {
        let addresses = Hosts::new(text.to_owned()).get(name);
        addresses
            .iter()
            .flat_map(|list| list.iter())
            .map(IpAddr::to_string)
            .collect()
    }

    #[test]
    fn a_name_has_the_addresses_of_all_matching_lines_in_their_order() {
        let text = "# web\n192.0.2.1 WWW.test web# front\n2001:db8::1\tweb\r\n192.0.2.1 web\n";

        assert_eq!(host(text, "web"), ["192.0.2.1", "2001:db8::1"]);
        assert_eq!(host(text, "www.test"), ["192.0.2.1"]);
        for none in ["front", "we", "eb", "192.0.2.1", ""] {
            assert!(host(text, none).is_empty(), "{none}");
        }
    }

    #[test]
    fn lines_without_an_address_are_passed_over() {
        let text = "web 192.0.2.1\n\n\u{fffd}\nfe80::1%lo web\n  192.0.2.2 my_web. \u{e9}.test";

        assert!(host(text, "web").is_empty());
        assert_eq!(host(text, "my_web"), ["192.0.2.2"]);
        assert_eq!(host(text, "\u{e9}.test"), ["192.0.2.2"]);
    }

    #[test]
    fn localhost_and_the_names_below_it_are_loopback_unless_the_file_says_otherwise() {
        let text = "127.0.0.2 localhost";

        assert_eq!(host(text, "localhost"), ["127.0.0.2"]);
        assert_eq!(host(text, "a.localhost"), ["127.0.0.1", "::1"]);
        assert_eq!(host("", "localhost"), ["127.0.0.1", "::1"]);
        assert!(host("", "notlocalhost").is_empty());
    }

    #[test]
    #[cfg_attr(miri, ignore = "so many take hours there")]
    fn a_long_file_takes_8_bytes_a_name_beside_its_text() {
        let lines = (0..100_000).map(|number| format!("0.0.0.{} n{number}.test\n", number % 256));
        let hosts = Hosts::new(lines.collect());

        assert_eq!(size_of::<Place>(), 8);
        assert_eq!(hosts.names.capacity(), 100_000);
        for number in [0, 1, 255, 256, 99_999] {
            let address = IpAddr::from([0, 0, 0, (number % 256) as u8]);
            let found = hosts.get(&format!("n{number}.test")).unwrap();
            assert_eq!(found[..], [address]);
        }
        assert_eq!(hosts.get("n100000.test"), None);
    }
}
