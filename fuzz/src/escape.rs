//! Text that a script chose, on its way to a terminal or a log.

use crate::assert_printable;
use aesock::core::{
    escape::{Escaped, Token},
    log::Line,
    reason::Reason,
};

/// Input: the text.
pub fn check(input: &[u8]) {
    let (escaped, token) = (Escaped(input).to_string(), Token(input).to_string());
    assert_printable(&escaped);
    assert_printable(&token);
    assert!(!token.contains(' '), "{token}");
    for printed in [&escaped, &token] {
        assert_eq!(unescape(printed), shown(input), "{printed}");
    }
    if let Ok(text) = str::from_utf8(input) {
        assert_fields(text);
    }
}

/// A line of the log keeps its fields, whatever application, file and page are called.
fn assert_fields(application: &str) {
    let line = Line {
        target: &"tcp://10.0.0.5:80",
        reason: Reason::Private,
        rule: None,
        application,
        via: "fsockopen",
        named: None,
        at: Some((application, 7)),
        page: Some(("GET", application)),
        counts: true,
    };
    let line = line.to_string();
    let fields: Vec<_> = line.split(' ').collect();
    let [
        "aesock",
        "deny",
        _,
        "reason=private",
        "rule=-",
        app,
        "via=fsockopen",
        at,
        page,
    ] = fields[..]
    else {
        panic!("{line}");
    };
    let app = app.strip_prefix("app=");
    let at = at.strip_prefix("at=");
    assert_eq!(app, at.and_then(|at| at.strip_suffix(":7")), "{line}");
    assert_eq!(app, page.strip_prefix("page=GET:"), "{line}");
}

/// As much of `input` as is printed.
fn shown(input: &[u8]) -> Vec<u8> {
    const LONGEST: usize = 256;
    match input.get(..LONGEST) {
        Some(start) if input.len() > LONGEST => [start, b"..."].concat(),
        _ => input.to_vec(),
    }
}

/// What was escaped, again.
fn unescape(printed: &str) -> Vec<u8> {
    let mut parts = printed.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (number, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(number, 16).expect("two digits follow"));
        bytes.extend(rest.as_bytes());
    }
    bytes
}
