use super::*;
use crate::core::usage::Ledger;
use crate::core::usage::word::NUMBERS;
use std::thread;

/// 2026-11-26 12:00:30 UTC.
const NOON: Duration = Duration::from_secs(1_795_694_430);
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn account() -> Account {
    Ledger::anonymous().unwrap().account("shop")
}

fn quotas(text: &str) -> Quotas {
    Quotas::parse(text).expect(text)
}

/// How much of the quotas was used, shortest period last.
fn used(quotas: &Quotas, account: Account, now: Duration) -> Vec<u64> {
    let standings = quotas.standings(account, now);
    standings.map(|standing| standing.used).collect()
}

fn refused(text: &str) -> String {
    Quotas::parse(text).expect_err(text).to_string()
}

#[test]
fn nothing_is_limited_by_default() {
    for text in ["", "0", " , "] {
        let quotas = quotas(text);
        assert!(quotas.is_empty() && quotas.max_open().is_none());
        let account = account();
        assert_eq!(
            quotas.take(account, Meter::Connects, u64::MAX, NOON),
            Ok(())
        );
        quotas.count(account, Meter::BytesSent, u64::MAX, NOON);
        assert_eq!(quotas.check(account, Meter::BytesSent, NOON), Ok(()));
        assert_eq!(quotas.check_open(u32::MAX), Ok(()));
        assert_eq!(quotas.standings(account, NOON).count(), 0);
    }
}

#[test]
fn app_engines_quotas_are_the_published_ones() {
    let quotas = quotas("appengine");
    let standings = quotas.standings(account(), NOON);
    let limits = standings.map(|quota| (quota.meter.name(), quota.period.name(), quota.limit));
    let calls = |name| [(name, "day", 864_000), (name, "min", 4_800)];
    let transfers = |name| [(name, "day", 663_552_000), (name, "min", 3_686_400)];
    let bytes = |name| [(name, "day", 20_000_000_000), (name, "min", 113_000_000)];
    let expected = [
        calls("creates"),
        calls("binds"),
        calls("connects"),
        transfers("sends"),
        transfers("receives"),
        bytes("bytes_sent"),
        bytes("bytes_received"),
    ];
    assert_eq!(limits.collect::<Vec<_>>(), expected.as_flattened());
    assert_eq!(quotas.max_open(), None);
}

#[test]
fn quotas_are_separated_by_commas_and_spaces() {
    let quotas =
        quotas("connects:5/min,bytes_sent:2K/day bytes_sent:3/min\tlookups:4M/min,, max_open:7");
    let standings = quotas.standings(account(), NOON);
    let limits = standings.map(|quota| (quota.meter, quota.period, quota.limit));
    assert_eq!(
        limits.collect::<Vec<_>>(),
        [
            (Meter::Connects, Period::Minute, 5),
            (Meter::BytesSent, Period::Day, 2_000),
            (Meter::BytesSent, Period::Minute, 3),
            (Meter::Lookups, Period::Minute, 4_000_000),
        ]
    );
    assert_eq!((quotas.max_open(), quotas.is_empty()), (Some(7), false));
}

#[test]
fn app_engines_quotas_can_have_others_beside_them() {
    let quotas = quotas("appengine lookups:100/min max_open:50");
    assert_eq!(quotas.standings(account(), NOON).count(), 15);
    assert_eq!(
        refused("appengine connects:1/min"),
        "quota `connects:1/min`: there is one of the same already"
    );
}

#[test]
fn errors_name_the_quota_and_its_flaw() {
    let form = "neither `appengine` nor one such as";
    let amount = "the amount is not a number from 1 to 17592186044415";
    let name = "the name is none of creates, binds, connects, sends, receives, bytes_sent, \
                bytes_received, lookups, max_open";
    let twice = "there is one of the same already";
    for (text, flaw) in [
        ("connects", form),
        ("connects:5", form),
        ("connects:5/hour", form),
        ("connects:5/", form),
        ("1", form),
        ("reclaims:5/min", name),
        ("Connects:5/min", name),
        (":5/min", name),
        ("connects:0/min", amount),
        ("connects:/min", amount),
        ("connects:K/min", amount),
        ("connects:+5/min", amount),
        ("connects:-5/min", amount),
        ("connects:1.5G/min", amount),
        ("connects:5k/min", amount),
        ("connects:5KK/min", amount),
        ("bytes_sent:17592186044416/day", amount),
        ("bytes_sent:17593G/day", amount),
        ("bytes_sent:18446744073709551616/day", amount),
        ("bytes_sent:18446744073709551615G/day", amount),
        (
            "max_open:0",
            "the number of sockets is not one from 1 to 4294967295",
        ),
        ("max_open:4294967296", "the number of sockets is not one"),
        ("max_open:5/min", "the number of sockets is not one"),
        ("max_open:1 max_open:1", twice),
        ("connects:5/min connects:5/min", twice),
    ] {
        let error = refused(text);
        let item = text.rsplit(' ').next().unwrap();
        assert!(
            error.starts_with(&format!("quota `{item}`: {flaw}")),
            "{error}"
        );
    }
    assert!(
        quotas("bytes_sent:17592186044415/day connects:1/min")
            .max_open()
            .is_none()
    );
    assert_eq!(quotas("max_open:4294967295").max_open(), Some(u32::MAX));
}

