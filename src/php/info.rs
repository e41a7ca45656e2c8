//! What people look at: `aesock_check()`, `aesock_status()` and the section of phpinfo().

use super::{functions, hook::HookState, state, sys, transport};
use crate::core::{
    gate::{Gate, Grounds, Refusal},
    reason::Verdict,
    settings::Mode,
    target::{self, Host, Target, TargetError, Transport},
};
use ext_php_rs::{
    binary_slice::BinarySlice,
    boxed::ZBox,
    builders::ModuleBuilder,
    convert::IntoZval,
    exception::{PhpException, PhpResult},
    info_table_end, info_table_header, info_table_row, info_table_start, php_function,
    types::{ZendHashTable, Zval},
    wrap_function,
    zend::ModuleEntry,
};
use std::{ffi::CStr, net::SocketAddr};

/// Adds the functions of this file to the module.
pub(super) fn functions(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    module
        .function(wrap_function!(aesock_check))
        .function(wrap_function!(aesock_status))
}

const DEFAULT_TRANSPORT: &str = "tcp";

/// Tells what would happen to a connection, without making it: `aesock_check(string $host, int|string|null $port = null,
/// string $transport = "tcp"): array`.
///
/// `$host` is a host, or a whole `tcp://host:port` when `$port` is null. The result has `allowed` (bool), `reason` (slug),
/// `message`, `rule` (text of the rule that decided, or null) and `addresses` (those that would be dialled). Names are resolved.
///
/// # Errors
/// `TypeError` for a `$port` that is neither an int, a string nor null.
#[php_function]
#[php(defaults(transport = DEFAULT_TRANSPORT), optional = port)]
pub fn aesock_check(
    host: BinarySlice<u8>,
    port: Option<&Zval>,
    transport: &str,
) -> PhpResult<ZBox<ZendHashTable>> {
    let port = match port {
        None => None,
        Some(port) if port.is_null() => None,
        Some(port) => match (port.long(), port.zend_str()) {
            (Some(number), _) => Some(number.to_string().into_bytes()),
            (_, Some(text)) => Some(text.as_bytes().to_vec()),
            _ => {
                let message = "aesock_check(): Argument #2 ($port) must be of type string|int|null"
                    .to_owned();
                return Err(PhpException::new(
                    message,
                    0,
                    ext_php_rs::zend::ce::type_error(),
                ));
            }
        },
    };
    let checked = state::with(|state| {
        state
            .gate()
            .and_then(|gate| check(gate, &host, port.as_deref(), transport.as_bytes()))
    });
    let checked = checked.unwrap_or_else(|| {
        Err(Refusal::new(
            crate::core::reason::Reason::Internal,
            "this destination",
        ))
    });
    Ok(report(checked)?)
}

type Checked = Result<(Vec<SocketAddr>, Grounds, String), Refusal>;

fn check(gate: &mut Gate, host: &[u8], port: Option<&[u8]>, transport: &[u8]) -> Checked {
    let (scheme, rest) = split_scheme(host).unwrap_or((transport, host));
    let carrier = match scheme {
        b"tcp" | b"ssl" | b"tls" | b"tlsv1.0" | b"tlsv1.1" | b"tlsv1.2" | b"tlsv1.3" | b"sslv3" => {
            Transport::Tcp
        }
        b"udp" => Transport::Udp,
        b"unix" | b"udg" => {
            let path = std::path::Path::new(std::ffi::OsStr::new(
                str::from_utf8(rest).unwrap_or_default(),
            ));
            let grounds = gate.admit_unix(Some(path), rest)?;
            return Ok((Vec::new(), grounds, String::new()));
        }
        other => {
            let grounds = gate.admit_raw(&String::from_utf8_lossy(other))?;
            return Ok((Vec::new(), grounds, String::new()));
        }
    };
    let target = match port {
        Some(port) => Target {
            transport: carrier,
            host: parse_host(rest)?,
            port: target::parse_port(port)?,
        },
        None => Target::parse(carrier, rest, gate.policy().ports())?,
    };
    let admission = gate.admit(&target)?;
    Ok((
        admission.peers.as_slice().to_vec(),
        admission.grounds,
        target.host.to_string(),
    ))
}

/// A host with a port of its own may stand in brackets, as `fsockopen` takes it.
fn parse_host(text: &[u8]) -> Result<Host, TargetError> {
    let inside = text
        .strip_prefix(b"[")
        .and_then(|text| text.strip_suffix(b"]"));
    match inside.map(Host::parse) {
        Some(Ok(host @ Host::Address(std::net::IpAddr::V6(_)))) => Ok(host),
        _ => Host::parse(text),
    }
}

fn split_scheme(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = text.windows(3).position(|window| window == b"://")?;
    Some((&text[..end], &text[end + 3..]))
}

