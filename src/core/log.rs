//! The lines of the log: their form, and which repeat. Where they go is the boundary's matter.

mod file;

pub use file::{Flaw, LogFile, LogFileError};

use super::{escape::Token, reason::Reason};
use std::{
    fmt,
    net::IpAddr,
    time::{Duration, Instant},
};

/// One decision, as the log tells it: `aesock deny tcp://db.internal:80 reason=private rule=- app=shop
/// via=fsockopen name=db.internal address=10.8.0.7 at=/srv/shop/index.php:12 page=GET:/cart`.
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
    /// The name that was decided on, and the address that it has.
    pub named: Option<(&'a str, IpAddr)>,
    /// File and line of that call.
    pub at: Option<(&'a str, u32)>,
    /// Method and path of the page.
    pub page: Option<(&'a str, &'a str)>,
    /// Whether the decision counts, or is only told (audit mode).
    pub counts: bool,
}

impl Line<'_> {
    /// What two lines have in common that repeat: all but the page.
    #[must_use]
    pub fn repeated(&self) -> String {
        Line {
            page: None,
            ..*self
        }
        .to_string()
    }

    fn write_context(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, address)) = self.named {
            write!(f, " name={} address={address}", Token(name.as_bytes()))?;
        }
        if let Some((file, line)) = self.at {
            write!(f, " at={}:{line}", Token(file.as_bytes()))?;
        }
        if let Some((method, path)) = self.page {
            let (method, path) = (Token(method.as_bytes()), Token(path.as_bytes()));
            write!(f, " page={method}:{path}")?;
        }
        if self.counts {
            Ok(())
        } else {
            f.write_str(" mode=audit")
        }
    }
}

/// How lines are written (`aesock.log_format`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Words, with `key=value` behind the target.
    Text,
    /// An object of JSON with the same fields.
    Json,
}

impl Line<'_> {
    /// The line in a format.
    #[must_use]
    pub fn in_format(&self, format: Format) -> String {
        match format {
            Format::Text => self.to_string(),
            Format::Json => Json(self).to_string(),
        }
    }
}

/// A library and the function that called it, or the function alone. Only the first word may look like a key with
/// its value.
struct Via<'a>(&'a str);

impl fmt::Display for Via<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = self.0.split(' ');
        write!(f, "{}", Token(names.next().unwrap_or_default().as_bytes()))?;
        for name in names {
            let name = Token(name.as_bytes()).to_string();
            write!(f, " {}", name.replace('=', "\\x3d"))?;
        }
        Ok(())
    }
}

/// A line as an object of JSON.
struct Json<'a>(&'a Line<'a>);

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.0;
        let mut first = true;
        let mut field = |name: &str, value: &dyn fmt::Display| {
            let comma = if std::mem::take(&mut first) { '{' } else { ',' };
            write!(f, "{comma}\"{name}\":{}", JsonText(&value.to_string()))
        };
        field("verdict", &line.reason.verdict())?;
        field("target", line.target)?;
        field("reason", &line.reason.slug())?;
        field("rule", &line.rule.unwrap_or("-"))?;
        field("app", &Token(line.application.as_bytes()))?;
        field("via", &Via(line.via))?;
        if let Some((name, address)) = line.named {
            field("name", &Token(name.as_bytes()))?;
            field("address", &address)?;
        }
        if let Some((file, number)) = line.at {
            field("at", &format_args!("{}:{number}", Token(file.as_bytes())))?;
        }
        if let Some((method, path)) = line.page {
            let (method, path) = (Token(method.as_bytes()), Token(path.as_bytes()));
            field("page", &format_args!("{method}:{path}"))?;
        }
        if !line.counts {
            field("mode", &"audit")?;
        }
        f.write_str("}")
    }
}

/// A text as JSON writes it.
struct JsonText<'a>(&'a str);

impl fmt::Display for JsonText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for character in self.0.chars() {
            match character {
                '"' | '\\' => write!(f, "\\{character}")?,
                control if control.is_control() => write!(f, "\\u{:04x}", u32::from(control))?,
                other => write!(f, "{other}")?,
            }
        }
        f.write_str("\"")
    }
}

/// A line that is no decision, in a format.
#[must_use]
pub fn note(text: String, format: Format) -> String {
    match format {
        Format::Text => text,
        Format::Json => format!("{{\"message\":{}}}", JsonText(&text)),
    }
}

