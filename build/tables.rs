//! Turns `data/` into Rust tables: `special.rs` (address classes) and `google.rs` (Google's own
//! services).

use crate::{google, ranges};
use ipnet::IpNet;
use std::{fmt::Write as _, fs, path::Path};

/// Writes both tables into `out`.
pub fn write(out: &Path) {
    println!("cargo:rerun-if-changed=data");
    println!("cargo:rerun-if-changed=build");
    fs::write(out.join("special.rs"), special()).expect("OUT_DIR is writable");
    fs::write(out.join("google.rs"), google_services()).expect("OUT_DIR is writable");
}

/// One class a line of the data files, painted over the shorter prefixes that hold it.
fn special() -> String {
    let mut blocks: Vec<(IpNet, String)> =
        vec![("0.0.0.0/0".parse().expect("a prefix"), "public".to_owned())];
    for file in ["data/special-ipv4.tsv", "data/special-ipv6.tsv"] {
        let text = fs::read_to_string(file).expect(file);
        blocks.extend(
            text.lines()
                .filter(|line| !line.starts_with('#'))
                .map(|line| block(file, line)),
        );
    }
    let painted: Vec<_> = blocks
        .iter()
        .map(|(network, class)| (ranges::range(*network), class.as_str()))
        .collect();
    let mut starts: Vec<u128> = painted
        .iter()
        .flat_map(|((first, last), _)| [Some(*first), last.checked_add(1)])
        .flatten()
        .collect();
    starts.sort_unstable();
    starts.dedup();

    let mut table: Vec<(u128, &str)> = starts
        .into_iter()
        .map(|start| (start, class_at(&painted, start)))
        .collect();
    table.dedup_by_key(|(_, class)| *class);
    let mut code = "/// Class from this number in the address space on, until the next row.\n\
                    static SPECIAL: &[(u128, Class)] = &[\n"
        .to_owned();
    for (start, class) in table {
        writeln!(code, "    ({start:#034x}, Class::{}),", variant(class))
            .expect("a string takes all");
    }
    code + "];\n"
}

fn block(file: &str, line: &str) -> (IpNet, String) {
    let mut columns = line.split('\t');
    let (Some(prefix), Some(class)) = (columns.next(), columns.next()) else {
        panic!("{file}: {line}: two columns")
    };
    (
        prefix
            .parse()
            .unwrap_or_else(|error| panic!("{file}: {prefix}: {error}")),
        class.to_owned(),
    )
}

/// The class of the smallest block that covers `number`.
fn class_at<'a>(painted: &[(ranges::Range, &'a str)], number: u128) -> &'a str {
    painted
        .iter()
        .filter(|((first, last), _)| (*first..=*last).contains(&number))
        .min_by_key(|((first, last), _)| last - first)
        .map_or("reserved", |(_, class)| class)
}

/// `link-local` as Rust writes it: `LinkLocal`.
fn variant(class: &str) -> String {
    class
        .split('-')
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect()
}

fn google_services() -> String {
    let list = |file| google::List::parse(&fs::read_to_string(file).expect(file)).expect(file);
    let (all, customers) = (list("data/goog.json"), list("data/cloud.json"));
    let mut code = format!(
        "/// Date of the built-in list of Google's addresses.\npub(super) const DATE: &str = {:?};\n\
         /// Addresses of Google's own services.\nstatic SERVICES: &[Range] = &[\n",
        all.created.as_deref().expect("data/goog.json has a date"),
    );
    for (first, last) in google::services(&all, Some(&customers)) {
        writeln!(code, "    ({first:#034x}, {last:#034x}),").expect("a string takes all");
    }
    code + "];\n"
}
