//! What processes do to words that they share: a slot is claimed, a window is used. Which words these are, and
//! what they count, is not here. `models/` runs this very file under every interleaving.

use super::{AtomicU64, Ordering};

/// Gives a word its only value. Whether it has that one now.
pub(super) fn settle(cell: &AtomicU64, value: u64) -> bool {
    match cell.load(Ordering::Acquire) {
        0 => cell
            .compare_exchange(0, value, Ordering::AcqRel, Ordering::Acquire)
            .map_or_else(|found| found == value, |_| true),
        found => found == value,
    }
}

/// Makes words those of a name, unless they are another's: its length first, and then the words of it, of which
/// none is zero. What a killed process began is ended by the next one with the same name.
pub(super) fn claim<'a>(
    length: &AtomicU64,
    words: impl Iterator<Item = (&'a AtomicU64, u64)>,
    name_length: u64,
) -> bool {
    settle(length, name_length)
        && words
            .take_while(|(_, word)| *word != 0)
            .all(|(cell, word)| settle(cell, word))
}

/// How many bits of a word are the amount; those above are the number of the window.
const AMOUNT_BITS: u32 = 44;
/// The greatest amount.
pub(super) const MOST: u64 = (1 << AMOUNT_BITS) - 1;
/// The numbers of windows repeat after so many: minutes after almost two years.
pub(super) const NUMBERS: u64 = 1 << (u64::BITS - AMOUNT_BITS);

/// A minute or a day, and what was used in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// How many there were since 1970.
    pub(super) number: u64,
    pub(super) used: u64,
}

impl Window {
    /// The window of `word` where it is number `present`, else an unused one of that number. One that
    /// another process has just begun is the present one too.
    pub(super) fn unpack(word: u64, present: u64) -> Self {
        let (number, used) = (word >> AMOUNT_BITS, word & MOST);
        match number.wrapping_sub(present) % NUMBERS {
            ahead @ (0 | 1) => Self {
                number: present + ahead,
                used,
            },
            _ => Self {
                number: present,
                used: 0,
            },
        }
    }

    pub(super) fn pack(self) -> u64 {
        (self.number % NUMBERS) << AMOUNT_BITS | self.used
    }

    /// The one that `word` has, where number `present` is the present one.
    pub(super) fn of(word: &AtomicU64, present: u64) -> Self {
        Self::unpack(word.load(Ordering::Relaxed), present)
    }
}

/// Changes the window of `word` where number `present` is the present one. The window that was changed, or
/// the one that `change` refused.
pub(super) fn change(
    word: &AtomicU64,
    present: u64,
    change: impl Fn(Window) -> Option<Window>,
) -> Result<Window, Window> {
    let unpack = |word| Window::unpack(word, present);
    let changed = |word| change(unpack(word)).map(Window::pack);
    word.fetch_update(Ordering::Relaxed, Ordering::Relaxed, changed)
        .map(unpack)
        .map_err(unpack)
}

/// Takes an amount, if that leaves no more used than `limit`. The window that it was taken of, or the one that
/// does not have it.
pub(super) fn take(
    word: &AtomicU64,
    present: u64,
    amount: u64,
    limit: u64,
) -> Result<Window, Window> {
    change(word, present, |window| {
        let used = window.used.checked_add(amount)?;
        (used <= limit).then_some(Window { used, ..window })
    })
}

/// Counts an amount, whatever the limit.
pub(super) fn count(word: &AtomicU64, present: u64, amount: u64) {
    // Counting never refuses.
    let _ = change(word, present, |window| {
        let used = window.used.saturating_add(amount).min(MOST);
        Some(Window { used, ..window })
    });
}

/// Undoes [`take`], unless the window is over.
pub(super) fn give_back(word: &AtomicU64, amount: u64, taken: Window) {
    let undo = |word: u64| {
        let is_same = word >> AMOUNT_BITS == taken.number % NUMBERS;
        is_same.then(|| word - amount.min(word & MOST))
    };
    // Of a window that is over, nothing is left to undo.
    let _ = word.fetch_update(Ordering::Relaxed, Ordering::Relaxed, undo);
}
