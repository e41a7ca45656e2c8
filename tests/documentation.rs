//! The documents name every reason, every counter and every file as the code has them.

use aesock::core::{
    reason::{Reason, Verdict},
    usage::{
        Counter, ROOM,
        quota::{Meter, Period, Quotas},
    },
};
use std::{env, fs, path::Path};

/// What stands around the generated part of `docs/errors.md`.
const BEGIN: &str = "<!-- made from src/core/reason.rs by UPDATE_DOCS=1 make core -->\n";
const END: &str = "<!-- end of what is made -->\n";

/// What the chapter on errors links to where it is named.
const LINKS: &[(&str, &str)] = &[
    ("rule `ftp`", "rules.md#ftp"),
    ("`aesock.application`", "leases.md#whose-it-is"),
    ("`aesock.google_ranges`", "settings.md"),
    ("`aesock.idle_timeout`", "leases.md#when-it-was-used"),
    ("`aesock.quota`", "metering.md#quotas"),
    ("`aesock.rules`", "rules.md#a-file-of-rules"),
    ("`aesock.strict`", "not-covered.md#strict"),
    ("`any`", "rules.md#what-an-allow-rule-lifts"),
];

#[test]
fn the_chapter_on_errors_says_of_each_reason_what_the_code_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
    let page = fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("the mark where it begins");
    let (_, after) = rest.split_once(END).expect("the mark where it ends");
    let made = reasons();
    let expected = format!("{before}{BEGIN}{made}{END}{after}");
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, expected).unwrap();
    } else {
        assert!(
            page == expected,
            "docs/errors.md is not what the code says: UPDATE_DOCS=1 make core"
        );
    }
}

/// Each reason with its sentence, its meaning and what to do.
fn reasons() -> String {
    let section = |verdict| {
        let reasons = Reason::ALL.iter().filter(move |r| r.verdict() == verdict);
        reasons.map(|reason| entry(*reason)).collect::<String>()
    };
    format!(
        "\n## Why something is refused\n\n{}## Why something is allowed\n\n{}",
        section(Verdict::Deny),
        section(Verdict::Allow)
    )
}

fn entry(reason: Reason) -> String {
    let sentence = reason.about("...").to_string();
    let errno = match reason.verdict() {
        Verdict::Deny => format!(" Error {}.", reason.errno()),
        Verdict::Allow => String::new(),
    };
    // Some sentences are the flaw or the quota alone.
    let quoted = match sentence.as_str() {
        "..." => String::new(),
        sentence => format!("> {sentence}\n\n"),
    };
    let (slug, meaning, remedy) = (reason.slug(), reason.meaning(), linked(reason.remedy()));
    format!("### `{slug}`\n\n{quoted}{meaning}{errno}\n\n{remedy}\n\n")
}

fn linked(text: &str) -> String {
    let link = |text: String, (term, page): &(&str, &str)| {
        text.replacen(term, &format!("[{term}]({page})"), 1)
    };
    LINKS.iter().fold(text.to_owned(), link)
}

#[test]
fn every_counter_is_in_the_table_of_metering() {
    let table = include_str!("../docs/metering.md");
    for counter in Counter::ALL {
        let (name, metric, help) = (counter.name(), counter.metric(), counter.help());
        let row = format!("| `{name}` | `{metric}_total` | {help} |");
        assert!(table.contains(&row), "docs/metering.md lacks: {row}");
    }
    assert!(table.contains(&format!("\n{ROOM} applications have counters of their own")));
}

#[test]
fn every_quota_and_an_example_of_them_are_in_the_chapter_on_quotas() {
    let document = include_str!("../docs/metering.md");
    for meter in Meter::ALL {
        assert!(document.contains(&format!("`{}`", meter.name())));
    }
    for period in Period::ALL {
        assert!(document.contains(&format!("`/{}`", period.name())));
    }
    let examples: Vec<_> = document
        .lines()
        .filter_map(|line| line.strip_prefix("aesock.quota = "))
        .map(|example| Quotas::parse(example.trim_matches('"')))
        .collect();
    assert!(examples.len() == 3 && examples.iter().all(Result::is_ok));
}

#[test]
fn every_file_of_the_repository_that_a_document_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let missing: Vec<_> = DOCUMENTS
        .iter()
        .flat_map(|folder| documents(&root.join(folder)))
        .flat_map(|(name, text)| {
            named_files(&text)
                .map(|file| (name.clone(), file))
                .collect::<Vec<_>>()
        })
        .filter(|(_, file)| !root.join(file).exists())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The folders of documents about this repository.
const DOCUMENTS: &[&str] = &["", "docs", "data", "lab", "conformance"];

/// The folders whose files documents name from the root.
const FOLDERS: &[&str] = &[
    "src/", "docs/", "data/", "lab/", "scripts/", "tests/", "stubs/", "build/",
];

fn documents(folder: &Path) -> impl Iterator<Item = (String, String)> + use<> {
    let files = fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|file| file.path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(&path).expect("a document"),
            )
        })
}

/// What stands between backticks and is a path without a pattern in it.
fn named_files(text: &str) -> impl Iterator<Item = String> {
    let spans = text.split('`').skip(1).step_by(2);
    spans
        .filter(|span| FOLDERS.iter().any(|folder| span.starts_with(folder)))
        .filter(|span| !span.contains(['*', ' ', '<', '\n', '{']))
        .map(str::to_owned)
}
