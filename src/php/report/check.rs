//! `aesock_check()`: what would happen to a connection. It resolves names, and opens no connection.

use crate::{
    core::{
        escape::Escaped,
        gate::{Gate, Grounds, Lookups, Refusal, rule_of},
        reason::{Reason, Verdict},
        target::{Host, Protocol, Target, TargetError, Transport, Url},
        usage::quota::Meter,
    },
    php::{
        doors::streams,
        state::{
            gates::{self, Gates},
            operation,
        },
        sys::{self, text::Text},
    },
};
use ext_php_rs::{
    args::Arg,
    boxed::ZBox,
    builders::{FunctionBuilder, ModuleBuilder},
    flags::DataType,
    types::{ZendHashTable, Zval},
    zend::{BailoutGuard, ExecuteData, run_handler},
};
use std::{net::SocketAddr, panic::AssertUnwindSafe};

/// Adds the function of this file to the module.
pub(super) fn functions(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    let check = FunctionBuilder::new("aesock_check", aesock_check)
        .arg(Arg::new("host", DataType::String))
        .not_required()
        .arg(Arg::new("port", DataType::Mixed).default("null"))
        .arg(Arg::new("transport", DataType::String).default("\"tcp\""))
        .returns(DataType::Array, false, false);
    module.function(check)
}

/// Tells what would happen to a connection, without making it: `aesock_check(string $host,
/// int|string|null $port = null, string $transport = "tcp"): array`.
///
/// `$host` is a host, or a whole `tcp://host:port` when `$port` is null, or a URL of http or FTP, which stands for its server. The result has `allowed`
/// (bool), `reason` (slug), `message`, `remedy` (what an operator can do), `rule` (text of the rule
/// that decided, or null) and `addresses` (those that would be dialled). Names are resolved.
extern "C" fn aesock_check(frame: &mut ExecuteData, result: &mut Zval) {
    run_handler(AssertUnwindSafe(|| {
        // SAFETY: the engine calls this for a call of `aesock_check()`; nothing in this frame has a
        // destructor.
        let Some(arguments) = (unsafe { sys::check_arguments(frame) }) else {
            return;
        };
        let answer = gates::with(|gates| answer(gates, &arguments));
        let internal = || Answer::of(Refusal::new(Reason::Internal, "this destination"), None);
        // Filling the array may bail out: the guard is released then.
        let answer = BailoutGuard::new(answer.unwrap_or_else(internal));
        if let Ok(array) = report(&answer) {
            result.set_hashtable(array);
        }
    }));
}

/// What would be dialled, why, the subject of the sentence about it, and the rule that names it.
type Checked = Result<(Vec<SocketAddr>, Grounds, String, Option<String>), Refusal>;

/// What the script is told.
struct Answer {
    grounds: Grounds,
    message: String,
    remedy: String,
    peers: Vec<SocketAddr>,
}

impl Answer {
    /// Of a refusal, where rules are in `file`, if in one.
    fn of(refusal: Refusal, file: Option<&str>) -> Self {
        Self {
            remedy: refusal.remedy(file),
            message: refusal.message,
            grounds: refusal.grounds,
            peers: Vec::new(),
        }
    }
}

fn answer(gates: &mut Gates, arguments: &sys::CheckArguments<'_>) -> Answer {
    let checked = gates.gate().and_then(|gate| check(gate, arguments));
    let checked = checked.and_then(|found| {
        let is_of_network = !found.0.is_empty();
        if is_of_network {
            operation::foresee(gates, &[Meter::Creates, Meter::Connects])?;
        }
        Ok(found)
    });
    let file = gates.configured().ok().and_then(|gate| gate.rules().path);
    let file = file.as_deref();
    match checked {
        Ok((peers, grounds, subject, rule)) => Answer {
            message: grounds.reason.about(subject).to_string(),
            remedy: grounds.reason.remedy_by(rule.as_deref(), file),
            grounds,
            peers,
        },
        Err(refusal) => Answer::of(refusal, file),
    }
}

