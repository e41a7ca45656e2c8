//! Models of the counters that processes share: loom runs them in every order that the memory model of C11 lets
//! their threads take. They are about `src/core/usage/word.rs`, which is included as it is; a thread stands for a
//! process. Not about files, mappings and clocks.

#![cfg(test)]

use loom::sync::atomic::{AtomicU64, Ordering};

#[path = "../../src/core/usage/word.rs"]
mod word;

use loom::{sync::Arc, thread};
use std::sync::atomic::AtomicUsize;
use word::{Window, claim, count, give_back, take};

/// Runs a model in every order, and tells how many there are.
fn model(run: impl Fn() + Send + Sync + 'static) {
    let orders = std::sync::Arc::new(AtomicUsize::new(0));
    let counted = orders.clone();
    loom::model(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        run();
    });
    println!("{} orders", orders.load(Ordering::Relaxed));
}

/// Two slots of a name of two words, and a counter each.
struct Ledger([Slot; 2]);

struct Slot {
    length: AtomicU64,
    name: [AtomicU64; 2],
    counter: AtomicU64,
}

type Name = (u64, [u64; 2]);

const SHOP: Name = (10, [1, 2]);
/// As long, and with the same beginning.
const BLOG: Name = (10, [1, 3]);

impl Ledger {
    fn new() -> Arc<Self> {
        let slot = || Slot {
            length: AtomicU64::new(0),
            name: [AtomicU64::new(0), AtomicU64::new(0)],
            counter: AtomicU64::new(0),
        };
        Arc::new(Self([slot(), slot()]))
    }

    /// As `Ledger::account` does.
    fn account(&self, (length, name): Name) -> usize {
        let is_its = |slot: &Slot| claim(&slot.length, slot.name.iter().zip(name), length);
        self.0.iter().position(is_its).expect("there is room")
    }

    fn add(&self, name: Name) {
        self.0[self.account(name)]
            .counter
            .fetch_add(1, Ordering::Relaxed);
    }

    fn counted(&self, name: Name) -> u64 {
        self.0[self.account(name)].counter.load(Ordering::Relaxed)
    }

    /// The names as they stand there.
    fn names(&self) -> Vec<[u64; 3]> {
        let read = |cell: &AtomicU64| cell.load(Ordering::Acquire);
        let of = |slot: &Slot| [&slot.length, &slot.name[0], &slot.name[1]].map(read);
        self.0.iter().map(of).collect()
    }
}

/// Runs two threads after another, and what is to be seen when both have ended.
fn both(ledger: &Arc<Ledger>, first: fn(&Ledger), second: fn(&Ledger)) {
    let threads = [first, second].map(|action| {
        let ledger = ledger.clone();
        thread::spawn(move || action(&ledger))
    });
    for thread in threads {
        thread.join().expect("it does not panic");
    }
}

#[test]
fn processes_that_claim_the_same_name_get_one_slot_and_lose_no_addition() {
    model(|| {
        let ledger = Ledger::new();
        both(
            &ledger,
            |ledger| ledger.add(SHOP),
            |ledger| ledger.add(SHOP),
        );
        assert_eq!(ledger.names(), [[10, 1, 2], [0, 0, 0]]);
        assert_eq!(ledger.counted(SHOP), 2);
    });
}

#[test]
fn names_that_begin_alike_get_slots_of_their_own_whoever_comes_first() {
    model(|| {
        let ledger = Ledger::new();
        both(
            &ledger,
            |ledger| ledger.add(SHOP),
            |ledger| ledger.add(BLOG),
        );
        let (mut names, shop, blog) = (ledger.names(), ledger.account(SHOP), ledger.account(BLOG));
        names.sort_unstable();
        assert_eq!(names, [[10, 1, 2], [10, 1, 3]]);
        assert_ne!(shop, blog);
        assert_eq!((ledger.counted(SHOP), ledger.counted(BLOG)), (1, 1));
    });
}

