//! The sockets API itself, for a PHP without ext/sockets.
//!
//! # Design
//! What is here stands in the place of the engine's module: classes, functions and constants of its names, and
//! a module `sockets`. It decides nothing: the door's checks are in front of these functions as they are in front
//! of the engine's, and the objects have the same layout. So nothing about the policy is written twice, and
//! whatever is refused, simulated, counted or leased is so in both.
//!
//! A function takes its arguments as the engine has converted them, in place: where the door has converted them
//! before, a look at their types is all that is left.
//!
//! The functions behave as those of the running version of PHP do, as php-src's own tests show; `docs/sockets.md` has
//! what differs, [`version`] what differs between versions.

mod address;
mod address_info;
mod addressed;
mod constants;
mod control;
mod conversion;
mod create;
mod decided;
mod error;
mod exchange;
mod filter;
mod functions;
mod invocation;
mod kernel_option;
mod message;
mod multicast;
mod option;
mod option_value;
mod packet;
mod select;
mod streams;
mod version;
mod words;

pub(super) use streams::import_of_scripts;

use crate::php::sys::{self, DeclaredModule, own_socket};
use ext_php_rs::{info_table_end, info_table_row, info_table_start, zend::ModuleEntry};
use std::{
    ffi::{CStr, c_int},
    sync::atomic::{AtomicBool, Ordering},
};

static MODULE: DeclaredModule = DeclaredModule {
    name: c"sockets",
    functions: &functions::DECLARED,
    start,
    info: show,
};

/// The classes, in lower case.
const CLASSES: [&CStr; 2] = [c"socket", c"addressinfo"];

/// Whether the functions are ours.
static IS_OURS: AtomicBool = AtomicBool::new(false);

/// Whether aesock brings the functions of ext/sockets.
pub(in crate::php) fn is_ours() -> bool {
    IS_OURS.load(Ordering::Relaxed)
}

/// Forgets what was before, at module start.
pub(in crate::php) fn forget() {
    IS_OURS.store(false, Ordering::Relaxed);
}

/// Brings them, unless PHP has something of their names already.
///
/// # Safety
/// PHP has started its modules, and has one thread.
pub(in crate::php) unsafe fn bring() {
    let is_taken = sys::modules().any(|name| name == MODULE.name.to_bytes())
        || CLASSES.into_iter().any(sys::has_class)
        || functions::DECLARED
            .iter()
            .any(|function| sys::function(function.name).is_some());
    if is_taken || !sys::IS_KNOWN_TO_OWN_SOCKETS || is_a_class_disabled() {
        return;
    }
    // SAFETY: the caller's contract; nothing of these names is there.
    let is_there = unsafe { sys::register(&MODULE) };
    IS_OURS.store(is_there, Ordering::Relaxed);
}

/// Whether php.ini takes one of the classes away, which the engine has done by now for those that were there.
fn is_a_class_disabled() -> bool {
    // SAFETY: PHP starts; the text is looked at at once.
    let disabled = unsafe { sys::ini(c"disable_classes") };
    let mut names = disabled.split(|byte| matches!(byte, b' ' | b','));
    names.any(|name| {
        CLASSES
            .into_iter()
            .any(|class| name.eq_ignore_ascii_case(class.to_bytes()))
    })
}

/// The start of the module.
unsafe extern "C" fn start(_: c_int, module_number: c_int) -> c_int {
    // SAFETY: the engine starts the module of this number.
    unsafe {
        own_socket::register_classes();
        for (name, value) in constants::constants() {
            sys::register_constant(name, value, module_number);
        }
    }
    sys::SUCCESS
}

/// The section of phpinfo() and of `php --ri sockets`.
unsafe extern "C" fn show(_: *mut ModuleEntry) {
    info_table_start!();
    info_table_row!("Sockets Support", "enabled");
    info_table_row!("Brought by", "aesock");
    info_table_end!();
}
