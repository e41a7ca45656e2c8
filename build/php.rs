//! Bindings of the engine items that ext-php-rs does not have, with its types, generated from the
//! headers of the PHP at hand.

use std::{path::Path, process::Command};

/// What `src/php/sys.rs` imports, by name.
const FUNCTIONS: &[&str] = &[
    "_is_numeric_string_ex",
    "_php_emit_fd_setsize_warning",
    "_php_stream_cast",
    "_php_stream_fopen_from_fd",
    "_php_stream_free",
    "_php_stream_set_option",
    "_php_stream_sock_open_from_socket",
    "_php_stream_xport_create",
    "_zend_hash_init",
    "add_assoc_long_ex",
    "cfg_get_string",
    "convert_to_array",
    "display_ini_entries",
    "execute_internal",
    "get_active_class_name",
    "get_active_function_name",
    "object_init_ex",
    "php_error_docref",
    "php_file_le_pstream",
    "php_file_le_stream",
    "php_ini_get_configuration_hash",
    "php_log_err_with_severity",
    "php_network_gethostbyname",
    "php_socket_error_str",
    "php_stream_cast",
    "php_stream_context_get_option",
    "php_stream_error",
    "php_stream_free",
    "php_stream_set_option",
    "php_stream_error_get_last",
    "php_stream_get_url_stream_wrappers_hash_global",
    "php_stream_wrapper_log_error",
    "php_stream_xport_crypto_enable",
    "php_stream_xport_crypto_setup",
    "php_stream_xport_get_hash",
    "php_stream_xport_register",
    "ts_resource_ex",
    "zend_argument_error",
    "zend_argument_type_error",
    "zend_argument_value_error",
    "zend_disable_functions",
    "zend_error",
    "zend_fetch_resource2_ex",
    "zend_get_constant_str",
    "zend_get_executed_filename",
    "zend_get_executed_lineno",
    "zend_hash_graceful_reverse_destroy",
    "zend_ini_string_ex",
    "zend_objects_not_comparable",
    "zend_parse_arg_str_or_long_slow",
    "zend_parse_arg_str_slow",
    "zend_parse_ini_string",
    "zend_parse_parameters",
    "zend_register_list_destructors_ex",
    "zend_register_persistent_resource",
    "zend_startup_module",
    "zend_strpprintf",
    "zend_try_assign_typed_ref",
    "zend_unregister_ini_entries",
    "zend_value_error",
    "zend_wrong_param_count",
    "zend_wrong_parameter_error",
    "zend_zval_type_name",
    "zend_zval_value_name",
    "zval_get_long_func",
    "zval_try_get_long",
    "zval_try_get_string_func",
];
const TYPES: &[&str] = &[
    "aesock_socket",
    "aesock_sockets_globals",
    "php_netstream_data_t",
    "php_stream_xport_crypto_param",
    "php_stream_xport_param",
];
const VARIABLES: &[&str] = &[
    "AESOCK_CLASS_HANDLERS",
    "AESOCK_ZEND_EXTENSION_NAME",
    "HASH_FLAG_PACKED",
    "PHP_STREAM_AS_(FD|SOCKETD)",
    "PHP_STREAM_FLAG_NO_FCLOSE",
    "PHP_STREAM_(BUFFER_NONE|FREE_.*|OPTION_(BLOCKING|READ_BUFFER))",
    "PHP_STREAM_AS_FD_FOR_SELECT",
    "PHP_VERSION_ID",
    "PHP_STREAM_OPTION_(CHECK_LIVENESS|CRYPTO_API|RETURN_.*|XPORT_API)",
    "STREAM_CRYPTO_.*",
    "STREAM_XPORT_OP_.*",
    "ZEND_DEBUG",
    "ZTS",
    "module_registry",
    "php_stream_socket_ops",
    "zend_empty_array",
    "zend_empty_string",
    "zend_execute_ex",
    "zend_execute_internal",
    "zend_extensions",
    "zend_post_startup_cb",
];
/// Types that ext-php-rs already has: ours must be the same ones.
const EXT_PHP_RS_TYPES: &[&str] = &[
    "_?zend_.*",
    "zval",
    "_zval_struct",
    "HashTable",
    "_?Bucket",
    "FILE",
    "_IO_.*",
    "_?php_stream",
    "_?php_stream_(bucket|context|dirent|filter.*|notifier|ops|statbuf|wrapper.*)",
];

