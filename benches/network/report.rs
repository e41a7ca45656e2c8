//! Figures as people and programs read them: lines, a table in Markdown, JSON. Not the chart.

use crate::{
    chart,
    client::{Bench, Client, SystemCalls},
    statistics::{self, Spread},
};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// All figures of a run, and what they are of.
#[derive(Serialize)]
pub struct Report {
    machine: String,
    php: String,
    turns: usize,
    pub rows: Vec<Row>,
}

/// The figures of a case.
#[derive(Serialize)]
pub struct Row {
    pub name: String,
    pub unit: Unit,
    #[serde(skip)]
    pub charted: bool,
    pub figures: BTreeMap<Client, Figures>,
}

/// What is measured.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Nanoseconds,
    Bytes,
}

/// The figures of a client.
#[derive(Serialize)]
pub struct Figures {
    /// Of an operation, with quartiles.
    pub measured: Spread,
    /// To stock PHP, with the interval of 95 % confidence.
    pub ratio: Spread,
    pub system_calls: Option<SystemCalls>,
    pub instructions: Option<f64>,
}

impl Figures {
    pub fn new(values: &[f64], stock: &[f64]) -> Self {
        let ratios: Vec<f64> = values
            .iter()
            .zip(stock)
            .map(|(own, stock)| own / stock)
            .collect();
        Self {
            measured: statistics::spread(values),
            ratio: statistics::confidence(&ratios),
            system_calls: None,
            instructions: None,
        }
    }

    fn calls(&self) -> Option<f64> {
        self.system_calls.as_ref().map(|calls| calls.values().sum())
    }
}

/// Where results go.
pub fn directory() -> PathBuf {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    fs::create_dir_all(&directory).expect("target may be written");
    directory
}

const HEAD: &str = "\
| case | stock | aesock | aesock : stock | proxy : stock | Rust : stock | system calls | instructions |
|---|---|---|---|---|---|---|---|";

impl Row {
    /// A line of the table.
    pub fn line(&self) -> String {
        let measured = |client| {
            self.figures
                .get(&client)
                .map(|figures| self.unit.text(figures.measured.median))
        };
        let ratio = |client| {
            self.figures
                .get(&client)
                .map(|figures| ratio(figures.ratio))
        };
        let pair = |part: fn(&Figures) -> Option<f64>, text: fn(f64) -> String| {
            let [stock, aesock] = [Client::Stock, Client::Aesock]
                .map(|client| part(&self.figures[&client]).map(text));
            Some(format!("{}, {}", stock?, aesock?))
        };
        let cells = [
            Some(self.name.clone()),
            measured(Client::Stock),
            measured(Client::Aesock),
            ratio(Client::Aesock),
            ratio(Client::Proxy),
            ratio(Client::Limit),
            pair(Figures::calls, |calls| format!("{calls:.2}")),
            pair(
                |figures| figures.instructions,
                |count| format!("{count:.0}"),
            ),
        ];
        let cells = cells.map(Option::unwrap_or_default);
        format!("| {} |", cells.join(" | "))
    }
}

impl Unit {
    /// With three digits that count.
    fn text(self, value: f64) -> String {
        let (value, unit) = match (self, value) {
            (Self::Nanoseconds, ..1e3) => (value, "ns"),
            (Self::Nanoseconds, ..1e6) => (value / 1e3, "µs"),
            (Self::Nanoseconds, _) => (value / 1e6, "ms"),
            (Self::Bytes, ..1024.0) => (value, "B"),
            (Self::Bytes, _) => (value / 1024.0, "KiB"),
        };
        format!("{} {unit}", digits(value))
    }
}

/// Three digits that count, or whole numbers.
fn digits(value: f64) -> String {
    let decimals = match value {
        ..0.1 => 4,
        ..1.0 => 3,
        ..10.0 => 2,
        ..100.0 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}")
}

fn ratio(Spread { low, median, high }: Spread) -> String {
    let [median, low, high] = [median, low, high].map(digits);
    format!("{median} ({low} to {high})")
}

impl Report {
    pub fn new(bench: &Bench, turns: usize) -> Self {
        let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpus
            .lines()
            .find_map(|line| line.strip_prefix("model name\t: "));
        let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        let report = Self {
            machine: format!(
                "{}, Linux {}",
                model.unwrap_or("a CPU without a name"),
                kernel.trim()
            ),
            php: bench.php_version.clone(),
            turns,
            rows: Vec::new(),
        };
        println!(
            "{}; PHP {}; {turns} turns\n\n{HEAD}",
            report.machine, report.php
        );
        report
    }

    /// Writes the files; a `full` run is what the documents show.
    pub fn write(&self, full: bool) {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        let mut json = serde_json::to_string_pretty(self).expect("figures are plain");
        json.push('\n');
        let chart = chart::draw(&self.rows);
        for directory in [Some(directory()), full.then_some(docs)]
            .into_iter()
            .flatten()
        {
            for (name, content) in [("performance.json", &json), ("performance.svg", &chart)] {
                let file = directory.join(name);
                fs::write(&file, content)
                    .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                println!("\n{} is written", file.display());
            }
        }
    }
}
