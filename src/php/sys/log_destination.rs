//! Where a line of a log goes, by the administrator's settings of PHP, and the line on its way there.
//! When which settings count is not decided here.
//!
//! For syslog, libc keeps one identity for the whole process, which each `openlog()` of a script, of a
//! library or of another thread changes. So a line goes to the daemon's socket directly, as libc would
//! send it.

use super::{
    per_thread,
    report::log,
    setting::{administrators_setting, in_force, string_in_force},
    text::Text,
    zend_string,
};
use crate::core::host::origin;
use ext_php_rs::{boxed::ZBox, ffi::ext_php_rs_process_globals, types::ZendStr};
use std::{
    cell::Cell,
    ffi::{CStr, CString, c_char, c_int},
    io::{self, Write as _},
    mem::{self, MaybeUninit},
    os::unix::net::{UnixDatagram, UnixStream},
    ptr,
};

per_thread! {
    /// Whether a destination of ours is in place of the script's.
    static IN_PLACE: Cell<bool> = Cell::new(false);
}

/// Where lines go.
pub(in crate::php) struct LogDestination {
    /// `error_log`; none for the server's own log.
    file: Option<ZBox<ZendStr>>,
    /// `error_log_mode`, for a file that is made.
    mode: i64,
    /// `syslog.ident` and `syslog.facility`.
    ident: CString,
    facility: c_int,
}

impl PartialEq for LogDestination {
    fn eq(&self, other: &Self) -> bool {
        let [own, others] = [self, other].map(|one| {
            let file = one.file.as_deref().map(ZendStr::as_bytes);
            (file, one.mode, &one.ident, one.facility)
        });
        own == others
    }
}

enum Way<'a> {
    Syslog,
    File(&'a ZendStr),
    /// The server's own log.
    Server,
}

/// Puts the script's destination back into its place, where a bailout left ours. To be called before ours
/// ends, and at the start of a request.
#[inline]
pub(in crate::php) fn put_back() {
    if IN_PLACE.replace(false) {
        put_scripts_back();
    }
}

#[cold]
#[inline(never)]
fn put_scripts_back() {
    // SAFETY: the globals of this thread live as long as it, and the text as long as the setting has it,
    // whose owner replaces it when that changes.
    unsafe {
        let globals = ext_php_rs_process_globals();
        (*globals).error_log = LogName::of(string_in_force(c"error_log"));
        let scripts_mode = in_force(c"error_log_mode").unwrap_or(ptr::null());
        (*globals).error_log_mode = copy(scripts_mode).map_or(0, |text| mode(&text));
    }
}

/// `error_log` in the engine's globals.
trait LogName {
    /// # Safety
    /// The string lives as long as the name is used, or is null.
    unsafe fn of(string: *mut zend_string) -> Self;
}

impl LogName for *mut zend_string {
    unsafe fn of(string: *mut zend_string) -> Self {
        string
    }
}

/// Up to PHP 8.5.
impl LogName for *mut c_char {
    unsafe fn of(string: *mut zend_string) -> Self {
        // SAFETY: the caller's contract; the text ends with a NUL.
        unsafe { string.as_mut() }.map_or(ptr::null_mut(), |string| string.val.as_mut_ptr())
    }
}

/// The daemon's socket (`_PATH_LOG` of libc).
const SYSLOG: &str = "/dev/log";

impl LogDestination {
    /// The one that the settings of this thread name, whatever a script makes of them.
    pub(in crate::php) fn administrators() -> Self {
        const OUTLIVES_A_REQUEST: bool = true;
        // SAFETY: the globals of this thread live as long as it; the settings are C strings or null, and
        // are copied at once. `syslog.*` no script changes.
        unsafe {
            let globals = &*ext_php_rs_process_globals();
            Self {
                file: copy(administrators_setting(c"error_log"))
                    .map(|file| ZendStr::new(file.as_bytes(), OUTLIVES_A_REQUEST)),
                mode: copy(administrators_setting(c"error_log_mode")).map_or(0, |text| mode(&text)),
                ident: copy(globals.syslog_ident).unwrap_or_default(),
                facility: c_int::try_from(globals.syslog_facility).unwrap_or(libc::LOG_USER),
            }
        }
    }

    /// Whether that is the server's own log: for a program on the command line its standard error, in
    /// php-fpm the web server's with the page, in Apache the virtual host's.
    pub(in crate::php) fn is_servers(&self) -> bool {
        self.file.is_none()
    }

