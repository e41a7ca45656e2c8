//! The documents tell of every reason, in the words of the code.

use aesock::core::reason::{Reason, Verdict};

#[test]
fn every_reason_is_in_the_table_of_errors() {
    let table = include_str!("../docs/errors.md");
    for reason in Reason::ALL {
        let sentence = reason.about("...");
        let row = match (reason.verdict(), reason) {
            (Verdict::Allow, _) => format!("| `{}` | {sentence} |", reason.slug()),
            // Their sentence is the flaw or the quota alone.
            (Verdict::Deny, Reason::InvalidTarget | Reason::Quota) => {
                format!("| `{}` | {} |", reason.slug(), reason.errno())
            }
            (Verdict::Deny, _) => {
                format!("| `{}` | {} | {sentence} |", reason.slug(), reason.errno())
            }
        };
        assert!(table.contains(&row), "docs/errors.md lacks: {row}");
    }
}
