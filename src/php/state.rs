//! What one thread of PHP keeps: its gate, made of the settings in force, and the lines that wait for the log. No engine calls.
//!
//! [`with`] lends it for the time of a closure. Inside no engine call may happen: user code could come back here.

use super::text::{FunctionName, Text};
use crate::core::{
    gate::{Gate, Refusal},
    log::{Line, Repeats},
    reason::{Reason, Verdict},
    resolver::SystemFiles,
    settings::{LogLevel, Mode, Process, Settings},
};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::RwLock,
    time::Instant,
};

/// What was read of the process at module start; a scripts' putenv and FastCGI's parameters come later.
static PROCESS: RwLock<Option<Process>> = RwLock::new(None);

thread_local! {
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
    static STALE: Cell<bool> = const { Cell::new(true) };
}

/// The state of a thread.
pub(super) struct State {
    /// The gate, or why the settings make none: then everything is refused.
    pub(super) gate: Result<Gate, String>,
    repeats: Repeats,
    lines: VecDeque<String>,
}

/// Remembers what `process` is, at module start.
pub(super) fn start(process: Process) {
    // A poisoned lock holds a whole value all the same: it is only ever replaced.
    *PROCESS
        .write()
        .unwrap_or_else(std::sync::PoisonError::into_inner) = Some(process);
    settings_changed();
}

/// The process as it was at module start.
pub(super) fn process() -> Process {
    PROCESS
        .read()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .clone()
        .unwrap_or_default()
}

/// Says that the settings of this thread changed, so that the next decision reads them again.
pub(super) fn settings_changed() {
    STALE.set(true);
}

/// Lends this thread's state. `None` where the closure panicked, or is run from inside another: what was to be decided must then be
/// refused.
pub(super) fn with<R>(action: impl FnOnce(&mut State) -> R) -> Option<R> {
    let settings = STALE.replace(false).then(super::ini::settings);
    let lend = || {
        STATE.with(|state| {
            let mut state = state.try_borrow_mut().ok()?;
            if let Some(settings) = settings {
                State::renew(&mut state, settings);
            }
            state.as_mut().map(action)
        })
    };
    catch_unwind(AssertUnwindSafe(lend)).ok().flatten()
}

impl State {
    fn renew(state: &mut Option<Self>, settings: Result<Settings, String>) {
        let gate = settings.map(|settings| Gate::new(settings, SystemFiles::default()));
        let mut renewed = Self {
            gate,
            repeats: Repeats::default(),
            lines: VecDeque::new(),
        };
        if let Some(old) = state.take() {
            (renewed.repeats, renewed.lines) = (old.repeats, old.lines);
        }
        if let Err(error) = &renewed.gate {
            renewed
                .lines
                .push_back(format!("aesock refuses everything: {error}"));
        }
        *state = Some(renewed);
    }

    /// The mode in force; settings that mean nothing enforce that nothing is allowed.
    pub(super) fn mode(&self) -> Mode {
        self.gate
            .as_ref()
            .map_or(Mode::Enforce, |gate| gate.settings().mode)
    }

    /// The gate.
    ///
    /// # Errors
    /// The [`Refusal`] of everything: settings that mean nothing, or disabled mode.
    pub(super) fn gate(&mut self) -> Result<&mut Gate, Refusal> {
        match &mut self.gate {
            Ok(gate) if gate.settings().mode == Mode::Disabled => {
                Err(Refusal::new(Reason::Disabled, ""))
            }
            Ok(gate) => Ok(gate),
            Err(error) => Err(Refusal::new(Reason::Misconfigured, error)),
        }
    }

    /// Puts a decision down for the log, if decisions of its kind are logged.
    pub(super) fn record(
        &mut self,
        target: &dyn std::fmt::Display,
        reason: Reason,
        rule: Option<&str>,
        via: &FunctionName,
    ) {
        let (level, application) = match &self.gate {
            Ok(gate) => (gate.settings().log, gate.settings().application.as_str()),
            Err(_) => (LogLevel::Denied, "-"),
        };
        let logged = match level {
            LogLevel::All => true,
            LogLevel::Denied => reason.verdict() == Verdict::Deny,
            LogLevel::Nothing => false,
        };
        if logged {
            let via = via.as_c_str().to_string_lossy();
            let line = Line {
                target,
                reason,
                rule,
                application,
                via: &via,
            }
            .to_string();
            self.lines.extend(self.repeats.say(line, Instant::now()));
        }
    }

    /// Puts a line down for the log that is no decision.
    pub(super) fn note(&mut self, line: String) {
        self.lines.push_back(line);
    }

    /// Puts down what repeated, at the end of a request.
    pub(super) fn sum_up(&mut self) {
        self.lines.extend(self.repeats.flush());
    }

    /// The oldest line that waits for the log.
    pub(super) fn next_line(&mut self) -> Option<Text> {
        self.lines.pop_front().map(Text::of)
    }
}