/// Claims the first slot for a name and ends after that many of its words, as a process that is killed there.
fn begin(ledger: &Ledger, words: usize) {
    let (length, name) = SHOP;
    let name = name.into_iter().take(words);
    claim(
        &ledger.0[0].length,
        ledger.0[0].name.iter().zip(name),
        length,
    );
}

#[test]
fn a_name_that_a_killed_process_began_is_ended_by_the_next_one() {
    for words in 0..=2 {
        model(move || {
            let ledger = Ledger::new();
            let killed = {
                let ledger = ledger.clone();
                thread::spawn(move || begin(&ledger, words))
            };
            ledger.add(SHOP);
            killed.join().expect("it does not panic");
            assert_eq!(ledger.names(), [[10, 1, 2], [0, 0, 0]]);
            assert_eq!(ledger.counted(SHOP), 1);
        });
    }
}

#[test]
fn a_name_that_a_killed_process_began_stands_in_nobodys_way() {
    for words in 0..=2 {
        model(move || {
            let ledger = Ledger::new();
            begin(&ledger, words);
            both(
                &ledger,
                |ledger| ledger.add(SHOP),
                |ledger| ledger.add(BLOG),
            );
            assert_ne!(ledger.account(SHOP), ledger.account(BLOG));
            assert_eq!((ledger.counted(SHOP), ledger.counted(BLOG)), (1, 1));
        });
    }
}

/// What is used of a window, when threads have used one word.
fn used(actions: &[fn(&AtomicU64) -> u64], present: u64) -> (Vec<u64>, Window) {
    let word = Arc::new(AtomicU64::new(Window { number: 7, used: 3 }.pack()));
    let threads: Vec<_> = actions
        .iter()
        .map(|action| {
            let (word, action) = (word.clone(), *action);
            thread::spawn(move || action(&word))
        })
        .collect();
    let results = threads
        .into_iter()
        .map(|thread| thread.join().expect("it does not panic"))
        .collect();
    (results, Window::of(&word, present))
}

#[test]
fn of_what_is_left_processes_take_no_more_than_there_is_and_all_of_it() {
    model(|| {
        let take = |word: &AtomicU64| u64::from(take(word, 7, 1, 4).is_ok());
        let (taken, window) = used(&[take, take], 7);
        assert_eq!(taken.iter().sum::<u64>(), 1, "one of five is left");
        assert_eq!(window, Window { number: 7, used: 4 });
    });
}

#[test]
fn a_minute_that_begins_while_processes_count_begins_once_and_nothing_of_it_is_lost() {
    model(|| {
        let old = |word: &AtomicU64| {
            count(word, 7, 2);
            0
        };
        let new = |word: &AtomicU64| {
            count(word, 8, 5);
            0
        };
        let (_, window) = used(&[old, new], 8);
        // What is counted of the minute before is counted of the one that has begun, where that came first.
        assert!(
            [5, 7].contains(&window.used) && window.number == 8,
            "{window:?}"
        );
        let (_, window) = used(&[new, new], 8);
        assert_eq!(
            window,
            Window {
                number: 8,
                used: 10
            }
        );
    });
}

#[test]
fn what_is_given_back_is_given_back_to_its_own_minute_only() {
    model(|| {
        let undone = |word: &AtomicU64| {
            if let Ok(window) = take(word, 7, 1, 9) {
                give_back(word, 1, window);
            }
            0
        };
        let same = |word: &AtomicU64| {
            count(word, 7, 2);
            0
        };
        let (_, window) = used(&[undone, same], 7);
        assert_eq!(window, Window { number: 7, used: 5 });
        let new = |word: &AtomicU64| {
            count(word, 8, 5);
            0
        };
        let (_, window) = used(&[undone, new], 8);
        assert!(
            window.number == 8 && (5..=6).contains(&window.used),
            "{window:?}"
        );
    });
}
