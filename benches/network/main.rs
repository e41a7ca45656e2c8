//! What PHP's network functions cost under aesock, beside stock PHP, PHP through a forward proxy, and a client in Rust, in the
//! same run: time, system calls and instructions of an operation.
//!
//! It runs in the lab, on loopback: with servers of its own at a public address that the kernel delivers there, so that aesock
//! has its default settings and no rule is needed. Clients run on one CPU and all servers on another one. The clients of a case
//! take turns, in short runs; a ratio is the median of the ratios of runs that followed each other.
//!
//! The environment: `PHP` and `AESOCK_MODULE` name the PHP and the extension; `ONLY` chooses cases by a part of
//! the name; `QUICK` takes fewer turns; `BULK` is how many MiB a bulk transfer moves;
//! `PROFILE` writes profiles instead, and `COUNTS` compares counts alone with those that are kept, or keeps them;
//! `AESOCK_BASE` is another build of the extension, to compare with; `RESUME` keeps what a run before measured. Results go to
//! `target/bench`, those of a full run to `docs/` too. What fails is a cell of the table, and the run goes on.

mod arguments;
mod cases;
mod chart;
mod client;
mod counts;
mod echo;
mod fpm;
mod limit;
mod report;
mod servers;
mod statistics;

use arguments::Arguments;
use cases::{Case, Subject};
use client::{Bench, Client, Failure, SystemCalls};
use nix::{
    sched,
    sys::resource::{Resource, getrlimit, setrlimit},
    unistd::Pid,
};
use report::{Figures, Report, Row, Unit};
use std::{
    collections::BTreeMap, env, os::unix::process::CommandExt, process::Command, thread,
    time::Instant,
};

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["limit", kind, ref arguments @ ..] => limit::run(kind, &Arguments::new(arguments)),
        ["start", operations, "--", ref command @ ..] => {
            start(&Arguments::new(&[operations]), command);
        }
        ["fpm", operations, directory, script, "--", ref command @ ..] => {
            fpm::run(&Arguments::new(&[operations, directory, script]), command);
        }
        _ if env::var_os("AESOCK_LAB").is_some() => bench(),
        _ => enter_lab(),
    }
}

/// Goes on in the lab.
fn enter_lab() {
    let lab = concat!(env!("CARGO_MANIFEST_DIR"), "/lab/run");
    let bench = env::current_exe().expect("the bench has a path");
    let error = Command::new(lab).arg(bench).env("LAB_WITNESS", "no").exec();
    panic!("{lab}: {error}");
}

/// Runs a command from start to end, one after the other, and prints nanoseconds each.
fn start(arguments: &Arguments, command: &[&str]) {
    let (operations, begin) = (arguments.number("operations"), Instant::now());
    for _ in 0..operations {
        let status = Command::new(command[0]).args(&command[1..]).status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "{command:?} failed"
        );
    }
    println!(
        "{:.1}",
        begin.elapsed().as_nanos() as f64 / operations as f64
    );
}

/// Where clients run. Servers and the bench itself run on the next one, if there is one.
const CLIENT_CPU: usize = 0;

/// How a run is repeated.
struct Plan {
    turns: usize,
    /// What every number of operations is divided by.
    shorter: usize,
}

fn bench() {
    let text = |name: &str| env::var(name).unwrap_or_default();
    let (only, quick) = (text("ONLY"), !text("QUICK").is_empty());
    let bulk = text("BULK").parse().unwrap_or(1024);
    let plan = match quick {
        true => Plan {
            turns: 7,
            shorter: 4,
        },
        false => Plan {
            turns: 21,
            shorter: 1,
        },
    };
    let cases = cases::all(bulk);
    let cases: Vec<&Case> = cases
        .iter()
        .filter(|case| case.name.contains(&only))
        .collect();
    if cases.is_empty() {
        return println!("no case has `{only}` in its name");
    }

    let counts = text("COUNTS");
    let cpus = thread::available_parallelism().map_or(1, usize::from);
    let bench = Bench::new(CLIENT_CPU);
    pin(CLIENT_CPU + usize::from(cpus > 1));
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE).expect("there is a limit");
    setrlimit(Resource::RLIMIT_NOFILE, most, most).expect("it may be raised to the most");
    servers::start(&bench.php);

    if !text("PROFILE").is_empty() {
        return profile(&bench, &cases);
    }
    if !counts.is_empty() {
        return counts::run(&bench, &cases, &plan, &counts);
    }
    let mut report = Report::new(&bench, plan.turns);
    let mut kept = match text("RESUME").is_empty() {
        true => Vec::new(),
        false => report.unfinished(),
    };
    for case in cases {
        let place = kept.iter().position(|row| row.name == case.name);
        let row = match place {
            Some(place) => kept.swap_remove(place),
            None => bench.row(case, &plan),
        };
        report.add(row, case, &bench);
    }
    report.write(only.is_empty() && !quick && !bench.has_base());
}

