//! One decision that a log tells, as a line of keys or as an object of JSON. What comes of it is not
//! decided here.

use super::date::{Day, day_in};
use aesock::core::reason::{Reason, Verdict};
use serde_json::{Map, Value};
use std::{net::IpAddr, time::Duration};

/// A decision. Texts are as the script chose them: what prints them escapes them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Whether it was allowed, or would have been in audit mode.
    pub verdict: Verdict,
    /// What was decided on.
    pub target: String,
    /// The reason's slug, which may be one that this version does not know.
    pub reason: String,
    /// The rule that decided.
    pub rule: Option<String>,
    /// Owner of the socket.
    pub application: String,
    /// The function that the script called.
    pub via: String,
    /// The name that the address belongs to.
    pub name: Option<String>,
    /// The address that decided.
    pub address: Option<IpAddr>,
    /// File and line of the call.
    pub at: Option<String>,
    /// Method and URI of the page.
    pub page: Option<String>,
    /// How often it happened.
    pub times: u64,
    /// When.
    pub day: Option<Day>,
}

impl Entry {
    /// The reason, where this version knows it.
    pub fn known_reason(&self) -> Option<Reason> {
        reason_of(&self.reason)
    }

    /// Whether it is about a program or a direct call (`aesock.native=all`).
    pub fn is_beyond_libraries(&self) -> bool {
        self.via == "direct-call" || self.via.starts_with("program:")
    }
}

/// The reason that has this slug.
pub fn reason_of(slug: &str) -> Option<Reason> {
    let mut all = Reason::ALL.iter().copied();
    all.find(|reason| reason.slug() == slug)
}

/// What a line of a log holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Decisions: nginx writes several of them in one line.
    pub entries: Vec<Entry>,
    /// How many of them lack their end.
    pub cut: u64,
}

/// Keys under which other programs keep a line that they took from somewhere.
const WRAPPERS: [&str; 4] = ["log", "MESSAGE", "message", "msg"];
/// Keys under which there is a time.
const TIMES: [&str; 6] = ["time", "timestamp", "@timestamp", "date", "ts", "datetime"];

/// The decisions in `line` of a file that ended on the day `end`.
pub fn find(line: &str, end: Option<Day>) -> Found {
    let mut found = Found::default();
    if line.trim_start().starts_with('{') && find_json(line, None, end, &mut found) {
        return found;
    }
    find_text(line, end, &mut found);
    if found == Found::default()
        && let Some(at) = line.find('{')
    {
        find_json(&line[at..], day_in(&line[..at], end), end, &mut found);
    }
    found
}

// Lines of keys.

const VERDICTS: [(&str, Verdict); 2] = [
    ("aesock deny ", Verdict::Deny),
    ("aesock allow ", Verdict::Allow),
];

fn find_text(line: &str, end: Option<Day>, found: &mut Found) {
    let day = || day_in(line.split("aesock ").next().unwrap_or_default(), end);
    let mut rest = line;
    while let Some((verdict, behind)) = next_decision(rest) {
        match decision(verdict, behind) {
            Some(entry) => found.entries.push(Entry {
                day: day(),
                ..entry
            }),
            None => found.cut += 1,
        }
        rest = behind;
    }
}

/// The next decision, and what stands behind its verdict.
fn next_decision(text: &str) -> Option<(Verdict, &str)> {
    let found = VERDICTS.iter().filter_map(|(words, verdict)| {
        let at = text.find(words)?;
        Some((at, *verdict, &text[at + words.len()..]))
    });
    let (_, verdict, behind) = found.min_by_key(|(at, ..)| *at)?;
    Some((verdict, behind))
}

/// A target and its keys, up to the next decision. What is no key is stepped over: no word of it may hide the
/// keys behind it. The four first ones are in every line.
fn decision(verdict: Verdict, text: &str) -> Option<Entry> {
    let mut words = before_next_decision(text)
        .split_ascii_whitespace()
        .peekable();
    let mut keys = Keys::default();
    let target = unescaped(words.next()?);
    while let Some(word) = words.next() {
        let Some((key, value)) = key_and_value(word) else {
            continue;
        };
        let mut value = Told::of(value);
        // The library, and behind a space the function that called it.
        if key == "via"
            && !value.is_last
            && let Some(function) = words.next_if(|word| key_and_value(word).is_none())
        {
            value.add(function);
        }
        keys.take(key, value.text);
        if value.is_last {
            break;
        }
    }
    keys.entry(verdict, target)
}

