//! System calls and instructions of an operation, as they are kept in a file: a change that makes one grow changes the file too,
//! or fails. They hardly depend on the load of the machine. No times.

use crate::{
    Plan,
    cases::Case,
    client::{Bench, Client, Failure},
    report::directory,
};
use std::{collections::BTreeMap, fmt::Write, fs, process};

/// Where counts are kept.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/network/counts.tsv");
const HEAD: &str = "case\tsystem calls, stock\taesock\tinstructions, stock\taesock";
/// By how much a count may grow.
const GROWTH: Growth = Growth {
    calls: 1.03,
    instructions: 1.03,
};
/// By how much where a library waits as often as it likes, and reads what has arrived by then; by a part of the name.
const VARYING: &[(&str, Growth)] = &[
    (
        "curl",
        Growth {
            calls: 1.3,
            instructions: 1.05,
        },
    ),
    (
        "TLS",
        Growth {
            calls: 1.1,
            instructions: 1.1,
        },
    ),
];
/// By how much a count may grow besides: what is done once a second, and what a loop of few instructions varies by.
const CALLS: f64 = 0.05;
const INSTRUCTIONS: f64 = 10.0;
/// How often a count that grew is taken again: what arrives late makes more calls, and nothing makes fewer.
const ATTEMPTS: usize = 3;

/// The counts of a case: of stock PHP, and under aesock.
#[derive(Clone, Copy)]
struct Counts {
    calls: [f64; 2],
    instructions: [f64; 2],
}

/// Factors by which counts may grow.
#[derive(Clone, Copy)]
struct Growth {
    calls: f64,
    instructions: f64,
}

impl Growth {
    fn of(case: &str) -> Self {
        let varying = VARYING.iter().find(|(part, _)| case.contains(part));
        varying.map_or(GROWTH, |(_, growth)| *growth)
    }
}

/// Compares the counts of `cases` with the file, or with `COUNTS=keep` writes them there. A file with the present ones is in
/// `target/bench` then.
pub fn run(bench: &Bench, cases: &[&Case], plan: &Plan, mode: &str) {
    let text = fs::read_to_string(FILE).unwrap_or_default();
    let kept = parse(&text);
    let (mut present, mut complaints) = (kept.clone(), Vec::new());
    println!("{HEAD}");
    for case in cases.iter().filter(|case| case.counted.is_some()) {
        let before = kept.get(&case.name).filter(|_| mode != "keep");
        match bench.least(case, plan, before) {
            Ok(counts) => {
                println!("{}", counts.line(&case.name));
                complaints.extend(grown(&case.name, before, counts, mode));
                present.insert(case.name.clone(), counts);
            }
            Err(failure) => complaints.push(format!("{}: {failure}", case.name)),
        }
    }
    let mut lines = format!("{HEAD}\n");
    for (name, counts) in &present {
        let _ = writeln!(lines, "{}", counts.line(name));
    }
    let file = match mode {
        "keep" => FILE.into(),
        _ => directory().join("counts.tsv"),
    };
    fs::write(&file, lines).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    println!("\n{} is written", file.display());
    for complaint in &complaints {
        println!("{complaint}");
    }
    if !complaints.is_empty() {
        process::exit(1);
    }
}

/// What is to be said of counts that are more than before.
fn grown(name: &str, before: Option<&Counts>, now: Counts, mode: &str) -> Option<String> {
    let Some(before) = before else {
        return (mode != "keep").then(|| {
            format!("{name}: benches/network/counts.tsv does not have it; make counts COUNTS=keep")
        });
    };
    let [[_, calls], [_, instructions]] = [now.calls, now.instructions];
    (!before.bounds(now, name)).then(|| {
        format!(
            "{name}: {calls:.2} system calls and {instructions:.0} instructions, which were {:.2} and {:.0} (stock PHP: {:.0}, \
             which were {:.0}); if it has to be so: make counts COUNTS=keep",
            before.calls[1], before.instructions[1], now.instructions[0], before.instructions[0],
        )
    })
}

impl Bench {
    /// The least counts of a few attempts, of which there is one where it is no more than `before`.
    fn least(&self, case: &Case, plan: &Plan, before: Option<&Counts>) -> Result<Counts, Failure> {
        let mut least = self.counts(case, plan)?;
        for _ in 1..ATTEMPTS {
            if before.is_none_or(|before| before.bounds(least, &case.name)) {
                break;
            }
            let again = self.counts(case, plan)?;
            for (all, again) in [
                (&mut least.calls, again.calls),
                (&mut least.instructions, again.instructions),
            ] {
                for (count, again) in all.iter_mut().zip(again) {
                    *count = count.min(again);
                }
            }
        }
        Ok(least)
    }

    fn counts(&self, case: &Case, plan: &Plan) -> Result<Counts, Failure> {
        let range = plan.counted(case.counted.expect("the case is counted"));
        let of = |client| {
            let calls = self.count_system_calls(case, client, range)?;
            let instructions = self.count_instructions(case, client, range)?;
            Ok((calls.values().sum(), instructions))
        };
        let [stock, aesock] = [of(Client::Stock)?, of(Client::Aesock)?];
        Ok(Counts {
            calls: [stock.0, aesock.0],
            instructions: [stock.1, aesock.1],
        })
    }
}

impl Counts {
    /// Whether `now` is no more, but for what varies.
    fn bounds(&self, now: Self, case: &str) -> bool {
        let growth = Growth::of(case);
        // What stock PHP takes more on this machine is not aesock's.
        let of_stock = |now: [f64; 2], before: [f64; 2]| (now[0] - before[0]).max(0.0);
        let calls = self.calls[1] * growth.calls + of_stock(now.calls, self.calls);
        let instructions = self.instructions[1] * growth.instructions
            + of_stock(now.instructions, self.instructions);
        now.calls[1] <= calls + CALLS && now.instructions[1] <= instructions + INSTRUCTIONS
    }

    fn line(&self, name: &str) -> String {
        let [calls, own_calls] = self.calls;
        let [instructions, own_instructions] = self.instructions;
        format!("{name}\t{calls:.2}\t{own_calls:.2}\t{instructions:.0}\t{own_instructions:.0}")
    }
}

/// The counts of a file by case.
fn parse(text: &str) -> BTreeMap<String, Counts> {
    let line = |line: &str| {
        let mut fields = line.split('\t');
        let name = fields.next()?.to_owned();
        let mut number = || fields.next()?.parse::<f64>().ok();
        let calls = [number()?, number()?];
        let instructions = [number()?, number()?];
        Some((
            name,
            Counts {
                calls,
                instructions,
            },
        ))
    };
    text.lines().filter_map(line).collect()
}
