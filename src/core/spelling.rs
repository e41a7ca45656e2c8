//! How far a word is from another one, to ask whether that was meant.

/// How many letters are missing, too many, wrong, or exchanged with their neighbour (optimal string alignment).
#[must_use]
pub fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let replaced = last[j] + usize::from(a[i] != b[j]);
            let mut least = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_missing_added_wrong_or_exchanged_is_one_step() {
        for (a, b, steps) in [
            ("", "", 0),
            ("", "ab", 2),
            ("deny", "deny", 0),
            ("denny", "deny", 1),
            ("den", "deny", 1),
            ("dend", "deny", 1),
            ("edny", "deny", 1),
            ("fpt", "ftp", 1),
            ("ftp", "raw", 3),
        ] {
            assert_eq!(distance(a.as_bytes(), b.as_bytes()), steps, "{a} {b}");
            assert_eq!(distance(b.as_bytes(), a.as_bytes()), steps, "{b} {a}");
        }
    }
}
