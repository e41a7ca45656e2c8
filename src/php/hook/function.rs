//! A function of PHP with a handler of ours, as its door declares it. Names, parameters, Reflection
//! and argument errors stay the engine's, and what a call may do is decided by its door.

use super::HookState;
use crate::{
    core::{settings::Mode, socket::found},
    native::grant,
    php::{
        state::gates,
        sys::{self, Handler, arguments},
    },
};
use std::{
    ffi::CStr,
    ptr,
    sync::atomic::{AtomicPtr, Ordering},
};

/// A function with a handler of ours.
pub(in crate::php) struct Function {
    name: &'static CStr,
    /// The class of a method, in lower case.
    class: Option<&'static CStr>,
    /// The same for Rust.
    text: &'static str,
    check: Check,
    disabled: Disabled,
    handler: Handler,
    /// The engine's handler. One that was saved is kept: what later stands in our place may lead back
    /// to us.
    original: AtomicPtr<()>,
}

/// Decides on a call.
pub(in crate::php) type Check = unsafe fn(&Call) -> Answer;

/// What a function does in disabled mode: it warns, and returns what its declared type allows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::php) enum Disabled {
    False,
    Null,
    Zero,
    /// As `ftp_size()` fails.
    MinusOne,
    EmptyString,
    EmptyArray,
    /// The first argument, as `gethostbyname()` does for a name without an address.
    Argument,
    /// The function is not one of App Engine's list; its transport tells the reason.
    ByTransport,
}

/// Declares the functions of a door, a row each: name, check, what it does in disabled mode.
///
/// It makes the table `FUNCTIONS`, and a handler for each row.
macro_rules! functions {
    ($($name:ident = $check:expr, $disabled:ident;)*) => {
        /// The functions of this door.
        pub(in crate::php) static FUNCTIONS: [$crate::php::hook::function::Function;
            [$(stringify!($name)),*].len()] = [$($crate::php::hook::function::Function::new(
                match ::std::ffi::CStr::from_bytes_with_nul(
                    concat!(stringify!($name), "\0").as_bytes(),
                ) {
                    Ok(name) => name,
                    Err(_) => panic!("an identifier holds no NUL"),
                },
                stringify!($name),
                $check,
                $crate::php::hook::function::Disabled::$disabled,
                handler::<{ Index::$name as usize }>,
            ),)*];

        /// The rows of [`FUNCTIONS`].
        #[expect(non_camel_case_types, reason = "the names are PHP's")]
        enum Index { $($name,)* }

        /// The handler of the function at `INDEX` of [`FUNCTIONS`], in the function's entry and in the
        /// copies of it that closures are.
        unsafe extern "C" fn handler<const INDEX: usize>(
            frame: *mut $crate::php::sys::zend_execute_data,
            result: *mut $crate::php::sys::zval,
        ) {
            // SAFETY: the engine calls this for a function in whose entry it stands.
            unsafe { FUNCTIONS[INDEX].handle(frame, result) };
        }
    };
}
pub(in crate::php) use functions;

/// A call of a hooked function.
pub(in crate::php) struct Call {
    pub(in crate::php) frame: *mut sys::zend_execute_data,
    /// The place for the result.
    pub(in crate::php) result: *mut sys::zval,
    /// The function's name.
    pub(in crate::php) name: &'static str,
    original: Handler,
}

impl Call {
    /// Runs the engine's own handler.
    ///
    /// # Safety
    /// It has not run yet. It may run user code and bail out.
    pub(in crate::php) unsafe fn run(&self) {
        // SAFETY: the caller's contract; the handler is the one of the function.
        unsafe { (self.original)(self.frame, self.result) };
    }
}

/// Whether the engine's own handler is to run.
pub(in crate::php) enum Answer {
    CallOriginal,
    /// It has run.
    Ran,
    /// The result is there without it.
    Done,
}

/// Nothing is to be decided: the transports see what the function does, or it reaches nobody new.
///
/// # Safety
/// None.
pub(in crate::php) unsafe fn unchecked(_: &Call) -> Answer {
    Answer::CallOriginal
}

