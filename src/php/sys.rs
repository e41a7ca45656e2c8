//! The engine, as far as aesock needs it: every raw item, imported by name, and the few calls
//! around them that the doors share. No policy.
//!
//! # Bailouts
//! Nearly every engine call may leave by `longjmp`: a user error handler, the memory limit, a time
//! limit. So callers hold nothing that has a destructor while they are in one; what they carry over
//! is plain data, such as [`Text`](crate::php::sys::text::Text).

use std::ffi::{c_char, c_int};

mod addrinfo;
pub(super) mod apache;
mod argument_error;
pub(super) mod arguments;
mod assign;
mod buffer;
mod call;
#[cfg_attr(not(php_debug), path = "sys/no_call_site.rs")]
mod call_site;
pub(super) mod curl;
mod declare;
mod descriptor;
mod function;
mod ini_text;
mod interrupt;
#[cfg_attr(not(php_literal_names), path = "sys/no_literal_names.rs")]
mod literal_names;
mod log_destination;
#[cfg_attr(not(php_zts), path = "sys/one_thread.rs")]
mod many_threads;
mod module;
mod object;
pub(super) mod own_socket;
mod per_thread;
pub(super) mod persistent;
mod places;
mod receive;
mod report;
pub(super) mod script;
mod setting;
pub(super) mod socket;
mod stack;
mod stream;
#[cfg_attr(not(php_stream_calls), path = "sys/underscored_stream_call.rs")]
mod stream_call;
#[cfg_attr(not(php_stream_errors), path = "sys/no_stream_error.rs")]
mod stream_error;
#[cfg_attr(php_returned_strings, path = "sys/returned_string_argument.rs")]
mod string_argument;
mod switch;
pub(super) mod table;
pub(super) mod text;
#[cfg_attr(not(php_zts), path = "sys/no_thread_globals.rs")]
mod thread_globals;
#[cfg_attr(not(php_tried_integers), path = "sys/no_tried_integer.rs")]
mod tried_integer;
mod value;

/// What bindgen read in the headers and ext-php-rs does not have.
#[expect(
    dead_code,
    nonstandard_style,
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    clippy::undocumented_unsafe_blocks,
    clippy::all,
    reason = "generated"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/php.rs"));
}

pub(super) use addrinfo::{AddressInfo, explain};
pub(super) use argument_error::{
    argument_count_error, argument_error, plain_value_error, type_error, value_error,
    wrong_parameter_count,
};
pub(super) use assign::assign;
pub(super) use buffer::{Blocks, StringRoom};
pub(super) use call::{
    CheckArguments, Converted, IntOrString, argument, check_arguments, has_thrown,
    takes_no_arguments, to_string,
};
pub(super) use call_site::{CallSite, Factory, make_stream, makes_stream};
pub(super) use declare::{
    DeclaredFunction, DeclaredModule, has_class, register, register_constant,
};
pub(super) use descriptor::{
    domain, host_by_name, local, peer, socket_address, transport, unix_peer_of_datagrams, waits,
    warn_of_highest_descriptor,
};
pub(super) use ext_php_rs::ffi::{
    E_CORE_ERROR, E_ERROR, E_WARNING, php_stream, php_stream_context, php_stream_ops,
    php_stream_statbuf, php_stream_wrapper, php_stream_wrapper_ops, zend_execute_data,
    zend_function, zend_ini_entry, zend_string, zval,
};
pub(super) use function::{
    Handler, active_function, call_is_true, declare_int_string_or_null, executed_line, function,
    functions_of, handler, method, number_of, set_handler,
};
pub(super) use generated::{
    _php_stream_xport_param_STREAM_XPORT_OP_ACCEPT as OP_ACCEPT,
    _php_stream_xport_param_STREAM_XPORT_OP_BIND as OP_BIND,
    _php_stream_xport_param_STREAM_XPORT_OP_CONNECT as OP_CONNECT,
    _php_stream_xport_param_STREAM_XPORT_OP_CONNECT_ASYNC as OP_CONNECT_ASYNC,
    _php_stream_xport_param_STREAM_XPORT_OP_LISTEN as OP_LISTEN,
    _php_stream_xport_param_STREAM_XPORT_OP_RECV as OP_RECV,
    _php_stream_xport_param_STREAM_XPORT_OP_SEND as OP_SEND, PHP_STREAM_AS_FD_FOR_SELECT,
    PHP_STREAM_OPTION_CHECK_LIVENESS, PHP_STREAM_OPTION_CRYPTO_API, PHP_STREAM_OPTION_RETURN_ERR,
    PHP_STREAM_OPTION_RETURN_NOTIMPL, PHP_STREAM_OPTION_RETURN_OK, PHP_STREAM_OPTION_XPORT_API,
    display_ini_entries, php_netstream_data_t, php_stream_socket_ops,
    php_stream_xport_crypto_param, php_stream_xport_get_hash, php_stream_xport_param,
    php_stream_xport_register, timeval, zend_post_startup_cb, zend_unregister_ini_entries,
};
pub(super) use ini_text::{IniLine, parse_ini_line};
pub(super) use interrupt::{at_interrupts, end_interrupts, interrupt, interrupt_from_outside};
pub(super) use log_destination::{LogDestination, put_back as put_log_destination_back, utc};
pub(super) use module::{
    Loaded, ServerFunction, ServerStep, address_of_engine, addresses_of_modules, after_fork,
    close_memory, is_command_line, is_server, module_in_file, modules, page, pool,
    remove_temporary_module_at_request_end, sapi_name, serves_a_request, zend_extensions,
};
pub(super) use per_thread::{PerThread, kept, per_thread};
pub(super) use places::Places;
pub(super) use receive::{Timeout, receive};
pub(super) use report::{
    bail_out, bails_out, error, error_of_function, error_string, format, string, string_naming,
    throw, warn, warn_in_words, warn_naming,
};
pub(super) use setting::{
    OnModify, branch, configured_names, constant, default_socket_seconds, default_socket_timeout,
    ini, is_value, replace_on_modify, setting_or_configured, value,
};
pub(super) use stack::{Fiber, fiber, with_room};
pub(super) use stream::{
    CryptoMethod, cast_to_descriptor, cast_to_socket, close_stream, context_crypto_method,
    context_number, context_option, descriptor, duration, give_descriptor, has_notifier,
    is_cast_by_engine, leave_unbuffered, must_stay_open, set_stream_waits, socket, socket_flag,
    start_tls, stream, stream_of_file, stream_of_socket, stream_or_error, stream_value,
    wrapper_of_all_requests,
};
pub(super) use stream_error::{
    StreamFailure, log_error_of_wrapper, tell_of_sending, warn_of_stream, warn_of_stream_in_words,
};
pub(super) use switch::{is_on, switch};
pub(super) use thread_globals::HAS_THREADS;
pub(super) use tried_integer::tried_integer;
pub(super) use value::{
    is_false, is_instance, is_object, is_true, object_number, plain_type_name, release,
    result_object, result_string, return_empty_array, return_empty_string, return_false,
    return_long, return_null, return_numbers, return_true, type_name,
};

