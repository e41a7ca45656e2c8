//! The boundary to PHP: lifecycle, settings, doors. A door translates between the engine and the
//! core, and decides nothing.

mod accounts;
mod coverage;
mod curl;
mod fork;
mod ftp;
mod hook;
mod hooks;
mod ini;
mod leases;
mod log;
mod module;
mod names;
mod operation;
mod persistent;
mod report;
mod settings;
mod sockets;
mod state;
mod sys;
mod text;
mod told;
mod transport;

use ext_php_rs::prelude::*;

/// The entry that PHP looks for in an extension.
#[php_module]
pub(crate) fn get_module(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    report::functions(module)
        .startup_function(module::start)
        .shutdown_function(module::end)
        .request_startup_function(module::start_request)
        .request_shutdown_function(module::end_request)
        .info_function(report::show)
}
