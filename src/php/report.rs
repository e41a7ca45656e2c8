//! What scripts and people look at: `aesock_check()`, `aesock_status()`, `aesock_usage()`,
//! `aesock_metrics()`, phpinfo(). It changes nothing.

mod check;
mod status;
mod usage;

pub(super) use check::narrow_arguments;
pub(super) use status::show;

use ext_php_rs::builders::ModuleBuilder;

/// Adds the functions of this folder to the module.
pub(super) fn functions(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    usage::functions(status::functions(check::functions(module)))
}
