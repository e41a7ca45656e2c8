//! The lines of the log: their form, and which repeat. Where they go is the boundary's matter.

use super::{escape::Token, reason::Reason};
use std::{
    fmt,
    time::{Duration, Instant},
};

/// One decision, as the log tells it: `aesock deny tcp://10.0.0.5:80 reason=private rule=- app=shop
/// via=fsockopen`.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// What was decided on.
    pub target: &'a dyn fmt::Display,
    /// What was decided, and why.
    pub reason: Reason,
    /// The rule that decided.
    pub rule: Option<&'a str>,
    /// Owner of the socket.
    pub application: &'a str,
    /// The function that the script called; before it, with a space, the library that did what was decided on.
    pub via: &'a str,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            target,
            reason,
            rule,
            application,
            via,
        } = self;
        let application = Token(application.as_bytes());
        write!(
            f,
            "aesock {} {target} reason={}",
            reason.verdict(),
            reason.slug()
        )?;
        write!(f, " rule={} app={application} via=", rule.unwrap_or("-"))?;
        // A library, and the function that called it.
        for (index, name) in via.split(' ').enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{}", Token(name.as_bytes()))?;
        }
        Ok(())
    }
}

/// How long an equal line is counted instead of printed.
const WINDOW: Duration = Duration::from_secs(1);
/// The most different lines whose repeats are counted at a time.
const REMEMBERED: usize = 32;

/// Counts lines that repeat within a second.
#[derive(Debug, Default)]
pub struct Repeats {
    recent: Vec<Recent>,
}

#[derive(Debug)]
struct Recent {
    text: String,
    since: Instant,
    repeated: u32,
}

impl Recent {
    fn summary(self) -> Option<String> {
        (self.repeated > 0).then(|| format!("{} repeated={}", self.text, self.repeated))
    }
}

impl Repeats {
    /// The lines to print now that `text` was said: summaries of what repeated and is over, and
    /// `text` unless it repeats itself.
    pub fn say(&mut self, text: String, now: Instant) -> Vec<String> {
        let mut lines = self.over(|recent| now.duration_since(recent.since) >= WINDOW);
        if let Some(recent) = self.recent.iter_mut().find(|recent| recent.text == text) {
            recent.repeated += 1;
            return lines;
        }
        if self.recent.len() == REMEMBERED {
            lines.extend(self.recent.remove(0).summary());
        }
        lines.push(text.clone());
        self.recent.push(Recent {
            text,
            since: now,
            repeated: 0,
        });
        lines
    }

    /// Whether no line may repeat one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.recent.is_empty()
    }

    /// The summaries of all that repeated, at the end of a request.
    pub fn flush(&mut self) -> Vec<String> {
        self.over(|_| true)
    }

    fn over(&mut self, is_over: impl Fn(&Recent) -> bool) -> Vec<String> {
        self.recent
            .extract_if(.., |recent| is_over(recent))
            .filter_map(Recent::summary)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_its_keys_in_a_fixed_order() {
        let line = Line {
            target: &"tcp://10.0.0.5:80",
            reason: Reason::Private,
            rule: None,
            application: "a\nb c",
            via: "fsockopen",
        };
        assert_eq!(
            line.to_string(),
            "aesock deny tcp://10.0.0.5:80 reason=private rule=- app=a\\x0ab\\x20c via=fsockopen"
        );
        let line = Line {
            reason: Reason::Rule,
            rule: Some("10.0.0.0/8"),
            application: "shop",
            ..line
        };
        assert_eq!(
            line.to_string(),
            "aesock allow tcp://10.0.0.5:80 reason=rule rule=10.0.0.0/8 app=shop via=fsockopen"
        );
        let line = Line {
            via: "libpq.so.5 pg_connect",
            ..line
        };
        assert!(line.to_string().ends_with(" via=libpq.so.5 pg_connect"));
    }

    #[test]
    fn a_line_that_repeats_within_a_second_is_counted() {
        let (mut repeats, start) = (Repeats::default(), Instant::now());
        assert_eq!(repeats.say("a".to_owned(), start), ["a"]);
        assert_eq!(repeats.say("b".to_owned(), start), ["b"]);
        assert!(repeats.say("a".to_owned(), start + WINDOW / 2).is_empty());
        assert!(
            repeats
                .say("a".to_owned(), start + WINDOW - Duration::from_nanos(1))
                .is_empty()
        );
        assert_eq!(
            repeats.say("a".to_owned(), start + WINDOW),
            ["a repeated=2", "a"]
        );
        assert!(repeats.flush().is_empty(), "nothing repeated since");
    }

    #[test]
    fn what_repeated_is_told_at_the_end() {
        let (mut repeats, now) = (Repeats::default(), Instant::now());
        repeats.say("a".to_owned(), now);
        repeats.say("a".to_owned(), now);
        assert_eq!(repeats.flush(), ["a repeated=1"]);
        assert!(repeats.flush().is_empty());
    }

    #[test]
    fn many_different_lines_are_all_printed_and_memory_stays_bounded() {
        let (mut repeats, now) = (Repeats::default(), Instant::now());
        let printed = (0..1000)
            .map(|number| repeats.say(number.to_string(), now).len())
            .sum::<usize>();
        assert_eq!((printed, repeats.recent.len()), (1000, REMEMBERED));
    }
}
