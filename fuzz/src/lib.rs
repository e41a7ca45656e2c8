//! What must hold for every input, one module a fuzz target. Not how inputs are found: that is
//! libFuzzer's matter (`fuzz_targets/`), and the corpora keep what it found.

pub mod address;
pub mod answer;
pub mod corpus;
pub mod escape;
pub mod google;
pub mod naive;
pub mod registries;
pub mod rule;
pub mod rules;
pub mod rules_file;
pub mod settings;
pub mod target;
pub mod usage_file;

/// The check of one input.
pub type Check = fn(&[u8]);

/// Every target, by name.
pub const TARGETS: [(&str, Check); 9] = [
    ("address", address::check),
    ("answer", answer::check),
    ("escape", escape::check),
    ("google", google::check),
    ("rule", rule::check),
    ("rules_file", rules_file::check),
    ("settings", settings::check),
    ("target", target::check),
    ("usage_file", usage_file::check),
];

/// Fails unless `text`, which people read in a terminal, is one line of printable ASCII.
#[track_caller]
fn assert_printable(text: &str) {
    assert!(
        text.bytes().all(|byte| matches!(byte, b' '..=b'~')),
        "not printable: {text:?}"
    );
}
