//! `name=value` on a command line.

/// The arguments of a client.
pub struct Arguments<'a>(&'a [&'a str]);

impl<'a> Arguments<'a> {
    pub fn new(words: &'a [&'a str]) -> Self {
        Self(words)
    }

    pub fn text(&self, name: &str) -> &'a str {
        let mut pairs = self.0.iter().filter_map(|word| word.split_once('='));
        pairs
            .find(|(key, _)| *key == name)
            .map_or_else(|| panic!("{name}= is missing"), |(_, value)| value)
    }

    pub fn number(&self, name: &str) -> usize {
        let text = self.text(name);
        text.parse()
            .unwrap_or_else(|_| panic!("{name}={text} is no number"))
    }
}
