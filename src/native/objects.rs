//! The objects whose calls lead to us: whose they are, and what their calls lead to otherwise. Found by
//! the address that a call returns to, on any thread and without a lock.

use super::function::Function;
use std::{
    ops::Range,
    ptr,
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicUsize, Ordering},
    },
};

/// Whose an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Belongs {
    /// PHP brought it: what it does on a thread of its own is PHP's too.
    Php = 1,
    /// The server has it as well: what it does is PHP's on a thread that serves a request of PHP.
    Shared = 2,
    /// It is the engine, or an extension with a door: the same, and its doors decide before it calls.
    Door = 3,
}

/// The most objects; the slots of what comes then are left as they are.
const ROOM: usize = 1024;

static OBJECTS: [Entry; ROOM] = [const { Entry::new() }; ROOM];
/// How many places were ever used.
static USED: AtomicUsize = AtomicUsize::new(0);

/// Whether their calls are looked at.
static ARE_LOOKED_AT: AtomicBool = AtomicBool::new(false);
/// Whether a slot of any object led elsewhere than ours.
static SOME_LED_ELSEWHERE: AtomicBool = AtomicBool::new(false);

/// Looks for objects that came since.
static LOOK_AGAIN: OnceLock<fn()> = OnceLock::new();

/// An object, or the place of one that is gone. Its words are read one by one, so that a reader may find
/// it half written; it is free while `end` is 0.
pub(super) struct Entry {
    start: AtomicUsize,
    end: AtomicUsize,
    belongs: AtomicU8,
    /// The path that it was loaded by.
    path: AtomicPtr<String>,
    /// One of the slots that lead to us; 0 for an object without any.
    slot: AtomicUsize,
    /// What a slot of it led to, where that is not what our own leads to.
    others: [AtomicUsize; Function::ALL.len()],
}

impl Entry {
    const fn new() -> Self {
        Self {
            start: AtomicUsize::new(0),
            end: AtomicUsize::new(0),
            belongs: AtomicU8::new(0),
            path: AtomicPtr::new(ptr::null_mut()),
            slot: AtomicUsize::new(0),
            others: [const { AtomicUsize::new(0) }; Function::ALL.len()],
        }
    }

    fn path(&self) -> &'static str {
        // SAFETY: a path that was put here stays.
        unsafe { self.path.load(Ordering::Acquire).as_ref() }.map_or("", String::as_str)
    }

    /// The name of its file; of the program, none.
    pub(super) fn name(&self) -> &'static str {
        let path = self.path();
        path.rsplit('/').next().unwrap_or(path)
    }

    /// One of the slots that were made to lead to us.
    pub(super) fn slot(&self) -> Option<usize> {
        match self.slot.load(Ordering::Acquire) {
            0 => None,
            slot => Some(slot),
        }
    }

    /// Remembers such a slot.
    pub(super) fn set_slot(&self, slot: usize) {
        self.slot.store(slot, Ordering::Release);
    }

    pub(super) fn belongs(&self) -> Belongs {
        match self.belongs.load(Ordering::Relaxed) {
            2 => Belongs::Shared,
            3 => Belongs::Door,
            _ => Belongs::Php,
        }
    }

    /// What the slot of `function` led to; `None` where that is what our own leads to.
    pub(super) fn other(&self, function: Function) -> Option<usize> {
        match self.others[function as usize].load(Ordering::Acquire) {
            0 => None,
            other => Some(other),
        }
    }

    /// Remembers that a slot led elsewhere.
    pub(super) fn set_other(&self, function: Function, other: usize) {
        self.others[function as usize].store(other, Ordering::Release);
        SOME_LED_ELSEWHERE.store(true, Ordering::Relaxed);
    }

    fn is_at(&self, place: &Range<usize>) -> bool {
        self.end.load(Ordering::Acquire) == place.end
            && self.start.load(Ordering::Relaxed) == place.start
    }

    fn contains(&self, address: usize) -> bool {
        address < self.end.load(Ordering::Acquire) && address >= self.start.load(Ordering::Relaxed)
    }
}

fn used() -> &'static [Entry] {
    &OBJECTS[..USED.load(Ordering::Acquire).min(ROOM)]
}

/// Whether calls are looked at.
#[inline]
pub(super) fn are_looked_at() -> bool {
    ARE_LOOKED_AT.load(Ordering::Relaxed)
}

/// Says so, or that they are not.
pub(super) fn set_looked_at(looked_at: bool) {
    ARE_LOOKED_AT.store(looked_at, Ordering::Relaxed);
}

/// Whether a call may have to go on to something else than what our own leads to.
#[inline]
pub(super) fn some_led_elsewhere() -> bool {
    SOME_LED_ELSEWHERE.load(Ordering::Relaxed)
}

/// Says what looks for objects that came since.
pub(super) fn look_again_by(look: fn()) {
    let _ = LOOK_AGAIN.set(look);
}

/// Looks for them.
pub(super) fn look_again() {
    if let Some(look) = LOOK_AGAIN.get() {
        look();
    }
}

/// The object that has `address`.
pub(super) fn at(address: usize) -> Option<&'static Entry> {
    used().iter().find(|entry| entry.contains(address))
}

/// The object at `place`, if it is known by this path.
pub(super) fn known(place: &Range<usize>, path: &[u8]) -> Option<&'static Entry> {
    let is_known = |entry: &&Entry| entry.is_at(place) && entry.path().as_bytes() == path;
    used().iter().find(is_known)
}

/// Adds an object. By one thread at a time. `None` where there are too many.
pub(super) fn add(place: &Range<usize>, path: &[u8], belongs: Belongs) -> Option<&'static Entry> {
    let free = |entry: &&Entry| entry.end.load(Ordering::Relaxed) == 0;
    // One that had the path before has a copy of it.
    let had = used()
        .iter()
        .filter(free)
        .find(|entry| entry.path().as_bytes() == path);
    let entry = match had.or_else(|| used().iter().find(free)) {
        Some(entry) => entry,
        None => {
            let index = USED.load(Ordering::Relaxed);
            let entry = OBJECTS.get(index)?;
            USED.store(index + 1, Ordering::Release);
            entry
        }
    };
    if entry.path().as_bytes() != path {
        let path = Box::new(String::from_utf8_lossy(path).into_owned());
        entry.path.store(Box::into_raw(path), Ordering::Release);
    }
    entry.slot.store(0, Ordering::Relaxed);
    for other in &entry.others {
        other.store(0, Ordering::Relaxed);
    }
    entry.belongs.store(belongs as u8, Ordering::Relaxed);
    entry.start.store(place.start, Ordering::Relaxed);
    entry.end.store(place.end, Ordering::Release);
    Some(entry)
}

/// Forgets the objects of which `is_there` says that they are gone. By one thread at a time.
pub(super) fn retain(is_there: impl Fn(&Range<usize>) -> bool) {
    for entry in used() {
        let place = entry.start.load(Ordering::Relaxed)..entry.end.load(Ordering::Relaxed);
        if place.end != 0 && !is_there(&place) {
            entry.end.store(0, Ordering::Release);
        }
    }
}

/// How many there are that have slots which lead to us.
pub(super) fn count() -> usize {
    let is_there =
        |entry: &&Entry| entry.end.load(Ordering::Relaxed) != 0 && entry.slot().is_some();
    used().iter().filter(is_there).count()
}
