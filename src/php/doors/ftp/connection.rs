//! The functions of ext/ftp that connect: control connections to the address that was checked, data
//! connections to the same one or by a listener. It does not dial: ext/ftp does.
//!
//! Within a transfer ext/ftp runs code of the script: it opens, reads and writes streams. How the data
//! connection is made is decided before, so what would change that is refused meanwhile.

use super::objects;
use crate::{
    core::{
        escape::{Escaped, Token},
        gate::{Lookups, Refusal},
        reason::Reason,
        settings::Mode,
        target::{Host, Ports, Target, TargetError, Transport},
        usage::quota::Meter,
    },
    native::grant::{self, Grant},
    php::{
        hook::function::{Answer, Call},
        state::{
            gates::{self, Gates},
            operation,
            refusal::{self, Failure, enforce},
        },
        sys::{self, arguments, text::Text},
    },
};
use std::{
    ffi::CStr,
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};

/// `FTP_USEPASVADDRESS` (ext/ftp/php_ftp.h).
const USEPASVADDRESS: i64 = 2;

/// The most addresses of a name that are tried.
const TRIED: usize = 8;

/// Where a control connection may go, as plain data.
enum Plan {
    /// As the script wrote it.
    AsGiven,
    /// One of these, in order, at this port. Whether data connections are kept at the same address.
    To([Option<IpAddr>; TRIED], u16, Passive),
}

/// Where passive data connections go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Passive {
    /// To the address of the control connection.
    SameAddress,
    /// To where the server says.
    AsServerSays,
}

/// `ftp_connect(string $hostname, int $port = 21, int $timeout = 90)` and `ftp_ssl_connect`.
///
/// # Safety
/// The call is a live one. It may run user code and bail out.
pub(in crate::php) unsafe fn connect(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        if !arguments::parse(call.frame, c"s|ll", std::ptr::null_mut()) {
            return Answer::Done;
        }
        let integer = |index| sys::argument(call.frame, index).and_then(|value| value.long());
        let timeout = integer(2).unwrap_or(90);
        let Ok(timeout @ 1..) = u64::try_from(timeout) else {
            return Answer::CallOriginal;
        };
        let host = sys::argument(call.frame, 0).and_then(|value| value.zend_str());
        let Some(host) = host.map(|host| host.as_bytes()) else {
            return Answer::CallOriginal;
        };
        // As ext/ftp takes it.
        let port = integer(1).filter(|port| *port != 0).unwrap_or(21);
        match refusal::ask(|gates| plan(gates, host, port)) {
            Err(_) => refuse_connection(call, host, port),
            Ok(Plan::AsGiven) => run(call, None),
            Ok(Plan::To(addresses, port, passive)) => {
                dial(call, addresses, port, Duration::from_secs(timeout));
                if passive == Passive::SameAddress {
                    keep_address(call);
                }
            }
        }
    }
    Answer::Done
}

fn plan(gates: &mut Gates, host: &[u8], port: i64) -> Result<Plan, Failure> {
    if gates.mode() == Mode::Passthrough {
        return Ok(Plan::AsGiven);
    }
    let target = match target(gates, host, port) {
        Ok(target) => target,
        Err(error) => {
            let shown = format!("tcp://{}:{port}", Token(host));
            enforce(gates, &shown, |gate| {
                gate.admit_ftp(host)?;
                Err(error.into())
            })?;
            return Ok(Plan::AsGiven);
        }
    };
    if gates.mode() == Mode::Audit {
        enforce(gates, &target, |gate| {
            let grounds = gate.admit_ftp(host)?;
            match target.host {
                Host::Address(address, _) => gate.admit_address(&target, address, Lookups::SENT),
                // ext/ftp resolves, and keeps to itself where it connected.
                Host::Name(_) => gate.foresee(&target, Lookups::SENT).map(|_| grounds),
            }
        })?;
        return Ok(Plan::AsGiven);
    }
    let peers = gates.check(&target, |gate| {
        gate.admit_ftp(host)?;
        let admission = gate.admit(&target, Lookups::SENT)?;
        operation::charge(&[Meter::Creates, Meter::Connects])?;
        Ok((admission.peers, admission.grounds))
    })?;
    let mut addresses = [None; TRIED];
    for (slot, peer) in addresses.iter_mut().zip(peers.as_slice()) {
        *slot = Some(peer.ip());
    }
    let passive = match gates.ports() {
        Ports::Strict => Passive::SameAddress,
        // Everything is allowed.
        Ports::Wrapped => Passive::AsServerSays,
    };
    Ok(Plan::To(addresses, target.port, passive))
}

fn target(gates: &Gates, host: &[u8], port: i64) -> Result<Target, TargetError> {
    Ok(Target {
        transport: Transport::Tcp,
        host: Host::parse(host)?,
        port: gates.ports().of(port)?,
    })
}

