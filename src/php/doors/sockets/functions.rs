//! The table of the hooked functions of ext/sockets, each with how it uses the socket that is its
//! first argument. What they check is in the files of their topics.

use super::{
    address::{bind, connect, send_to},
    addrinfo::{addrinfo_bind, addrinfo_connect},
    create::{close, create, create_pair, export_stream, import_stream},
    listen::{accept, create_listen, listen},
    message::{convert, convert_request, receive_message, send_message},
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
            unsafe { const { &$uses }.around(call, $check) }
        }
        check
    }};
}

functions! {
    socket_accept = uses!(SocketUse::asks(c"O", "unable to accept incoming connection"), accept), False;
    socket_addrinfo_bind = addrinfo_bind, False;
    socket_addrinfo_connect = addrinfo_connect, False;
    socket_addrinfo_explain = unchecked, EmptyArray;
    socket_addrinfo_lookup = unchecked, False;
    socket_atmark = uses!(SocketUse::asks(c"O", "Unable to apply sockmark"), unchecked), False;
    socket_bind = uses!(SocketUse::asks(c"Os|l", "Unable to bind address"), bind), False;
    socket_clear_error = unchecked, Null;
    socket_close = close, Null;
    socket_cmsg_space = unchecked, Zero;
    socket_connect = uses!(SocketUse::changes(c"Os|l!", "unable to connect"), connect), False;
    socket_create = create, False;
    socket_create_listen = create_listen, False;
    socket_create_pair = create_pair, False;
    socket_export_stream = uses!(SocketUse::asks(c"O", "Unable to export socket"), export_stream), False;
    socket_get_option = uses!(SocketUse::asks(c"Oll", "Unable to retrieve socket option"), get_option), False;
    socket_getopt = uses!(SocketUse::asks(c"Oll", "Unable to retrieve socket option"), get_option), False;
    socket_getpeername = uses!(SocketUse::asks(c"Oz|z", "unable to retrieve peer name"), unchecked), False;
    socket_getsockname = uses!(SocketUse::asks(c"Oz|z", "unable to retrieve socket name"), unchecked), False;
    socket_import_stream = import_stream, False;
    socket_last_error = unchecked, Zero;
    socket_listen = uses!(SocketUse::asks(c"O|l", "unable to listen on socket"), listen), False;
    socket_read = uses!(SocketUse::reads(c"Ol|l", "unable to read from socket"), unchecked), False;
    socket_recv = uses!(SocketUse::receives(c"Ozll", 3, "Unable to read from socket"), unchecked), False;
    socket_recvfrom = uses!(SocketUse::receives(c"Ozllz|z", 3, "Unable to recvfrom"), unchecked), False;
    socket_recvmsg = uses!(SocketUse::receives(c"Oa|l", 2, "Error in recvmsg").by_message(convert_request), receive_message), False;
    socket_select = select, False;
    socket_send = uses!(SocketUse::sends(c"Osll", "Unable to write to socket").by_flags(3), unchecked), False;
    socket_sendmsg = uses!(SocketUse::sends(c"Oa|l", "Error in sendmsg").by_message(convert), send_message), False;
    socket_sendto = uses!(SocketUse::sends(c"Oslls|l!", "Unable to write to socket").by_flags(3), send_to), False;
    socket_set_block = uses!(SocketUse::changes(c"O", "unable to set blocking mode"), unchecked), False;
    socket_set_nonblock = uses!(SocketUse::changes(c"O", "unable to set nonblocking mode"), unchecked), False;
    socket_set_option = uses!(SocketUse::asks(c"Ollz", "Unable to set socket option"), set_option), False;
    socket_setopt = uses!(SocketUse::asks(c"Ollz", "Unable to set socket option"), set_option), False;
    socket_shutdown = uses!(SocketUse::changes(c"O|l", "Unable to shutdown socket"), unchecked), False;
    socket_strerror = unchecked, EmptyString;
    socket_write = uses!(SocketUse::sends(c"Os|l!", "unable to write to socket"), unchecked), False;
}
