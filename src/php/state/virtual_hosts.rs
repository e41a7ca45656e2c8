//! What Apache's configuration says to PHP (`php_admin_value` and its like), as far as it names settings. Their
//! values PHP takes by itself, for each request those of its virtual host and folder.

use super::settings;
use crate::php::sys::{self, apache::each_directive};

/// The names that Apache's configuration gives to settings of aesock, and that none has.
///
/// # Safety
/// While modules start.
pub(in crate::php) unsafe fn misnamed() -> Vec<Vec<u8>> {
    let mut names = Vec::new();
    if sys::sapi_name() == b"apache2handler" {
        // SAFETY: the caller's contract.
        unsafe {
            each_directive(|directive, arguments| names.extend(misnamed_in(directive, arguments)));
        }
    }
    names
}

/// The name that a directive gives to a setting of aesock, if none has it.
fn misnamed_in(directive: &[u8], arguments: &[u8]) -> Option<Vec<u8>> {
    const DIRECTIVES: [&[u8]; 4] = [
        b"php_value",
        b"php_flag",
        b"php_admin_value",
        b"php_admin_flag",
    ];
    let is_for_php = DIRECTIVES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(directive));
    let name = first_word(arguments);
    (is_for_php && settings::is_misnamed(name)).then(|| name.to_vec())
}

/// The first argument, which may stand in quotes.
fn first_word(arguments: &[u8]) -> &[u8] {
    let arguments = arguments.trim_ascii_start();
    let (quote, rest) = match arguments {
        [quote @ (b'"' | b'\''), rest @ ..] => (Some(*quote), rest),
        _ => (None, arguments),
    };
    let is_end = |byte: &u8| quote.map_or(byte.is_ascii_whitespace(), |quote| quote == *byte);
    rest.split(is_end).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::misnamed_in;

    #[test]
    fn a_directive_for_php_names_what_is_no_setting() {
        for (directive, arguments) in [
            ("php_admin_value", "aesock.denny 10.0.0.5"),
            ("PHP_Value", " 'aesock.denny' x"),
            ("php_admin_flag", "\"aesock.denny\" on"),
        ] {
            let found = misnamed_in(directive.as_bytes(), arguments.as_bytes());
            assert_eq!(
                found.as_deref(),
                Some(&b"aesock.denny"[..]),
                "{directive} {arguments}"
            );
        }
        for (directive, arguments) in [
            ("php_admin_value", "aesock.deny 10.0.0.5"),
            ("php_admin_value", "error_log aesock.denny"),
            ("SetEnv", "aesock.denny x"),
            ("php_value", ""),
        ] {
            let found = misnamed_in(directive.as_bytes(), arguments.as_bytes());
            assert_eq!(found, None, "{directive} {arguments}");
        }
    }
}
