//! What the functions of one version of PHP do otherwise than those of another, a row for each difference. Which
//! functions and constants a version has is in their tables.

use crate::php::sys;

/// Versions, as `PHP_VERSION_ID` has them.
pub(super) const V8_3: u32 = 80_300;
pub(super) const V8_4: u32 = 80_400;
pub(super) const V8_5: u32 = 80_500;
pub(super) const V8_6: u32 = 80_600;

/// Whether the running PHP is of this version or a later one.
pub(super) const fn is_since(version: u32) -> bool {
    sys::VERSION >= version
}

/// Declares the differences: name, since when, what it is.
macro_rules! differences {
    ($($name:ident $since:ident $what:literal;)*) => {
        $(
            #[doc = $what]
            pub(super) const $name: bool = is_since($since);
        )*
    };
}

differences! {
    FILTERS_PACKETS           V8_3 "`SO_ATTACH_REUSEPORT_CBPF` takes the number of a filter.";
    TYPES_HAVE_FLAGS          V8_4 "A type may have `SOCK_CLOEXEC` and `SOCK_NONBLOCK`.";
    ACCEPTS_CLOSED_ON_EXEC    V8_4 "What `socket_accept()` returns is closed on exec.";
    LISTENS_AS_LONG_AS_IT_MAY V8_4 "`socket_create_listen()` has the system's longest queue.";
    REFUSES_LONG_PATHS        V8_4 "`socket_sendto()` throws for a path that is too long.";
    WORDS_FOR_NO_PATH         V8_4 "The words about a path that is empty are others.";
    WANTS_ARRAYS              V8_4 "A value of `SO_LINGER` or of a time-out is an array or an object.";
    TAKES_PACKET_SOCKETS      V8_5 "`AF_PACKET` may be created, bound and named.";
    ACCEPTS_AS_THE_LISTENER   V8_5 "What `socket_accept()` returns waits as the listener does.";
    CHECKS_MODES              V8_5 "`socket_shutdown()` throws for another mode.";
    WANTS_NAMES               V8_5 "A name of an option is a string.";
    WANTS_GROUPS              V8_5 "A request about a group of multicasts is an array, and of the socket's own kind.";
    CUTS_DATAGRAMS            V8_5 "`UDP_SEGMENT` has bounds.";
    CHECKS_HINTS              V8_5 "Hints of `socket_addrinfo_lookup()` have names, types and bounds.";
    TAKES_ANY_FAMILY          V8_6 "The family of these hints may be unspecified.";
    SENDS_PACKETS             V8_6 "`AF_PACKET` may send and receive with addresses.";
    FILTERS_PACKETS_OF_SOCKETS V8_6 "`SO_ATTACH_REUSEPORT_CBPF` is of the level of sockets, and its value an integer.";
    CUTS_WITHIN               V8_6 "The words about these bounds have one `of` less.";
    WAITS_FOR_USERS           V8_6 "`TCP_USER_TIMEOUT` has bounds.";
    TELLS_COUNTS              V8_6 "`socket_recvfrom()` says how many arguments it lacks.";
}
