//! What aesock does in this process, and what it does not: `aesock_status()` and the section of
//! phpinfo(). It changes nothing.

use crate::{
    core::{
        gate::RulesInForce,
        host::date,
        settings::{Mode, Native},
    },
    php::{
        hook::HookState,
        hooks,
        state::{
            coverage, filter,
            gates::{self, Gates},
            mechanisms::{self, Mechanism},
        },
        sys::{self, text::Text},
    },
};
use ext_php_rs::{
    boxed::ZBox,
    builders::{FunctionBuilder, ModuleBuilder},
    flags::DataType,
    info_table_end, info_table_header, info_table_row, info_table_start,
    types::{ZendHashTable, Zval},
    zend::{BailoutGuard, ExecuteData, ModuleEntry, run_handler},
};
use std::{panic::AssertUnwindSafe, time::SystemTime};

/// Adds the function of this file to the module.
pub(super) fn functions(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    let status =
        FunctionBuilder::new("aesock_status", aesock_status).returns(DataType::Array, false, false);
    module.function(status)
}

/// Tells what aesock does in this process: `aesock_status(): array`.
///
/// The result has `mode`, `application`, `error` (why everything is refused, or null), `not_covered` (loaded
/// extensions that may reach the network past the hooks, functions of the covered ones that aesock
/// does not know, and functions that start programs), `rules` (how many are in force), `rules_age` (in
/// seconds), `rules_error` (why a newer version of the file of rules is held off, or null), `hooks_lost` (how
/// many hooks something took the place of), `native` (what holds native code: `libraries`, `all`,
/// `landlock` => how it is in force, or `off`), `sockets` (whose the functions of
/// ext/sockets are: `PHP`, `aesock` or `nobody`), `google_ranges` (date of the list),
/// `google_ranges_age` (in days; null where the list has no date), `version`, and `hooks`
/// (name => `enforced`, `lost` or `not present`).
extern "C" fn aesock_status(frame: &mut ExecuteData, result: &mut Zval) {
    run_handler(AssertUnwindSafe(|| {
        // SAFETY: the engine calls this for a call of `aesock_status()`.
        if !unsafe { sys::takes_no_arguments(frame) } {
            return;
        }
        let status = BailoutGuard::new(Status::now());
        if let Ok(array) = status.report() {
            result.set_hashtable(array);
        }
    }));
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What both `aesock_status()` and phpinfo() tell.
struct Status {
    mode: &'static str,
    application: String,
    /// Why everything is refused, where the settings mean nothing.
    error: Option<String>,
    google_date: String,
    rules: Option<RulesInForce>,
    hooks: Vec<(String, HookState)>,
    not_covered: Vec<String>,
    /// What holds native code, and its state.
    native: Vec<Mechanism>,
    /// Whose the functions of ext/sockets are.
    sockets: &'static str,
}

impl Status {
    fn report(&self) -> ext_php_rs::error::Result<ZBox<ZendHashTable>> {
        let mut hooks = ZendHashTable::new();
        for (name, state) in &self.hooks {
            hooks.insert(name.as_str(), state.slug())?;
        }
        let mut not_covered = ZendHashTable::new();
        for name in &self.not_covered {
            not_covered.push(name.as_str())?;
        }
        let mut native = ZendHashTable::new();
        for (mechanism, state) in &self.native {
            native.insert(*mechanism, state.as_str())?;
        }
        let rules = self.rules.as_ref();
        let integer = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let age = self.google_age().and_then(|days| i64::try_from(days).ok());
        // What an operator looks for comes first, and the long list last.
        let mut array = ZendHashTable::new();
        array.insert("mode", self.mode)?;
        array.insert("application", self.application.as_str())?;
        array.insert("error", self.error.as_deref())?;
        array.insert("not_covered", not_covered)?;
        array.insert(
            "rules",
            rules.map_or(0, |rules| integer(rules.count as u64)),
        )?;
        array.insert("rules_age", rules.map(|rules| integer(rules.age.as_secs())))?;
        array.insert(
            "rules_error",
            rules.and_then(|rules| rules.held_off.as_deref()),
        )?;
        array.insert("hooks_lost", integer(self.count(HookState::Lost) as u64))?;
        array.insert("native", native)?;
        array.insert("sockets", self.sockets)?;
        array.insert("google_ranges", self.google_date.as_str())?;
        array.insert("google_ranges_age", age)?;
        array.insert("version", VERSION)?;
        array.insert("hooks", hooks)?;
        Ok(array)
    }

    /// In days.
    fn google_age(&self) -> Option<u64> {
        date::days_since(&self.google_date, SystemTime::now())
    }

    fn now() -> Self {
        let mut status = Self {
            mode: Mode::Enforce.slug(),
            application: String::new(),
            error: Some("aesock failed to look at its settings, please report it".to_owned()),
            google_date: String::new(),
            rules: None,
            not_covered: not_covered(),
            native: mechanisms::states(),
            sockets: sockets(),
            hooks: hooks::states().collect(),
        };
        gates::with(|gates| {
            // A file of rules is looked at before a decision only.
            gates.refresh();
            status.take(gates);
        });
        status
    }

    fn take(&mut self, gates: &Gates) {
        match gates.configured() {
            Ok(gate) => {
                let settings = gate.settings();
                self.mode = settings.mode.slug();
                self.application.clone_from(&settings.application);
                self.google_date.clone_from(&settings.google_date);
                self.rules = Some(gate.rules());
                self.error = None;
            }
            Err(error) => self.error = Some(error.to_owned()),
        }
    }

    /// How many hooks are in a state.
    fn count(&self, state: HookState) -> usize {
        self.hooks.iter().filter(|hook| hook.1 == state).count()
    }
}

/// Whose the functions of ext/sockets are, if there are any.
fn sockets() -> &'static str {
    if hooks::brings_sockets() {
        "aesock"
    } else if sys::modules().any(|name| name == b"sockets") {
        "PHP"
    } else {
        "nobody"
    }
}

