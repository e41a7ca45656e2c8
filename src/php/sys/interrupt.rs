//! The engine's interrupt: something to be done soon, between two instructions of a script. Not what is
//! done.

use super::{HAS_THREADS, zend_execute_data};
use ext_php_rs::ffi::{ext_php_rs_executor_globals, zend_interrupt_function};
use std::{
    ptr,
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicPtr, Ordering},
    },
};

type Interrupt = unsafe extern "C" fn(*mut zend_execute_data);

/// What stood where we stand.
static NEXT: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());

static ACTION: OnceLock<unsafe fn()> = OnceLock::new();

/// Has `action` run at each interrupt from now on, on a thread of PHP and within a request. It may bail
/// out.
///
/// # Safety
/// While PHP has one thread.
pub(in crate::php) unsafe fn at_interrupts(action: unsafe fn()) {
    let _ = ACTION.set(action);
    // SAFETY: the caller's contract; the engine's variable is a word.
    unsafe {
        let place = &raw mut zend_interrupt_function;
        let current = place.read();
        if !current.is_some_and(|current| ptr::fn_addr_eq(current, interrupted as Interrupt)) {
            let next = current.map_or(ptr::null_mut(), |current| current as *mut ());
            NEXT.store(next, Ordering::Release);
            place.write(Some(interrupted));
        }
    }
}

/// Puts back what stood in our place, where we still stand there.
///
/// # Safety
/// While PHP has one thread.
pub(in crate::php) unsafe fn end_interrupts() {
    // SAFETY: as in `at_interrupts`.
    unsafe {
        let place = &raw mut zend_interrupt_function;
        let ours = place
            .read()
            .is_some_and(|current| ptr::fn_addr_eq(current, interrupted as Interrupt));
        if ours {
            place.write(next());
        }
    }
}

/// Asks for an interrupt of this thread, which is one of PHP.
pub(in crate::php) fn interrupt() {
    // SAFETY: the globals of this thread live as long as it; the flag is one byte, which signals set too.
    unsafe {
        let flag = &raw mut (*ext_php_rs_executor_globals()).vm_interrupt;
        AtomicBool::from_ptr(flag.cast()).store(true, Ordering::Relaxed);
    }
}

/// Asks for an interrupt of PHP's only thread, on any thread. Where PHP has several, nobody knows which one.
pub(in crate::php) fn interrupt_from_outside() {
    if !HAS_THREADS {
        interrupt();
    }
}

fn next() -> Option<Interrupt> {
    let next = NEXT.load(Ordering::Acquire);
    // SAFETY: what is not null was such a function when it was kept.
    (!next.is_null()).then(|| unsafe { std::mem::transmute::<*mut (), Interrupt>(next) })
}

unsafe extern "C" fn interrupted(frame: *mut zend_execute_data) {
    // SAFETY: the engine calls this on a thread of PHP; nothing here has a destructor.
    unsafe {
        if let Some(next) = next() {
            next(frame);
        }
        if let Some(action) = ACTION.get() {
            action();
        }
    }
}
