//! The objects whose calls lead to us: whose they are, and what their calls lead to otherwise. Found by
//! the address that a call returns to, on any thread and without a lock.

use super::function::Function;
use std::{
    ffi::{CStr, CString, c_char},
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

static OBJECTS: Table = Table([const { Entry::new() }; ROOM]);
/// How many places were ever used.
static USED: AtomicUsize = AtomicUsize::new(0);

/// Whether their calls are looked at.
static ARE_LOOKED_AT: AtomicBool = AtomicBool::new(false);
/// Whether a slot of any object led elsewhere than ours.
static SOME_LED_ELSEWHERE: AtomicBool = AtomicBool::new(false);

/// Looks for objects that came since.
static LOOK_AGAIN: OnceLock<fn()> = OnceLock::new();

/// It begins with a page, since each page that is written to is memory of the process's own: most processes need one.
#[repr(align(4096))]
struct Table([Entry; ROOM]);

/// An object, or the place of one that is gone. Its words are read one by one, so that a reader may find
/// it half written; it is free while `end` is 0.
pub(super) struct Entry {
    start: AtomicUsize,
    end: AtomicUsize,
    belongs: AtomicU8,
    /// The path that it was loaded by.
    path: AtomicPtr<c_char>,
    /// One of the slots that lead to us; 0 for an object without any.
    slot: AtomicUsize,
    /// What a slot of it led to, where that is not what our own leads to. Few objects have any, and a
    /// process has a place for each object, whose pages are its own.
    others: AtomicPtr<Others>,
}

struct Others {
    /// By the function's number; 0 for none.
    functions: [AtomicUsize; Function::ALL.len()],
    /// What tells where the object's own C library has errno; 0 where that is ours.
    errno: AtomicUsize,
}

impl Entry {
    const fn new() -> Self {
        Self {
            start: AtomicUsize::new(0),
            end: AtomicUsize::new(0),
            belongs: AtomicU8::new(0),
            path: AtomicPtr::new(ptr::null_mut()),
            slot: AtomicUsize::new(0),
            others: AtomicPtr::new(ptr::null_mut()),
        }
    }

    fn path(&self) -> &'static [u8] {
        let path = self.path.load(Ordering::Acquire);
        if path.is_null() {
            return b"";
        }
        // SAFETY: a path that was put here stays, and ends with a NUL.
        unsafe { CStr::from_ptr(path) }.to_bytes()
    }

    /// The name of its file, as far as it is text; of the program, none.
    pub(super) fn name(&self) -> &'static str {
        let path = self.path();
        let name = path.rsplit(|&byte| byte == b'/').next().unwrap_or(path);
        let valid = name.utf8_chunks().next();
        valid.map_or("", |chunk| chunk.valid())
    }

    fn others(&self) -> Option<&'static Others> {
        // SAFETY: what was put there stays.
        unsafe { self.others.load(Ordering::Acquire).as_ref() }
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
        match self.others()?.functions[function as usize].load(Ordering::Acquire) {
            0 => None,
            other => Some(other),
        }
    }

    /// Remembers that a slot led elsewhere. By one thread at a time.
    pub(super) fn set_other(&self, function: Function, other: usize) {
        let others = self.others_to_set();
        others.functions[function as usize].store(other, Ordering::Release);
        SOME_LED_ELSEWHERE.store(true, Ordering::Relaxed);
    }

    /// Remembers what tells where its own C library has errno (`__errno_location`).
    pub(super) fn set_errno(&self, location: usize) {
        self.others_to_set()
            .errno
            .store(location, Ordering::Release);
    }

    /// The same, where that is not ours.
    pub(super) fn errno(&self) -> Option<usize> {
        let location = self.others()?.errno.load(Ordering::Acquire);
        (location != 0).then_some(location)
    }

    fn others_to_set(&self) -> &'static Others {
        self.others().unwrap_or_else(|| {
            let made = Box::into_raw(Box::new(Others {
                functions: [const { AtomicUsize::new(0) }; Function::ALL.len()],
                errno: AtomicUsize::new(0),
            }));
            self.others.store(made, Ordering::Release);
            // SAFETY: what was put there stays.
            unsafe { &*made }
        })
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
    &OBJECTS.0[..USED.load(Ordering::Acquire).min(ROOM)]
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
    let is_known = |entry: &&Entry| entry.is_at(place) && entry.path() == path;
    used().iter().find(is_known)
}

/// Adds an object. By one thread at a time. `None` where there are too many.
pub(super) fn add(place: &Range<usize>, path: &[u8], belongs: Belongs) -> Option<&'static Entry> {
    let free = |entry: &&Entry| entry.end.load(Ordering::Relaxed) == 0;
    // One that had the path before has a copy of it.
    let had = used()
        .iter()
        .filter(free)
        .find(|entry| entry.path() == path);
    let entry = match had.or_else(|| used().iter().find(free)) {
        Some(entry) => entry,
        None => {
            let index = USED.load(Ordering::Relaxed);
            let entry = OBJECTS.0.get(index)?;
            USED.store(index + 1, Ordering::Release);
            entry
        }
    };
    if entry.path() != path {
        let path = CString::new(path).unwrap_or_default();
        entry.path.store(path.into_raw(), Ordering::Release);
    }
    entry.slot.store(0, Ordering::Relaxed);
    if let Some(others) = entry.others() {
        for other in others.functions.iter().chain([&others.errno]) {
            other.store(0, Ordering::Relaxed);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_smaller_than_a_cache_line_since_a_process_has_one_for_each_of_its_many_libraries()
    {
        assert!(size_of::<Entry>() <= 48, "{}", size_of::<Entry>());
    }

    #[test]
    fn an_object_that_comes_again_has_its_path_and_nothing_of_what_was_there_before() {
        let (place, path) = (0x1000..0x2000, b"/usr/lib/libtest.so.1".as_slice());
        let entry = add(&place, path, Belongs::Php).unwrap();
        assert_eq!(
            (entry.name(), entry.other(Function::Connect)),
            ("libtest.so.1", None)
        );
        entry.set_other(Function::Connect, 7);
        assert_eq!(at(0x1fff).unwrap().other(Function::Connect), Some(7));
        assert_eq!(entry.other(Function::Bind), None);
        retain(|there| *there != place);
        assert!(at(0x1fff).is_none() && known(&place, path).is_none());
        let again = add(&place, path, Belongs::Shared).unwrap();
        assert!(ptr::eq(again, entry) && again.belongs() == Belongs::Shared);
        assert_eq!(again.other(Function::Connect), None);
        retain(|there| *there != place);
    }
}
