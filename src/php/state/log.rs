//! The lines of a thread that wait for the log, and their way out: to the administrator's log file
//! or service, whatever a script sets. What a line looks like is in [`crate::core::log`].
//!
//! The way out is fixed when a request starts, and in php-fpm when the worker does: what a request
//! brings, and what `virtual()` of Apache does meanwhile, moves no line of ours.

use crate::{
    core::{
        guarded_cell::GuardedCell,
        host::fork,
        log::{Format, Line, LogFile, LogFileError, Repeats, note as note_in, stamped},
    },
    native::journal::{self, Entry},
    php::sys::{self, LogDestination},
};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    ffi::{CStr, c_char},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// The most bytes of a line; what is longer is cut.
const LONGEST: usize = 2047;

/// The file of the process for its lines alone.
static FILE: Mutex<Own> = Mutex::new(Own {
    path: None,
    file: None,
});

/// The file that a process opened when its modules started.
struct Own {
    /// As php.ini names it.
    path: Option<PathBuf>,
    file: Option<LogFile>,
}

sys::per_thread! {
    /// How lines of this thread are written.
    static FORMAT: Cell<Format> = Cell::new(Format::Text);
    static LOG: GuardedCell<Log> = GuardedCell::new(Log::EMPTY);
    /// Whether a line may wait.
    static WAITS: Cell<bool> = Cell::new(false);
    static DESTINATION: RefCell<Option<Kept>> = RefCell::new(None);
    /// Whether a setting changed that says where lines go.
    static CHANGED: Cell<bool> = Cell::new(false);
}

/// Where the lines of a thread go.
struct Kept {
    destination: LogDestination,
    /// The generation of the process that read it.
    read_by: u32,
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// What is refused, or allowed.
    Refusals,
    /// Anything else.
    State,
}

struct Log {
    lines: VecDeque<(About, String)>,
    /// The line that is written, which the engine reads: a C string.
    written: Vec<u8>,
    repeats: Repeats,
    /// The generation of the process that counts them: a child of fork must not tell what its parent will.
    counted_by: u32,
}

impl Log {
    const EMPTY: Self = Self {
        lines: VecDeque::new(),
        written: Vec::new(),
        repeats: Repeats::new(),
        counted_by: 0,
    };

    fn extend(&mut self, lines: Vec<String>) {
        let lines = lines.into_iter().map(|line| (About::Refusals, line));
        self.lines.extend(lines);
    }

    fn repeats(&mut self) -> &mut Repeats {
        let process = fork::generation();
        if self.counted_by != process {
            self.counted_by = process;
            self.repeats = Repeats::default();
        }
        &mut self.repeats
    }
}

/// Forgets what waits, and where it was to go, at module start.
pub(in crate::php) fn start() {
    LOG.guarded(|log| *log = Log::EMPTY);
    sys::put_log_destination_back();
    DESTINATION.set(None);
}

/// Opens the file, at module start, when the process still is the administrator's. On the command line,
/// which is anybody's, what this user may not open leaves PHP's log.
///
/// # Errors
/// The sentence that tells what is wrong with it.
pub(in crate::php) fn open(path: Option<&Path>) -> Result<(), String> {
    let file = match path.map(LogFile::open).transpose() {
        Ok(file) => file,
        Err(LogFileError { flaw, .. }) if sys::is_command_line() && flaw.is_of_user() => None,
        Err(error) => return Err(format!("aesock.log_file: {error}")),
    };
    *own() = Own {
        path: path.map(Path::to_owned),
        file,
    };
    Ok(())
}

/// Whether lines go where `path` says.
///
/// # Errors
/// The sentence that tells why they cannot.
pub(in crate::php) fn verify(path: Option<&Path>) -> Result<(), String> {
    if own().path.as_deref() == path {
        Ok(())
    } else {
        Err(
            "aesock.log_file: only php.ini can set it, since it is opened before workers start"
                .to_owned(),
        )
    }
}

fn own() -> MutexGuard<'static, Own> {
    FILE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has lines of this thread written in a format.
pub(in crate::php) fn set_format(format: Format) {
    FORMAT.set(format);
}

/// Says that a setting changed which tells where lines go.
pub(in crate::php) fn destination_changed() {
    CHANGED.set(true);
}

/// Keeps the destination that is named now for the life of this process, if it has none yet: before a
/// request's own settings come.
pub(in crate::php) fn keep_destination() {
    let process = fork::generation();
    let is_kept = |kept: &Option<Kept>| kept.as_ref().is_some_and(|kept| kept.read_by == process);
    if !DESTINATION.with_borrow(is_kept) {
        read_destination();
    }
}

/// Fixes the destination, at the start of a request, and puts down what repeated in earlier ones.
pub(in crate::php) fn start_request() {
    sys::put_log_destination_back();
    if CHANGED.get() {
        read_destination();
    } else {
        keep_destination();
    }
    put_down(|repeats| repeats.over(Instant::now()));
}

/// Writes what repeated in earlier requests to where their lines went, before a request begins whose lines
/// go elsewhere: a virtual host's log tells nothing of another's.
///
/// # Safety
/// As [`flush`].
pub(in crate::php) unsafe fn leave_destination() {
    if CHANGED.get() && own().file.is_none() && moves() {
        put_down(Repeats::flush);
        // SAFETY: the caller's contract.
        unsafe { flush() };
    }
}

/// Whether lines go elsewhere from now on.
#[cold]
#[inline(never)]
fn moves() -> bool {
    sys::put_log_destination_back();
    let new = LogDestination::administrators();
    DESTINATION.with_borrow(|kept| kept.as_ref().is_some_and(|kept| kept.destination != new))
}