fn check(gate: &mut Gate, arguments: &sys::CheckArguments<'_>) -> Checked {
    let given = (arguments.transport.unwrap_or(b"tcp"), arguments.host);
    let (scheme, rest) = split_scheme(arguments.host).unwrap_or(given);
    if let Some(url) = Url::parse(scheme, rest) {
        if url.protocol == Protocol::Ftp {
            gate.admit_ftp(url.server)?;
        }
        let with_port = url.with_port();
        let server = if arguments.port.is_some() {
            url.server
        } else {
            &with_port
        };
        return check_peer(gate, Transport::Tcp, server, arguments.port.as_ref());
    }
    match streams::transport_of(scheme) {
        Some(transport) => check_peer(gate, transport, rest, arguments.port.as_ref()),
        None => check_other(gate, scheme, rest),
    }
}

/// What is neither TCP nor UDP.
fn check_other(gate: &Gate, scheme: &[u8], rest: &[u8]) -> Checked {
    let (grounds, subject) = if streams::is_unix(scheme) {
        (gate.admit_unix(rest)?.1, rest)
    } else {
        (gate.admit_raw(scheme)?, scheme)
    };
    Ok((Vec::new(), grounds, Escaped(subject).to_string(), None))
}

fn check_peer(
    gate: &mut Gate,
    transport: Transport,
    rest: &[u8],
    port: Option<&sys::IntOrString<'_>>,
) -> Checked {
    let ports = gate.policy().ports();
    let target = match port {
        None => Target::parse(transport, rest, ports)?,
        Some(port) => {
            let port = match port {
                sys::IntOrString::Int(port) => ports.of(*port)?,
                sys::IntOrString::String(port) => ports.parse(port)?,
            };
            match parse_host(rest) {
                Ok(host) => Target {
                    transport,
                    host,
                    port,
                },
                // A host with a port of its own, as fsockopen() passes it on.
                Err(_) if rest.contains(&b':') => {
                    let joined = [rest, b":", port.to_string().as_bytes()].concat();
                    Target::parse(transport, &joined, ports)?
                }
                Err(error) => return Err(error.into()),
            }
        }
    };
    let admission = gate.foresee(&target, Lookups::SENT)?;
    let peers = admission.peers.as_slice().to_vec();
    let reason = admission.grounds.reason;
    let rule = peers
        .first()
        .map(|peer| rule_of(&target, peer.ip(), reason));
    Ok((peers, admission.grounds, target.host.to_string(), rule))
}

/// A host with a port of its own may stand in brackets, as `fsockopen` takes it.
fn parse_host(text: &[u8]) -> Result<Host, TargetError> {
    let inside = text
        .strip_prefix(b"[")
        .and_then(|text| text.strip_suffix(b"]"));
    match inside.map(Host::parse) {
        Some(Ok(host @ Host::Address(std::net::IpAddr::V6(_), _))) => Ok(host),
        _ => Host::parse(text),
    }
}

fn split_scheme(text: &[u8]) -> Option<(&[u8], &[u8])> {
    if let Some(path) = text.strip_prefix(b"unix:")
        && path.starts_with(b"/")
        && !path.starts_with(b"//")
    {
        // As rules write it.
        return Some((b"unix", path));
    }
    let end = text.windows(3).position(|window| window == b"://")?;
    Some((&text[..end], &text[end + 3..]))
}

fn report(answer: &Answer) -> ext_php_rs::error::Result<ZBox<ZendHashTable>> {
    let Answer { grounds, .. } = answer;
    let mut array = ZendHashTable::new();
    let mut addresses = ZendHashTable::new();
    for peer in &answer.peers {
        addresses.push(Text::<64>::of(peer.ip()).as_str())?;
    }
    array.insert("allowed", grounds.reason.verdict() == Verdict::Allow)?;
    array.insert("reason", grounds.reason.slug())?;
    array.insert("message", Text::<2048>::of(&answer.message).as_str())?;
    array.insert("remedy", answer.remedy.as_str())?;
    array.insert("rule", grounds.rule.as_deref())?;
    array.insert("addresses", addresses)?;
    Ok(array)
}

/// Gives `$port` of `aesock_check()` its declared type, which ext-php-rs cannot express.
pub(in crate::php) fn narrow_arguments() {
    sys::declare_int_string_or_null(c"aesock_check", 1);
}