/// Writes `php.rs` into `out`, and the linker's and compiler's settings for an extension: among them
/// `cfg(php_debug)` where PHP was configured with `--enable-debug`, `cfg(php_stream_errors)` where streams
/// keep their errors for scripts, `cfg(php_returned_strings)` where a conversion returns its string, and
/// `cfg(php_literal_names)` where a type that is a class is declared by another bit, `cfg(php_stream_calls)` where calls of
/// streams are functions by their plain names, and `cfg(php_tried_integers)` where a conversion to an integer tells whether it
/// failed.
pub fn bind(out: &Path) {
    println!("cargo:rerun-if-changed=src/php/wrapper.h");
    println!("cargo:rerun-if-env-changed=PHP");
    println!("cargo:rerun-if-env-changed=PHP_CONFIG");
    // A Rust library that is unmapped while thread-locals of it live crashes the process
    // (rust-lang/rust#91979).
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    println!(
        "cargo:rustc-check-cfg=cfg(php_debug, php_literal_names, php_returned_strings, php_stream_calls, php_stream_errors, php_tried_integers, php_zts)"
    );

    let includes = include_flags();
    let mut builder = bindgen::Builder::default()
        .header("src/php/wrapper.h")
        .clang_args(&includes)
        .raw_line("use ext_php_rs::ffi::*;")
        .raw_line("type zend_expected_type = _zend_expected_type;")
        .layout_tests(false)
        .merge_extern_blocks(true)
        .generate_comments(false);
    for name in EXT_PHP_RS_TYPES {
        builder = builder.blocklist_type(name);
    }
    for name in FUNCTIONS {
        builder = builder.allowlist_function(name);
    }
    for name in TYPES {
        builder = builder.allowlist_type(name);
    }
    for name in VARIABLES {
        builder = builder.allowlist_var(name);
    }
    let bindings = builder
        .generate()
        .expect("clang reads PHP's headers (package php-dev or php8.2-dev)");
    let text = bindings.to_string();
    if text.contains("pub const ZTS: ") {
        println!("cargo:rustc-cfg=php_zts");
    }
    if text.contains("pub const ZEND_DEBUG: u32 = 1;") {
        println!("cargo:rustc-cfg=php_debug");
    }
    if text.contains("pub fn zend_parse_arg_str_slow(arg: *mut zval, arg_num: u32)") {
        println!("cargo:rustc-cfg=php_returned_strings");
    }
    if text.contains("pub fn php_stream_free(") {
        println!("cargo:rustc-cfg=php_stream_calls");
    }
    if version(&text) >= 80_300 {
        println!("cargo:rustc-cfg=php_literal_names");
    }
    if text.contains("pub fn zval_try_get_long(") {
        println!("cargo:rustc-cfg=php_tried_integers");
    }
    if text.contains("pub fn php_stream_error_get_last(") {
        println!("cargo:rustc-cfg=php_stream_errors");
    }
    bindings
        .write_to_file(out.join("php.rs"))
        .expect("OUT_DIR is writable");
}

/// `PHP_VERSION_ID` in the bindings.
fn version(bindings: &str) -> u32 {
    let behind = bindings
        .split_once("pub const PHP_VERSION_ID: u32 = ")
        .and_then(|(_, behind)| behind.split_once(';'));
    behind.map_or(0, |(number, _)| number.parse().unwrap_or(0))
}

fn include_flags() -> Vec<String> {
    let config = std::env::var("PHP_CONFIG").unwrap_or_else(|_| "php-config".to_owned());
    let output = Command::new(&config)
        .arg("--includes")
        .output()
        .unwrap_or_else(|error| {
            panic!("{config} (package php-dev; another one is named by PHP_CONFIG): {error}");
        });
    String::from_utf8_lossy(&output.stdout)
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}