#[cold]
#[inline(never)]
fn read_destination() {
    CHANGED.set(false);
    sys::put_log_destination_back();
    let kept = Kept {
        destination: LogDestination::administrators(),
        read_by: fork::generation(),
    };
    DESTINATION.set(Some(kept));
}

/// The destination that is fixed.
fn destination() -> Option<*const LogDestination> {
    DESTINATION.with_borrow(|kept| kept.as_ref().map(|kept| &raw const kept.destination))
}

/// Puts a line down about a state, which nothing that a script does caused. On the command line it goes to
/// a log only: whoever reads what a program writes to its standard error does not expect it.
pub(in crate::php) fn note(line: String) {
    put(About::State, line);
}

/// Puts a line down that tells that everything is refused.
pub(in crate::php) fn alarm(line: String) {
    put(About::Refusals, line);
}

fn put(about: About, line: String) {
    let line = note_in(line, FORMAT.get());
    WAITS.set(true);
    LOG.guarded(|log| log.lines.push_back((about, line)));
}

/// Puts down the line of a decision, unless it repeats one.
pub(in crate::php) fn say(line: &Line<'_>) {
    let (common, line) = (line.repeated(), line.in_format(FORMAT.get()));
    WAITS.set(true);
    LOG.guarded(|log| {
        let lines = log.repeats().say(common, line, Instant::now());
        log.extend(lines);
    });
}

/// Puts down the lines about native code. Apart from who writes the lines, whose stack may be small.
#[cold]
#[inline(never)]
fn take_lines_of_native_code() {
    let now = Instant::now();
    WAITS.set(true);
    LOG.guarded(|log| {
        for Entry { common, line } in journal::take() {
            let lines = log.repeats().say(common, line, now);
            log.extend(lines);
        }
    });
}

/// Puts down what repeated, at the end of a request: all of it, or what the worker's next requests do not
/// repeat.
pub(in crate::php) fn sum_up() {
    if !journal::is_empty() {
        take_lines_of_native_code();
    }
    put_down(|repeats| {
        if counts_over_requests() {
            repeats.over(Instant::now())
        } else {
            repeats.flush()
        }
    });
}

/// Puts down what repeated, at the end of the process.
pub(in crate::php) fn end() {
    put_down(Repeats::flush);
}

/// Whether repeats are counted beyond a request: where their sum can be told without one, too. The
/// server's own log is there with a page only, and is that page's. A thread may end without a word.
fn counts_over_requests() -> bool {
    if sys::is_command_line() || sys::HAS_THREADS {
        return false;
    }
    let is_file = |kept: &Option<Kept>| {
        kept.as_ref()
            .is_some_and(|kept| !kept.destination.is_servers())
    };
    own().file.is_some() || DESTINATION.with_borrow(is_file)
}

fn put_down(summaries: impl FnOnce(&mut Repeats) -> Vec<String>) {
    LOG.guarded(|log| {
        if !log.repeats.is_empty() {
            WAITS.set(true);
            let lines = summaries(log.repeats());
            log.extend(lines);
        }
    });
}

/// Writes the lines that wait. Mostly none do.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out.
#[inline]
pub(in crate::php) unsafe fn flush() {
    if WAITS.get() || !journal::is_empty() {
        // SAFETY: the caller's contract.
        unsafe { write_what_waits() };
    }
}

#[cold]
#[inline(never)]
unsafe fn write_what_waits() {
    if !journal::is_empty() {
        take_lines_of_native_code();
    }
    while WAITS.get() {
        // The process that started this one may have had another, and a line to write.
        keep_destination();
        let Some(line) = next_line(is_printed()) else {
            return;
        };
        if append(line) {
            continue;
        }
        if let Some(destination) = destination() {
            // SAFETY: the caller's contract. The destination stays in its place: only the start of a
            // request reads another. The line stays until the next is taken.
            unsafe { (*destination).write(CStr::from_ptr(line)) };
        }
    }
}

/// Whether lines go to the standard error of a program.
#[inline(never)]
fn is_printed() -> bool {
    let of_server = |kept: &Option<Kept>| {
        kept.as_ref()
            .is_some_and(|kept| kept.destination.is_servers())
    };
    sys::is_command_line() && own().file.is_none() && DESTINATION.with_borrow(of_server)
}

/// Appends a line to the file of this process, if it has one that takes it.
#[inline(never)]
fn append(line: *const c_char) -> bool {
    // SAFETY: `next_line` returned it, and it stays until the next one is taken.
    let line = unsafe { CStr::from_ptr(line) }.to_bytes();
    let append = |file: &mut LogFile| file.append(line).is_ok();
    own().file.as_mut().is_some_and(append)
}

/// The time before a line, where PHP writes none: in a file of ours, and for who reads objects.
fn stamp(line: String) -> String {
    if !line.starts_with('{') && own().file.is_none() {
        return line;
    }
    let [time, iso_time] = sys::utc();
    stamped(&line, &time, &iso_time)
}

/// The oldest line that waits. It stays where it is until the next one is taken, so that nothing of it
/// is held here: neither a destructor nor much of a small stack.
#[inline(never)]
fn next_line(is_printed: bool) -> Option<*const c_char> {
    let take = |log: &mut Log| {
        let line = loop {
            let Some((about, line)) = log.lines.pop_front() else {
                WAITS.set(false);
                return None;
            };
            if about == About::Refusals || !is_printed {
                break line;
            }
        };
        let mut line = stamp(line).into_bytes();
        line.retain(|byte| *byte != 0);
        line.truncate(LONGEST);
        line.push(0);
        log.written = line;
        Some(log.written.as_ptr().cast())
    };
    LOG.guarded(take).flatten()
}
