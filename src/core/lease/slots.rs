//! Slots by descriptor. Not what is in them.

use std::os::fd::RawFd;

/// How many slots are made at once.
const BLOCK: usize = 32;

/// Slots by descriptor, made in blocks where something is put: nothing is moved when there are more, nor
/// room kept for twice as many, nor for descriptors below that are something else's.
#[derive(Debug)]
pub(super) struct Slots<T>(Vec<Option<Box<[Option<T>; BLOCK]>>>);

impl<T> Slots<T> {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// The slot of a descriptor, made if need be. `None` for what is no descriptor.
    pub(super) fn make(&mut self, socket: RawFd) -> Option<&mut Option<T>> {
        let block = usize::try_from(socket).ok()? / BLOCK;
        if self.0.len() <= block {
            self.0.resize_with(block + 1, || None);
        }
        self.0[block].get_or_insert_with(|| Box::new([const { None }; BLOCK]));
        self.slot(socket)
    }

    #[inline]
    pub(super) fn slot(&mut self, socket: RawFd) -> Option<&mut Option<T>> {
        let index = usize::try_from(socket).ok()?;
        let block = self.0.get_mut(index / BLOCK)?.as_mut()?;
        block.get_mut(index % BLOCK)
    }

    /// What is in a slot.
    #[inline]
    pub(super) fn get(&mut self, socket: RawFd) -> Option<&mut T> {
        self.slot(socket)?.as_mut()
    }

    /// All that is in slots, with its descriptor.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (RawFd, &mut T)> {
        let blocks = (0..).step_by(BLOCK).zip(&mut self.0);
        let slots = blocks.flat_map(|(first, block)| {
            (first..).zip(block.iter_mut().flat_map(|block| block.iter_mut()))
        });
        slots.filter_map(|(socket, slot)| Some((socket, slot.as_mut()?)))
    }

    /// All descriptors up to the last that has a slot.
    pub(super) fn descriptors(&self) -> std::ops::Range<RawFd> {
        0..(self.0.len() * BLOCK) as RawFd
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_put_somewhere_takes_room() {
        let mut slots = Slots::new();
        for socket in [3, 4, 100_000] {
            *slots.make(socket).unwrap() = Some(socket);
        }
        assert_eq!(slots.0.iter().flatten().count(), 2);
        assert_eq!(slots.slot(50_000), None);
        assert_eq!(slots.slot(-1), None);
        let all: Vec<_> = slots.iter_mut().map(|(at, what)| (at, *what)).collect();
        assert_eq!(all, [(3, 3), (4, 4), (100_000, 100_000)]);
        assert!(slots.descriptors().contains(&100_000));
    }
}
