//! What the counters are when processes share them, fork, and are killed.

use aesock::core::usage::{
    Account, Counter, Ledger,
    quota::{Meter, Quotas},
};
use std::{fs, path::PathBuf, time::Duration};

/// Runs `action` in a child of fork(2), which then ends by `signal`.
fn fork(signal: libc::c_int, action: impl FnOnce()) -> libc::pid_t {
    // SAFETY: the child makes no use of what other threads hold: `action` counts, in memory that is
    // there, and kill(2) ends it.
    unsafe {
        let child = libc::fork();
        assert!(child >= 0);
        if child == 0 {
            action();
            libc::kill(libc::getpid(), signal);
            libc::_exit(1);
        }
        child
    }
}

/// Waits for a child, which must have ended by `signal`.
fn wait(child: libc::pid_t, signal: libc::c_int) {
    let mut status = 0;
    // SAFETY: the status is written to a place that lives.
    let ended = unsafe { libc::waitpid(child, &raw mut status, 0) };
    assert!(ended == child && libc::WIFSIGNALED(status) && libc::WTERMSIG(status) == signal);
}

fn count(account: Account) {
    for _ in 0..100_000 {
        account.add(Counter::BytesSent, 3);
    }
}

#[test]
fn forked_processes_count_exactly_and_lose_nothing_when_they_are_killed() {
    let path = std::env::temp_dir().join(format!("aesock-forks-{}", std::process::id()));
    let ledgers = [Ledger::anonymous().unwrap(), Ledger::open(&path).unwrap()];
    for ledger in ledgers {
        let children: Vec<_> = (0..8)
            .map(|_| fork(libc::SIGKILL, || count(ledger.account("shop"))))
            .collect();
        count(ledger.account("shop"));
        children
            .into_iter()
            .for_each(|child| wait(child, libc::SIGKILL));
        assert_eq!(ledger.account("shop").get(Counter::BytesSent), 9 * 300_000);
        assert_eq!(ledger.accounts().count(), 1);
    }
    let again = Ledger::open(&path).unwrap();
    assert_eq!(again.account("shop").get(Counter::BytesSent), 9 * 300_000);
    fs::remove_file(path).unwrap();
}

#[test]
fn forked_processes_take_exactly_a_quota_together() {
    let ledger = Ledger::anonymous().unwrap();
    let account = ledger.account("shop");
    let quotas = Quotas::parse("connects:100003/min connects:1G/day").unwrap();
    let now = Duration::from_secs(1_795_694_430);
    let take = || {
        for _ in 0..30_000 {
            if quotas.take(account, Meter::Connects, 1, now).is_ok() {
                account.add(Counter::Connects, 1);
            }
        }
    };
    let children: Vec<_> = (0..4).map(|_| fork(libc::SIGKILL, take)).collect();
    children
        .into_iter()
        .for_each(|child| wait(child, libc::SIGKILL));
    assert_eq!(account.get(Counter::Connects), 100_003);
    let used: Vec<_> = quotas
        .standings(account, now)
        .map(|standing| standing.used)
        .collect();
    assert_eq!(used, [100_003, 100_003]);
}

#[test]
fn a_file_that_may_not_be_so_large_is_refused_instead_of_ending_the_process() {
    let path: PathBuf = std::env::temp_dir().join(format!("aesock-limit-{}", std::process::id()));
    let account = Ledger::anonymous().unwrap().account("told");
    let child = fork(libc::SIGTERM, || {
        let limit = libc::rlimit {
            rlim_cur: 100_000,
            rlim_max: 100_000,
        };
        // SAFETY: the limit is a place that lives.
        let limited = unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit) };
        assert_eq!(limited, 0);
        let error = Ledger::open(&path).unwrap_err().to_string();
        account.add(
            Counter::Creates,
            u64::from(error.ends_with("bytes: File too large (os error 27)")),
        );
    });
    wait(child, libc::SIGTERM);
    assert_eq!(account.get(Counter::Creates), 1);
    assert!(!path.exists());
}
