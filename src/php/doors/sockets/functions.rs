//! The functions of ext/sockets, each with how it uses the socket that is its first argument.

use super::{
    address::{bind, connect, send_to},
    addrinfo::{addrinfo_bind, addrinfo_connect},
    create::{close, create, create_pair, import_stream},
    listen::{accept, create_listen, listen},
    message::{receive_message, send_message},
    option::{get_option, set_option},
    select::select,
    socket_use::SocketUse,
};
use crate::php::hook::function::{Answer, Call, functions, unchecked};

/// A check between the beginning and the end of what a function does with its socket.
macro_rules! uses {
    ($uses:expr, $check:path) => {{
        unsafe fn check(call: &Call) -> Answer {
            // SAFETY: the engine calls a function with these uses.
            unsafe { $uses.around(call, $check) }
        }
        check
    }};
}

functions! {
    socket_accept = uses!(SocketUse::asks("unable to accept incoming connection"), accept), False;
    socket_addrinfo_bind = addrinfo_bind, False;
    socket_addrinfo_connect = addrinfo_connect, False;
    socket_addrinfo_explain = unchecked, EmptyArray;
    socket_addrinfo_lookup = unchecked, False;
    socket_atmark = uses!(SocketUse::asks("Unable to apply sockmark"), unchecked), False;
    socket_bind = uses!(SocketUse::asks("Unable to bind address"), bind), False;
    socket_clear_error = unchecked, Null;
    socket_close = close, Null;
    socket_cmsg_space = unchecked, Null;
    socket_connect = uses!(SocketUse::changes("unable to connect"), connect), False;
    socket_create = create, False;
    socket_create_listen = create_listen, False;
    socket_create_pair = create_pair, False;
    socket_export_stream = uses!(SocketUse::asks("Unable to export socket"), unchecked), False;
    socket_get_option = uses!(SocketUse::asks("Unable to retrieve socket option"), get_option), False;
    socket_getopt = uses!(SocketUse::asks("Unable to retrieve socket option"), get_option), False;
    socket_getpeername = uses!(SocketUse::asks("unable to retrieve peer name"), unchecked), False;
    socket_getsockname = uses!(SocketUse::asks("unable to retrieve socket name"), unchecked), False;
    socket_import_stream = import_stream, False;
    socket_last_error = unchecked, Zero;
    socket_listen = uses!(SocketUse::asks("unable to listen on socket"), listen), False;
    socket_read = uses!(SocketUse::reads("unable to read from socket"), unchecked), False;
    socket_recv = uses!(SocketUse::receives(3, "Unable to read from socket"), unchecked), False;
    socket_recvfrom = uses!(SocketUse::receives(3, "Unable to recvfrom"), unchecked), False;
    socket_recvmsg = uses!(SocketUse::receives(2, "Error in recvmsg").by_message(), receive_message), False;
    socket_select = select, False;
    socket_send = uses!(SocketUse::sends("Unable to write to socket"), unchecked), False;
    socket_sendmsg = uses!(SocketUse::sends("Error in sendmsg").by_message(), send_message), False;
    socket_sendto = uses!(SocketUse::sends("Unable to write to socket"), send_to), False;
    socket_set_block = uses!(SocketUse::changes("unable to set blocking mode"), unchecked), False;
    socket_set_nonblock = uses!(SocketUse::changes("unable to set nonblocking mode"), unchecked), False;
    socket_set_option = uses!(SocketUse::asks("Unable to set socket option"), set_option), False;
    socket_setopt = uses!(SocketUse::asks("Unable to set socket option"), set_option), False;
    socket_shutdown = uses!(SocketUse::changes("Unable to shutdown socket"), unchecked), False;
    socket_strerror = unchecked, EmptyString;
    socket_write = uses!(SocketUse::sends("unable to write to socket"), unchecked), False;
}
