//! Where names are looked up, and in which order: the line `hosts` of nsswitch.conf(5). Of its sources
//! `files` and `dns` are known; it looks nothing up.

/// A source of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The hosts file.
    Files,
    /// The name servers.
    Dns,
}

/// When a source is the last one that is asked, apart from when it has an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// It is not.
    Never,
    /// Where it has no such name (`[NOTFOUND=return]`).
    NotFound,
    /// Whatever it says (also `[UNAVAIL=return]`).
    Always,
}

/// The sources in their order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sources {
    known: Vec<(Source, Last)>,
    /// Those that only the C library can ask.
    foreign: Vec<String>,
}

/// What glibc takes where no file says otherwise.
const DEFAULT: &str = "files dns";

impl Sources {
    /// Reads the text of an nsswitch.conf.
    pub(super) fn parse(text: &str) -> Self {
        let line = text.lines().find_map(|line| {
            let line = line.split('#').next()?.trim_start();
            line.strip_prefix("hosts")?.trim_start().strip_prefix(':')
        });
        let line = line.unwrap_or(DEFAULT).to_ascii_lowercase();
        let mut sources = Self {
            known: Vec::new(),
            foreign: Vec::new(),
        };
        let mut is_foreign = true;
        for part in parts(&line) {
            let is_action = part.starts_with('[');
            match (part, sources.known.last_mut()) {
                (_, Some((_, last))) if is_action && !is_foreign => *last = action(part, *last),
                _ if is_action => {}
                ("files", _) => sources.known.push((Source::Files, Last::Never)),
                ("dns", _) => sources.known.push((Source::Dns, Last::Never)),
                (name, _) => sources.foreign.push(name.to_owned()),
            }
            is_foreign = is_foreign && is_action || !is_action && !matches!(part, "files" | "dns");
        }
        sources
    }

    /// Those that count, in their order.
    pub(super) fn known(&self) -> &[(Source, Last)] {
        &self.known
    }

    /// The names of those that are passed over.
    pub(super) fn foreign(&self) -> &[String] {
        &self.foreign
    }
}

/// The words of a line, and what is in brackets.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let length = match rest.as_bytes().first()? {
            b'[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            _ => rest
                .find(|end: char| end.is_ascii_whitespace() || end == '[')
                .unwrap_or(rest.len()),
        };
        let (part, behind) = rest.split_at(length);
        rest = behind;
        Some(part)
    })
}

/// What the actions in brackets say about a source, which was `before` the last one.
fn action(text: &str, before: Last) -> Last {
    let words = text.trim_matches(['[', ']']).split_ascii_whitespace();
    words.fold(before, |last, word| match word {
        "notfound=return" if last == Last::Never => Last::NotFound,
        // Whatever the status is, but for the one that they name.
        "!success=return" | "!tryagain=return" => Last::Always,
        "!unavail=return" if last == Last::Never => Last::NotFound,
        "notfound=continue" => Last::Never,
        _ => last,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(line: &str) -> Vec<(Source, Last)> {
        Sources::parse(line).known
    }

    #[test]
    fn the_order_is_that_of_the_line_and_files_before_dns_without_one() {
        use Last::Never;
        use Source::{Dns, Files};

        for none in ["", "passwd: dns files\n", "# hosts: dns", "hostsx: dns"] {
            assert_eq!(known(none), [(Files, Never), (Dns, Never)], "{none}");
        }
        assert_eq!(
            known("hosts: dns files # files dns"),
            [(Dns, Never), (Files, Never)]
        );
        assert_eq!(known("  hosts :files"), [(Files, Never)]);
        assert_eq!(known("hosts:"), []);
    }

    #[test]
    fn other_sources_are_told_and_passed_over_with_their_actions() {
        let line = "hosts: mymachines resolve [!UNAVAIL=return] files mdns4_minimal [NOTFOUND=return] dns myhostname";
        let sources = Sources::parse(line);

        assert_eq!(
            sources.known,
            [(Source::Files, Last::Never), (Source::Dns, Last::Never)]
        );
        assert_eq!(
            sources.foreign,
            ["mymachines", "resolve", "mdns4_minimal", "myhostname"]
        );
    }

    #[test]
    fn an_action_ends_the_search_at_its_source() {
        for (action, last) in [
            ("[NOTFOUND=return]", Last::NotFound),
            ("[ !UNAVAIL=return ]", Last::NotFound),
            ("[!SUCCESS=return]", Last::Always),
            ("[SUCCESS=return]", Last::Never),
            ("[UNAVAIL=continue TRYAGAIN=continue]", Last::Never),
        ] {
            let line = format!("hosts: dns {action} files");
            assert_eq!(
                known(&line),
                [(Source::Dns, last), (Source::Files, Last::Never)],
                "{action}"
            );
        }
    }
}
