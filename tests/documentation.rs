//! The documents name every reason, every counter and every file as the code has them.

use aesock::core::{
    reason::{Reason, Verdict},
    usage::{
        Counter, ROOM,
        quota::{Meter, Period, Quotas},
    },
};
use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

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
    let missing: Vec<_> = DOCUMENTS
        .iter()
        .flat_map(|folder| documents(folder))
        .flat_map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let missing = named_files(&text).filter(|file| !is_there(file));
            let missing = missing.map(|file| format!("{}: {file}", path.display()));
            missing.collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn the_lists_of_files_for_contributors_name_every_file_of_the_code() {
    let listed = listed_files(include_str!("../CONTRIBUTING.md"));
    let mut files = BTreeSet::new();
    add_sources("src/php", &mut files);
    add_sources("src/core", &mut files);
    add_sources("src/bin/aesock", &mut files);
    add_sources("src/native", &mut files);
    let unlisted: Vec<_> = files.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&files).collect();
    assert_eq!((unlisted, gone), (vec![], vec![]));
}

#[test]
fn paths_and_lists_are_read_as_they_are_written() {
    let text = "`src/lib.rs`, `lab/`, `data/*.tsv`, `php-tests/x`, src/x\nIt's `a\n`core/log.rs`";
    let named: Vec<_> = named_files(text).collect();
    assert_eq!(named, ["src/lib.rs", "lab/", "core/log.rs"]);
    assert!(is_there("core/log.rs") && is_there("php/sys") && is_there("lab/"));
    assert!(!is_there("core/no.rs"));

    let list = "\nsrc/php/\n  a/b.rs     the door, see x.rs\n    c.rs d.rs  both\n  e.rs  last\n```\n  f.rs  no";
    let files = [
        "src/php/a/b.rs",
        "src/php/a/b/c.rs",
        "src/php/a/b/d.rs",
        "src/php/e.rs",
    ];
    assert_eq!(listed_files(list), files.map(str::to_owned).into());
}

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The folders of documents about this repository.
const DOCUMENTS: &[&str] = &["", "conformance", "data", "docs", "fuzz", "lab"];

/// The folders whose files documents name from the root.
const FOLDERS: &[&str] = &[
    "benches/", "build/", "data/", "docs/", "lab/", "scripts/", "src/", "stubs/", "tests/",
];

/// The folders whose files documents also name from `src`.
const FOLDERS_OF_SRC: &[&str] = &["core/", "php/"];

fn documents(folder: &str) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(Path::new(ROOT).join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"))
}

/// What stands between backticks and is a path without a pattern in it.
fn named_files(text: &str) -> impl Iterator<Item = &str> {
    let spans = text
        .lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2));
    let folders = || [FOLDERS, FOLDERS_OF_SRC].into_iter().flatten();
    spans
        .filter(move |span| folders().any(|folder| span.starts_with(folder)))
        .filter(|span| !span.contains(['*', ' ', '<', '{']))
}

fn is_there(file: &str) -> bool {
    let is_of_src = FOLDERS_OF_SRC.iter().any(|folder| file.starts_with(folder));
    let folder = if is_of_src { "src" } else { "" };
    Path::new(ROOT).join(folder).join(file).exists()
}

/// The files in lists that begin with a line such as `src/php/`: files further in are in the folder
/// of the file above them.
fn listed_files(text: &str) -> BTreeSet<String> {
    let (mut root, mut face, mut files) = (None, "", BTreeSet::new());
    for line in text.lines() {
        let name = line.trim_start();
        let names = name
            .split_whitespace()
            .take_while(|name| name.ends_with(".rs"));
        match (line.len() - name.len(), root) {
            (0, _) => root = Some(line).filter(|line| line.starts_with("src/")),
            (2, Some(root)) => {
                face = name.split(".rs").next().unwrap_or_default();
                files.extend(names.map(|name| format!("{root}{name}")));
            }
            (_, Some(root)) => files.extend(names.map(|name| format!("{root}{face}/{name}"))),
            _ => {}
        }
    }
    files
}

fn add_sources(folder: &str, files: &mut BTreeSet<String>) {
    for entry in fs::read_dir(Path::new(ROOT).join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            add_sources(&path, files);
        } else if path.ends_with(".rs") && !path.ends_with("/tests.rs") {
            files.insert(path);
        }
    }
}
