//! The boundary to PHP: lifecycle, settings, doors. It decides nothing.
//!
//! The modules below are floors, from the top to the ground: each imports what is below it, and
//! nothing above.

mod module;

mod report;

mod hooks;

mod doors;

mod hook;
mod ini;

mod state;

mod sys;

use ext_php_rs::prelude::*;

/// The entry that PHP looks for in an extension.
#[php_module]
pub(crate) fn get_module(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    report::functions(module)
        .startup_function(module::start)
        .shutdown_function(module::end)
        .request_startup_function(module::start_request)
        .request_shutdown_function(module::end_request)
        .post_deactivate_function(module::after_request)
        .info_function(report::show)
}