/// `SUCCESS` and `FAILURE` of the engine (`zend_result`).
pub(super) const SUCCESS: c_int = 0;
pub(super) const FAILURE: c_int = -1;

/// What streams are cast to by newer versions, whose headers alone have the names (`PHP_STREAM_AS_*`):
/// descriptors to copy by, and for `Io\Poll`.
pub(super) const STREAM_AS_FD_FOR_COPY: c_int = 4;
pub(super) const STREAM_AS_FD_FOR_POLL: c_int = 5;

/// Whether ext/sockets throws for a port that is none, before anything else: in `socket_bind()`,
/// `socket_sendto()` and `socket_create_listen()`.
pub(super) const CHECKS_PORTS: bool = generated::PHP_VERSION_ID >= 80_500;

/// The version of PHP (`PHP_VERSION_ID`).
pub(super) const VERSION: u32 = generated::PHP_VERSION_ID;

/// Whether aesock knows this version's ext/sockets well enough to bring it itself.
pub(super) const IS_KNOWN_TO_OWN_SOCKETS: bool = VERSION >= 80_200 && VERSION < 80_700;

/// Whether contexts have the socket options that 8.6 brought.
pub(super) const HAS_NEWER_SOCKET_OPTIONS: bool = generated::PHP_VERSION_ID >= 80_600;

/// `STREAM_PEEK` of a receive: in an enumeration without a name, which bindgen leaves out.
pub(super) const STREAM_PEEK: c_int = 2;

/// Stages of a change of a setting (`ZEND_INI_STAGE_*`) and kinds of modules (`MODULE_*`): macros
/// that bindgen does not resolve.
pub(super) const INI_STAGE_STARTUP: c_int = 1;
pub(super) const INI_STAGE_SHUTDOWN: c_int = 2;
pub(super) const INI_STAGE_DEACTIVATE: c_int = 8;
pub(super) const MODULE_TEMPORARY: c_int = 2;

/// Bytes that the engine passes as pointer and length.
///
/// # Safety
/// `text` is null or has `length` bytes for as long as the result is used.
pub(super) unsafe fn bytes<'a>(text: *const c_char, length: usize) -> &'a [u8] {
    if text.is_null() {
        return b"";
    }
    // SAFETY: the caller's contract.
    unsafe { std::slice::from_raw_parts(text.cast(), length) }
}
