//! The engine's ways from its own code into code that a script chose, watched for a time. What is to
//! be done there is the watcher's.

use super::{
    generated::{execute_internal, zend_execute_ex, zend_execute_internal},
    per_thread, zend_execute_data, zval,
};
use std::{
    cell::Cell,
    ptr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicPtr, Ordering},
    },
};

type Execute = unsafe extern "C" fn(*mut zend_execute_data);
type ExecuteInternal = unsafe extern "C" fn(*mut zend_execute_data, *mut zval);

/// What stood where we stand: kept, since what comes later may lead back to us.
static EXECUTE: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());
static EXECUTE_INTERNAL: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());

/// How many threads watch.
static WATCHING: Mutex<usize> = Mutex::new(0);

/// Who wants to know before code of a script runs, as one static value.
pub(in crate::php) struct Watcher {
    /// What is done then. It calls nothing that may bail out.
    pub(in crate::php) action: fn(),
}

/// The most watchers at a time.
const WATCHERS: usize = 4;

per_thread! {
    static WATCHES: Cell<[Option<Watch>; WATCHERS]> = Cell::new([None; WATCHERS]);
}

/// A watcher of this thread, and how many calls of it are under way.
#[derive(Clone, Copy)]
struct Watch {
    watcher: &'static Watcher,
    depth: usize,
}

/// Has `watcher` told each time before the engine's own code calls a function of a script, or one
/// that a script chose, on this thread. Such a call is one of an error handler, an output callback,
/// an autoloader, a destructor, a generator; code that was suspended goes on by one. Whether it will
/// be told.
///
/// # Safety
/// On a thread of PHP.
pub(in crate::php) unsafe fn watch(watcher: &'static Watcher) -> bool {
    let mut watches = WATCHES.get();
    let is_first = watches.iter().all(Option::is_none);
    let is_its = |watch: &Option<Watch>| watch.is_some_and(|watch| ptr::eq(watch.watcher, watcher));
    let known = watches.iter().position(is_its);
    let Some(place) = known.or_else(|| watches.iter().position(Option::is_none)) else {
        return false;
    };
    let depth = watches[place].map_or(0, |watch| watch.depth) + 1;
    watches[place] = Some(Watch { watcher, depth });
    WATCHES.set(watches);
    if is_first {
        let mut watching = WATCHING.lock().unwrap_or_else(PoisonError::into_inner);
        *watching += 1;
        // SAFETY: the caller's contract.
        unsafe { stand_in() };
    }
    true
}

/// Ends the innermost [`watch`] of `watcher`.
///
/// # Safety
/// As [`watch`].
pub(in crate::php) unsafe fn stop_watching(watcher: &'static Watcher) {
    let ended = |watch: Option<Watch>| match watch {
        Some(Watch { watcher: of, depth }) if ptr::eq(of, watcher) => (depth > 1).then(|| Watch {
            watcher,
            depth: depth - 1,
        }),
        other => other,
    };
    // SAFETY: the caller's contract.
    unsafe { keep(WATCHES.get().map(ended)) };
}

/// Ends all that are left: of code that was suspended and never went on.
///
/// # Safety
/// As [`watch`].
pub(in crate::php) unsafe fn forget_watches() {
    if WATCHES.get().iter().any(Option::is_some) {
        // SAFETY: the caller's contract.
        unsafe { keep([None; WATCHERS]) };
    }
}

/// Keeps these watches; with the last one our functions go.
unsafe fn keep(watches: [Option<Watch>; WATCHERS]) {
    let before = WATCHES.replace(watches);
    if before.iter().all(Option::is_none) || watches.iter().any(Option::is_some) {
        return;
    }
    let mut watching = WATCHING.lock().unwrap_or_else(PoisonError::into_inner);
    *watching -= 1;
    if *watching == 0 {
        // SAFETY: the caller's contract.
        unsafe { stand_back() };
    }
}

/// Puts our functions in place of the engine's.
unsafe fn stand_in() {
    // SAFETY: the caller's contract; a word is written at once. What is kept is one of the same type.
    unsafe {
        let current = (&raw const zend_execute_ex).read();
        if let Some(current) =
            current.filter(|current| !ptr::fn_addr_eq(*current, execute as Execute))
        {
            EXECUTE.store(current as *mut (), Ordering::Release);
            (&raw mut zend_execute_ex).write(Some(execute));
        }
        let current = (&raw const zend_execute_internal).read();
        if !current.is_some_and(is_ours) {
            let kept = current.map_or(ptr::null_mut(), |current| current as *mut ());
            EXECUTE_INTERNAL.store(kept, Ordering::Release);
            (&raw mut zend_execute_internal).write(Some(execute_chosen));
        }
    }
}

/// Puts the engine's back where ours are still in place.
unsafe fn stand_back() {
    // SAFETY: as in `stand_in`.
    unsafe {
        let current = (&raw const zend_execute_ex).read();
        if current.is_some_and(|current| ptr::fn_addr_eq(current, execute as Execute)) {
            (&raw mut zend_execute_ex).write(kept_execute());
        }
        let current = (&raw const zend_execute_internal).read();
        if current.is_some_and(is_ours) {
            (&raw mut zend_execute_internal).write(kept_execute_internal());
        }
    }
}

fn is_ours(current: ExecuteInternal) -> bool {
    ptr::fn_addr_eq(current, execute_chosen as ExecuteInternal)
}

fn kept_execute() -> Option<Execute> {
    let kept = EXECUTE.load(Ordering::Acquire);
    // SAFETY: what is not null was such a function when it was kept.
    (!kept.is_null()).then(|| unsafe { std::mem::transmute::<*mut (), Execute>(kept) })
}

fn kept_execute_internal() -> Option<ExecuteInternal> {
    let kept = EXECUTE_INTERNAL.load(Ordering::Acquire);
    // SAFETY: as in `kept_execute`.
    (!kept.is_null()).then(|| unsafe { std::mem::transmute::<*mut (), ExecuteInternal>(kept) })
}

/// Tells the watchers.
fn tell() {
    for watch in WATCHES.get().into_iter().flatten() {
        (watch.watcher.action)();
    }
}

/// In place of `zend_execute_ex`, which runs a function of a script.
unsafe extern "C" fn execute(frame: *mut zend_execute_data) {
    tell();
    if let Some(kept) = kept_execute() {
        // SAFETY: the engine calls this in its place; nothing here has a destructor.
        unsafe { kept(frame) };
    }
}

/// In place of `zend_execute_internal`, which runs one of the engine's: what a script chose as its
/// callback, such as `Fiber::suspend`.
unsafe extern "C" fn execute_chosen(frame: *mut zend_execute_data, result: *mut zval) {
    tell();
    // SAFETY: as in `execute`; where nothing stood in its place, the engine calls this one.
    unsafe { kept_execute_internal().unwrap_or(execute_internal)(frame, result) };
}
