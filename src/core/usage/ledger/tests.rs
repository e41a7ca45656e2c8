use super::*;
use std::{collections::HashSet, thread};

fn ledger() -> &'static Ledger {
    Ledger::anonymous().unwrap()
}

fn names(ledger: &'static Ledger) -> Vec<String> {
    ledger.accounts().map(|(name, _)| name).collect()
}

/// Whether two accounts are one.
fn are_same(one: Account, other: Account) -> bool {
    ptr::eq(one.0, other.0)
}

#[test]
fn what_is_counted_is_counted_of_this_application_and_nothing_else() {
    let ledger = ledger();
    let (shop, blog) = (ledger.account("shop"), ledger.account("blog"));
    for (index, &counter) in Counter::ALL.iter().enumerate() {
        shop.add(counter, index as u64);
        shop.add(counter, 1);
    }
    for (index, &counter) in Counter::ALL.iter().enumerate() {
        assert_eq!(
            (shop.get(counter), blog.get(counter)),
            (index as u64 + 1, 0)
        );
    }
    assert!(Reason::ALL.iter().all(|&reason| shop.denials(reason) == 0));
}

#[test]
fn each_reason_to_refuse_is_counted_apart_and_what_is_allowed_is_not() {
    let account = ledger().account("shop");
    for (times, &reason) in Reason::ALL.iter().enumerate() {
        (0..times).for_each(|_| account.deny(reason));
    }
    for (times, &reason) in Reason::ALL.iter().enumerate() {
        let expected = match reason.verdict() {
            Verdict::Deny => times as u64,
            Verdict::Allow => 0,
        };
        assert_eq!(account.denials(reason), expected, "{reason:?}");
    }
    assert!(
        Counter::ALL
            .iter()
            .all(|&counter| account.get(counter) == 0)
    );
}

#[test]
fn the_words_of_reasons_and_counters_in_files_stay_where_they_are() {
    let slugs: Vec<_> = REFUSALS.iter().map(|reason| reason.slug()).collect();
    assert_eq!(
        slugs[..33].join(" "),
        "denied private loopback link-local multicast broadcast reserved google port-25 ftp unlisted listen bind \
         unix transport family protocol option control gss unseen not-covered disabled misconfigured internal \
         invalid-target name-not-found name-without-address name-unresolved foreign inherited reclaimed quota"
    );
    let counters: Vec<_> = Counter::ALL.iter().map(|counter| counter.name()).collect();
    assert_eq!(
        counters[..11].join(" "),
        "bytes_sent bytes_received creates binds connects sends receives datagrams_sent datagrams_received \
         lookups reclaims"
    );
}

#[test]
fn an_application_has_one_account_and_no_other_has_it() {
    let ledger = ledger();
    let longest = "x".repeat(LONGEST_NAME);
    let applications = [
        "a",
        "aa",
        "ab",
        "12345678",
        "123456789",
        "é",
        &longest,
        &longest[1..],
    ];
    let accounts = applications.map(|name| ledger.account(name));
    for (account, name) in accounts.iter().zip(applications) {
        assert!(are_same(*account, ledger.account(name)) && !ledger.is_shared(*account));
    }
    let different: HashSet<_> = accounts
        .iter()
        .map(|account| ptr::from_ref(account.0))
        .collect();
    assert_eq!(different.len(), applications.len());
    assert_eq!(names(ledger), applications);
}

#[test]
fn beyond_the_room_further_applications_share_one_account() {
    let ledger = ledger();
    let name = |number| format!("application {number}");
    for number in 0..ROOM {
        assert!(!ledger.is_shared(ledger.account(&name(number))));
    }
    assert_eq!(ledger.accounts().count(), ROOM);
    let shared = [ledger.account(&name(ROOM)), ledger.account(&name(ROOM + 1))];
    assert!(ledger.is_shared(shared[0]) && are_same(shared[0], shared[1]));
    assert!(!ledger.is_shared(ledger.account(&name(ROOM - 1))));
    assert_eq!(names(ledger).len(), SLOTS);
    assert_eq!(names(ledger).last().unwrap(), OTHERS);
}

#[test]
fn what_is_no_name_of_a_slot_is_counted_with_others() {
    let ledger = ledger();
    let too_long = "x".repeat(LONGEST_NAME + 1);
    for name in ["", "a\0b", OTHERS, &too_long] {
        assert!(ledger.is_shared(ledger.account(name)), "{name:?}");
    }
    assert_eq!(names(ledger), [OTHERS]);
}

#[test]
fn a_name_that_a_killed_process_began_is_ended_by_the_next_that_fits() {
    let ledger = ledger();
    let begin = |slot: usize, length: usize, words: &[&str]| {
        ledger.slots[slot]
            .length
            .store(length as u64, Ordering::Relaxed);
        for (cell, word) in ledger.slots[slot].name.iter().zip(words) {
            let word = u64::from_ne_bytes(word.as_bytes().try_into().unwrap());
            cell.store(word, Ordering::Relaxed);
        }
    };
    begin(0, 12, &["12345678"]);
    begin(1, 12, &[]);
    assert!(names(ledger).is_empty() && ledger.damage().is_none());
    let other = ledger.account("87654321abcd");
    let same = ledger.account("12345678abcd");
    let longer = ledger.account("12345678abcde");
    let slots = [other, same, longer].map(|account| {
        ledger
            .slots
            .iter()
            .position(|slot| ptr::eq(slot, account.0))
            .unwrap()
    });
    assert_eq!(slots, [1, 0, 2]);
    assert_eq!(
        names(ledger),
        ["12345678abcd", "87654321abcd", "12345678abcde"]
    );
}