#[test]
fn exactly_the_limit_can_be_taken_and_the_refusal_tells_which_and_until_when() {
    let (quotas, account) = (quotas("connects:3/min"), account());
    for _ in 0..3 {
        assert_eq!(quotas.take(account, Meter::Connects, 1, NOON), Ok(()));
    }
    let refusal = quotas.take(account, Meter::Connects, 1, NOON).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the quota of 3 connects a minute is used up until 12:01:00 UTC"
    );
    assert_eq!(used(&quotas, account, NOON), [3]);
    assert_eq!(quotas.take(account, Meter::Connects, 0, NOON), Ok(()));
    assert_eq!(
        quotas.take(account, Meter::Creates, 1, NOON),
        Ok(()),
        "has no quota"
    );
}

#[test]
fn more_than_what_is_left_is_not_taken_at_all() {
    let (quotas, account) = (quotas("bytes_sent:10/min"), account());
    assert!(quotas.take(account, Meter::BytesSent, 11, NOON).is_err());
    assert!(
        quotas
            .take(account, Meter::BytesSent, u64::MAX, NOON)
            .is_err()
    );
    assert_eq!(quotas.take(account, Meter::BytesSent, 10, NOON), Ok(()));
    assert!(
        quotas
            .take(account, Meter::BytesSent, u64::MAX, NOON)
            .is_err()
    );
}

#[test]
fn a_quota_refills_when_its_minute_or_day_of_utc_ends() {
    for (text, end) in [
        ("sends:1/min", 1_795_694_460),
        ("sends:1/day", 1_795_737_600),
    ] {
        let (quotas, account) = (quotas(text), account());
        let end = Duration::from_secs(end);
        quotas.take(account, Meter::Sends, 1, NOON).unwrap();
        let standing = quotas.standings(account, NOON).next().unwrap();
        assert_eq!(standing.refills, end.as_secs());
        let before = end - Duration::from_nanos(1);
        assert!(
            quotas.take(account, Meter::Sends, 1, before).is_err(),
            "{text}"
        );
        assert_eq!(quotas.take(account, Meter::Sends, 1, end), Ok(()), "{text}");
    }
    let (quotas, account) = (quotas("sends:1/day"), account());
    quotas.take(account, Meter::Sends, 1, NOON).unwrap();
    let refusal = quotas.take(account, Meter::Sends, 1, NOON).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the quota of 1 sends a day is used up until 00:00:00 UTC"
    );
}

#[test]
fn what_one_quota_refuses_is_not_taken_of_the_other() {
    let (quotas, account) = (quotas("connects:2/min connects:3/day"), account());
    for _ in 0..2 {
        quotas.take(account, Meter::Connects, 1, NOON).unwrap();
    }
    let words = |refusal: Result<(), Exhausted>| refusal.unwrap_err().to_string();
    assert!(words(quotas.take(account, Meter::Connects, 1, NOON)).contains("2 connects a minute"));
    assert_eq!(used(&quotas, account, NOON), [2, 2]);
    let next = NOON + MINUTE;
    quotas.take(account, Meter::Connects, 1, next).unwrap();
    assert!(words(quotas.take(account, Meter::Connects, 1, next)).contains("3 connects a day"));
    assert_eq!(used(&quotas, account, next), [3, 1]);
}

#[test]
fn of_two_quotas_that_are_used_up_the_one_that_refills_later_is_told() {
    let (quotas, account) = (quotas("connects:1/min connects:1/day"), account());
    quotas.take(account, Meter::Connects, 1, NOON).unwrap();
    for refusal in [
        quotas.take(account, Meter::Connects, 1, NOON),
        quotas.check(account, Meter::Connects, NOON),
    ] {
        assert!(refusal.unwrap_err().to_string().contains("a day"));
    }
}

#[test]
fn what_is_known_only_afterwards_may_go_beyond_the_limit_once() {
    let (quotas, account) = (quotas("bytes_received:100/min"), account());
    let check = |now| quotas.check(account, Meter::BytesReceived, now);
    quotas.count(account, Meter::BytesReceived, 99, NOON);
    assert_eq!(check(NOON), Ok(()));
    quotas.count(account, Meter::BytesReceived, 5_000, NOON);
    assert_eq!(
        check(NOON).unwrap_err().to_string(),
        "the quota of 100 bytes received a minute is used up until 12:01:00 UTC"
    );
    assert_eq!(used(&quotas, account, NOON), [5_099]);
    assert_eq!(check(NOON + MINUTE), Ok(()));
    quotas.count(account, Meter::BytesReceived, 100, NOON + MINUTE);
    assert!(check(NOON + MINUTE).is_err());
}