fn report(checked: Checked) -> ext_php_rs::error::Result<ZBox<ZendHashTable>> {
    let mut array = ZendHashTable::new();
    let (grounds, message, addresses) = match checked {
        Ok((peers, grounds, subject)) => {
            let message = grounds.reason.about(subject).to_string();
            (
                grounds,
                message,
                peers.iter().map(|peer| peer.ip().to_string()).collect(),
            )
        }
        Err(refusal) => (refusal.grounds, refusal.message, Vec::new()),
    };
    array.insert("allowed", grounds.reason.verdict() == Verdict::Allow)?;
    array.insert("reason", grounds.reason.slug())?;
    array.insert("message", message)?;
    array.insert("rule", grounds.rule.map(String::from))?;
    array.insert("addresses", addresses)?;
    Ok(array)
}

/// Tells what aesock does in this process: `aesock_status(): array`.
///
/// The result has `mode`, `application`, `error` (why everything is refused, or null), `hooks` (name => `enforced`, `lost` or
/// `not present`), `not_covered` (loaded extensions that reach the network past the hooks), `google_ranges` (date of the list) and
/// `version`.
///
/// # Errors
/// None of its own.
#[php_function]
pub fn aesock_status() -> PhpResult<ZBox<ZendHashTable>> {
    let status = Status::now();
    let mut hooks = ZendHashTable::new();
    for (name, state) in &status.hooks {
        hooks.insert(name.as_str(), state.slug())?;
    }
    let mut array = ZendHashTable::new();
    array.insert("mode", status.mode)?;
    array.insert("application", status.application)?;
    array.insert("error", status.error)?;
    array.insert("hooks", hooks.into_zval(false)?)?;
    array.insert("not_covered", status.not_covered)?;
    array.insert("google_ranges", status.google_date)?;
    array.insert("version", VERSION)?;
    Ok(array)
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Extensions of PHP that reach the network by themselves, past the stream transports.
const UNCOVERED: &[&CStr] = &[
    c"amqp",
    c"curl",
    c"ev",
    c"event",
    c"ffi",
    c"ftp",
    c"grpc",
    c"imap",
    c"interbase",
    c"ldap",
    c"memcached",
    c"mongodb",
    c"oci8",
    c"odbc",
    c"pdo_dblib",
    c"pdo_firebird",
    c"pdo_oci",
    c"pdo_odbc",
    c"pdo_pgsql",
    c"pgsql",
    c"rdkafka",
    c"smbclient",
    c"snmp",
    c"sockets",
    c"ssh2",
    c"swoole",
    c"uv",
    c"zmq",
    c"zookeeper",
];

/// What both `aesock_status()` and phpinfo() tell.
struct Status {
    mode: &'static str,
    application: String,
    /// Why everything is refused, where the settings mean nothing.
    error: Option<String>,
    google_date: String,
    hooks: Vec<(String, HookState)>,
    not_covered: Vec<String>,
}

impl Status {
    fn now() -> Self {
        let hooks = transport::states()
            .into_iter()
            .map(|(name, state)| (format!("{name}://"), state));
        let functions = functions::states().map(|(name, state)| (format!("{name}()"), state));
        let hooks = hooks.chain(functions).collect();
        let of_gate = state::with(|state| match state.configured() {
            Ok(gate) => {
                let settings = gate.settings();
                (
                    settings.mode,
                    settings.application.clone(),
                    None,
                    settings.google_date.clone(),
                )
            }
            Err(error) => (
                Mode::Enforce,
                String::new(),
                Some(error.to_owned()),
                String::new(),
            ),
        });
        let (mode, application, error, google_date) = of_gate.unwrap_or_else(|| {
            (
                Mode::Enforce,
                String::new(),
                Some("internal error".to_owned()),
                String::new(),
            )
        });
        let loaded = UNCOVERED.iter().filter(|name| sys::is_loaded(name));
        let not_covered = loaded
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        Self {
            not_covered,
            mode: mode.slug(),
            application,
            error,
            google_date,
            hooks,
        }
    }
}

/// Gives `$port` of `aesock_check()` its declared type, which ext-php-rs cannot express.
pub(super) fn narrow_arguments() {
    sys::declare_int_string_or_null(c"aesock_check", 1);
}

/// The section of phpinfo() and of `php --ri aesock`.
pub(super) unsafe extern "C" fn show(module: *mut ModuleEntry) {
    let status = Status::now();
    info_table_start!();
    info_table_header!("aesock", "App Engine's sockets policy");
    info_table_row!("Version", VERSION);
    info_table_row!("Mode", status.mode);
    info_table_row!("Application", status.application.as_str());
    if let Some(error) = &status.error {
        info_table_row!("Refuses everything", error.as_str());
    }
    info_table_row!("Google's addresses as of", status.google_date.as_str());
    for state in [HookState::Enforced, HookState::Lost, HookState::NotPresent] {
        let names: Vec<_> = status
            .hooks
            .iter()
            .filter(|hook| hook.1 == state)
            .map(|hook| hook.0.as_str())
            .collect();
        if !names.is_empty() {
            info_table_row!(format!("Hooks {}", state.slug()), names.join(" "));
        }
    }
    if !status.not_covered.is_empty() {
        info_table_row!("Not covered", status.not_covered.join(" "));
    }
    info_table_end!();
    drop(status);
    // SAFETY: the engine passes its entry of this module.
    unsafe { sys::display_ini_entries(module) };
}
