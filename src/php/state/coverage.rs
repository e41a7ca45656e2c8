//! What the hooks do not see in this process: extensions that may have sockets of their own, and
//! programs. It names them, and hooks nothing.

use crate::{
    core::{escape::Escaped, settings::Native},
    php::sys::{self, Loaded},
};
use std::{
    cell::Cell,
    ffi::CStr,
    sync::{PoisonError, RwLock},
};

/// What was loaded when all modules had started.
static AT_START: RwLock<Option<Loaded>> = RwLock::new(None);

sys::per_thread! {
    /// What was loaded when this thread looked last.
    static SEEN: Cell<Loaded> = Cell::new(Loaded::NOTHING);
}

/// Extensions that open no sockets, or open them through the stream transports: PHP's own, and
/// packages of Debian whose libraries were looked at. Names are those of the modules, in lower
/// case. What is not here counts as not covered, an unknown extension too.
const COVERED: &[&[&str]] = &[
    &["aesock", "curl", "ftp", "sockets"],
    // Those that reach the network through the stream transports only.
    &[
        "libxml",
        "memcache",
        "mysqli",
        "mysqlnd",
        "oauth",
        "pdo_mysql",
        "redis",
        "soap",
        "standard",
    ],
    // PHP's own without a network.
    &[
        "bcmath",
        "bz2",
        "calendar",
        "core",
        "ctype",
        "date",
        "dba",
        "dom",
        "enchant",
        "exif",
        "fileinfo",
        "filter",
        "gd",
        "gettext",
        "gmp",
        "hash",
        "iconv",
        "intl",
        "json",
        "lexbor",
        "mbstring",
        "mhash",
        "openssl",
        "pcntl",
        "pcre",
        "pdo",
        "pdo_sqlite",
        "phar",
        "posix",
        "pspell",
        "random",
        "readline",
        "reflection",
        "session",
        "shmop",
        "simplexml",
        "sodium",
        "spl",
        "sqlite3",
        "sysvmsg",
        "sysvsem",
        "sysvshm",
        "tidy",
        "tokenizer",
        "uri",
        "xml",
        "xmlreader",
        "xmlwriter",
        "xsl",
        "zend opcache",
        "zip",
        "zlib",
    ],
    // Server interfaces, which hold the connections of their clients.
    &[
        "apache2handler",
        "cgi-fcgi",
        "cli_server",
        "frankenphp",
        "litespeed",
    ],
    // Others without a network.
    &[
        "apcu",
        "ast",
        "ds",
        "excimer",
        "geos",
        "igbinary",
        "luasandbox",
        "mailparse",
        "maxminddb",
        "mcrypt",
        "msgpack",
        "pcov",
        "psr",
        "raphf",
        "tideways_xhprof",
        "uploadprogress",
        "wikidiff2",
        "xmlrpc",
        "yac",
        "yaml",
    ],
];

/// Extensions whose libraries dial by themselves, and are held where `aesock.native` looks at what libraries
/// call: each was driven at refused addresses (php-tests/doors, php-tests/native).
const COVERED_BELOW: &[&str] = &[
    "amqp",
    "gearman",
    "http",
    "ice",
    "imap",
    "ldap",
    "memcached",
    "mongodb",
    "ow",
    "pdo_dblib",
    "pdo_firebird",
    "pdo_pgsql",
    "pgsql",
    "pinba",
    "remctl",
    "rrd",
    "snmp",
    "solr",
    "ssh2",
    "stomp",
    "uuid",
    "zmq",
];

/// Functions that start programs; `error_log` does so to send mail.
const PROGRAMS: &[&CStr] = &[
    c"error_log",
    c"exec",
    c"mail",
    c"mb_send_mail",
    c"passthru",
    c"pcntl_exec",
    c"popen",
    c"proc_open",
    c"shell_exec",
    c"system",
];

/// The functions that start programs, as `name()`; those that the administrator left.
pub(in crate::php) fn programs() -> impl Iterator<Item = String> {
    PROGRAMS
        .iter()
        .filter(|name| sys::function(name).is_some())
        .map(|name| format!("{}()", name.to_string_lossy()))
}

/// What decides about native code: where it is the same, so is what [`verify`] finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::php) struct Inventory {
    loaded: Loaded,
    has_ffi: bool,
}

impl Inventory {
    /// What is now.
    pub(in crate::php) fn take() -> Self {
        Self {
            loaded: Loaded::now(),
            has_ffi: !is_ffi_closed(),
        }
    }
}

/// Remembers what is loaded, when all modules have started.
pub(in crate::php) fn start() {
    *AT_START.write().unwrap_or_else(PoisonError::into_inner) = Some(Loaded::now());
}

/// Whether something was loaded, or went, since this thread asked last.
pub(in crate::php) fn has_changed() -> bool {
    let now = Loaded::now();
    let has_changed = SEEN.get() != now;
    if has_changed {
        SEEN.set(now);
    }
    has_changed
}

/// Whether something was loaded after the modules had started.
pub(in crate::php) fn has_grown() -> bool {
    let at_start = *AT_START.read().unwrap_or_else(PoisonError::into_inner);
    at_start.is_some_and(|at_start| Loaded::now().is_more_than(at_start))
}

/// Whether native code that may reach the network past the hooks is loaded where that must not be.
///
/// # Errors
/// The sentence that names it, as one about the setting `aesock.strict`.
pub(in crate::php) fn verify(strict: bool, native: Native) -> Result<(), String> {
    let extensions = if strict {
        extensions(native)
    } else {
        Vec::new()
    };
    if extensions.is_empty() {
        Ok(())
    } else {
        let names = extensions.join(", ");
        Err(format!(
            "aesock.strict: not covered: {names}; leave them out, or set aesock.strict=0"
        ))
    }
}

/// The line of the log about extensions that are not covered, if there is one. Functions are left
/// to the status: a PHP without them is the exception.
pub(in crate::php) fn line(native: Native) -> Option<String> {
    let names = extensions(native);
    (!names.is_empty()).then(|| format!("aesock does not cover: {}", names.join(" ")))
}

/// The loaded extensions that are not covered.
pub(in crate::php) fn extensions(native: Native) -> Vec<String> {
    let mut names: Vec<_> = sys::modules()
        .chain(sys::zend_extensions())
        .map(|name| name.to_ascii_lowercase())
        .filter(|name| !is_covered(name, native))
        .map(|name| Escaped(&name).to_string())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether the extension of this name, in lower case, is one that the policy covers.
pub(in crate::php) fn is_covered(name: &[u8], native: Native) -> bool {
    if native == Native::All {
        return true;
    }
    let is_listed = |list: &[&str]| list.iter().any(|covered| covered.as_bytes() == name);
    match name {
        b"ffi" => is_ffi_closed(),
        b"curl" => !sys::curl::is_closed(),
        b"sockets" => sys::socket::is_known(),
        _ => {
            COVERED.iter().any(|list| is_listed(list))
                || native == Native::Libraries && is_listed(COVERED_BELOW)
        }
    }
}

/// Whether FFI is clearly off; where nothing says so, it is not.
fn is_ffi_closed() -> bool {
    sys::setting_or_configured(c"ffi.enable").is_some_and(is_no)
}

/// Whether a switch of PHP is clearly off.
pub(in crate::php) fn is_no(value: &[u8]) -> bool {
    let words = ["", "0", "false", "no", "none", "off"];
    words
        .iter()
        .any(|word| word.as_bytes().eq_ignore_ascii_case(value))
}
