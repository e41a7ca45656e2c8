//! The table of the functions: their names, their parameters as PHP's stubs declare them and as the engine
//! converts them, what they do, and which versions have them.

use super::{
    address_info,
    addressed::{bind, connect, local_name, peer_name, receive_from, send_to},
    control::control_space,
    create::{
        accept, close, create, create_listen, create_pair, is_at_mark, listen, set_block,
        set_nonblock, shutdown,
    },
    error::{clear_error, last_error, strerror},
    exchange::{read, receive, send, write},
    invocation::{Takes, handle},
    message::{receive_message, send_message},
    option::{get_option, set_option},
    select::select,
    streams::{export, import},
    version::{V8_3, V8_4, V8_6},
};
use crate::php::sys::{self, DeclaredFunction, arguments::Parameters};

/// Declares the functions, a row each: name, parameters and result, the engine's letters for their conversion, whose
/// objects they take, what they do, since when, and until when where another row follows.
macro_rules! functions {
    ($($name:ident $signature:literal, $format:literal, $takes:ident => $body:path $(, since $since:ident)? $(, until $until:ident)?;)*) => {
        /// The functions.
        pub(super) static DECLARED: [DeclaredFunction; [$(stringify!($name)),*].len()] = [$(
            DeclaredFunction {
                name: match ::std::ffi::CStr::from_bytes_with_nul(
                    concat!(stringify!($name), "\0").as_bytes(),
                ) {
                    Ok(name) => name,
                    Err(_) => panic!("an identifier holds no NUL"),
                },
                signature: $signature,
                versions: functions!(@since $($since)?)..functions!(@until $($until)?),
                handler: {
                    unsafe extern "C" fn handler(
                        frame: *mut sys::zend_execute_data,
                        result: *mut sys::zval,
                    ) {
                        static PARAMETERS: Parameters = Parameters::of($format);
                        // SAFETY: the engine calls this for the function in whose entry it stands.
                        unsafe { handle(frame, result, &PARAMETERS, Takes::$takes, $body) };
                    }
                    handler
                },
            },
        )*];
    };
    (@since) => { 0 };
    (@since $since:ident) => { $since };
    (@until) => { u32::MAX };
    (@until $until:ident) => { $until };
}

functions! {
    socket_select "(?array &$read, ?array &$write, ?array &$except, ?int $seconds, int $microseconds = 0): int|false", c"a!a!a!l!|l", Sockets => select;
    socket_create_listen "(int $port, int $backlog = 128): Socket|false", c"l|l", Sockets => create_listen, until V8_4;
    socket_create_listen "(int $port, int $backlog = SOMAXCONN): Socket|false", c"l|l", Sockets => create_listen, since V8_4;
    socket_accept "(Socket $socket): Socket|false", c"O", Sockets => accept;
    socket_set_nonblock "(Socket $socket): bool", c"O", Sockets => set_nonblock;
    socket_set_block "(Socket $socket): bool", c"O", Sockets => set_block;
    socket_listen "(Socket $socket, int $backlog = 0): bool", c"O|l", Sockets => listen;
    socket_close "(Socket $socket): void", c"O", Sockets => close;
    socket_write "(Socket $socket, string $data, ?int $length = null): int|false", c"Os|l!", Sockets => write;
    socket_read "(Socket $socket, int $length, int $mode = PHP_BINARY_READ): string|false", c"Ol|l", Sockets => read;
    socket_getsockname "(Socket $socket, &$address, &$port = null): bool", c"Oz|z", Sockets => local_name;
    socket_getpeername "(Socket $socket, &$address, &$port = null): bool", c"Oz|z", Sockets => peer_name;
    socket_create "(int $domain, int $type, int $protocol): Socket|false", c"lll", Sockets => create;
    socket_connect "(Socket $socket, string $address, ?int $port = null): bool", c"Os|l!", Sockets => connect;
    socket_strerror "(int $error_code): string", c"l", Sockets => strerror;
    socket_bind "(Socket $socket, string $address, int $port = 0): bool", c"Os|l", Sockets => bind;
    socket_recv "(Socket $socket, &$data, int $length, int $flags): int|false", c"Ozll", Sockets => receive;
    socket_send "(Socket $socket, string $data, int $length, int $flags): int|false", c"Osll", Sockets => send;
    socket_recvfrom "(Socket $socket, &$data, int $length, int $flags, &$address, &$port = null): int|false", c"Ozllz|z", Sockets => receive_from;
    socket_sendto "(Socket $socket, string $data, int $length, int $flags, string $address, ?int $port = null): int|false", c"Oslls|l!", Sockets => send_to;
    socket_get_option "(Socket $socket, int $level, int $option): array|int|false", c"Oll", Sockets => get_option;
    socket_getopt "(Socket $socket, int $level, int $option): array|int|false", c"Oll", Sockets => get_option;
    socket_set_option "(Socket $socket, int $level, int $option, $value): bool", c"Ollz", Sockets => set_option;
    socket_setopt "(Socket $socket, int $level, int $option, $value): bool", c"Ollz", Sockets => set_option;
    socket_create_pair "(int $domain, int $type, int $protocol, &$pair): bool", c"lllz", Sockets => create_pair;
    socket_shutdown "(Socket $socket, int $mode = 2): bool", c"O|l", Sockets => shutdown;
    socket_atmark "(Socket $socket): bool", c"O", Sockets => is_at_mark, since V8_3;
    socket_last_error "(?Socket $socket = null): int", c"|O!", Sockets => last_error;
    socket_clear_error "(?Socket $socket = null): void", c"|O!", Sockets => clear_error;
    socket_import_stream "($stream): Socket|false", c"r", Sockets => import;
    socket_export_stream "(Socket $socket)", c"O", Sockets => export;
    socket_sendmsg "(Socket $socket, array $message, int $flags = 0): int|false", c"Oa|l", Sockets => send_message;
    socket_recvmsg "(Socket $socket, array &$message, int $flags = 0): int|false", c"Oa|l", Sockets => receive_message;
    socket_cmsg_space "(int $level, int $type, int $num = 0): ?int", c"ll|l", Sockets => control_space, until V8_6;
    socket_cmsg_space "(int $level, int $type, int $num = 0): int", c"ll|l", Sockets => control_space, since V8_6;
    socket_addrinfo_lookup "(string $host, ?string $service = null, array $hints = []): array|false", c"s|s!a", Sockets => address_info::lookup, until V8_6;
    socket_addrinfo_lookup "(string $host, ?string $service = null, array $hints = [], &$error_code = null): array|false", c"s|s!az", Sockets => address_info::lookup, since V8_6;
    socket_addrinfo_connect "(AddressInfo $address): Socket|false", c"O", AddressInfo => address_info::connect;
    socket_addrinfo_bind "(AddressInfo $address): Socket|false", c"O", AddressInfo => address_info::bind;
    socket_addrinfo_explain "(AddressInfo $address): array", c"O", AddressInfo => address_info::explain;
}
