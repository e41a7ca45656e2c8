//! The engine's ways from its own code into code that a script chose, watched for a time. What is to
//! be done there is the watcher's.

use super::{
    generated::{execute_internal, zend_execute_ex, zend_execute_internal},
    zend_execute_data, zval,
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

thread_local! {
    static WATCH: Cell<Watch> = const { Cell::new(Watch { depth: 0, action: None }) };
}

/// What this thread watches for.
#[derive(Clone, Copy)]
struct Watch {
    depth: usize,
    action: Option<fn()>,
}

/// Has `action` called each time before the engine's own code calls a function of a script, or one
/// that a script chose, on this thread. Such a call is one of an error handler, an output callback,
/// an autoloader, a generator; code that was suspended goes on by one.
///
/// # Safety
/// On a thread of PHP. `action` calls nothing that may bail out.
pub(in crate::php) unsafe fn watch(action: fn()) {
    let Watch { depth, .. } = WATCH.get();
    WATCH.set(Watch {
        depth: depth + 1,
        action: Some(action),
    });
    if depth == 0 {
        let mut watching = WATCHING.lock().unwrap_or_else(PoisonError::into_inner);
        *watching += 1;
        // SAFETY: the caller's contract.
        unsafe { stand_in() };
    }
}

/// Ends the innermost [`watch`] of this thread.
///
/// # Safety
/// On a thread of PHP.
pub(in crate::php) unsafe fn stop_watching() {
    let Watch { depth, action } = WATCH.get();
    if depth > 1 {
        let depth = depth - 1;
        return WATCH.set(Watch { depth, action });
    }
    // SAFETY: the caller's contract.
    unsafe { forget_watches() };
}

/// Ends all that are left: of code that was suspended and never went on.
///
/// # Safety
/// As [`stop_watching`].
pub(in crate::php) unsafe fn forget_watches() {
    let nothing = Watch {
        depth: 0,
        action: None,
    };
    if WATCH.replace(nothing).depth == 0 {
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

/// Does what the watcher wants.
fn tell() {
    if let Some(action) = WATCH.get().action {
        action();
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
