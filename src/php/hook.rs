//! What a door is made of: functions with handlers of ours, and the state of a hook as a value that
//! can be printed. What a door checks is not here.

pub(super) mod function;
pub(super) mod select;
pub(super) mod wrapper;

/// The state of a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HookState {
    /// It is in place.
    Enforced,
    /// Something else took its place.
    Lost,
    /// There is nothing to hook: the function's extension is not loaded, or the function is in
    /// `disable_functions`.
    NotPresent,
}

impl HookState {
    /// The name that people read.
    pub(super) const fn slug(self) -> &'static str {
        match self {
            Self::Enforced => "enforced",
            Self::Lost => "lost",
            Self::NotPresent => "not present",
        }
    }

    /// The title of a list of hooks in this state.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Enforced => "Hooks enforced",
            Self::Lost => "Hooks lost",
            Self::NotPresent => "Hooks not present",
        }
    }
}

/// What stood in a hooked place, the oldest first: something may take the place later and lead back
/// to us.
#[derive(Debug)]
pub(super) struct Chain<F>(Vec<F>);

impl<F: PartialEq + Copy> Chain<F> {
    /// A chain of what stood there first.
    pub(super) fn new(first: F) -> Self {
        Self(vec![first])
    }

    /// Adds what stands there now. What comes back, having stood there before, ends what came after
    /// it.
    pub(super) fn put(&mut self, current: F) {
        match self.0.iter().position(|known| *known == current) {
            Some(position) => self.0.truncate(position + 1),
            None => self.0.push(current),
        }
    }

    /// What a call goes on to: the latest, or the one before it for a call that came from the
    /// latest.
    pub(super) fn at_depth(&self, depth: usize) -> Option<F> {
        self.0
            .len()
            .checked_sub(depth + 1)
            .map(|position| self.0[position])
    }

    /// What stood there first.
    pub(super) fn first(&self) -> F {
        self.0[0]
    }
}