    /// Writes a line there.
    ///
    /// # Safety
    /// On a thread of PHP. It may bail out, which leaves this destination in place of the script's, until
    /// [`put_back`].
    pub(in crate::php) unsafe fn write(&self, line: &CStr) {
        put_back();
        let file = match self.way() {
            Way::Syslog if self.send(line).is_ok() => return,
            Way::File(file) => ptr::from_ref(file).cast_mut().cast(),
            // A daemon that does not listen leaves the server's log, as a file does that cannot be opened.
            Way::Syslog | Way::Server => ptr::null_mut(),
        };
        // SAFETY: the globals of this thread live as long as it, and so does the text, as long as this.
        unsafe {
            let globals = ext_php_rs_process_globals();
            let scripts = mem::replace(&mut (*globals).error_log, LogName::of(file));
            let scripts_mode = mem::replace(&mut (*globals).error_log_mode, self.mode);
            IN_PLACE.set(true);
            // A bailout out of a line of the script's leaves it on, and the engine writes none any more.
            (*globals).in_error_log = false;
            log(line);
            IN_PLACE.set(false);
            (*globals).error_log = scripts;
            (*globals).error_log_mode = scripts_mode;
        }
    }

    /// The way that a line takes now. Under a root directory of the script's, paths lead to its files.
    #[inline(never)]
    fn way(&self) -> Way<'_> {
        match self.file.as_deref() {
            Some(_) if origin::check().is_err() => Way::Server,
            Some(file) if file.as_bytes() == b"syslog" => Way::Syslog,
            Some(file) => Way::File(file),
            None => Way::Server,
        }
    }

    /// Sends a line to the daemon of syslog. Apart, since the stack of who writes may be small.
    #[cold]
    #[inline(never)]
    fn send(&self, line: &CStr) -> io::Result<()> {
        let message = format!(
            "<{}>{} {}: {}",
            self.facility | libc::LOG_NOTICE,
            now(),
            self.ident.to_string_lossy(),
            line.to_string_lossy()
        );
        let message = message.as_bytes();
        match UnixDatagram::unbound()?.send_to(message, SYSLOG) {
            Err(error) if error.raw_os_error() == Some(libc::EPROTOTYPE) => {
                let mut stream = UnixStream::connect(SYSLOG)?;
                stream.write_all(message)?;
                stream.write_all(b"\0")
            }
            sent => sent.map(drop),
        }
    }
}

/// A copy of a C string.
///
/// # Safety
/// It is valid, or null.
unsafe fn copy(text: *const c_char) -> Option<CString> {
    // SAFETY: the caller's contract.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_owned())
}

/// The number that a text is, octal where it begins with 0.
fn mode(text: &CStr) -> i64 {
    let text = text.to_str().unwrap_or_default();
    let radix = if text.starts_with('0') { 8 } else { 10 };
    i64::from_str_radix(text, radix).unwrap_or_default()
}

/// The time in UTC as PHP's log has it, `30-Nov-2026 09:05:06 UTC`, and by ISO 8601.
pub(in crate::php) fn utc() -> [Text<32>; 2] {
    let mut time = MaybeUninit::<libc::tm>::zeroed();
    // SAFETY: both places are this function's; a time without a date leaves zeros.
    let time = unsafe {
        libc::gmtime_r(&libc::time(ptr::null_mut()), time.as_mut_ptr());
        time.assume_init()
    };
    let libc::tm {
        tm_mday: day,
        tm_mon: month,
        tm_year: since_1900,
        tm_hour: hour,
        tm_min: minute,
        tm_sec: second,
        ..
    } = time;
    let (year, name) = (since_1900 + 1900, month_name(month));
    let clock = format_args!("{hour:02}:{minute:02}:{second:02}").to_string();
    [
        Text::of(format_args!("{day:02}-{name}-{year} {clock} UTC")),
        Text::of(format_args!("{year}-{:02}-{day:02}T{clock}Z", month + 1)),
    ]
}

fn month_name(month: c_int) -> &'static str {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = usize::try_from(month).ok();
    month
        .and_then(|month| MONTHS.get(month))
        .unwrap_or(&MONTHS[0])
}

/// The time as syslog has it: `Nov  3 04:05:06`.
fn now() -> Text<32> {
    let mut time = MaybeUninit::<libc::tm>::zeroed();
    // SAFETY: both places are this function's; a time without a date leaves zeros.
    let time = unsafe {
        libc::localtime_r(&libc::time(ptr::null_mut()), time.as_mut_ptr());
        time.assume_init()
    };
    Text::of(format_args!(
        "{} {:2} {:02}:{:02}:{:02}",
        month_name(time.tm_mon),
        time.tm_mday,
        time.tm_hour,
        time.tm_min,
        time.tm_sec
    ))
}
