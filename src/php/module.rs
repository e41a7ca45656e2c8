//! The module's life, as PHP runs it. What is done at each step is in the modules below.
//!
//! | when | what |
//! |---|---|
//! | module start | settings are registered and must mean something; the file of counters is opened, while the process is still the administrator's; nothing is hooked yet, since modules that start later (a shared openssl) put their own transports into the table |
//! | post-startup | all modules have started: hooks are installed, in every mode. opcache calls this before preloading |
//! | fork | php-fpm and Apache make their workers; nothing of ours is shared but memory |
//! | request start, before any module | what decides is fixed for the request: settings, the destination of the log, the list of persistent connections; what was loaded since is hooked, and refused where that must not be |
//! | the first request of a process | where `aesock.native=all` asks for it, the process and what it starts come under a filter, which cannot be taken off: what forks before is no process of a script |
//! | request start | hooks are looked at, and put back where something took their place |
//! | request end | the log is written out; the policy stays in force for user code that comes later (destructors, session handlers) |
//! | the end of a page, in a worker of FrankenPHP | what a request's end does; the next page fixes anew what decides, and hooks are looked at |
//! | after the request | settings may change again; the room of leases is given back |
//! | module end | what repeated in the log is told; hooks are taken out where they are still ours |
//!
//! Apache starts the module twice in one process, so every start sets everything anew.
//!
//! A thread-safe PHP starts its modules in one thread. The table of transports is the process's, and
//! stays so; of internal functions each later thread gets copies, hooks included, since they are
//! made after post-startup. Settings are a thread's, as PHP keeps them, and so is what follows from
//! them (`php/state/gates.rs`).

use super::{
    hooks, ini, report,
    state::{
        accounts, coverage, filter, fork, gates, leases, log, mechanisms, native, operation,
        persistent, pools, request,
        settings::{self, Snapshot},
        virtual_hosts,
    },
    sys::{self, ServerFunction, ServerStep, curl::Curl, text::Text},
};
use crate::{
    core::{
        escape::Escaped,
        host::origin,
        resolver::{self, Environment},
        settings::{Native, Process, Sapi, Settings},
        socket::found,
    },
    native::{
        grant, interpose,
        thread::{self, Host, Place},
    },
};
use std::{
    ffi::c_int,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicPtr, Ordering},
    },
};

/// What another extension wants to do after the start of all modules.
static NEXT_POST_STARTUP: Mutex<Option<PostStartup>> = Mutex::new(None);

/// What the floor below the doors asks of PHP.
const HOST: Host = Host {
    write_function: |f| write!(f, " {}", &*sys::active_function()),
    place: || Place {
        at: sys::executed_line(),
        page: sys::page(),
    },
    with_room: |action| {
        sys::with_room(|| {
            action();
            Some(())
        });
    },
    open: leases::open_for_sure,
    connects: operation::grant_to_library,
    wake: sys::interrupt,
    wake_from_outside: sys::interrupt_from_outside,
};

/// Modules that start before us, such as that of sessions, connect in their own request start.
static ACTIVATE: Chained = Chained::new(ServerStep::Activate, activate);

/// A worker of FrankenPHP serves pages one after the other within a single request of all modules.
static DEACTIVATE: Chained = Chained::new(ServerStep::Deactivate, deactivate);

/// A step of the server interface that we take part in, and what it does by itself.
struct Chained {
    step: ServerStep,
    ours: ServerFunction,
    /// A [`ServerFunction`].
    next: AtomicPtr<()>,
}