/// Has ext/ftp dial one address after the other, as it does those of a name, within its time-out.
unsafe fn dial(call: &Call, addresses: [Option<IpAddr>; TRIED], port: u16, timeout: Duration) {
    let start = Instant::now();
    for address in addresses.into_iter().flatten() {
        // SAFETY: as in `connect`; the argument is a string.
        unsafe {
            if let Some(host) = sys::argument(call.frame, 0) {
                arguments::replace_with_string(host, Text::<64>::of(address).as_bytes());
            }
            grant::give(Grant::Peer(SocketAddr::new(address, port)));
            run(call, Some(address));
            if !sys::is_false(call.result) || start.elapsed() >= timeout {
                return;
            }
        }
    }
}

/// Runs the engine's handler; what it makes is in active mode, whatever object had its number. The
/// `host` that it connects to is known where that was judged.
unsafe fn run(call: &Call, host: Option<IpAddr>) {
    // SAFETY: as in `connect`; a failed attempt left nothing behind.
    unsafe {
        call.run();
        if let Some(number) = sys::object_number(&*call.result) {
            objects::begin(number, host);
        }
    }
}

/// Keeps passive data connections at the address of the control connection; one that cannot be kept
/// there is closed.
unsafe fn keep_address(call: &Call) {
    // SAFETY: as in `connect`.
    unsafe {
        if !sys::is_object(call.result) {
            return;
        }
        let [option, off] = [
            arguments::integer(USEPASVADDRESS),
            arguments::boolean(false),
        ];
        if sys::call_is_true(c"ftp_set_option", [&*call.result, &option, &off]) {
            return;
        }
        sys::release(call.result);
        sys::return_false(call.result);
        warn_of_missing_option();
    }
}

#[cold]
#[inline(never)]
unsafe fn warn_of_missing_option() {
    let subject = "FTP needs ftp_set_option(), which disable_functions has";
    let refusal = Refusal::new(Reason::Misconfigured, subject);
    let text = Text::of(format_args!("Unable to connect ({refusal})"));
    drop(refusal);
    // SAFETY: as in `connect`.
    unsafe { sys::warn(&text) };
}

#[cold]
#[inline(never)]
unsafe fn refuse_connection(call: &Call, host: &[u8], port: i64) {
    // SAFETY: as in `connect`.
    unsafe {
        sys::return_false(call.result);
        sys::warn(&told(host, port));
    }
}

/// The refusal that waits, as a warning. Apart from that, whose stack may be small.
#[inline(never)]
fn told(host: &[u8], port: i64) -> Text {
    let refusal = refusal::take();
    if refusal.reason.is_of_resolver() {
        return refusal.text;
    }
    let host = Escaped(host);
    Text::of(format_args!(
        "Unable to connect to {host}:{port} ({})",
        refusal.text
    ))
}

/// `ftp_set_option(FTP\Connection $ftp, int $option, $value)`: the server's address is not for the
/// script to choose.
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn set_option(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let class = arguments::class(c"ftp\\connection");
        if !arguments::parse(call.frame, c"Olz", class) {
            return Answer::Done;
        }
        let option = sys::argument(call.frame, 1).and_then(|value| value.long());
        let value = sys::argument(call.frame, 2);
        let is_on = value.is_some_and(|value| arguments::dereferenced(value).is_true());
        if option != Some(USEPASVADDRESS) || !is_on {
            return Answer::CallOriginal;
        }
        let asked = refusal::ask(|gates| {
            let shown = &"option:FTP_USEPASVADDRESS";
            Ok(enforce(gates, shown, |gate| gate.admit_ftp_address())?)
        });
        if asked.is_ok() {
            return Answer::CallOriginal;
        }
        sys::return_false(call.result);
        sys::warn(&refusal::take().text);
    }
    Answer::Done
}

/// `ftp_pasv(FTP\Connection $ftp, bool $enable)`.
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn passive(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let number = match idle(call, c"Ob") {
            Ok(number) => number,
            Err(answer) => return answer,
        };
        call.run();
        if sys::has_thrown() {
            return Answer::Done;
        }
        let enabled = sys::argument(call.frame, 1).is_some_and(|value| value.is_true());
        objects::set_passive(number, enabled && sys::is_true(call.result));
    }
    Answer::Done
}

/// `ftp_close(FTP\Connection $ftp)`: ext/ftp would go on with what is freed.
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn close(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    match unsafe { idle(call, c"O") } {
        Ok(_) => Answer::CallOriginal,
        Err(answer) => answer,
    }
}

/// `ftp_nb_continue(FTP\Connection $ftp)`, which has its data connection.
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn go_on(call: &Call) -> Answer {
    // SAFETY: the caller's contract; nothing in this frame has a destructor.
    unsafe {
        let number = match idle(call, c"O") {
            Ok(number) => number,
            Err(answer) => return answer,
        };
        objects::run(number, || call.run());
    }
    Answer::Done
}