/// A line with the time before it, as a file has it: as PHP's own log writes it, or the first field of an
/// object.
#[must_use]
pub fn stamped(line: &str, time: &str, iso_time: &str) -> String {
    match line.strip_prefix('{') {
        Some(fields) => format!("{{\"time\":\"{iso_time}\",{fields}"),
        None => format!("[{time}] {line}"),
    }
}

/// The name that a target as it is shown leads to: `db.internal` of `tcp://db.internal:5432`.
#[must_use]
pub fn name_of(target: &str) -> Option<&str> {
    let peer = target
        .strip_prefix("tcp://")
        .or_else(|| target.strip_prefix("udp://"))?;
    let (host, _) = peer.rsplit_once(':')?;
    let is_name = !host.starts_with('[') && host.parse::<IpAddr>().is_err();
    is_name.then_some(host)
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            target,
            reason,
            rule,
            application,
            via,
            ..
        } = self;
        let application = Token(application.as_bytes());
        write!(
            f,
            "aesock {} {target} reason={}",
            reason.verdict(),
            reason.slug()
        )?;
        write!(
            f,
            " rule={} app={application} via={}",
            rule.unwrap_or("-"),
            Via(via)
        )?;
        self.write_context(f)
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
    /// What repeats, and the line that was printed of it.
    common: String,
    text: String,
    since: Instant,
    repeated: u32,
}

impl Recent {
    fn summary(self) -> Option<String> {
        let Self { text, repeated, .. } = self;
        (repeated > 0).then(|| match text.strip_suffix('}') {
            Some(fields) if text.starts_with('{') => format!("{fields},\"repeated\":{repeated}}}"),
            _ => format!("{text} repeated={repeated}"),
        })
    }
}

impl Repeats {
    /// That none did.
    pub const fn new() -> Self {
        Self { recent: Vec::new() }
    }