fn before_next_decision(text: &str) -> &str {
    let ends = VERDICTS.iter().filter_map(|(words, _)| text.find(words));
    ends.min().map_or(text, |end| &text[..end])
}

fn key_and_value(word: &str) -> Option<(&str, &str)> {
    word.split_once('=').filter(|(key, _)| is_key(key))
}

/// What stands behind a key.
struct Told {
    text: String,
    /// Whether whoever handed the line on ended it here.
    is_last: bool,
}

impl Told {
    fn of(word: &str) -> Self {
        // What nginx and php-fpm put behind a line that they hand on.
        let plain = word.trim_end_matches(['"', ';', ',']);
        Self {
            text: unescaped(plain),
            is_last: plain.len() < word.len(),
        }
    }

    fn add(&mut self, word: &str) {
        let more = Self::of(word);
        self.text = format!("{} {}", self.text, more.text);
        self.is_last = more.is_last;
    }
}

fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// `\xNN` as the byte that it was.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let escaped = rest.strip_prefix(b"\\x").and_then(|hex| hex.get(..2));
        let escaped = escaped
            .and_then(|hex| str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let (plain, after) = match escaped {
            Some(escaped) => (escaped, &rest[4..]),
            None => (byte, behind),
        };
        bytes.push(plain);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[derive(Default)]
struct Keys {
    reason: Option<String>,
    rule: Option<String>,
    application: Option<String>,
    via: Option<String>,
    name: Option<String>,
    address: Option<String>,
    at: Option<String>,
    page: Option<String>,
    repeated: Option<u64>,
}

impl Keys {
    fn take(&mut self, key: &str, value: String) {
        let slot = match key {
            "reason" => &mut self.reason,
            "rule" => &mut self.rule,
            "app" => &mut self.application,
            "via" => &mut self.via,
            "name" => &mut self.name,
            "address" => &mut self.address,
            "at" => &mut self.at,
            "page" => &mut self.page,
            "repeated" => {
                // So bounded, sums do not overflow.
                self.repeated = value.parse::<u32>().ok().map(u64::from);
                return;
            }
            _ => return,
        };
        // The first one: nothing that a script chose stands before it.
        slot.get_or_insert(value);
    }

    fn entry(self, verdict: Verdict, target: String) -> Option<Entry> {
        let told = |value: Option<String>| value.filter(|value| value != "-" && !value.is_empty());
        let address = told(self.address);
        let address = address.map(|text| text.trim_matches(['[', ']']).parse());
        Some(Entry {
            verdict,
            target,
            reason: self.reason?,
            rule: told(Some(self.rule?)),
            application: self.application?,
            via: self.via?,
            name: told(self.name),
            address: address.and_then(Result::ok),
            at: told(self.at),
            page: told(self.page),
            times: self.repeated.unwrap_or(1),
            day: None,
        })
    }
}

// Objects.

/// Whether `text` begins with an object.
fn find_json(text: &str, day: Option<Day>, end: Option<Day>, found: &mut Found) -> bool {
    let is_ours = ["\"target\"", "\"reason\""]
        .iter()
        .all(|key| text.contains(key));
    if !is_ours && !text.contains("aesock") {
        return false;
    }
    let first = serde_json::Deserializer::from_str(text).into_iter().next();
    let Some(Ok(Value::Object(object))) = first else {
        found.cut += u64::from(is_ours);
        return false;
    };
    let day = day.or_else(|| day_of(&object, end));
    match entry_of(&object) {
        Some(entry) => found.entries.push(Entry { day, ..entry }),
        None => find_wrapped(&object, day, end, found),
    }
    true
}

fn find_wrapped(
    object: &Map<String, Value>,
    day: Option<Day>,
    end: Option<Day>,
    found: &mut Found,
) {
    let wrapped = WRAPPERS.iter().filter_map(|key| object.get(*key)?.as_str());
    for text in wrapped {
        let before = found.entries.len();
        find_text(text, end, found);
        if found.entries.len() == before
            && let Some(Ok(Value::Object(inner))) =
                serde_json::Deserializer::from_str(text).into_iter().next()
        {
            found.entries.extend(entry_of(&inner));
        }
        for entry in &mut found.entries[before..] {
            entry.day = entry.day.or(day);
        }
    }
}

fn entry_of(object: &Map<String, Value>) -> Option<Entry> {
    let target = unescaped(object.get("target")?.as_str()?);
    let is_without = object.get("rule").is_none_or(Value::is_null);
    let mut keys = Keys {
        rule: is_without.then(|| "-".to_owned()),
        ..Keys::default()
    };
    for (key, value) in object {
        match value {
            // Escaped as in a line of keys, and once more for JSON.
            Value::String(text) => keys.take(key, unescaped(text)),
            Value::Number(number) => keys.take(key, number.to_string()),
            _ => {}
        }
    }
    let reason = keys.reason.as_deref().and_then(reason_of);
    let said = ["verdict", "decision"]
        .iter()
        .find_map(|key| object.get(*key)?.as_str());
    let verdict = match (reason, said) {
        (Some(reason), _) => reason.verdict(),
        (None, Some("allow")) => Verdict::Allow,
        (None, _) => Verdict::Deny,
    };
    keys.entry(verdict, target)
}

fn day_of(object: &Map<String, Value>, end: Option<Day>) -> Option<Day> {
    let microseconds = object.get("__REALTIME_TIMESTAMP").and_then(Value::as_str);
    if let Some(Ok(microseconds)) = microseconds.map(str::parse) {
        return Some(Day::after(Duration::from_micros(microseconds)));
    }
    TIMES.iter().find_map(|key| match object.get(*key)? {
        Value::String(text) => day_in(text, end),
        Value::Number(number) => {
            let seconds = number
                .as_f64()
                .filter(|seconds| (0.0..1e11).contains(seconds))?;
            Some(Day::after(Duration::from_secs_f64(seconds)))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LINE: &str = "aesock deny tcp://10.0.0.5:80 reason=private rule=- app=shop via=fsockopen";

    fn one(line: &str) -> Entry {
        let mut found = find(line, None);
        assert_eq!(
            (found.entries.len(), found.cut),
            (1, 0),
            "{line}: {found:?}"
        );
        found.entries.remove(0)
    }

    fn entry() -> Entry {
        Entry {
            verdict: Verdict::Deny,
            target: "tcp://10.0.0.5:80".to_owned(),
            reason: "private".to_owned(),
            rule: None,
            application: "shop".to_owned(),
            via: "fsockopen".to_owned(),
            name: None,
            address: None,
            at: None,
            page: None,
            times: 1,
            day: None,
        }
    }

    fn dated() -> Entry {
        Entry {
            day: day_in("2026-11-30", None),
            ..entry()
        }
    }

    #[test]
    fn a_line_is_read_wherever_a_server_put_it() {
        assert_eq!(one(LINE), entry());
        for line in [
            format!("[30-Nov-2026 08:24:06 UTC] {LINE}"),
            format!(
                "[30-Nov-2026 08:24:06] WARNING: [pool www] child 7 said into stderr: \"{LINE}\""
            ),
            format!(
                "2026/11/30 08:24:06 [error] 1#1: *1 FastCGI sent in stderr: \"PHP message: {LINE}\" while reading"
            ),
            format!("[Mon Nov 30 08:24:06.1 2026] [php:notice] [pid 1] [client 1.2.3.4:5] {LINE}"),
            format!(
                "{{\"log\":\"{LINE}\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-30T08:24:06Z\"}}"
            ),
            format!("{{\"__REALTIME_TIMESTAMP\":\"1796026446000000\",\"MESSAGE\":\"{LINE}\"}}"),
        ] {
            assert_eq!(one(&line), dated(), "{line}");
        }
    }

    #[test]
    fn nginx_has_several_in_a_line_and_cuts_the_last() {
        let line = format!(
            "2026/11/30 x: \"PHP message: {LINE}; PHP message: {LINE}; PHP message: aesock deny tcp://10.0.0.5:80 rea"
        );
        let found = find(&line, None);
        assert_eq!((found.entries, found.cut), (vec![dated(), dated()], 1));
    }

    #[test]
    fn later_keys_are_read_and_unknown_ones_stepped_over() {
        let line = format!(
            "{LINE} new=1 name=db.internal address=10.0.0.5 at=/srv/a\\x20b.php:7 page=GET:/?a=1 mode=audit repeated=3"
        );
        let expected = Entry {
            name: Some("db.internal".to_owned()),
            address: "10.0.0.5".parse().ok(),
            at: Some("/srv/a b.php:7".to_owned()),
            page: Some("GET:/?a=1".to_owned()),
            times: 3,
            ..entry()
        };
        assert_eq!(one(&line), expected);
        let none = format!("{LINE} name=- address=- at=- page=-");
        assert_eq!(one(&none), entry());
    }

    #[test]
    fn the_function_behind_a_library_is_a_part_of_via_and_hides_no_key() {
        let line = LINE.replace("via=fsockopen", "via=libpq.so.5 pg_connect");
        let expected = Entry {
            via: "libpq.so.5 pg_connect".to_owned(),
            ..entry()
        };
        assert_eq!(one(&line), expected);
        let handed_on = format!("FastCGI sent in stderr: \"PHP message: {line}\" while reading");
        assert_eq!(one(&handed_on), expected);
        let known = Entry {
            at: Some("/srv/db.php:12".to_owned()),
            page: Some("GET:/cart".to_owned()),
            times: 3,
            ..expected.clone()
        };
        let context = "at=/srv/db.php:12 page=GET:/cart mode=audit repeated=3";
        assert_eq!(one(&format!("{line} {context}")), known);
        // Nor does what is no key hide the next decision, or take its keys.
        let found = find(&format!("{line} {line} words {context}"), None);
        assert_eq!((found.entries, found.cut), (vec![expected, known], 0));
    }

    #[test]
    fn an_object_has_the_same_keys() {
        let keys = "\"target\":\"tcp://10.0.0.5:80\",\"reason\":\"private\",\"app\":\"shop\",\"via\":\"fsockopen\"";
        for rule in ["", ",\"rule\":null", ",\"rule\":\"-\""] {
            assert_eq!(one(&format!("{{{keys}{rule}}}")), entry());
        }
        let more = format!(
            "{{{keys},\"verdict\":\"deny\",\"rule\":\"x\",\"page\":\"GET:/\\u0001\\\\x20\",\"repeated\":2,\"extra\":[1],\"time\":1796026446}}"
        );
        let expected = Entry {
            rule: Some("x".to_owned()),
            page: Some("GET:/\u{1} ".to_owned()),
            times: 2,
            ..dated()
        };
        assert_eq!(one(&more), expected);
        assert_eq!(
            one(&format!("[30-Nov-2026 08:24:06 UTC] {{{keys}}}")),
            dated()
        );
        let cut = find(&format!("{{{keys},\"at\":\"/sr"), None);
        assert_eq!((cut.entries.len(), cut.cut), (0, 1));
    }

    #[test]
    fn a_reason_of_a_later_version_is_kept_with_its_verdict() {
        let line = LINE.replace("private", "moon").replace("deny", "allow");
        let found = one(&line);
        assert_eq!(
            (found.reason.as_str(), found.verdict),
            ("moon", Verdict::Allow)
        );
        assert_eq!(found.known_reason(), None);
    }

    #[test]
    fn what_is_no_decision_is_stepped_over() {
        for line in [
            "",
            "PHP Warning: x",
            "aesock does not cover: ffi",
            "{\"aesock\":1}",
            "{",
            "aesock denied",
        ] {
            assert_eq!(find(line, None), Found::default(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_line_is_too_strange(before in any::<String>(), at in 0..LINE.len(), between in any::<String>()) {
            let (head, tail) = LINE.split_at(at);
            for line in [format!("{before}{LINE}{between}"), format!("{head}{between}{tail}"), format!("{{{between}{LINE}")] {
                let found = find(&line, day_in("2026-11-30", None));
                prop_assert!(found.entries.len() <= 1);
            }
        }
    }
}