#[test]
fn a_use_too_great_to_write_down_stays_used_up() {
    let (quotas, account) = (quotas("bytes_sent:17592186044415/min"), account());
    quotas.count(account, Meter::BytesSent, MOST - 1, NOON);
    assert_eq!(quotas.check(account, Meter::BytesSent, NOON), Ok(()));
    quotas.count(account, Meter::BytesSent, u64::MAX, NOON);
    assert_eq!(used(&quotas, account, NOON), [MOST]);
    assert!(quotas.check(account, Meter::BytesSent, NOON).is_err());
}

#[test]
fn a_process_whose_clock_was_read_before_the_minute_ended_does_not_begin_the_old_one_again() {
    let (quotas, account) = (quotas("connects:2/min"), account());
    let end = NOON + 30 * SECOND;
    quotas.take(account, Meter::Connects, 1, end).unwrap();
    quotas
        .take(account, Meter::Connects, 1, end - SECOND)
        .unwrap();
    assert_eq!(
        quotas
            .take(account, Meter::Connects, 1, end - SECOND)
            .unwrap_err()
            .to_string(),
        "the quota of 2 connects a minute is used up until 12:02:00 UTC"
    );
    assert_eq!(used(&quotas, account, end), [2]);
}

#[test]
fn a_clock_that_is_set_back_begins_its_minute_anew() {
    let (quotas, account) = (quotas("connects:1/min connects:5/day"), account());
    quotas.take(account, Meter::Connects, 1, NOON).unwrap();
    let before = NOON - 2 * MINUTE;
    assert_eq!(quotas.take(account, Meter::Connects, 1, before), Ok(()));
    assert_eq!(used(&quotas, account, before), [2, 1]);
    assert_eq!(
        quotas.take(account, Meter::Connects, 1, NOON - 2 * DAY),
        Ok(())
    );
}

#[test]
fn what_is_given_back_is_given_to_the_window_it_was_taken_of() {
    let (quotas, account) = (quotas("connects:9/min"), account());
    let quota = quotas
        .quota(account, Meter::Connects, Period::Minute)
        .unwrap();
    let taken = quota.take(3, NOON).unwrap();
    quota.give_back(2, taken);
    assert_eq!(used(&quotas, account, NOON), [1]);
    for later in [NOON + MINUTE, NOON + 2 * MINUTE] {
        quota.take(4, later).unwrap();
        quota.give_back(1, taken);
        assert_eq!(used(&quotas, account, later), [4]);
    }
}

#[test]
fn a_window_and_its_use_fit_into_a_word() {
    for number in [0, 1, NUMBERS - 1, NUMBERS, 29_928_240] {
        for used in [0, 1, MOST - 1, MOST] {
            let window = Window { number, used };
            assert_eq!(Window::unpack(window.pack(), number), window);
            let one_ahead = Window {
                number: number + 1,
                used,
            };
            assert_eq!(Window::unpack(one_ahead.pack(), number), one_ahead);
            for other in [number + 2, number + NUMBERS - 1] {
                let over = Window {
                    number: other,
                    used,
                }
                .pack();
                assert_eq!(Window::unpack(over, number), Window { number, used: 0 });
            }
        }
    }
}

#[test]
fn a_process_may_have_so_many_sockets_open_and_no_more() {
    let quotas = quotas("max_open:2");
    assert_eq!(
        (quotas.check_open(0), quotas.check_open(1)),
        (Ok(()), Ok(()))
    );
    for open in [2, 3] {
        assert_eq!(
            quotas.check_open(open).unwrap_err().to_string(),
            "the quota of 2 open sockets a process is used up"
        );
    }
    assert!(!quotas.is_empty());
}

#[test]
#[cfg_attr(miri, ignore = "so many take hours there")]
fn many_threads_take_exactly_the_limit() {
    let (quotas, account) = (quotas("connects:10007/min connects:20011/day"), account());
    for (now, limit) in [(NOON, 10_007), (NOON + MINUTE, 10_004)] {
        let take = || {
            let takes = (0..10_000).map(|_| quotas.take(account, Meter::Connects, 1, now));
            takes.filter(Result::is_ok).count()
        };
        let taken = thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .sum::<usize>()
        });
        assert_eq!(taken, limit);
    }
    assert_eq!(used(&quotas, account, NOON + MINUTE), [20_011, 10_004]);
}

#[test]
fn many_threads_count_all_they_use_in_the_minute_they_use_it() {
    const TURNS: u64 = if cfg!(miri) { 100 } else { 10_000 };
    let (quotas, account) = (quotas("bytes_sent:5/min"), account());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for n in 0..TURNS {
                    quotas.count(account, Meter::BytesSent, n % 3, NOON);
                }
            });
        }
    });
    let sum = (0..TURNS).map(|n| n % 3).sum::<u64>();
    assert_eq!(used(&quotas, account, NOON), [4 * sum]);
}