    /// The lines to print now that `text` was said: summaries of what repeated and is over, and
    /// `text` unless what it has in `common` with others repeats itself.
    pub fn say(&mut self, common: String, text: String, now: Instant) -> Vec<String> {
        let mut lines = self.over(now);
        let is_known = |recent: &&mut Recent| recent.common == common;
        if let Some(recent) = self.recent.iter_mut().find(is_known) {
            recent.repeated += 1;
            return lines;
        }
        if self.recent.len() == REMEMBERED {
            lines.extend(self.recent.remove(0).summary());
        }
        lines.push(text.clone());
        self.recent.push(Recent {
            common,
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

    /// The summaries of all that repeated, where nothing more is to be counted.
    pub fn flush(&mut self) -> Vec<String> {
        self.take(|_| true)
    }

    /// The summaries of what repeated and whose second is over.
    pub fn over(&mut self, now: Instant) -> Vec<String> {
        self.take(|recent| now.duration_since(recent.since) >= WINDOW)
    }

    fn take(&mut self, is_over: impl Fn(&Recent) -> bool) -> Vec<String> {
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
            named: None,
            at: None,
            page: None,
            counts: true,
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
        let line = Line {
            via: "x at=y.so f",
            ..line
        };
        assert!(line.to_string().ends_with(" via=x at\\x3dy.so f"));
    }

    #[test]
    fn who_did_it_stands_behind_what_was_decided() {
        let line = Line {
            target: &"tcp://db.internal:80",
            reason: Reason::Private,
            rule: None,
            application: "shop",
            via: "fsockopen",
            named: Some(("db.internal", [10, 8, 0, 7].into())),
            at: Some(("/srv/a b.php", 12)),
            page: Some(("GET", "/cart\n")),
            counts: false,
        };
        let context = " name=db.internal address=10.8.0.7 at=/srv/a\\x20b.php:12 page=GET:/cart\\x0a mode=audit";
        let text = line.to_string();
        assert!(text.ends_with(&format!("via=fsockopen{context}")), "{text}");
        let elsewhere = Line {
            page: Some(("POST", "/")),
            ..line
        };
        assert_eq!(elsewhere.repeated(), line.repeated());
        let other_line = Line {
            at: Some(("/srv/a b.php", 13)),
            ..line
        };
        assert_ne!(other_line.repeated(), line.repeated());
    }

    #[test]
    fn an_object_has_the_same_fields() {
        let line = Line {
            target: &"unix://a\"b",
            reason: Reason::Unix,
            rule: None,
            application: "shop",
            via: "fsockopen",
            named: None,
            at: Some(("/srv/a b.php", 12)),
            page: None,
            counts: false,
        };
        let fields = r#""verdict":"deny","target":"unix://a\"b","reason":"unix","rule":"-","app":"shop","via":"fsockopen","at":"/srv/a\\x20b.php:12","mode":"audit""#;
        let object = line.in_format(Format::Json);
        assert_eq!(object, format!("{{{fields}}}"));
        assert_eq!(
            stamped(&object, "-", "2026-11-30T09:00:00Z"),
            format!(r#"{{"time":"2026-11-30T09:00:00Z",{fields}}}"#)
        );
        let (mut repeats, now) = (Repeats::default(), Instant::now());
        repeats.say("common".to_owned(), object.clone(), now);
        repeats.say("common".to_owned(), object, now);
        assert_eq!(repeats.flush(), [format!(r#"{{{fields},"repeated":1}}"#)]);
        assert_eq!(
            note("a\tb".to_owned(), Format::Json),
            r#"{"message":"a\u0009b"}"#
        );
        assert_eq!(stamped("aesock", "now", "-"), "[now] aesock");
    }

    #[test]
    fn the_name_in_a_target_is_found_and_an_address_is_none() {
        for (target, name) in [
            ("tcp://db.internal:5432", Some("db.internal")),
            ("udp://a.b.:53", Some("a.b.")),
            ("tcp://10.0.0.5:80", None),
            ("tcp://[::1]:80", None),
            ("unix:///run/x:1", None),
            ("curl:CURLOPT_INTERFACE", None),
            ("tcp", None),
        ] {
            assert_eq!(name_of(target), name, "{target}");
        }
    }

    #[test]
    fn a_line_that_repeats_within_a_second_is_counted() {
        let (mut repeats, start) = (Repeats::default(), Instant::now());
        assert_eq!(repeats.say("a".to_owned(), "a".to_owned(), start), ["a"]);
        assert_eq!(repeats.say("b".to_owned(), "b".to_owned(), start), ["b"]);
        assert!(
            repeats
                .say("a".to_owned(), "a".to_owned(), start + WINDOW / 2)
                .is_empty()
        );
        assert!(
            repeats
                .say(
                    "a".to_owned(),
                    "a".to_owned(),
                    start + WINDOW - Duration::from_nanos(1)
                )
                .is_empty()
        );
        assert_eq!(
            repeats.say("a".to_owned(), "a".to_owned(), start + WINDOW),
            ["a repeated=2", "a"]
        );
        assert!(repeats.flush().is_empty(), "nothing repeated since");
    }

    #[test]
    fn what_repeated_is_told_at_the_end() {
        let (mut repeats, now) = (Repeats::default(), Instant::now());
        repeats.say("a".to_owned(), "a".to_owned(), now);
        repeats.say("a".to_owned(), "a".to_owned(), now);
        assert!(repeats.over(now + WINDOW / 2).is_empty());
        assert!(!repeats.is_empty());
        assert_eq!(repeats.flush(), ["a repeated=1"]);
        assert!(repeats.flush().is_empty());
    }

    #[test]
    fn what_repeated_is_told_when_its_second_is_over() {
        let (mut repeats, now) = (Repeats::default(), Instant::now());
        repeats.say("a".to_owned(), "a".to_owned(), now);
        repeats.say("b".to_owned(), "b".to_owned(), now + WINDOW / 2);
        repeats.say("a".to_owned(), "a".to_owned(), now + WINDOW / 2);
        assert_eq!(repeats.over(now + WINDOW), ["a repeated=1"]);
        assert!(repeats.over(now + 2 * WINDOW).is_empty(), "b came once");
        assert!(repeats.is_empty());
    }

    #[test]
    fn many_different_lines_are_all_printed_and_memory_stays_bounded() {
        let (mut repeats, now) = (Repeats::default(), Instant::now());
        let printed = (0..1000)
            .map(|number| {
                repeats
                    .say(number.to_string(), number.to_string(), now)
                    .len()
            })
            .sum::<usize>();
        assert_eq!((printed, repeats.recent.len()), (1000, REMEMBERED));
    }
}