/// Writes a profile of each case that is a script.
fn profile(bench: &Bench, cases: &[&Case]) {
    let directory = report::directory();
    for case in cases {
        let (Subject::Script(_), Some(counted)) = (&case.subject, case.counted) else {
            println!("{}: no profile, as no script of it is counted", case.name);
            continue;
        };
        let name = case.name.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        let file = directory.join(format!("callgrind.{name}"));
        match bench.profile(case, 3 * counted, file.to_str().expect("a plain name")) {
            Ok(()) => println!("{}", file.display()),
            Err(failure) => println!("{}: no profile: {failure}", case.name),
        }
    }
}

impl Bench {
    /// The figures of a case. A client that fails takes no further turns.
    fn row(&self, case: &Case, plan: &Plan) -> Row {
        let clients = self.clients(case);
        let mut times: BTreeMap<Client, Vec<f64>> = BTreeMap::new();
        let mut failures: BTreeMap<Client, Failure> = BTreeMap::new();
        for turn in 0..plan.turns(case) {
            let mut order = clients.clone();
            if turn % 2 == 1 {
                order.reverse();
            }
            for client in order {
                if failures.contains_key(&client) {
                    continue;
                }
                match self.measure(case, client, plan.operations(case)) {
                    Ok(time) => times.entry(client).or_default().push(time),
                    Err(failure) => {
                        failures.insert(client, failure);
                    }
                }
            }
        }
        let times = |client: &Client| times.get(client).map_or(&[][..], Vec::as_slice);
        let figures = clients.iter().map(|client| {
            let base = clients.contains(&Client::Base).then_some(&Client::Base);
            let figures = Figures::new(times(client), times(&Client::Stock), base.map(times));
            let figures = match failures.remove(client) {
                failed @ Some(_) => Figures { failed, ..figures },
                None => self.count(case, *client, plan, figures),
            };
            (*client, figures)
        });
        let figures = figures.collect();
        let unit = match case.subject {
            Subject::Memory(_) => Unit::Bytes,
            _ => Unit::Nanoseconds,
        };
        Row {
            name: case.name.clone(),
            unit,
            charted: case.charted,
            figures,
        }
    }

    /// Counts system calls and instructions, where the case is counted.
    fn count(&self, case: &Case, client: Client, plan: &Plan, mut figures: Figures) -> Figures {
        let counted = case.counted.map(|count| plan.counted(count));
        let calls = counted.map(|range| self.count_system_calls(case, client, range));
        let instructions = counted.map(|range| self.count_instructions(case, client, range));
        let mut keep = |failure| figures.failed = Some(failure);
        let calls = calls.and_then(|calls| calls.map_err(&mut keep).ok());
        let instructions = instructions.and_then(|count| count.map_err(&mut keep).ok());
        Figures {
            system_calls: calls,
            instructions,
            ..figures
        }
    }

    fn count_system_calls(
        &self,
        case: &Case,
        client: Client,
        (few, many): (usize, usize),
    ) -> Result<SystemCalls, Failure> {
        let mut less = self.system_calls(case, client, few)?;
        let more = self.system_calls(case, client, many)?;
        let each = more.into_iter().map(|(name, calls)| {
            let before = less.remove(&name).unwrap_or_default();
            (name, (calls - before) / (many - few) as f64)
        });
        Ok(each.collect())
    }

    fn count_instructions(
        &self,
        case: &Case,
        client: Client,
        (few, many): (usize, usize),
    ) -> Result<f64, Failure> {
        let less = self.instructions(case, client, few)?;
        let more = self.instructions(case, client, many)?;
        Ok((more - less) / (many - few) as f64)
    }
}

impl Plan {
    fn turns(&self, case: &Case) -> usize {
        match case.subject {
            // It does not vary.
            Subject::Memory(_) => 3.min(self.turns),
            _ => self.turns,
        }
    }

    fn operations(&self, case: &Case) -> usize {
        (case.operations / self.shorter).max(1)
    }

    fn counted(&self, count: usize) -> (usize, usize) {
        let few = (count / self.shorter).max(1);
        (few, 3 * few)
    }
}

fn pin(cpu: usize) {
    let mut cpus = sched::CpuSet::new();
    cpus.set(cpu).expect("the machine has this CPU");
    sched::sched_setaffinity(Pid::from_raw(0), &cpus).expect("a process may choose its CPU");
}
