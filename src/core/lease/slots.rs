//! Slots by descriptor. Not what is in them.
//!
//! They take room for as long as something is in them: a page that has twenty thousand sockets leaves a
//! worker as it was, once [`Slots::trim`] was called.

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
        // A negative one is beyond all blocks.
        let index = socket as u32 as usize;
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

    /// The first descriptor from `socket` on that has something in its slot. What has no block is not
    /// visited.
    pub(super) fn next(&self, socket: RawFd) -> Option<RawFd> {
        let from = usize::try_from(socket).ok()?;
        let first = from / BLOCK;
        let blocks = self.0.get(first..)?.iter().zip(first..);
        blocks
            .filter_map(|(block, number)| Some((block.as_ref()?, number * BLOCK)))
            .flat_map(|(block, start)| block.iter().zip(start..))
            .find(|(slot, number)| slot.is_some() && *number >= from)
            .and_then(|(_, number)| RawFd::try_from(number).ok())
    }

    /// Whether there is nothing, and no room was made.
    #[inline]
    pub(super) fn is_unused(&self) -> bool {
        self.0.capacity() == 0
    }

    /// Gives the room back of blocks that nothing is in.
    pub(super) fn trim(&mut self) {
        for block in &mut self.0 {
            if block
                .as_ref()
                .is_some_and(|block| block.iter().all(Option::is_none))
            {
                *block = None;
            }
        }
        let last = self.0.iter().rposition(Option::is_some);
        self.0.truncate(last.map_or(0, |last| last + 1));
        if self.0.capacity() > 2 * self.0.len() + BLOCK {
            self.0.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_put_somewhere_takes_room() {
        let mut slots = Slots::new();
        assert!(slots.is_unused());
        for socket in [3, 4, 100_000] {
            *slots.make(socket).unwrap() = Some(socket);
        }
        assert_eq!(slots.0.iter().flatten().count(), 2);
        assert!(!slots.is_unused());
        assert_eq!(slots.slot(50_000), None);
        assert_eq!(slots.slot(-1), None);
        let all: Vec<_> = slots.iter_mut().map(|(at, what)| (at, *what)).collect();
        assert_eq!(all, [(3, 3), (4, 4), (100_000, 100_000)]);
        let mut visited = Vec::new();
        while let Some(socket) = slots.next(visited.last().map_or(0, |last| last + 1)) {
            visited.push(socket);
        }
        assert_eq!(visited, [3, 4, 100_000]);
        assert_eq!(slots.next(RawFd::MAX), None);
    }

    #[test]
    fn room_is_given_back_where_nothing_is_any_more() {
        let mut slots = Slots::new();
        for socket in 0..20_000 {
            *slots.make(socket).unwrap() = Some(socket);
        }
        for socket in (0..20_000).filter(|socket| *socket != 40) {
            *slots.slot(socket).unwrap() = None;
        }
        slots.trim();
        assert_eq!(slots.next(0), Some(40));
        assert_eq!((slots.0.len(), slots.0.iter().flatten().count()), (2, 1));
        assert!(slots.0.capacity() < 100);
        *slots.slot(40).unwrap() = None;
        slots.trim();
        assert_eq!((slots.next(0), slots.0.len()), (None, 0));
    }
}