/// `ftp_nlist(FTP\Connection $ftp, string $directory)` and `ftp_mlsd`.
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn list(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe { transfer(call, c"Os") }
}

/// `ftp_rawlist(FTP\Connection $ftp, string $directory, bool $recursive = false)`.
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn list_as_sent(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe { transfer(call, c"Os|b") }
}

/// The functions that transfer a file to or from another one.
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn transfer_file(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe { transfer(call, c"Oss|ll") }
}

/// The same, into a stream.
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn transfer_into(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe { transfer(call, c"Ors|ll") }
}

/// The same, from a stream.
///
/// # Safety
/// As [`connect`].
pub(in crate::php) unsafe fn transfer_from(call: &Call) -> Answer {
    // SAFETY: the caller's contract.
    unsafe { transfer(call, c"Osr|ll") }
}

/// A call that makes a data connection, with arguments as `format` says.
unsafe fn transfer(call: &Call, format: &'static CStr) -> Answer {
    // SAFETY: as in `connect`; nothing in this frame has a destructor.
    unsafe {
        let number = match idle(call, format) {
            Ok(number) => number,
            Err(answer) => return answer,
        };
        if objects::is_passive(number) && enforces() {
            if !stays_passive(call) {
                return Answer::Done;
            }
            // Code of the script may have run since.
            if is_refused_as_busy(call, number) {
                return Answer::Done;
            }
        }
        let asked = refusal::ask(|gates| admit_data(gates, objects::is_passive(number)));
        if asked.is_ok() {
            // Data connections stay at the host of the other, on a port that the server says.
            match objects::host(number).filter(|_| objects::is_passive(number)) {
                Some(host) => grant::give(Grant::Host(host)),
                None => grant::give(Grant::Local),
            }
            objects::run(number, || call.run());
        } else {
            fail(call, &refusal::take().text);
        }
    }
    Answer::Done
}

/// Decides on a data connection, and counts it.
fn admit_data(gates: &mut Gates, is_passive: bool) -> Result<(), Failure> {
    if is_passive {
        let meters = [Meter::Creates, Meter::Connects];
        return Ok(operation::charge_for(gates, &meters, &Transport::Tcp)?);
    }
    enforce(gates, &"listen", |gate| {
        let grounds = gate.admit_listen(b"a data port of FTP")?;
        operation::charge(&[Meter::Creates, Meter::Binds])?;
        Ok(grounds)
    })?;
    Ok(())
}

/// Whether a server grants a passive connection for a transfer. One that declines it turns ext/ftp to
/// active mode, which would listen, so it is asked first.
unsafe fn stays_passive(call: &Call) -> bool {
    // SAFETY: as in `transfer`.
    unsafe {
        let on = arguments::boolean(true);
        let is_granted = sys::argument(call.frame, 0)
            .is_some_and(|connection| sys::call_is_true(c"ftp_pasv", [connection, &on]));
        if !is_granted && !sys::has_thrown() {
            fail(call, &Text::of("Unable to enter passive mode"));
        }
        is_granted
    }
}

/// Converts the arguments of a call, of which the first is a connection: its number, where no transfer
/// of it is under way. `Err` is the answer where the call is over.
unsafe fn idle(call: &Call, format: &'static CStr) -> Result<u32, Answer> {
    // SAFETY: as in `connect`.
    unsafe {
        if !arguments::parse(call.frame, format, arguments::class(c"ftp\\connection")) {
            return Err(Answer::Done);
        }
        let number = sys::argument(call.frame, 0).and_then(|value| sys::object_number(value));
        let number = number.ok_or(Answer::CallOriginal)?;
        if is_refused_as_busy(call, number) {
            return Err(Answer::Done);
        }
        Ok(number)
    }
}

/// Refuses a call in the midst of a transfer of its connection; whether it did.
unsafe fn is_refused_as_busy(call: &Call, number: u32) -> bool {
    if !enforces() || !objects::is_under_way(number) {
        return false;
    }
    // SAFETY: as in `connect`.
    unsafe {
        fail(
            call,
            &Text::of("A transfer of this connection is under way"),
        )
    };
    true
}

fn enforces() -> bool {
    !matches!(gates::mode(), Mode::Audit | Mode::Passthrough)
}

/// Fails a call: one that transfers in steps returns `FTP_FAILED`.
unsafe fn fail(call: &Call, text: &Text) {
    const FTP_FAILED: i64 = 0;
    // SAFETY: as in `transfer`.
    unsafe {
        if call.name.starts_with("ftp_nb_") {
            sys::return_long(call.result, FTP_FAILED);
        } else {
            sys::return_false(call.result);
        }
        sys::warn(text);
    }
}
