//! The lines of decisions that were made without PHP, until a thread of PHP writes them. Where they go
//! is not here.
//!
//! It is a list that grows by one exchange of a pointer and is taken as a whole, so no thread ever
//! waits for another, and none that a fork left behind.

use crate::core::host::fork;
use std::{
    ptr,
    sync::atomic::{AtomicPtr, AtomicUsize, Ordering},
};

/// The most lines that wait; what comes then is counted.
const ROOM: usize = 1024;

static JOURNAL: Journal = Journal::new();

/// A line, and what it has in common with those that repeat it.
#[derive(Debug)]
pub struct Entry {
    /// All but the page.
    pub common: String,
    /// As it is written.
    pub line: String,
}

impl From<String> for Entry {
    fn from(line: String) -> Self {
        Self {
            common: line.clone(),
            line,
        }
    }
}

struct Journal {
    latest: AtomicPtr<Node>,
    waiting: AtomicUsize,
    lost: AtomicUsize,
}

struct Node {
    entry: Entry,
    /// The generation of the process that wrote it: a child of fork does not tell what its parent will.
    written_by: u32,
    before: *mut Node,
}

/// Puts a line down, on any thread.
pub(super) fn write(entry: Entry) {
    JOURNAL.write(entry);
}

/// Whether no line waits: one load.
#[inline]
#[must_use]
pub fn is_empty() -> bool {
    JOURNAL.is_empty()
}

/// The lines that wait, the oldest first. How many were too many is a line of its own.
#[must_use]
pub fn take() -> Vec<Entry> {
    JOURNAL.take()
}

impl Journal {
    const fn new() -> Self {
        Self {
            latest: AtomicPtr::new(ptr::null_mut()),
            waiting: AtomicUsize::new(0),
            lost: AtomicUsize::new(0),
        }
    }

    fn write(&self, entry: Entry) {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= ROOM {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            self.lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let node = Box::into_raw(Box::new(Node {
            entry,
            written_by: fork::generation(),
            before: ptr::null_mut(),
        }));
        let mut latest = self.latest.load(Ordering::Relaxed);
        loop {
            // SAFETY: the node is this thread's until it is in the list.
            unsafe { (*node).before = latest };
            let put = self.latest.compare_exchange_weak(
                latest,
                node,
                Ordering::Release,
                Ordering::Relaxed,
            );
            match put {
                Ok(_) => return,
                Err(found) => latest = found,
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.latest.load(Ordering::Relaxed).is_null()
    }

    fn take(&self) -> Vec<Entry> {
        let mut lines = Vec::new();
        let mut node = self.latest.swap(ptr::null_mut(), Ordering::Acquire);
        while !node.is_null() {
            // SAFETY: what was taken from the list is this thread's, and was made by `write`.
            let taken = *unsafe { Box::from_raw(node) };
            node = taken.before;
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            if taken.written_by == fork::generation() {
                lines.push(taken.entry);
            }
        }
        lines.reverse();
        match self.lost.swap(0, Ordering::Relaxed) {
            0 => {}
            lost => lines.push(Entry::from(format!(
                "aesock has left out {lost} lines about native code: more than {ROOM} were waiting"
            ))),
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn lines_of_all_threads_are_taken_once_in_the_order_of_each_and_have_a_bound() {
        const THREADS: usize = 4;
        const EACH: usize = 100;
        let journal = Journal::new();
        let journal = &journal;
        thread::scope(|scope| {
            for thread in 0..THREADS {
                scope.spawn(move || {
                    (0..EACH).for_each(|line| journal.write(format!("{thread} {line:03}").into()))
                });
            }
        });
        assert!(!journal.is_empty());
        let lines = journal.take();
        assert_eq!(lines.len(), THREADS * EACH);
        for thread in 0..THREADS {
            let of_thread = lines
                .iter()
                .map(|entry| &entry.line)
                .filter(|line| line.starts_with(&thread.to_string()));
            assert!(of_thread.is_sorted());
        }
        assert!(journal.is_empty() && journal.take().is_empty());

        (0..ROOM + 5).for_each(|line| journal.write(line.to_string().into()));
        let lines = journal.take();
        assert_eq!(lines.len(), ROOM + 1);
        assert!(lines[ROOM].line.contains("left out 5 lines"));
    }
}
