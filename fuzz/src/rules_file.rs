//! The text of a file of rules. Not when it is read.

use crate::assert_printable;
use aesock::core::policy::rules_file::Rules;

/// Input: the file.
pub fn check(input: &[u8]) {
    match Rules::parse(input) {
        Ok(rules) => assert_eq!(Rules::parse(written(&rules).as_bytes()), Ok(rules)),
        Err(error) => assert_printable(&error.to_string()),
    }
}

/// One rule a line.
fn written(rules: &Rules) -> String {
    let allow = rules.allow.iter().map(|rule| ("allow", rule));
    let deny = rules.deny.iter().map(|rule| ("deny", rule));
    allow
        .chain(deny)
        .map(|(verb, rule)| format!("{verb} {}\n", rule.text))
        .collect()
}
