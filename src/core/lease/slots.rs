//! Slots by descriptor. Not what is in them.

use std::os::fd::RawFd;

/// How many slots are made at once.
const BLOCK: usize = 32;

/// Slots by descriptor, made in blocks as far as descriptors go: nothing is moved when there are more,
/// nor room kept for twice as many.
#[derive(Debug)]
pub(super) struct Slots<T>(Vec<Box<[Option<T>; BLOCK]>>);

impl<T> Slots<T> {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// The slot of a descriptor, made if need be. `None` for what is no descriptor.
    pub(super) fn make(&mut self, socket: RawFd) -> Option<&mut Option<T>> {
        let block = usize::try_from(socket).ok()? / BLOCK;
        while self.0.len() <= block {
            self.0.push(Box::new([const { None }; BLOCK]));
        }
        self.slot(socket)
    }

    #[inline]
    pub(super) fn slot(&mut self, socket: RawFd) -> Option<&mut Option<T>> {
        let index = usize::try_from(socket).ok()?;
        self.0.get_mut(index / BLOCK)?.get_mut(index % BLOCK)
    }

    /// What is in a slot.
    #[inline]
    pub(super) fn get(&mut self, socket: RawFd) -> Option<&mut T> {
        self.slot(socket)?.as_mut()
    }

    /// All that is in slots, with its descriptor.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (RawFd, &mut T)> {
        let slots = self.0.iter_mut().flat_map(|block| block.iter_mut());
        slots
            .enumerate()
            .filter_map(|(socket, slot)| Some((socket as RawFd, slot.as_mut()?)))
    }

    /// All descriptors that have slots, empty ones too.
    pub(super) fn descriptors(&self) -> std::ops::Range<RawFd> {
        0..(self.0.len() * BLOCK) as RawFd
    }
}