/// All that is not covered: extensions by their names, functions as `name()`.
fn not_covered() -> Vec<String> {
    let own = filter::own();
    let extensions = coverage::extensions(own).into_iter();
    if own == Native::All && filter::coverage().is_some() {
        return extensions.collect();
    }
    extensions
        .chain(hooks::unknown())
        .chain(coverage::programs())
        .collect()
}

/// The section of phpinfo() and of `php --ri aesock`.
pub(in crate::php) unsafe extern "C" fn show(module: *mut ModuleEntry) {
    run_handler(AssertUnwindSafe(|| {
        // Printing may run the script's output handlers and bail out: the guard is released then.
        let status = BailoutGuard::new(Status::now());
        status.print();
        drop(status);
        // SAFETY: the engine passes its entry of this module.
        unsafe { sys::display_ini_entries(module) };
    }));
}

impl Status {
    fn print(&self) {
        info_table_start!();
        info_table_header!("aesock", "App Engine's sockets policy");
        info_table_row!("Version", VERSION);
        info_table_row!("Mode", self.mode);
        info_table_row!("Application", self.application.as_str());
        if let Some(error) = &self.error {
            info_table_row!("Refuses everything", error.as_str());
        }
        if !self.not_covered.is_empty() {
            let names = BailoutGuard::new(self.not_covered.join(" "));
            info_table_row!("Not covered", names.as_str());
        }
        self.print_rules();
        let dated = match self.google_age() {
            Some(days) => Text::<64>::of(format_args!("{} ({days} days ago)", self.google_date)),
            None => Text::<64>::of(&self.google_date),
        };
        for (mechanism, state) in &self.native {
            let title = Text::<64>::of(format_args!("Native code: {mechanism}"));
            info_table_row!(title.as_str(), state.as_str());
        }
        info_table_row!("Google's addresses as of", dated.as_str());
        let counts = Text::<64>::of(format_args!(
            "{} enforced, {} lost, {} not present",
            self.count(HookState::Enforced),
            self.count(HookState::Lost),
            self.count(HookState::NotPresent)
        ));
        info_table_row!("Hooks", counts.as_str());
        for state in [HookState::Lost, HookState::Enforced, HookState::NotPresent] {
            self.print_hooks(state);
        }
        info_table_end!();
    }
    fn print_rules(&self) {
        let Some(rules) = &self.rules else { return };
        let (count, age) = (rules.count, rules.age.as_secs());
        let text = Text::<64>::of(format_args!("{count}, read {age} seconds ago"));
        info_table_row!("Rules", text.as_str());
        if let Some(error) = &rules.held_off {
            info_table_row!("Newer rules are held off", error.as_str());
        }
    }

    fn print_hooks(&self, state: HookState) {
        let names = self.hooks.iter().filter(|hook| hook.1 == state);
        let names: Vec<_> = names.map(|hook| hook.0.as_str()).collect();
        if !names.is_empty() {
            let names = BailoutGuard::new(names.join(" "));
            info_table_row!(state.title(), names.as_str());
        }
    }
}

/// The state as OpenMetrics text, without its end.
pub(super) fn metrics() -> String {
    let status = Status::now();
    let mut text = format!(
        "# TYPE aesock_info gauge\n# HELP aesock_info The version, and what aesock does.\naesock_info{{version=\"{VERSION}\",mode=\"{}\"}} 1\n",
        status.mode
    );
    let refuses = u64::from(status.error.is_some());
    let rules = status.rules.as_ref();
    let held_off = rules.is_some_and(|rules| rules.held_off.is_some());
    let age = rules.map(|rules| rules.age.as_secs());
    let google = status.google_age().map(|days| days * 86_400);
    for (name, unit, help, value) in [
        (
            "aesock_refuses_everything",
            "",
            "1 where settings mean nothing.",
            Some(refuses),
        ),
        (
            "aesock_hooks_lost",
            "",
            "Hooks that something else took the place of.",
            Some(status.count(HookState::Lost) as u64),
        ),
        (
            "aesock_rules",
            "",
            "Rules in force.",
            rules.map(|rules| rules.count as u64),
        ),
        (
            "aesock_rules_held_off",
            "",
            "1 where a newer version of the file of rules cannot be taken.",
            Some(held_off.into()),
        ),
        (
            "aesock_rules_age_seconds",
            "seconds",
            "How long ago the rules in force were read.",
            age,
        ),
        (
            "aesock_google_ranges_age_seconds",
            "seconds",
            "How old the list of Google's addresses is.",
            google,
        ),
    ] {
        let Some(value) = value else { continue };
        text.push_str(&format!("# TYPE {name} gauge\n"));
        if !unit.is_empty() {
            text.push_str(&format!("# UNIT {name} {unit}\n"));
        }
        text.push_str(&format!("# HELP {name} {help}\n{name} {value}\n"));
    }
    text
}
