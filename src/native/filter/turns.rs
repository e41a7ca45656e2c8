//! Whose turn it is: whether a thread of the supervisor makes the call that it received, and which calls wait
//! for a thread. Not what a call is about.
//!
//! Programs can keep any number of threads busy, with connections that nobody answers, or leave no room for a
//! thread. So one always waits for calls, and makes those of this process alone then: what PHP asks of the C
//! library does not stand behind programs.

use super::{caller::Whose, kernel::Notification, patience::LOOK_EVERY};
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// The most calls that are made at a time where they are those of programs.
const MOST: usize = 256;

/// The threads that go on waiting for calls: the second one spares most calls the making of a thread.
const ENOUGH: usize = 2;

/// What becomes of a call that was received.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The thread makes it.
    Now,
    /// It waits until a thread is done with another one.
    Later,
    /// No thread would come to it.
    Never,
}

/// What a thread does that has made a call.
#[derive(Debug)]
pub(super) enum Next {
    /// It makes this one, which waited for its turn.
    Make(Notification),
    /// It waits for another one.
    Wait,
    /// It ends.
    End,
}

#[derive(Debug)]
pub(super) struct Turns(Mutex<State>);

#[derive(Debug)]
struct State {
    /// Threads that wait for a call, and those that make one.
    waiting: usize,
    busy: usize,
    /// Calls of programs, which no thread makes yet, and when somebody looked at them last.
    queue: VecDeque<Notification>,
    looked: Option<Instant>,
}

impl Turns {
    /// With one thread, which waits.
    pub(super) const fn new() -> Self {
        Self(Mutex::new(State {
            waiting: 1,
            busy: 0,
            queue: VecDeque::new(),
            looked: None,
        }))
    }

    /// A thread that waited has received a call of `whose`. Where nobody else waits, `spawn` has another thread do
    /// so, and says whether there is one.
    pub(super) fn received(
        &self,
        call: &Notification,
        whose: Whose,
        spawn: impl FnOnce() -> bool,
    ) -> Turn {
        let mut state = self.lock();
        let has_room = whose == Whose::Ours || state.busy < MOST;
        let another_waits = state.waiting > 1;
        let spawned = has_room && !another_waits && spawn();
        if whose == Whose::Ours || spawned || (has_room && another_waits) {
            // The new one waits in this one's place.
            state.waiting -= usize::from(!spawned);
            state.busy += 1;
            return Turn::Now;
        }
        if state.busy == 0 {
            return Turn::Never;
        }
        state.queue.push_back(*call);
        Turn::Later
    }

    /// A thread has made its call.
    pub(super) fn made(&self) -> Next {
        let mut state = self.lock();
        if state.waiting > 0
            && state.busy <= MOST
            && let Some(next) = state.queue.pop_front()
        {
            return Next::Make(next);
        }
        state.busy -= 1;
        if state.waiting < ENOUGH {
            state.waiting += 1;
            return Next::Wait;
        }
        Next::End
    }

    /// Whether calls wait for their turn.
    pub(super) fn has_queue(&self) -> bool {
        !self.lock().queue.is_empty()
    }

    /// The calls that wait for their turn, if nobody looked at them for a while: however many others come.
    pub(super) fn to_look_at(&self) -> Vec<Notification> {
        let mut state = self.lock();
        let is_recent = |looked: Instant| looked.elapsed() < LOOK_EVERY;
        if state.queue.is_empty() || state.looked.is_some_and(is_recent) {
            return Vec::new();
        }
        state.looked = Some(Instant::now());
        state.queue.iter().copied().collect()
    }

    /// Takes a call out of those that wait for their turn. Whether it was there.
    pub(super) fn take_out(&self, id: u64) -> bool {
        let queue = &mut self.lock().queue;
        let at = queue.iter().position(|call| call.id == id);
        at.and_then(|at| queue.remove(at)).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receive(turns: &Turns, id: u64, whose: Whose, can_spawn: bool) -> Turn {
        let call = Notification {
            id,
            thread: 1,
            number: 0,
            arguments: [0; 6],
        };
        turns.received(&call, whose, || can_spawn)
    }

    #[test]
    fn where_no_thread_can_be_made_programs_wait_for_each_other_and_this_process_for_none() {
        let turns = Turns::new();
        assert_eq!(receive(&turns, 1, Whose::Program, true), Turn::Now);
        assert_eq!(receive(&turns, 2, Whose::Program, false), Turn::Later);
        assert_eq!(receive(&turns, 3, Whose::Program, false), Turn::Later);
        assert_eq!(receive(&turns, 4, Whose::Ours, false), Turn::Now);
        assert!(matches!(turns.made(), Next::Wait), "one is to wait first");
        assert!(matches!(turns.made(), Next::Make(next) if next.id == 2));
        assert!(turns.take_out(3) && !turns.take_out(3));
        assert!(!turns.has_queue());
        assert!(matches!(turns.made(), Next::Wait));
    }

    #[test]
    fn the_only_thread_makes_this_process_its_calls_alone() {
        let turns = Turns::new();
        assert_eq!(receive(&turns, 1, Whose::Program, false), Turn::Never);
        assert_eq!(receive(&turns, 2, Whose::Ours, false), Turn::Now);
        assert!(matches!(turns.made(), Next::Wait));
        assert_eq!(receive(&turns, 3, Whose::Program, true), Turn::Now);
    }

    #[test]
    fn calls_that_wait_are_looked_at_by_time_and_not_more_often() {
        let turns = Turns::new();
        assert!(turns.to_look_at().is_empty(), "there is none");
        assert_eq!(receive(&turns, 1, Whose::Program, true), Turn::Now);
        assert_eq!(receive(&turns, 2, Whose::Program, false), Turn::Later);
        let looked = |turns: &Turns| turns.to_look_at().iter().map(|call| call.id).collect();
        let first: Vec<_> = looked(&turns);
        let second: Vec<_> = looked(&turns);
        assert_eq!((first, second), (vec![2], vec![]));
        turns.lock().looked = Instant::now().checked_sub(LOOK_EVERY);
        let third: Vec<_> = looked(&turns);
        assert_eq!(third, [2]);
    }

    #[test]
    fn so_many_calls_of_programs_are_made_at_a_time_and_those_of_this_process_besides() {
        let turns = Turns::new();
        for id in 0..MOST as u64 {
            assert_eq!(receive(&turns, id, Whose::Program, true), Turn::Now);
        }
        assert_eq!(receive(&turns, 1000, Whose::Program, true), Turn::Later);
        assert_eq!(receive(&turns, 1001, Whose::Ours, true), Turn::Now);
        assert!(matches!(turns.made(), Next::Wait), "no room by that");
        assert!(matches!(turns.made(), Next::Make(next) if next.id == 1000));
        assert!(matches!(turns.made(), Next::End), "enough wait");
    }
}
