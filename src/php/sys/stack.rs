//! Room for what takes more than the stack of a fiber may have.
//!
//! `fiber.stack_size` may be as small as a few pages, and stock PHP gets by with that. To decide, to look
//! a name up and to dial take much more, so in a fiber they run on a stack of their own, one a thread.
//! They make no engine call, so nothing leaves that stack but by returning, and none comes back to it.

use super::per_thread;
use ext_php_rs::ffi::ext_php_rs_executor_globals;
use std::{
    cell::{Cell, OnceCell},
    ffi::c_void,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr::{self, NonNull},
};

per_thread! {
    static STACK: OnceCell<Stack> = OnceCell::new();
    /// Whether the stack is in use.
    static IN_USE: Cell<bool> = Cell::new(false);
}

/// Runs `action`, which calls nothing of the engine's, with room enough. `None` where there is none, or
/// where it panicked for want of it.
#[inline]
pub(in crate::php) fn with_room<R>(action: impl FnOnce() -> Option<R>) -> Option<R> {
    if is_in_fiber() {
        on_another_stack(action)
    } else {
        on_this_stack(action)
    }
}

/// Not inlined: its room would be the caller's, in a fiber too.
#[inline(never)]
fn on_this_stack<R>(action: impl FnOnce() -> Option<R>) -> Option<R> {
    action()
}

fn is_in_fiber() -> bool {
    fiber() != Fiber(0)
}

/// A fiber, told from the others that live; zero for code that runs in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::php) struct Fiber(usize);

/// The fiber that runs.
pub(in crate::php) fn fiber() -> Fiber {
    // SAFETY: the globals of this thread live as long as it.
    Fiber(unsafe { (*ext_php_rs_executor_globals()).active_fiber } as usize)
}

#[cold]
#[inline(never)]
fn on_another_stack<R>(action: impl FnOnce() -> Option<R>) -> Option<R> {
    if IN_USE.replace(true) {
        return action();
    }
    let run = |stack: &OnceCell<Stack>| {
        let stack = match stack.get() {
            Some(stack) => stack,
            // That there was no memory for it is not kept.
            None => {
                let new = Stack::new()?;
                stack.get_or_init(|| new)
            }
        };
        run_on(stack.top(), action)
    };
    let result = STACK.try_with(run).flatten();
    IN_USE.set(false);
    result
}

/// What is run on another stack, and what comes of it.
struct Task<F, R> {
    action: Option<F>,
    result: Option<R>,
}

fn run_on<F: FnOnce() -> Option<R>, R>(top: NonNull<c_void>, action: F) -> Option<R> {
    let mut task = Task {
        action: Some(action),
        result: None,
    };
    // SAFETY: the stack is mapped, nobody else uses it, and the task outlives the call.
    unsafe { call_on(top, run::<F, R>, (&raw mut task).cast()) };
    task.result
}

unsafe extern "C" fn run<F: FnOnce() -> Option<R>, R>(task: *mut c_void) {
    // SAFETY: `run_on` passes its own task.
    let task = unsafe { &mut *task.cast::<Task<F, R>>() };
    if let Some(action) = task.action.take() {
        // No panic may leave this stack.
        task.result = catch_unwind(AssertUnwindSafe(action)).ok().flatten();
    }
}

type Run = unsafe extern "C" fn(*mut c_void);

/// Calls `function` with `data` on the stack that ends at `top`.
///
/// # Safety
/// The stack is mapped, in nobody's use and aligned to 16 bytes; the function returns.
#[inline(never)]
unsafe fn call_on(top: NonNull<c_void>, function: Run, data: *mut c_void) {
    // SAFETY: the caller's contract. The register that keeps the old stack is one that the function
    // preserves.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        std::arch::asm!(
            "mov r12, rsp",
            "mov rsp, {top}",
            "call {function}",
            "mov rsp, r12",
            top = in(reg) top.as_ptr(),
            function = in(reg) function,
            in("rdi") data,
            out("r12") _,
            clobber_abi("C"),
        );
    }
    // SAFETY: as above.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        std::arch::asm!(
            "mov x20, sp",
            "mov sp, {top}",
            "blr {function}",
            "mov sp, x20",
            top = in(reg) top.as_ptr(),
            function = in(reg) function,
            in("x0") data,
            out("x20") _,
            clobber_abi("C"),
        );
    }
    // SAFETY: the caller's contract; elsewhere a fiber needs a stack that is large enough.
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    unsafe {
        let _ = top;
        function(data);
    }
}

/// A stack with a page below it that nobody may touch; no memory is used but what was reached.
struct Stack(NonNull<c_void>);

impl Stack {
    const SIZE: usize = 1 << 20;
    /// A page of any kernel.
    const GUARD: usize = 1 << 16;

    fn new() -> Option<Self> {
        const NOBODY: i32 = libc::PROT_NONE;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_STACK | libc::MAP_NORESERVE;
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: new memory, of which the lowest part is closed.
        unsafe {
            let memory = libc::mmap(ptr::null_mut(), Self::SIZE, access, flags, -1, 0);
            if memory == libc::MAP_FAILED {
                return None;
            }
            if libc::mprotect(memory, Self::GUARD, NOBODY) != 0 {
                libc::munmap(memory, Self::SIZE);
                return None;
            }
            NonNull::new(memory).map(Self)
        }
    }

    /// Where it ends, and its use begins.
    fn top(&self) -> NonNull<c_void> {
        // SAFETY: the memory has this size.
        unsafe { self.0.byte_add(Self::SIZE) }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // SAFETY: it was mapped with this size, and is not in use any more.
        unsafe { libc::munmap(self.0.as_ptr(), Self::SIZE) };
    }
}
