//! The settings in force for native code, and the gates that are made of them. Where settings come
//! from is not here.

use crate::core::{
    gate::Gate,
    host::{clock, fork},
    resolver::SystemFiles,
    settings::Settings,
    usage::Account,
};
use std::{
    cell::Cell,
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    ptr,
    sync::atomic::{AtomicPtr, Ordering},
    time::Duration,
};

thread_local! {
    /// The settings of a thread of PHP.
    static OF_THREAD: Cell<Option<&'static InForce>> = const { Cell::new(None) };
}

/// The settings that came into force last, for threads that are not PHP's.
static OF_PROCESS: AtomicPtr<InForce> = AtomicPtr::new(ptr::null_mut());

/// How many gates are kept for later: as many threads can decide at a time without making one.
const KEPT: usize = 4;

/// How long settings that make no gate refuse everything before they are read again.
const RETRY_EVERY: Duration = Duration::from_secs(1);

/// What tells a policy from another one in few bytes, in two processes that have the same version of aesock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark([u8; Self::LENGTH]);

impl Mark {
    pub(super) const LENGTH: usize = 16;

    /// That of a policy that these texts say.
    #[must_use]
    pub fn of(texts: &[&[u8]]) -> Self {
        let half = |which: u64| {
            let mut hasher = DefaultHasher::new();
            (which, texts).hash(&mut hasher);
            hasher.finish()
        };
        let bytes = (u128::from(half(0)) << 64 | u128::from(half(1))).to_ne_bytes();
        Self(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// What settings mean, for any thread, and never taken back: a thread may be deciding by them whenever
/// others come into force.
pub struct InForce {
    settings: Box<dyn Fn() -> Result<Settings, String> + Send + Sync>,
    mark: Mark,
    application: String,
    account: Account,
    gates: [AtomicPtr<Prepared>; KEPT],
}

/// A gate that no thread uses, or why the settings make none.
struct Prepared {
    gate: Result<Gate, String>,
    /// The generation of the process that made it.
    made_by: u32,
    made: Duration,
}

impl fmt::Debug for InForce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InForce")
            .field("application", &self.application)
            .finish_non_exhaustive()
    }
}

impl InForce {
    /// Settings as `settings` gives them whenever a gate is made, of an `application` that is counted in
    /// `account`; `mark` tells their policy from another one.
    pub fn new(
        settings: impl Fn() -> Result<Settings, String> + Send + Sync + 'static,
        mark: Mark,
        application: &str,
        account: Account,
    ) -> Self {
        Self {
            settings: Box::new(settings),
            mark,
            application: application.to_owned(),
            account,
            gates: [const { AtomicPtr::new(ptr::null_mut()) }; KEPT],
        }
    }

    /// Puts them in force for this thread, which is one of PHP, and for those that are not.
    pub fn take_effect(&'static self) {
        OF_PROCESS.store(ptr::from_ref(self).cast_mut(), Ordering::Release);
        let _ = OF_THREAD.try_with(|of_thread| of_thread.set(Some(self)));
    }

    /// Those in force on this thread; `None` before any are.
    pub(super) fn current() -> Option<&'static Self> {
        let of_thread = OF_THREAD.try_with(Cell::get).ok().flatten();
        // SAFETY: what is not null came from `take_effect`, and lives for ever.
        of_thread.or_else(|| unsafe { OF_PROCESS.load(Ordering::Acquire).as_ref() })
    }

    pub(super) fn mark(&self) -> Mark {
        self.mark
    }

    pub(super) fn application(&self) -> &str {
        &self.application
    }

    pub(super) fn account(&self) -> Account {
        self.account
    }

    /// Lends a gate, or why there is none. No other thread waits for it, whatever `action` does.
    pub(super) fn lend<R>(&self, action: impl FnOnce(Result<&mut Gate, &str>) -> R) -> R {
        let mut prepared = self.take().unwrap_or_else(|| self.prepare());
        let answer = action(prepared.gate.as_mut().map_err(|error| error.as_str()));
        self.put_back(prepared);
        answer
    }

    fn take(&self) -> Option<Box<Prepared>> {
        let taken = self.gates.iter().find_map(|place| {
            let found = place.swap(ptr::null_mut(), Ordering::Acquire);
            // SAFETY: what is not null was put back by a thread that is done with it.
            (!found.is_null()).then(|| unsafe { Box::from_raw(found) })
        })?;
        let is_due = || clock::now().saturating_sub(taken.made) >= RETRY_EVERY;
        let is_ours = taken.made_by == fork::generation();
        (is_ours && (taken.gate.is_ok() || !is_due())).then_some(taken)
    }

    fn prepare(&self) -> Box<Prepared> {
        let gate = (self.settings)()
            .map(|settings| Gate::new(settings, SystemFiles::default()).charged_to(self.account));
        Box::new(Prepared {
            gate,
            made_by: fork::generation(),
            made: clock::now(),
        })
    }

    fn put_back(&self, prepared: Box<Prepared>) {
        let prepared = Box::into_raw(prepared);
        let is_free = |place: &AtomicPtr<Prepared>| {
            place
                .compare_exchange(
                    ptr::null_mut(),
                    prepared,
                    Ordering::Release,
                    Ordering::Relaxed,
                )
                .is_ok()
        };
        if !self.gates.iter().any(is_free) {
            // SAFETY: it is in no place, so it is still this thread's.
            drop(unsafe { Box::from_raw(prepared) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{
        settings::{Process, RawSettings},
        usage::Ledger,
    };
    use std::sync::atomic::AtomicU32;

    #[test]
    fn the_same_texts_have_the_same_mark_and_others_another_one() {
        let mark = Mark::of(&[b"any", b""]);
        assert_eq!(mark, Mark::of(&[b"any", b""]));
        assert_ne!(mark, Mark::of(&[b"", b"any"]));
        assert_ne!(mark, Mark::of(&[b"any"]));
    }

    #[test]
    fn a_gate_is_kept_for_the_next_decision_and_one_inside_another_gets_its_own() {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let settings = || {
            MADE.fetch_add(1, Ordering::Relaxed);
            let texts = RawSettings {
                mode: "enforce",
                default: "allow",
                development: "0",
                dumpable: "1",
                sockets: "1",
                ..RawSettings::default()
            };
            Settings::parse(&texts, &Process::default()).map_err(|error| error.to_string())
        };
        let account = Ledger::anonymous().unwrap().account("shop");
        let in_force = InForce::new(settings, Mark::of(&[]), "shop", account);
        for _ in 0..3 {
            in_force.lend(|gate| assert!(gate.is_ok()));
        }
        assert_eq!(MADE.load(Ordering::Relaxed), 1);
        in_force.lend(|_| in_force.lend(|gate| assert!(gate.is_ok())));
        assert_eq!(MADE.load(Ordering::Relaxed), 2);
    }
}
