//! What holds native code, and what of it is in force here: told alike by the log when a server starts, by
//! `aesock_status()` and by phpinfo(). It puts nothing in force.

use super::{filter, gates, log};
use crate::{
    core::settings::{Mode, Native},
    native::{
        filter::{self as floor, Coverage, Neighbours, Policy},
        interpose::{self, Status as Interposed},
    },
    php::sys,
};
use std::{
    cell::Cell,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What a log was told of last, and before: a worker tells of what its pool or virtual host has otherwise.
static TOLD: Mutex<Vec<InForce>> = Mutex::new(Vec::new());

sys::per_thread! {
    /// What followed from the settings that this thread looked at last, and from the filter: the same.
    static SEEN: Cell<Option<(u64, Option<Coverage>)>> = Cell::new(None);
}

/// A mechanism, and its state in words.
pub(in crate::php) type Mechanism = (&'static str, String);

/// What decides about the mechanisms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct InForce {
    native: Native,
    effect: Effect,
    /// Of the filter that is there, or comes with the first request.
    coverage: Option<Coverage>,
    neighbours: Neighbours,
}

/// What comes of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Refuse,
    Log,
    None,
}

impl Effect {
    fn of(mode: Mode) -> Self {
        match mode {
            Mode::Enforce | Mode::Disabled => Self::Refuse,
            Mode::Audit => Self::Log,
            Mode::Passthrough => Self::None,
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::Refuse => "enforced",
            Self::Log => "logged",
            Self::None => OFF,
        }
    }
}

impl InForce {
    fn now() -> Self {
        let (native, effect) = (gates::native(), Effect::of(gates::mode()));
        let coverage = filter::coverage_or_coming();
        let neighbours = match (coverage, effect) {
            (None, _) | (_, Effect::Log) => Neighbours::LeftAlone,
            _ => floor::neighbours(),
        };
        Self {
            native,
            effect,
            coverage,
            neighbours,
        }
    }

    /// Each mechanism with its state.
    fn mechanisms(&self) -> Vec<Mechanism> {
        vec![
            ("libraries", self.libraries()),
            ("all", self.all()),
            ("landlock", self.landlock()),
        ]
    }

    /// Whether the calls of libraries are looked at, in how many objects (libraries, extensions, PHP).
    fn libraries(&self) -> String {
        match interpose::status() {
            Interposed::Enforced { objects, left_out }
                if self.native != Native::Nothing && self.effect != Effect::None =>
            {
                let state = self.effect.in_words();
                let left_out = match left_out {
                    0 => String::new(),
                    left_out => format!(", not possible in {left_out}"),
                };
                format!("{state} in {objects} objects{left_out}")
            }
            _ => OFF.to_owned(),
        }
    }

    /// What the filter covers. It is there from a process's first request on.
    fn all(&self) -> String {
        let covered = match self.coverage {
            Some(Coverage::Inherited(policy)) => return self.inherited(policy),
            Some(Coverage::All) => "",
            Some(Coverage::NotPrograms) if self.effect == Effect::Log => {
                " for PHP's process; of programs the calls alone, without their destinations, since the kernel gives \
                 nobody their sockets (pidfd_getfd)"
            }
            Some(Coverage::NotPrograms) => {
                " for PHP's process alone; programs are refused everything, since the kernel gives nobody their \
                 sockets (pidfd_getfd)"
            }
            None if filter::is_held_blindly() => return HELD_BLINDLY.to_owned(),
            None => return OFF.to_owned(),
        };
        let state = self.effect.in_words();
        let since = match filter::coverage() {
            Some(_) => "",
            None => " from each process's first request on",
        };
        format!("{state}{since}{covered}")
    }

    /// How the process that started this one holds it.
    fn inherited(&self, policy: Policy) -> String {
        const THAT: &str = "the PHP process that started this one";
        match (policy, self.effect) {
            (Policy::Same, effect) => {
                let state = effect.in_words();
                format!("{state} by {THAT}, whose policy is the same")
            }
            (Policy::Other, Effect::Log) => {
                format!("logged by the policy of {THAT}, not by this one's")
            }
            (Policy::Other, _) => format!("held by the policy of {THAT}, not by this one's"),
        }
    }

    /// Whether what programs could use outside as their deputies is kept from them.
    fn landlock(&self) -> String {
        match (self.coverage, self.neighbours) {
            (None, _) => OFF,
            (Some(_), Neighbours::LeftAlone) if self.effect == Effect::Log => OFF,
            (Some(Coverage::Inherited(_)), _) => "as in the PHP process that started this one",
            (Some(_), Neighbours::LeftAlone) => {
                "not available in this kernel: programs can trace other processes of their user"
            }
            (Some(_), Neighbours::Kept) => "enforced for what programs may trace",
        }
        .to_owned()
    }
}

const OFF: &str = "off";
const HELD_BLINDLY: &str = "refused everything by the PHP process that started this one, which cannot look into this one's memory (aesock.dumpable=0)";

/// Each mechanism of `aesock.native` with its state in this process.
pub(in crate::php) fn states() -> Vec<Mechanism> {
    InForce::now().mechanisms()
}

/// Forgets what was told, at module start.
pub(in crate::php) fn start() {
    told().clear();
    SEEN.set(None);
}

/// Puts a line down for a server's log about what is in force, unless it was told of the same before.
#[inline]
pub(in crate::php) fn tell() {
    let seen = (gates::effects(), filter::kept());
    // Another process's policy changes without a word.
    let is_its_own = !matches!(seen.1, Some(Coverage::Inherited(_)));
    if SEEN.replace(Some(seen)) != Some(seen) || !is_its_own {
        look();
    }
}

#[inline(never)]
fn look() {
    if !sys::is_server() {
        return;
    }
    let now = InForce::now();
    if told().contains(&now) {
        return;
    }
    told().push(now);
    if gates::with(|gates| gates.is_logging()) == Some(true) {
        log::note(line(&now));
    }
}

fn line(in_force: &InForce) -> String {
    let of = gates::with(|gates| gates.of_whom()).unwrap_or_default();
    let states = in_force.mechanisms().into_iter();
    let states: Vec<_> = states
        .map(|(name, state)| format!("{name}: {state}"))
        .collect();
    format!("aesock and native code{of}: {}", states.join("; "))
}

fn told() -> MutexGuard<'static, Vec<InForce>> {
    TOLD.lock().unwrap_or_else(PoisonError::into_inner)
}