#[test]
fn many_threads_that_look_for_the_same_names_at_once_find_the_same_accounts() {
    let ledger = ledger();
    let count = |first: usize| {
        for number in 0..400 {
            let name = format!("application of some length {}", (first + number) % 400);
            ledger.account(&name).add(Counter::Connects, 1);
        }
    };
    thread::scope(|scope| {
        for first in [0, 0, 200, 399] {
            scope.spawn(move || count(first));
        }
    });
    let accounts: Vec<_> = ledger.accounts().collect();
    assert_eq!(accounts.len(), 400);
    assert!(
        accounts
            .iter()
            .all(|(_, account)| account.get(Counter::Connects) == 4)
    );
    assert_eq!(ledger.damage(), None);
}

#[test]
fn many_threads_count_exactly() {
    const TURNS: u64 = if cfg!(miri) { 100 } else { 100_000 };
    let account = ledger().account("shop");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..TURNS {
                    account.add(Counter::BytesSent, 3);
                    account.deny(Reason::Private);
                }
            });
        }
    });
    let counted = (
        account.get(Counter::BytesSent),
        account.denials(Reason::Private),
    );
    assert_eq!(counted, (12 * TURNS, 4 * TURNS));
}

#[test]
fn a_slot_that_aesock_did_not_write_is_found() {
    /// The word that is changed, and its new value.
    type Change = fn(&Slot) -> (&AtomicU64, u64);
    let cases: [(usize, &str, Change); 7] = [
        (1, "a free slot before others", |slot| (&slot.length, 0)),
        (2, "a longer name than told", |slot| (&slot.length, 3)),
        (2, "a shorter name than told", |slot| (&slot.length, 5)),
        (2, "more than a name has", |slot| (&slot.length, 193)),
        (0, "zeros within a name", |slot| (&slot.name[2], 1)),
        (0, "what is not UTF-8", |slot| (&slot.name[0], 0x8080_8080)),
        (3, "a name of a free slot", |slot| (&slot.name[0], 1)),
    ];
    for (slot, case, change) in cases {
        let ledger = ledger();
        let _accounts = ["shop", "blog", "mail"].map(|name| ledger.account(name));
        assert_eq!(ledger.damage(), None);
        let (cell, value) = change(&ledger.slots[slot]);
        cell.store(value, Ordering::Relaxed);
        assert_eq!(ledger.damage(), Some(slot), "{case}");
    }
}

#[test]
fn a_name_that_would_have_had_the_slot_of_another_is_found() {
    let set = |slot: &Slot, name: &Name| {
        slot.length.store(name.length, Ordering::Relaxed);
        for (cell, word) in slot.name.iter().zip(name.words) {
            cell.store(word, Ordering::Relaxed);
        }
    };
    let begun = |text: &str, words: usize| {
        let mut name = Name::of(text).unwrap();
        name.words[words..].fill(0);
        name
    };
    let cases = [
        (begun("12345678abcd", 2), begun("12345678abcd", 2), Some(1)),
        (begun("12345678abcd", 1), begun("12345678abcd", 2), Some(1)),
        (begun("12345678abcd", 0), begun("12345678abcd", 1), Some(1)),
        (begun("12345678abcd", 2), begun("12345678abcd", 1), None),
        (begun("12345678abcd", 1), begun("12345678abcd", 0), None),
        (begun("12345678abcd", 2), begun("12345678abce", 2), None),
        (begun("12345678abcd", 2), begun("12345678abcde", 2), None),
        (begun("shop", 1), OTHERS_NAME, Some(1)),
    ];
    for (first, second, damage) in cases {
        let ledger = ledger();
        set(&ledger.slots[0], &first);
        set(&ledger.slots[1], &second);
        assert_eq!(ledger.damage(), damage, "{first:?} {second:?}");
    }
    for (name, damage) in [
        (begun(OTHERS, 0), None),
        (OTHERS_NAME, None),
        (begun("(Others)", 1), Some(ROOM)),
        (begun("shop", 1), Some(ROOM)),
    ] {
        let ledger = ledger();
        set(&ledger.slots[ROOM], &name);
        assert_eq!(ledger.damage(), damage, "{name:?}");
    }
}

#[test]
fn a_ledger_that_others_write_meanwhile_is_sound() {
    for _ in 0..20 {
        let ledger = ledger();
        let write = |first: usize| {
            for number in 0..ROOM {
                let name = format!("{:0>40}", (first + number) % ROOM);
                let _account = ledger.account(&name);
            }
        };
        thread::scope(|scope| {
            let writers = [0, 200].map(|first| scope.spawn(move || write(first)));
            while !writers.iter().all(thread::ScopedJoinHandle::is_finished) {
                assert_eq!(ledger.damage(), None);
            }
        });
        assert_eq!(ledger.accounts().count(), ROOM);
    }
}

#[test]
fn a_header_is_checked_word_by_word() {
    assert_eq!(Ledger::check(&Ledger::HEADER), Ok(()));
    let changed = |word: usize, value: u64| {
        let mut header = Ledger::HEADER;
        header[word] = value;
        header
    };
    assert_eq!(Ledger::check(&[0; 8]), Err(BadHeader::Foreign));
    assert_eq!(Ledger::check(&changed(0, 1)), Err(BadHeader::Foreign));
    for word in 1..8 {
        let changed = changed(word, Ledger::HEADER[word] ^ 1);
        assert_eq!(
            Ledger::check(&changed),
            Err(BadHeader::Damaged),
            "word {word}"
        );
    }
    let mut later = changed(1, 2);
    later[7] = checksum(&later);
    assert_eq!(Ledger::check(&later), Err(BadHeader::Version(2)));
}