impl Chained {
    const fn new(step: ServerStep, ours: ServerFunction) -> Self {
        Self {
            step,
            ours,
            next: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// # Safety
    /// While PHP has one thread.
    unsafe fn put_in_place(&self) {
        if self.is_in_place() {
            return;
        }
        let next = self.step.current();
        let next = next.map_or(ptr::null_mut(), |next| next as *mut ());
        self.next.store(next, Ordering::Release);
        // SAFETY: the caller's contract.
        unsafe { self.step.replace(Some(self.ours)) };
    }

    /// # Safety
    /// While PHP has one thread.
    unsafe fn take_out(&self) {
        if self.is_in_place() {
            // SAFETY: the caller's contract.
            unsafe { self.step.replace(self.next()) };
        }
    }

    fn is_in_place(&self) -> bool {
        let current = self.step.current();
        current.is_some_and(|current| std::ptr::fn_addr_eq(current, self.ours))
    }

    fn next(&self) -> Option<ServerFunction> {
        let next = self.next.load(Ordering::Acquire);
        // SAFETY: what is not null was a function of this type when `put_in_place` kept it.
        (!next.is_null()).then(|| unsafe { mem::transmute::<*mut (), ServerFunction>(next) })
    }

    /// Does what the server interface does in it.
    ///
    /// # Safety
    /// In place of the engine's call of it.
    unsafe fn go_on(&self) -> c_int {
        match self.next() {
            // SAFETY: the caller's contract.
            Some(next) => unsafe { next() },
            None => sys::SUCCESS,
        }
    }
}

type PostStartup = unsafe extern "C" fn() -> c_int;

/// Module start (MINIT).
pub(super) unsafe extern "C" fn start(kind: c_int, module_number: c_int) -> c_int {
    guarded(sys::FAILURE, || {
        tell_panics();
        if kind == sys::MODULE_TEMPORARY {
            sys::remove_temporary_module_at_request_end();
            return Err("aesock must be loaded when PHP starts: put extension=aesock into php.ini instead of calling dl()".to_owned());
        }
        fork::notice();
        origin::note();
        Curl::forget();
        log::start();
        hooks::start();
        gates::start();
        mechanisms::start();
        settings::start(Process {
            application: application(),
            sapi: sapi(),
            resolver: Environment::of_process(),
        });
        ini::register(module_number);
        // SAFETY: the module starts.
        unsafe { persistent::start(module_number) };
        settings::verify_names().map_err(|error| format!("aesock: {error}"))?;
        // What php.ini names is registered by now, started or not.
        let settings = settings_in_force()?;
        accounts::start(settings.usage_file.as_deref())
            .map_err(|error| format!("aesock: {error}"))?;
        log::open(settings.log_file.as_deref()).map_err(|error| format!("aesock: {error}"))?;
        report::narrow_arguments();
        // SAFETY: PHP starts in one thread.
        let next = unsafe { (&raw mut sys::zend_post_startup_cb).replace(Some(post_startup)) };
        *NEXT_POST_STARTUP
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = next;
        // SAFETY: as above.
        unsafe {
            ACTIVATE.put_in_place();
            DEACTIVATE.put_in_place();
        }
        Ok(())
    })
}

/// All modules have started.
unsafe extern "C" fn post_startup() -> c_int {
    let status = guarded(sys::FAILURE, || {
        bring_sockets();
        hooks::install();
        ini::watch();
        coverage::start();
        // A module may have brought others when it started.
        let settings = settings_in_force()?;
        // SAFETY: all modules have started, and no server has threads yet.
        let mut misnamed =
            unsafe { pools::verify() }.map_err(|error| format!("aesock: {error}"))?;
        // SAFETY: as above.
        misnamed.extend(unsafe { virtual_hosts::misnamed() });
        ini::register_misnamed(misnamed);
        if !settings.dumpable {
            sys::close_memory();
        }
        tell_what_is_not_covered();
        tell_what_is_not_asked();
        thread::serve(false);
        thread::set_host(HOST);
        // SAFETY: PHP starts in one thread; the log is written on threads of PHP, within requests.
        unsafe { sys::at_interrupts(log::flush) };
        if settings.native != Native::Nothing {
            native::install();
        }
        if !pools::is_a_test() {
            mechanisms::tell();
        }
        Ok(())
    });
    // SAFETY: all modules have started, and nothing here has a destructor.
    unsafe { log::flush() };
    let next = *NEXT_POST_STARTUP
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    match next {
        // SAFETY: the engine would have called it in our place.
        Some(next) if status == sys::SUCCESS => unsafe { next() },
        _ => status,
    }
}

/// Brings the functions of ext/sockets, before anything is hooked. Settings that mean nothing are told later.
fn bring_sockets() {
    if Snapshot::take()
        .parse()
        .is_ok_and(|settings| settings.sockets)
    {
        // SAFETY: all modules have started, and PHP has one thread.
        unsafe { hooks::bring_sockets() };
    }
}

/// The settings, as far as PHP starts with them.
fn settings_in_force() -> Result<Settings, String> {
    verified_settings().map_err(|error| format!("aesock: {error}"))
}

/// The settings, if they mean something that can be in force in this process.
fn verified_settings() -> Result<Settings, String> {
    let texts = Snapshot::take();
    let settings = texts.parse()?;
    coverage::verify(settings.strict, settings.native_in_force())?;
    filter::verify(&settings, &texts)?;
    Ok(settings)
}

/// Puts a line down for a server's log about what is not covered.
fn tell_what_is_not_covered() {
    if sys::is_command_line() {
        return;
    }
    let Some(line) = coverage::line(filter::own()) else {
        return;
    };
    if gates::with(|gates| gates.is_logging()) == Some(true) {
        log::note(line);
    }
}

/// Puts a line down for the log about sources of names that are passed over; in servers, where somebody
/// reads it.
fn tell_what_is_not_asked() {
    if sapi() != Sapi::Workers || gates::with(|gates| gates.is_logging()) != Some(true) {
        return;
    }
    let foreign = resolver::foreign_sources(&settings::system());
    if !foreign.is_empty() {
        let names = Escaped(foreign.join(" ").as_bytes()).to_string();
        log::note(format!(
            "aesock resolves names by `files` and `dns` of /etc/nsswitch.conf, and does not ask: {names}; \
             write names that only those know into /etc/hosts"
        ));
    }
}

/// Request start, before any module: its settings are in force by then. The next page of a request that
/// goes on comes here, too.
unsafe extern "C" fn activate() -> c_int {
    // SAFETY: the engine calls us in its place.
    let status = unsafe { ACTIVATE.go_on() };
    if settings::is_started() {
        // SAFETY: a request begins, and nothing here has a destructor.
        unsafe { log::leave_destination() };
        let goes_on = request::runs();
        guarded(sys::FAILURE, || {
            fix_what_decides()?;
            if goes_on {
                look_at_hooks();
            }
            filter::start().map_err(refuse_request)?;
            mechanisms::tell();
            Ok(())
        });
    }
    status
}

/// Fixes for a request what decides in it.
fn fix_what_decides() -> Result<(), String> {
    request::end();
    origin::before_a_script();
    hooks::start_request();
    log::start_request();
    if coverage::has_changed() {
        hook_what_came()?;
    }
    gates::start_request();
    leases::start_request();
    // SAFETY: a request starts.
    unsafe { persistent::choose(operation::application()) };
    look_at_native_code();
    request::begin();
    thread::serve(true);
    Ok(())
}

/// Has calls of libraries looked at, those too that were loaded since; a pool may want it where php.ini
/// does not.
fn look_at_native_code() {
    grant::withdraw();
    found::release();
    if interpose::is_on() {
        interpose::look_again();
    } else if gates::native() != Native::Nothing {
        native::install();
    }
}

/// Hooks what was loaded since the last request. A client of php-fpm can load native code into a worker
/// (`PHP_ADMIN_VALUE`): where that must not be, the worker ends, and php-fpm starts a clean one.
fn hook_what_came() -> Result<(), String> {
    hooks::install();
    ini::watch();
    gates::settings_changed();
    if sapi() == Sapi::Workers && coverage::has_grown() {
        verified_settings().map_err(refuse_request)?;
    }
    Ok(())
}

/// Says in php-fpm's log why a worker ends, whatever PHP logs of its own errors.
fn refuse_request(error: String) -> String {
    if sys::sapi_name() == b"fpm-fcgi" {
        log::note(format!(
            "aesock refuses the request and ends the worker: {error}"
        ));
    }
    format!("aesock: {error}")
}

/// Request start (RINIT).
pub(super) unsafe extern "C" fn start_request(_: c_int, _: c_int) -> c_int {
    let status = guarded(sys::FAILURE, || {
        // Preloading starts a request without its server interface.
        if !request::runs() {
            fix_what_decides()?;
        }
        look_at_hooks();
        Ok(())
    });
    // SAFETY: a request has started, and nothing here has a destructor.
    unsafe { log::flush() };
    status
}

/// Looks whether all hooks are in place, and puts those back that are not.
fn look_at_hooks() {
    if hooks::are_in_place() {
        return;
    }
    let put_back = hooks::put_back();
    if !put_back.is_empty() {
        log::note(format!("aesock put its hooks back: {}", put_back.join(" ")));
    }
}

/// Request end (RSHUTDOWN).
pub(super) unsafe extern "C" fn end_request(_: c_int, _: c_int) -> c_int {
    if settings::is_started() {
        end_page();
    }
    sys::SUCCESS
}

/// The end of a page: of a request, or within one that goes on, which no module ends for it.
unsafe extern "C" fn deactivate() -> c_int {
    if request::runs() {
        end_page();
    }
    // SAFETY: the engine calls us in its place.
    unsafe { DEACTIVATE.go_on() }
}

fn end_page() {
    leases::end_request();
    log::sum_up();
    // SAFETY: the request is not over yet, and nothing here has a destructor.
    unsafe { log::flush() };
}

/// After the end of a request, when its settings are taken back and its sockets are closed.
pub(super) unsafe extern "C" fn after_request() -> c_int {
    request::end();
    thread::serve(false);
    leases::trim();
    sys::SUCCESS
}

/// Module end (MSHUTDOWN).
pub(super) unsafe extern "C" fn end(_: c_int, module_number: c_int) -> c_int {
    log::end();
    // SAFETY: settings and the log are still there, and nothing here has a destructor.
    unsafe { log::flush() };
    guarded(sys::SUCCESS, || {
        hooks::uninstall();
        interpose::uninstall();
        // SAFETY: PHP ends in one thread.
        unsafe { sys::end_interrupts() };
        // SAFETY: PHP ends in one thread.
        unsafe {
            ACTIVATE.take_out();
            DEACTIVATE.take_out();
        }
        // SAFETY: the settings were registered under this number.
        unsafe { sys::zend_unregister_ini_entries(module_number) };
        Ok(())
    })
}

/// Runs a step of the module's life; a panic is its failure, and so is an error, which is reported as a
/// core error.
fn guarded(on_panic: c_int, step: impl FnOnce() -> Result<(), String>) -> c_int {
    match catch_unwind(AssertUnwindSafe(step)) {
        Ok(Ok(())) => sys::SUCCESS,
        Ok(Err(error)) => {
            pools::tell_terminal(&error);
            let text = Text::of(&error);
            drop(error);
            // SAFETY: PHP's own thread, and nothing that is left here has a destructor.
            unsafe {
                log::flush();
                sys::error(sys::E_CORE_ERROR, &text);
            }
            sys::FAILURE
        }
        Err(_) => on_panic,
    }
}

/// One line for a panic in place of std's report with its hint at backtraces.
fn tell_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| {
            format!(" at {}:{}", place.file(), place.line())
        });
        let message = panic.payload_as_str().unwrap_or("no message");
        eprintln!("aesock panicked{place}: {message}");
    }));
}

/// The application that the environment names. App Engine's second generation prefixes the region
/// (`s~shop`), which is kept.
fn application() -> Option<String> {
    ["GAE_APPLICATION", "APPLICATION_ID"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
}

fn sapi() -> Sapi {
    match sys::sapi_name() {
        b"cli-server" => Sapi::Development,
        b"fpm-fcgi" | b"apache2handler" | b"frankenphp" => Sapi::Workers,
        _ => Sapi::Production,
    }
}
