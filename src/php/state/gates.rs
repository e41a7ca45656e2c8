//! The gates of a thread of PHP, made of the settings in force. It makes no engine call that could
//! run user code.
//!
//! [`with`] lets a closure borrow them. No engine call may happen inside it: user code could come
//! back here.

use super::{
    accounts::{self, NOBODY},
    coverage::{self, Inventory},
    leases::{self, LeaseTerms},
    log, native, request,
    settings::{self, Snapshot},
};
use crate::{
    core::{
        escape::Escaped,
        gate::{Gate, Grounds, Refusal},
        guarded_cell::GuardedCell,
        host::{clock, fork},
        lease::Owner,
        log::{Line, name_of},
        reason::{Reason, Verdict},
        settings::{LogLevel, Mode, Native, Settings},
        target::Ports,
        usage::{Account, quota::Quotas},
    },
    php::sys,
};
use std::{
    cell::Cell,
    fmt,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

sys::per_thread! {
    static HERE: Here = Here {
        made_by: Cell::new(0),
        is_stale: Cell::new(true),
        has_changed: Cell::new(false),
        effects: Cell::new(0),
        epoch: Cell::new(Epoch(0)),
        next_policy: Cell::new(0),
        mode: Cell::new(Mode::Enforce),
        native: Cell::new(Native::Libraries),
    };
}

sys::per_thread! {
    static GATES: GuardedCell<Gates> = GuardedCell::new(Gates::NONE);
}

/// What a thread keeps about its gates, without a destructor: calls ask for it.
struct Here {
    /// The generation of the process that made the gates.
    made_by: Cell<u32>,
    is_stale: Cell<bool>,
    /// Whether settings changed while a request ran, which began with others.
    has_changed: Cell<bool>,
    /// How often settings came into force.
    effects: Cell<u64>,
    epoch: Cell<Epoch>,
    next_policy: Cell<u64>,
    /// The mode that came into force last.
    mode: Cell<Mode>,
    /// What native code is held by since then.
    native: Cell<Native>,
}

/// The gates of a thread.
pub(in crate::php) struct Gates {
    /// One for each set of settings lately in force (virtual hosts of Apache), the present one
    /// last: each keeps its name cache.
    gates: Vec<Configured>,
}

struct Configured {
    settings: Snapshot,
    /// The native code beside which they were looked at.
    inventory: Inventory,
    /// The gate, or why the settings make none: then everything is refused.
    gate: Result<Gate, String>,
    /// Where what it decides is counted.
    account: Account,
    /// When the gate was made, or could not be.
    tried: Duration,
    /// Whom the log names where the settings make no gate: the application, if they tell it all the same, or the
    /// pool of php-fpm.
    nameless: Option<String>,
    policy: Policy,
}

/// A set of settings while it is kept; what is found again under it was made under the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::php) struct Policy(u64);

impl Policy {
    /// One that was not before in this thread.
    fn new() -> Self {
        HERE.with(|here| Self(here.next_policy.replace(here.next_policy.get() + 1)))
    }
}

/// How long settings that make no gate refuse everything before they are read again: a file that
/// they name may be good by then.
const RETRY_EVERY: Duration = Duration::from_secs(1);

impl Configured {
    fn new(settings: Snapshot, inventory: Inventory) -> Self {
        let (gate, account) = make_gate(&settings);
        let name = || name_for_people(&settings);
        Self {
            nameless: gate.is_err().then(name).flatten(),
            gate,
            account,
            settings,
            inventory,
            tried: clock::now(),
            policy: Policy::new(),
        }
    }

    /// Notices what changed since the last decision. A line for the log, where there is one.
    fn refresh(&mut self) -> Option<String> {
        let error = match &mut self.gate {
            Ok(gate) => return gate.refresh(),
            Err(error) => error,
        };
        let now = clock::now();
        if now.saturating_sub(self.tried) < RETRY_EVERY {
            return None;
        }
        self.tried = now;
        let before = std::mem::take(error);
        (self.gate, self.account) = make_gate(&self.settings);
        if self.gate.is_ok() {
            let of = self.of_whom();
            return Some(format!("aesock no longer refuses everything{of}"));
        }
        self.refuses_everything()
            .filter(|_| self.gate.as_ref().err() != Some(&before))
    }

    /// The line for the log, where the settings make no gate.
    fn refuses_everything(&self) -> Option<String> {
        let error = self.gate.as_ref().err()?;
        let of = self.of_whom();
        Some(format!("aesock refuses everything{of}: {error}"))
    }

    /// The line for a server's log, where its mode refuses everything. It is told once: by a worker where php.ini
    /// has not made its master tell it.
    fn is_disabled(&self) -> Option<String> {
        let settings = self.gate.as_ref().ok()?.settings();
        let is_told = settings.mode == Mode::Disabled
            && settings.log != LogLevel::Nothing
            && !sys::is_command_line();
        (is_told && !DISABLED_IS_TOLD.swap(true, Ordering::Relaxed)).then(|| {
            let of = of_whom(name_for_people(&self.settings).as_deref());
            format!("aesock refuses everything{of}: aesock.mode=disabled")
        })
    }

    /// Whose settings they are, as lines tell that make no gate, or made none.
    fn of_whom(&self) -> String {
        of_whom(self.nameless.as_deref())
    }
}

/// Whose settings they are: the application's, or that pool's of php-fpm.
fn name_for_people(settings: &Snapshot) -> Option<String> {
    let application = settings.application().map(str::to_owned);
    application.or_else(sys::pool)
}

fn of_whom(name: Option<&str>) -> String {
    let name = name.map(str::as_bytes);
    name.map_or_else(String::new, |name| format!(" of `{}`", Escaped(name)))
}

/// Whether `settings` make a gate in this process.
///
/// # Errors
/// The sentence that tells why not.
pub(in crate::php) fn verify(settings: &Snapshot) -> Result<(), String> {
    admit(settings).map(drop)
}

fn admit(settings: &Snapshot) -> Result<Settings, String> {
    let settings = settings.parse()?;
    coverage::verify(settings.strict, settings.native_in_force())?;
    accounts::verify(settings.usage_file.as_deref())?;
    log::verify(settings.log_file.as_deref())?;
    Ok(settings)
}

/// The gate that `settings` make, and where it is counted.
fn make_gate(settings: &Snapshot) -> (Result<Gate, String>, Account) {
    let admitted = admit(settings);
    let application = admitted.as_ref().map(|settings| &*settings.application);
    let account = accounts::account(application.unwrap_or(NOBODY));
    let gate = admitted.map(|admitted| Gate::new(admitted, settings::system()).charged_to(account));
    (gate, account)
}

/// The most sets of settings that are kept.
pub(super) const KEPT: usize = 16;

/// Whether this process, or the one that it comes from, has told that it is disabled.
static DISABLED_IS_TOLD: AtomicBool = AtomicBool::new(false);

/// Forgets what was before, at module start.
pub(in crate::php) fn start() {
    DISABLED_IS_TOLD.store(false, Ordering::Relaxed);
    GATES.guarded(|gates| *gates = Gates::NONE);
    native::start();
    read_again();
}

/// Says that the settings of this thread changed, so that the next decision reads them again: the next
/// of another request, where one runs.
pub(in crate::php) fn settings_changed() {
    if request::runs() {
        HERE.with(|here| here.has_changed.set(true));
    } else {
        read_again();
    }
}

/// Has the next decision read the settings again.
fn read_again() {
    HERE.with(|here| here.is_stale.set(true));
    leases::invalidate();
    next_epoch();
}

/// Lets `action` borrow the gates of this thread. `None` where it panicked, or is run from inside
/// another: what was to be decided must then be refused.
pub(in crate::php) fn with<R>(action: impl FnOnce(&mut Gates) -> R) -> Option<R> {
    let stale = HERE.with(|here| here.is_stale.replace(false));
    let settings = stale.then(|| (Snapshot::in_force(), Inventory::take()));
    let answer = sys::with_room(|| {
        GATES.guarded(|gates| {
            if let Some((settings, inventory)) = settings {
                gates.configure(settings, inventory);
            }
            action(gates)
        })
    });
    if answer.is_none() {
        // The settings may not have come into force.
        read_again();
    }
    answer
}

/// Begins a request. Gates that another process made are made anew: the master of php-fpm or Apache
/// read the files that settings name as another user.
pub(in crate::php) fn start_request() {
    if HERE.with(|here| here.has_changed.replace(false)) {
        read_again();
    }
    let process = fork::generation();
    if HERE.with(|here| here.made_by.replace(process)) != process {
        GATES.guarded(|gates| gates.gates.clear());
        read_again();
    }
    next_epoch();
}

/// A time in which neither a request starts nor settings change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::php) struct Epoch(u64);

/// The present one.
pub(in crate::php) fn epoch() -> Epoch {
    HERE.with(|here| here.epoch.get())
}

/// Begins another one.
fn next_epoch() {
    HERE.with(|here| here.epoch.set(Epoch(here.epoch.get().0 + 1)));
}

/// The mode in force. Quicker than to borrow the gates for it.
pub(in crate::php) fn mode() -> Mode {
    HERE.with(|here| {
        if here.is_stale.get() {
            with(|gates| gates.mode()).unwrap_or(Mode::Enforce)
        } else {
            here.mode.get()
        }
    })
}

/// What native code is held by.
pub(in crate::php) fn native() -> Native {
    HERE.with(|here| {
        if here.is_stale.get() {
            with(|gates| gates.native()).unwrap_or(Native::Libraries)
        } else {
            here.native.get()
        }
    })
}

/// Why the settings in force mean nothing, where they do.
pub(in crate::php) fn flaw() -> Option<String> {
    with(|gates| gates.configured().err().map(str::to_owned)).flatten()
}

/// Whether nothing may be open that is not covered.
pub(in crate::php) fn is_strict() -> bool {
    with(|gates| gates.is_strict()).unwrap_or(true)
}

/// The set of settings in force.
pub(in crate::php) fn policy() -> Option<Policy> {
    with(|gates| gates.gates.last().map(|present| present.policy)).flatten()
}

/// Puts settings in force that changed.
#[inline]
pub(in crate::php) fn refresh() {
    if HERE.with(|here| here.is_stale.get()) {
        with(|_| ());
    }
}

/// A number that is another one whenever settings came into force since it was asked for.
pub(super) fn effects() -> u64 {
    refresh();
    HERE.with(|here| here.effects.get())
}

impl Gates {
    const NONE: Self = Self { gates: Vec::new() };

    /// Puts `settings` in force, beside the native code that there is.
    fn configure(&mut self, settings: Snapshot, inventory: Inventory) {
        let known = self.gates.iter().position(|configured| {
            configured.settings == settings && configured.inventory == inventory
        });
        let configured = match known {
            Some(position) => self.gates.remove(position),
            None => Configured::new(settings, inventory),
        };
        if let Some(line) = configured.refuses_everything() {
            log::alarm(line);
        }
        if let Some(line) = configured.is_disabled() {
            log::note(line);
        }
        if self.gates.len() == KEPT {
            self.gates.remove(0);
        }
        self.gates.push(configured);
        self.take_effect();
    }

    /// Keeps at hand what every operation asks for.
    fn take_effect(&mut self) {
        HERE.with(|here| {
            here.effects.set(here.effects.get() + 1);
            here.mode.set(self.mode());
            here.native.set(self.native());
        });
        if let Ok(gate) = self.configured() {
            log::set_format(gate.settings().log_format);
        }
        if self
            .configured()
            .is_ok_and(|gate| !gate.settings().dumpable)
        {
            sys::close_memory();
        }
        if let Some(present) = self.gates.last() {
            let made = present.gate.as_ref().map_err(String::as_str);
            native::put_in_force(&present.settings, made.err(), self.named_application());
        }
        let quotas = self.quotas().cloned().unwrap_or_default();
        leases::set_lease_terms(self.lease_terms(), quotas);
        if let Some(limit) = self.watched_for() {
            leases::watch_idle(limit);
        }
    }

    /// For how long sockets may be idle that are not reclaimed, but told of.
    fn watched_for(&self) -> Option<Duration> {
        let settings = self.configured().ok()?.settings();
        settings
            .idle_timeout
            .filter(|_| settings.mode == Mode::Audit)
    }

    /// What is said about sockets that are made now; sockets are nobody's where nothing is enforced.
    fn lease_terms(&mut self) -> Option<LeaseTerms> {
        let settings = self.configured().ok()?.settings();
        let (mode, idle) = (settings.mode, settings.idle_timeout);
        let application = accounts::application(&settings.application);
        if mode != Mode::Enforce {
            return None;
        }
        let account = self.account();
        Some(LeaseTerms {
            owner: Owner {
                application,
                account,
            },
            idle,
        })
    }

    /// The gate of the settings in force, or why they make none.
    pub(in crate::php) fn configured(&self) -> Result<&Gate, &str> {
        let present = self.gates.last().ok_or("no settings")?;
        present.gate.as_ref().map_err(String::as_str)
    }

    /// The application in force.
    pub(in crate::php) fn application_name(&self) -> &str {
        self.configured()
            .map_or(NOBODY, |gate| &gate.settings().application)
    }

    /// The application as the log names it.
    fn named_application(&self) -> &str {
        let present = self.gates.last();
        let nameless = present.and_then(|present| present.nameless.as_deref());
        let is_made = present.is_some_and(|present| present.gate.is_ok());
        let known = nameless.filter(|_| !is_made);
        known.unwrap_or_else(|| self.application_name())
    }

    /// Where it is counted.
    pub(in crate::php) fn account(&self) -> Account {
        let present = self.gates.last();
        present.map_or_else(|| accounts::account(NOBODY), |present| present.account)
    }

    /// The quotas in force, where any can be.
    pub(in crate::php) fn quotas(&self) -> Option<&Quotas> {
        let settings = self.configured().ok()?.settings();
        (settings.mode == Mode::Enforce).then_some(&settings.quotas)
    }

    /// Whether scripts see the counters of all applications.
    pub(in crate::php) fn sees_all(&self) -> bool {
        self.configured()
            .is_ok_and(|gate| gate.settings().usage_all)
    }

    /// The mode in force; settings that mean nothing enforce that nothing is allowed.
    pub(in crate::php) fn mode(&self) -> Mode {
        self.configured()
            .map_or(Mode::Enforce, |gate| gate.settings().mode)
    }

    /// Whether nothing may be loaded that is not covered.
    pub(in crate::php) fn is_strict(&self) -> bool {
        self.configured()
            .map_or(true, |gate| gate.settings().strict)
    }

    /// What native code is held by; settings that mean nothing hold all that they may be meant to.
    pub(in crate::php) fn native(&self) -> Native {
        let Some(present) = self.gates.last() else {
            return Native::Libraries;
        };
        match &present.gate {
            Ok(gate) => gate.settings().native,
            Err(_) => present.settings.native(),
        }
    }

    /// Whose the settings in force are, for a line of the log.
    pub(in crate::php) fn of_whom(&self) -> String {
        let present = self.gates.last();
        of_whom(
            present
                .and_then(|present| name_for_people(&present.settings))
                .as_deref(),
        )
    }

    /// How ports are read.
    pub(in crate::php) fn ports(&self) -> Ports {
        self.configured()
            .map_or(Ports::Strict, |gate| gate.policy().ports())
    }

    /// Notices what changed since the last decision.
    pub(in crate::php) fn refresh(&mut self) {
        let Some(present) = self.gates.last_mut() else {
            return;
        };
        let refused = present.gate.is_err();
        match present.refresh() {
            Some(line) if present.gate.is_err() => log::alarm(line),
            Some(line) => log::note(line),
            None => {}
        }
        if refused {
            self.take_effect();
        }
    }

    /// The gate, for a decision.
    ///
    /// # Errors
    /// The [`Refusal`] of everything: settings that mean nothing, or disabled mode.
    pub(in crate::php) fn gate(&mut self) -> Result<&mut Gate, Refusal> {
        self.refresh();
        match self.gates.last_mut().map(|present| &mut present.gate) {
            Some(Ok(gate)) if gate.settings().mode == Mode::Disabled => {
                Err(Refusal::new(Reason::Disabled, ""))
            }
            Some(Ok(gate)) => Ok(gate),
            Some(Err(error)) => Err(Refusal::new(Reason::Misconfigured, error)),
            None => Err(Refusal::new(Reason::Internal, "this destination")),
        }
    }

    /// How long ago the rules changed that decide, if they did while this process used them: what
    /// was connected before may be denied now.
    pub(in crate::php) fn age_of_rules(&mut self) -> Option<Duration> {
        self.refresh();
        let gate = self.configured().ok()?;
        let decides = matches!(gate.settings().mode, Mode::Enforce | Mode::Disabled);
        gate.age_of_rules().filter(|_| decides)
    }

    /// Asks the gate about `target`, and puts the decision down for the log.
    ///
    /// # Errors
    /// The gate's [`Refusal`], or that of everything.
    pub(in crate::php) fn check<T>(
        &mut self,
        target: &dyn fmt::Display,
        ask: impl FnOnce(&mut Gate) -> Result<(T, Grounds), Refusal>,
    ) -> Result<T, Refusal> {
        self.check_named(target, None, ask)
    }

    /// The same, where another than `target` tells the name that is reached.
    ///
    /// # Errors
    /// As [`Gates::check`].
    pub(in crate::php) fn check_named<T>(
        &mut self,
        target: &dyn fmt::Display,
        name: Option<&str>,
        ask: impl FnOnce(&mut Gate) -> Result<(T, Grounds), Refusal>,
    ) -> Result<T, Refusal> {
        let checked = self.gate().and_then(ask);
        match &checked {
            Ok((_, grounds)) => self.record(target, name, grounds),
            Err(refusal) => self.record(target, name, &refusal.grounds),
        }
        checked.map(|(value, _)| value)
    }

    /// Counts a decision that refuses, and puts it down for the log, if decisions of its kind are
    /// logged.
    ///
    /// A name that does not resolve is no denial: libraries that resolve by themselves tell nobody.
    fn record(&mut self, target: &dyn fmt::Display, name: Option<&str>, grounds: &Grounds) {
        let configured = self.configured();
        let level = configured.map_or(LogLevel::Denied, |gate| gate.settings().log);
        let reason = grounds.reason;
        let is_denial = reason.verdict() == Verdict::Deny && !reason.is_of_resolver();
        if is_denial {
            self.account().deny(reason);
        }
        let logged = match level {
            LogLevel::All => true,
            LogLevel::Denied => is_denial,
            LogLevel::Nothing => false,
        };
        if logged {
            self.tell(target, name, grounds);
        }
    }

    /// Puts a decision down for the log.
    #[inline(never)]
    fn tell(&self, target: &dyn fmt::Display, name: Option<&str>, grounds: &Grounds) {
        let target = target.to_string();
        let name = name.or_else(|| name_of(&target));
        let call = sys::executed_line();
        let page = sys::page();
        let line = Line {
            target: &target,
            reason: grounds.reason,
            rule: grounds.rule.as_deref(),
            application: self.named_application(),
            via: &sys::active_function(),
            named: name.zip(grounds.address),
            at: call.as_ref().map(|(file, line)| (file.as_ref(), *line)),
            page: page
                .as_ref()
                .map(|(method, path)| (method.as_ref(), path.as_ref())),
            counts: self.mode() != Mode::Audit,
        };
        log::say(&line);
    }

    /// Whether anything is logged.
    pub(in crate::php) fn is_logging(&self) -> bool {
        self.configured().map_or(true, |gate| {
            let settings = gate.settings();
            settings.log != LogLevel::Nothing && settings.mode != Mode::Passthrough
        })
    }
}
