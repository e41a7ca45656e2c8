//! Lists of the engine that take turns: one is in force, the others wait, each for its owner. Who owns
//! what is not decided here.

use crate::php::sys::persistent::{List, Place};

/// The lists of a thread for one place.
pub(super) struct Shelf<Owner> {
    /// Whose the list in force is, if that has been said.
    current: Option<Owner>,
    /// Those that wait, the one that was in force last at the end.
    others: Vec<(Owner, List)>,
}

/// Whether the list in force is a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chosen {
    New,
    Kept,
}

impl<Owner: Copy + PartialEq> Shelf<Owner> {
    pub(super) const fn new() -> Self {
        Self {
            current: None,
            others: Vec::new(),
        }
    }

    /// Puts the list of `owner` in force.
    ///
    /// # Safety
    /// On a thread of PHP, to which the place belongs, while nothing goes through the list.
    pub(super) unsafe fn choose(&mut self, owner: Owner, place: Place) -> Chosen {
        let Some(before) = self.current.replace(owner) else {
            return Chosen::New;
        };
        if before == owner {
            return Chosen::Kept;
        }
        let kept = self.others.iter().position(|(other, _)| *other == owner);
        // SAFETY: the caller's contract.
        unsafe {
            let (mut list, chosen) = match kept {
                Some(index) => (self.others.remove(index).1, Chosen::Kept),
                None => (List::new(place), Chosen::New),
            };
            list.exchange(place);
            self.others.push((before, list));
            chosen
        }
    }

    /// Takes the one out that waits longest, where more than so many wait.
    pub(super) fn take_beyond(&mut self, most: usize) -> Option<List> {
        (self.others.len() > most).then(|| self.others.remove(0).1)
    }

    /// Takes out all that wait.
    pub(super) fn take_others(&mut self) -> impl Iterator<Item = List> + use<Owner> {
        let others = std::mem::take(&mut self.others);
        others.into_iter().map(|(_, list)| list)
    }
}