impl Function {
    /// A function that is not hooked yet.
    pub(in crate::php) const fn new(
        name: &'static CStr,
        text: &'static str,
        check: Check,
        disabled: Disabled,
        handler: Handler,
    ) -> Self {
        Self {
            name,
            class: None,
            text,
            check,
            disabled,
            handler,
            original: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// The same as a method of the class of this name, in lower case.
    pub(in crate::php) const fn of_class(mut self, class: &'static CStr) -> Self {
        self.class = Some(class);
        self
    }

    /// The function's name.
    pub(in crate::php) fn name(&self) -> &'static str {
        self.text
    }

    /// Puts our handler in place of one that is not ours. Whether it did.
    pub(in crate::php) fn install(&self) -> bool {
        let Some((function, current)) = self.current() else {
            // An extension that came by `dl()` went with its request.
            self.original.store(ptr::null_mut(), Ordering::Release);
            return false;
        };
        if self.is_ours(current) {
            return false;
        }
        let _ = self.original.compare_exchange(
            ptr::null_mut(),
            current as *mut (),
            Ordering::AcqRel,
            Ordering::Acquire,
        );
        sys::set_handler(function, self.handler);
        true
    }

    /// Puts the engine's handler back where ours is still in place.
    pub(in crate::php) fn uninstall(&self) {
        let saved = to_handler(self.original.swap(ptr::null_mut(), Ordering::AcqRel));
        if let (Some((function, current)), Some(saved)) = (self.current(), saved)
            && self.is_ours(current)
        {
            sys::set_handler(function, saved);
        }
    }

    /// The function's entry in the engine's table, where there is one.
    pub(in crate::php) fn entry(&self) -> Option<*mut sys::zend_function> {
        match self.class {
            Some(class) => sys::method(class, self.name),
            None => sys::function(self.name),
        }
    }

    /// Whether our handler is in place.
    pub(in crate::php) fn state(&self) -> HookState {
        match self.current() {
            None => HookState::NotPresent,
            Some((_, current)) if self.is_ours(current) => HookState::Enforced,
            Some(_) => HookState::Lost,
        }
    }

    /// Handles a call.
    ///
    /// # Safety
    /// The engine calls the function, in whose entry our handler stands.
    #[inline]
    pub(in crate::php) unsafe fn handle(
        &self,
        frame: *mut sys::zend_execute_data,
        result: *mut sys::zval,
    ) {
        let Some(original) = to_handler(self.original.load(Ordering::Acquire)) else {
            return;
        };
        let call = Call {
            frame,
            result,
            name: self.text,
            original,
        };
        let disabled = self.disabled != Disabled::ByTransport && gates::mode() == Mode::Disabled;
        // SAFETY: the caller's contract; nothing in this frame has a destructor.
        unsafe {
            if disabled {
                self.disabled.answer(&call, self.name);
            } else if let Answer::CallOriginal = (self.check)(&call) {
                call.run();
            }
        }
        grant::withdraw();
        found::release();
    }

    /// The function's entry in the engine's table, and the handler there.
    fn current(&self) -> Option<(*mut sys::zend_function, Handler)> {
        let function = self.entry()?;
        Some((function, sys::handler(function)?))
    }

    fn is_ours(&self, candidate: Handler) -> bool {
        ptr::fn_addr_eq(candidate, self.handler)
    }
}

fn to_handler(saved: *mut ()) -> Option<Handler> {
    // SAFETY: what is not null was a handler when `install` saved it.
    (!saved.is_null()).then(|| unsafe { std::mem::transmute::<*mut (), Handler>(saved) })
}

impl Disabled {
    /// What App Engine's functions did without the sockets service.
    #[cold]
    #[inline(never)]
    unsafe fn answer(self, call: &Call, name: &'static CStr) {
        // SAFETY: as in `Function::handle`.
        unsafe {
            match self {
                Self::False | Self::ByTransport => sys::return_false(call.result),
                Self::Null => sys::return_null(call.result),
                Self::Zero => sys::return_long(call.result, 0),
                Self::MinusOne => sys::return_long(call.result, -1),
                Self::EmptyString => sys::return_empty_string(call.result),
                Self::EmptyArray => sys::return_empty_array(call.result),
                Self::Argument if !arguments::parse(call.frame, c"s", ptr::null_mut()) => return,
                Self::Argument => arguments::return_argument(call.frame, call.result),
            }
            let words = c"%s() has been disabled for your application";
            sys::error_of_function(sys::E_WARNING, words, name);
        }
    }
}
