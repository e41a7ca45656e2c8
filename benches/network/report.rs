//! Figures as people and programs read them: lines, a table in Markdown, JSON. Not the chart.

use crate::{
    cases::Case,
    chart,
    client::{Bench, Client, Failure, SystemCalls},
    statistics::{self, Spread},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// All figures of a run, and what they are of.
#[derive(Serialize, Deserialize)]
pub struct Report {
    #[serde(flatten)]
    of: Of,
    pub rows: Vec<Row>,
}

/// What figures are of: those of one thing are comparable.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Of {
    machine: String,
    php: String,
    #[serde(default)]
    builds: String,
    turns: usize,
}

/// The figures of a case.
#[derive(Serialize, Deserialize)]
pub struct Row {
    pub name: String,
    pub unit: Unit,
    #[serde(skip)]
    pub charted: bool,
    pub figures: BTreeMap<Client, Figures>,
}

/// What is measured.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Nanoseconds,
    Bytes,
}

/// The figures of a client: of one that failed, those that were there by then.
#[derive(Default, Serialize, Deserialize)]
pub struct Figures {
    /// Of an operation, with quartiles.
    pub measured: Option<Spread>,
    /// To stock PHP, with the interval of 95 % confidence.
    pub ratio: Option<Spread>,
    /// To the build that this one is compared with, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_base: Option<Spread>,
    pub system_calls: Option<SystemCalls>,
    pub instructions: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Failure>,
}

impl Figures {
    /// `values` of one turn after the other, and those of stock PHP, and of the build that is compared with, in the same turns.
    pub fn new(values: &[f64], stock: &[f64], base: Option<&[f64]>) -> Self {
        let ratio = |others: &[f64]| {
            let ratios = values.iter().zip(others).map(|(own, other)| own / other);
            let ratios: Vec<f64> = ratios.collect();
            (!ratios.is_empty()).then(|| statistics::confidence(&ratios))
        };
        Self {
            measured: (!values.is_empty()).then(|| statistics::spread(values)),
            ratio: ratio(stock),
            to_base: base.and_then(ratio),
            ..Self::default()
        }
    }

    pub fn calls(&self) -> Option<f64> {
        self.system_calls.as_ref().map(|calls| calls.values().sum())
    }

    /// What stands in a cell for them.
    fn cell(&self, text: Option<String>) -> Option<String> {
        match &self.failed {
            Some(failure) => Some(format!("failed: {}", cell_text(&failure.to_string()))),
            None => text,
        }
    }
}

/// As much of a text as a cell of a table takes.
fn cell_text(text: &str) -> String {
    const ROOM: usize = 100;
    let short: String = text.chars().take(ROOM).collect();
    short.replace('|', "\\|")
}

/// Where results go.
pub fn directory() -> PathBuf {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    fs::create_dir_all(&directory).expect("target may be written");
    directory
}

/// What a table compares.
#[derive(Clone, Copy)]
enum Columns {
    /// Everybody who does the same.
    Clients,
    /// Two builds of aesock.
    Builds,
}

impl Columns {
    fn of(bench: &Bench) -> Self {
        match bench.has_base() {
            true => Self::Builds,
            false => Self::Clients,
        }
    }

    fn head(self) -> &'static str {
        match self {
            Self::Clients => {
                "\
| case | stock | aesock | aesock : stock | proxy : stock | Rust : stock | system calls | instructions |
|---|---|---|---|---|---|---|---|"
            }
            Self::Builds => {
                "\
| case | stock | base | aesock | aesock : stock | aesock : base | system calls | instructions |
|---|---|---|---|---|---|---|---|"
            }
        }
    }

    /// Those whose counts stand beside each other.
    fn counted(self) -> &'static [Client] {
        match self {
            Self::Clients => &[Client::Stock, Client::Aesock],
            Self::Builds => &[Client::Stock, Client::Base, Client::Aesock],
        }
    }
}

