//! The floor under every door: what native code dials by itself, decided without PHP and on any
//! thread.
//!
//! # Design
//! A thread of PHP puts its settings in force here ([`InForce`]); [`decide()`] makes gates of them, which
//! threads borrow in turn without a lock, so that neither a fork nor a signal can leave one held. A
//! decision is the core's ([`crate::core::gate`]): the same rules and reasons. It is counted at once,
//! since the counters are the processes' to share, and its line waits in the [`journal`] for a thread
//! of PHP.

mod address;
mod asking;
mod call;
mod decide;
mod elf;
pub mod filter;
mod function;
pub mod grant;
mod in_force;
pub mod interpose;
pub mod journal;
mod load;
mod names;
mod namespaces;
mod objects;
mod resolving;
mod services;
mod stand_in;
pub mod thread;

pub use decide::{Answer, Caller, Operation, Question, decide};
pub use in_force::{InForce, Mark};