impl Row {
    /// A line of the table.
    fn line(&self, columns: Columns) -> String {
        let cell = |client, text: &dyn Fn(&Figures) -> Option<String>| {
            let figures = self.figures.get(&client)?;
            figures.cell(text(figures))
        };
        let measured = |client| {
            cell(client, &|figures| {
                figures.measured.map(|spread| self.unit.text(spread.median))
            })
        };
        let to_stock = |client| cell(client, &|figures| figures.ratio.map(ratio));
        let counts = |part: fn(&Figures) -> Option<f64>, text: fn(f64) -> String| {
            let figures = columns.counted().iter();
            let counts = figures.map(|client| part(self.figures.get(client)?).map(text));
            Some(counts.collect::<Option<Vec<_>>>()?.join(", "))
        };
        let name = Some(self.name.clone());
        let compared = match columns {
            Columns::Clients => [
                measured(Client::Stock),
                measured(Client::Aesock),
                to_stock(Client::Aesock),
                to_stock(Client::Proxy),
                to_stock(Client::Limit),
            ],
            Columns::Builds => [
                measured(Client::Stock),
                measured(Client::Base),
                measured(Client::Aesock),
                to_stock(Client::Aesock),
                cell(Client::Aesock, &|figures| figures.to_base.map(ratio)),
            ],
        };
        let counts = [
            counts(Figures::calls, |calls| format!("{calls:.2}")),
            counts(
                |figures| figures.instructions,
                |count| format!("{count:.0}"),
            ),
        ];
        let cells = [name].into_iter().chain(compared).chain(counts);
        let cells: Vec<String> = cells.map(Option::unwrap_or_default).collect();
        format!("| {} |", cells.join(" | "))
    }

    /// Whether every client has its figures.
    fn is_whole(&self) -> bool {
        self.figures
            .values()
            .all(|figures| figures.failed.is_none())
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

/// Where the rows of a run are kept while it goes on.
const UNFINISHED: &str = "unfinished.json";

impl Report {
    pub fn new(bench: &Bench, turns: usize) -> Self {
        let report = Self {
            of: Of::here(bench, turns),
            rows: Vec::new(),
        };
        let Of { machine, php, .. } = &report.of;
        let head = Columns::of(bench).head();
        println!("{machine}; PHP {php}; {turns} turns\n\n{head}");
        report
    }

    /// The rows of a run of the same that did not come to its end, or had failures.
    pub fn unfinished(&self) -> Vec<Row> {
        let text = fs::read(directory().join(UNFINISHED)).unwrap_or_default();
        match serde_json::from_slice::<Self>(&text) {
            Ok(kept) if kept.of == self.of => kept.rows.into_iter().filter(Row::is_whole).collect(),
            _ => Vec::new(),
        }
    }

    /// Prints a row, and keeps it: what comes after it may take long, or fail.
    pub fn add(&mut self, row: Row, case: &Case, bench: &Bench) {
        println!("{}", row.line(Columns::of(bench)));
        self.rows.push(Row {
            charted: case.charted,
            ..row
        });
        save(&directory().join(UNFINISHED), &self.json());
    }

    fn json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).expect("figures are plain");
        json.push('\n');
        json
    }

    /// Writes the files; a `full` run is what the documents show, where nothing of it failed.
    pub fn write(&self, full: bool) {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        let full = full && self.rows.iter().all(Row::is_whole);
        let (json, chart) = (self.json(), chart::draw(&self.rows));
        for directory in [Some(directory()), full.then_some(docs)]
            .into_iter()
            .flatten()
        {
            for (name, content) in [("performance.json", &json), ("performance.svg", &chart)] {
                let file = directory.join(name);
                save(&file, content);
                println!("\n{} is written", file.display());
            }
        }
        let failed = self.rows.iter().filter(|row| !row.is_whole()).count();
        if failed > 0 {
            println!(
                "\n{failed} cases have failures; RESUME=1 tries these again, and keeps the others"
            );
        }
    }
}

fn save(file: &Path, content: &str) {
    fs::write(file, content).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}

impl Of {
    fn here(bench: &Bench, turns: usize) -> Self {
        let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpus
            .lines()
            .find_map(|line| line.strip_prefix("model name\t: "));
        let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        Self {
            machine: format!(
                "{}, Linux {}",
                model.unwrap_or("a CPU without a name"),
                kernel.trim()
            ),
            php: bench.php_version.clone(),
            builds: bench.builds(),
            turns,
        }
    }
}
