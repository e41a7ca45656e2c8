//! The architecture, as the test that keeps it: who may import from whom in `src`.
//!
//! It reads `src` as text, without comments, strings and tests, and knows no macros and no types:
//! `use` trees, and paths that begin with a name which a `use` or a `mod` binds, are what it sees. A
//! name that a face hands on is counted as an import of the file where it stands, but what `*` hands
//! on as one of the face.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// The floors from the top to the ground: the places on a floor, and what a file there may import
/// beside the files of its own place and what is [`FREE`] to those above. No arrow points up.
///
/// A place is a file and the folder beside it, but the file alone where parts of the folder have rows.
const FLOORS: &[(&str, &str)] = &[
    ("lib", ""),
    // The boundary to PHP, from the entry to the engine.
    ("php/mod", "php/module php/report"),
    (
        "php/module",
        "php/report php/hooks php/doors php/hook php/ini php/state native",
    ),
    // What scripts and people look at.
    ("php/report", ""),
    ("php/report/check", "php/doors/streams php/state"),
    ("php/report/usage", "php/report/status php/state"),
    ("php/report/status", "php/hooks php/hook php/state native"),
    // All hooks of all doors.
    ("php/hooks", "php/doors php/hook php/state"),
    // The doors. None knows another one.
    ("php/doors", ""),
    ("php/doors/curl", "php/hook php/state native"),
    ("php/doors/ftp", "php/hook php/state native"),
    ("php/doors/names", "php/hook php/state"),
    ("php/doors/sockets", "php/hook php/state native"),
    ("php/doors/streams", "php/hook php/state native"),
    // What a door is made of, and the settings as PHP keeps them.
    ("php/hook php/ini", "php/state native"),
    // What stays between calls, each part with its owner.
    ("php/state", ""),
    (
        "php/state/operation",
        "php/state/gates php/state/leases php/state/refusal",
    ),
    ("php/state/persistent", "php/state/shares php/state/shelf"),
    ("php/state/shares", "php/state/gates php/state/shelf"),
    ("php/state/shelf", ""),
    (
        "php/state/mechanisms",
        "php/state/filter php/state/gates php/state/log native",
    ),
    (
        "php/state/pools",
        "php/state/filter php/state/gates php/state/settings",
    ),
    (
        "php/state/filter",
        "php/state/gates php/state/native php/state/settings native",
    ),
    ("php/state/virtual_hosts", "php/state/settings"),
    ("php/state/refusal", "php/state/gates php/state/log"),
    (
        "php/state/gates",
        "php/state/accounts php/state/coverage php/state/leases php/state/log php/state/request \
         php/state/native php/state/settings",
    ),
    (
        "php/state/native",
        "php/state/accounts php/state/settings native",
    ),
    ("php/state/accounts", "php/state/log"),
    ("php/state/coverage", ""),
    ("php/state/fork", "php/state/request"),
    ("php/state/leases", ""),
    ("php/state/log", "native"),
    ("php/state/settings", "php/state/request"),
    ("php/state/request", ""),
    // The engine.
    ("php/sys", ""),
    // What needs no PHP: programs, and the floor below all doors. Who hands that one settings and takes its
    // lines has an arrow to it.
    ("bin native", ""),
    // The core.
    ("core/mod", ""),
    ("core/gate", ""),
    ("core/settings", ""),
    ("core/lease core/policy core/resolver", ""),
    ("core/curl core/socket", ""),
    ("core/address core/log core/target core/usage", ""),
    (
        "core/escape core/guarded_cell core/host core/reason core/spelling",
        "",
    ),
];

/// What every floor above may import.
const FREE: &[&str] = &["php/sys", "core"];

/// Where a build of PHP may be told from another one: `cfg(php_debug)` and its like.
const BUILDS_OF_PHP: &[&str] = &["php/sys"];

/// The most lines of a file, its tests apart.
const LONGEST: usize = 700;

/// The crate, as its programs name it.
const CRATE: &str = env!("CARGO_PKG_NAME");

const SRC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/");

/// The texts of the files, by their path in `src`.
type Sources = BTreeMap<String, String>;

/// The files that a file imports.
type Imports<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// The segments of a path of Rust. One from the root begins with `crate`, or with `bin` and the
/// program's name.
type Path<'a> = Vec<&'a str>;

#[test]
fn the_tree_keeps_its_floors() {
    let mut sources = Sources::new();
    read("", &mut sources);
    let broken = broken_rules(&sources);
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

fn read(folder: &str, sources: &mut Sources) {
    for entry in fs::read_dir(format!("{SRC}{folder}")).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read(&format!("{path}/"), sources);
        } else if path.ends_with(".rs") {
            sources.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

// The rules.

/// What breaks a rule, each with the rule.
fn broken_rules(sources: &Sources) -> Vec<String> {
    let files: Vec<_> = sources
        .iter()
        .filter(|(path, _)| !path.ends_with("/tests.rs"))
        .map(|(path, source)| File::read(path, source))
        .collect();
    let imports = imports(&files);
    let alone = files
        .iter()
        .flat_map(|file| [homeless(file), telling_builds_apart(file), too_long(file)]);
    let in_pairs = imports
        .iter()
        .flat_map(|(from, others)| others.iter().map(move |to| (*from, *to)))
        .flat_map(|(from, to)| [forbidden(from, to), face_between(from, to, &imports)]);
    let broken = alone.chain(in_pairs).flatten();
    broken.chain(circles(&imports)).collect()
}

fn homeless(file: &File) -> Option<String> {
    place(file.name).is_none().then(|| {
        format!(
            "{} is on no floor. Say in FLOORS of tests/structure.rs where it belongs, and what it \
             may import.",
            file.name
        )
    })
}

fn telling_builds_apart(file: &File) -> Option<String> {
    let allowed = BUILDS_OF_PHP.iter().any(|place| is_in(file.name, place));
    let condition = file.build_of_php.filter(|_| !allowed)?;
    Some(format!(
        "{} asks cfg({condition}). What differs between builds of PHP belongs in {}.",
        file.name,
        BUILDS_OF_PHP.join(" or ")
    ))
}

fn too_long(file: &File) -> Option<String> {
    (file.lines > LONGEST).then(|| {
        format!(
            "{} has {} lines. {LONGEST} are the most, tests apart: look for a second topic in it.",
            file.name, file.lines
        )
    })
}

/// An import that is neither of the own place, nor free, nor along an arrow.
fn forbidden(from: &str, to: &str) -> Option<String> {
    let ((floor, own), (other, _)) = (place(from)?, place(to)?);
    let arrows = || FLOORS[floor].1.split_whitespace();
    let allowed = is_in(to, own)
        || floor < other && FREE.iter().any(|free| is_in(to, free))
        || arrows().any(|arrow| is_in(to, arrow));
    (!allowed).then(|| {
        let arrows: String = arrows().map(|arrow| format!("{arrow}, ")).collect();
        let free = FREE.join(" and ");
        format!(
            "{from} imports {to}. {own} may import its own files, {arrows}and of {free} what is on \
             floors below."
        )
    })
}

/// A child that takes items of a face which takes items of another child.
fn face_between(child: &str, face: &str, imports: &Imports) -> Option<String> {
    let mut others = imports[face].iter().filter(|file| **file != child);
    let other = others.find(|other| is_in(child, face) && is_in(other, face))?;
    Some(format!(
        "{child} imports {face}, which imports {other}. A child may take items of its face only \
         where the face takes nothing of its children."
    ))
}

/// Files that import each other, directly or around.
fn circles(imports: &Imports) -> Vec<String> {
    let files = imports.keys();
    let reached: Imports = files
        .map(|file| (*file, reached_from(file, imports)))
        .collect();
    let circle = |(file, others): (&&str, &BTreeSet<_>)| -> BTreeSet<_> {
        let circle = others.iter().filter(|other| reached[*other].contains(file));
        circle.copied().collect()
    };
    let circles: BTreeSet<_> = reached
        .iter()
        .map(circle)
        .filter(|c| !c.is_empty())
        .collect();
    circles.iter().map(|circle| tell(circle, imports)).collect()
}

fn reached_from<'a>(file: &str, imports: &Imports<'a>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<_> = imports[file].iter().copied().collect();
    while let Some(file) = waiting.pop() {
        if reached.insert(file) {
            waiting.extend(&imports[file]);
        }
    }
    reached
}

fn tell(circle: &BTreeSet<&str>, imports: &Imports) -> String {
    let lines = circle.iter().map(|file| {
        let others: Vec<_> = imports[file].intersection(circle).copied().collect();
        format!("\n    {file} imports {}", others.join(", "))
    });
    format!(
        "{} files import each other in a circle. What they share belongs in a file below them:{}",
        circle.len(),
        lines.collect::<String>()
    )
}

/// The number of the floor of `file`, and its place there.
fn place(file: &str) -> Option<(usize, &'static str)> {
    places().find(|(_, place)| {
        let has_rows_inside = || places().any(|(_, part)| part != *place && is_in(part, place));
        file == *place || is_in(file, place) && !has_rows_inside()
    })
}

fn places() -> impl Iterator<Item = (usize, &'static str)> {
    let floors = FLOORS.iter().enumerate();
    floors
        .flat_map(|(floor, (places, _))| places.split_whitespace().map(move |place| (floor, place)))
}

/// Whether `file` is `place` or in the folder beside it.
fn is_in(file: &str, place: &str) -> bool {
    let rest = file.strip_prefix(place);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

// Imports.

fn imports<'a>(files: &'a [File<'a>]) -> Imports<'a> {
    let modules = files.iter().map(|f| (f.module.clone(), f)).collect();
    let imported_by = |file: &File<'a>| {
        let owners = file.uses.iter().filter_map(|used| {
            let path = known(&used.path, &file.names)?;
            let owner = owner(&path, &modules)?;
            let is_handed_on = used.is_public && is_in(owner, file.name);
            (owner != file.name && !is_handed_on).then_some(owner)
        });
        owners.collect()
    };
    let all = files.iter().map(|file| (file.name, imported_by(file)));
    all.collect()
}

/// The file in which stands what `path` names. A module by itself is no import.
fn owner<'a>(path: &[&'a str], modules: &BTreeMap<Path<'a>, &File<'a>>) -> Option<&'a str> {
    let mut lengths = (1..=path.len()).rev();
    let length = lengths.find(|length| modules.contains_key(&path[..*length]))?;
    let file = modules[&path[..length]];
    let item = path.get(length)?;
    let (named, inside) = path.split_at(length + 1);
    match file.names.get(item) {
        Some(origin) if origin != named => owner(&[origin, inside].concat(), modules),
        _ => Some(file.name),
    }
}

/// `path` from the root, if what it begins with is known.
fn known<'a>(path: &[&'a str], names: &BTreeMap<&str, Path<'a>>) -> Option<Path<'a>> {
    match path[0] {
        "crate" | "bin" => Some(path.to_vec()),
        name => Some([names.get(name)?, &path[1..]].concat()),
    }
}

// Files.

/// What one file says.
struct File<'a> {
    /// Its path without the ending.
    name: &'a str,
    module: Path<'a>,
    uses: Vec<Use<'a>>,
    /// What `use` and `mod` bind, where it is of this crate.
    names: BTreeMap<&'a str, Path<'a>>,
    /// A condition of a `cfg` that begins with `php_`.
    build_of_php: Option<&'a str>,
    /// How many lines it has, tests apart.
    lines: usize,
}

/// A path that `use` takes, `mod` makes or code names, and the name that it has then.
struct Use<'a> {
    path: Path<'a>,
    name: &'a str,
    is_public: bool,
}

impl<'a> File<'a> {
    fn read(path: &'a str, source: &'a str) -> Self {
        let name = path.strip_suffix(".rs").unwrap_or(path);
        let (code, lines) = code(source);
        let module = module(name);
        let uses = uses(&code, &module);
        let mut names = BTreeMap::new();
        // Twice, since a `use` may stand above the one that binds its first name.
        for used in uses.iter().chain(&uses) {
            if let Some(path) = known(&used.path, &names) {
                names.entry(used.name).or_insert(path);
            }
        }
        Self {
            name,
            module,
            uses,
            names,
            build_of_php: build_of_php(&code),
            lines,
        }
    }
}

/// The path of the module that the file `name` is.
fn module(name: &str) -> Path<'_> {
    let module = name.strip_suffix("/mod").or(name.strip_suffix("/main"));
    let segments = module.unwrap_or(name).split('/');
    match name {
        "lib" => vec!["crate"],
        _ if is_in(name, "bin") => segments.collect(),
        _ => ["crate"].into_iter().chain(segments).collect(),
    }
}

fn build_of_php<'a>(code: &[&'a str]) -> Option<&'a str> {
    let mut is_condition = false;
    let mut tokens = code.iter().copied();
    tokens.find(|token| {
        is_condition = match *token {
            "cfg" | "cfg_attr" => true,
            "]" | "{" | ";" => false,
            _ => is_condition,
        };
        is_condition && token.starts_with("php_")
    })
}

fn uses<'a>(code: &[&'a str], module: &[&'a str]) -> Vec<Use<'a>> {
    let (mut uses, mut scope) = (Vec::new(), module.to_vec());
    // How many braces are open, and how many were where modules inside the file begin.
    let (mut depth, mut modules) = (0, Vec::new());
    let (mut before, mut rest) = ("", code);
    while !rest.is_empty() {
        let mut length = 1;
        match rest {
            ["use", next, ..] if *next != "<" => {
                length = rest.iter().position(|t| *t == ";").unwrap_or(rest.len());
                uses.extend(leaves(&rest[1..length], &scope, before == "pub"));
            }
            ["mod", name, ";", ..] => uses.extend(leaves(&["self", "::", name], &scope, true)),
            ["mod", name, "{", ..] => {
                scope.push(name);
                modules.push(depth);
            }
            ["{", ..] => depth += 1,
            ["}", ..] => {
                depth -= 1;
                if modules.pop_if(|outside| *outside == depth).is_some() {
                    scope.pop();
                }
            }
            [word, "::", ..] if before != "::" && is_word(word) => {
                length = path_length(rest);
                // It binds no name.
                let path = [&rest[..length], &["as", "_"]].concat();
                uses.extend(leaves(&path, &scope, false));
            }
            _ => {}
        }
        before = rest[length - 1];
        rest = &rest[length..];
    }
    uses
}

/// How many tokens of the path at the beginning of `code` are words and what joins them.
fn path_length(code: &[&str]) -> usize {
    let mut pairs = code[1..].chunks(2);
    let end = pairs.position(|pair| pair[0] != "::" || !pair.get(1).is_some_and(|t| is_word(t)));
    1 + 2 * end.unwrap_or(code.len() / 2)
}

/// The paths of a `use` tree, each with the name that it binds.
fn leaves<'a>(tree: &[&'a str], scope: &[&'a str], is_public: bool) -> Vec<Use<'a>> {
    // The path so far, and how much of it stands before each brace that is open.
    let (mut path, mut prefixes) = (Vec::new(), vec![0]);
    let mut leaves = Vec::new();
    for token in tree.iter().chain(&[","]) {
        match *token {
            "::" => {}
            "{" => prefixes.push(path.len()),
            "," | "}" => {
                if prefixes.last().is_some_and(|prefix| path.len() > *prefix) {
                    leaves.push(leaf(&path, scope, is_public));
                }
                prefixes.pop_if(|_| *token == "}");
                path.truncate(prefixes.last().copied().unwrap_or(0));
            }
            word => path.push(word),
        }
    }
    leaves
}

fn leaf<'a>(path: &[&'a str], scope: &[&'a str], is_public: bool) -> Use<'a> {
    let (path, alias) = match path {
        [path @ .., "as", alias] => (path, Some(*alias)),
        path => (path, None),
    };
    let path = match path {
        [module @ .., "self"] if !module.is_empty() => module,
        path => path,
    };
    Use {
        path: from_root(path, scope),
        name: alias.unwrap_or(path[path.len() - 1]),
        is_public,
    }
}

/// `path` as it is in `scope`, from the root where it says so.
fn from_root<'a>(path: &[&'a str], scope: &[&'a str]) -> Path<'a> {
    let is_own = |segment: &&&str| ["self", "super"].contains(*segment);
    let own = path.iter().take_while(is_own).count();
    let up = path.iter().filter(|segment| **segment == "super").count();
    let root = if scope[0] == "bin" { 2 } else { 1 };
    match path[0] {
        "crate" => [&scope[..root], &path[1..]].concat(),
        "self" | "super" => [&scope[..scope.len() - up], &path[own..]].concat(),
        CRATE => [&["crate"], &path[1..]].concat(),
        _ => path.to_vec(),
    }
}

// Text.

/// The tokens of `source` without tests and visibilities, and how many lines it has without tests.
fn code(source: &str) -> (Vec<&str>, usize) {
    let (tokens, lines) = tokens(source);
    let (mut code, mut test_lines, mut at) = (Vec::new(), 0, 0);
    while at < tokens.len() {
        let rest = &tokens[at..];
        at += match rest {
            ["#", "[", "cfg", "(", "test", ")", "]", item @ ..] => {
                let length = rest.len() - item.len() + item_length(item);
                test_lines += 1 + lines[at + length - 1] - lines[at];
                length
            }
            ["pub", "(", "crate" | "in" | "self" | "super", ..] => {
                code.push("pub");
                1 + rest.iter().take_while(|token| **token != ")").count()
            }
            _ => {
                code.push(rest[0]);
                1
            }
        };
    }
    (code, source.lines().count() - test_lines)
}

/// How many tokens the item, the statement or the field at the beginning of `code` has.
fn item_length(code: &[&str]) -> usize {
    let (mut depth, mut angles) = (0, 0);
    let end = code.iter().position(|token| {
        match *token {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "<" if depth == 0 => angles += 1,
            ">" if depth == 0 => angles -= 1,
            _ => {}
        }
        match *token {
            "}" => depth <= 0,
            ";" | "," => depth == 0 && angles == 0,
            _ => false,
        }
    });
    end.map_or(code.len(), |end| end + 1)
}

/// The words and signs of `source`, without comments and literals, and the lines they stand on.
fn tokens(source: &str) -> (Vec<&str>, Vec<usize>) {
    let (mut tokens, mut lines) = (Vec::new(), Vec::new());
    let (mut rest, mut line) = (source, 1);
    while !rest.is_empty() {
        let mut length = ignored(rest);
        if length == 0 {
            length = token_length(rest);
            tokens.push(&rest[..length]);
            lines.push(line);
        }
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    (tokens, lines)
}

fn token_length(text: &str) -> usize {
    if is_word(text) {
        return text.find(|c| !is_of_word(c)).unwrap_or(text.len());
    }
    match text.get(..2) {
        Some("::" | "->" | "=>") => 2,
        _ => text.chars().next().map_or(0, char::len_utf8),
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(is_of_word)
}

fn is_of_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The length of the space, the comment or the literal at the beginning of `text`, or 0.
fn ignored(text: &str) -> usize {
    let space = text.len() - text.trim_start().len();
    match text.as_bytes() {
        _ if space > 0 => space,
        [b'/', b'/', ..] => text.find('\n').unwrap_or(text.len()),
        [b'/', b'*', ..] => text.find("*/").map_or(text.len(), |end| end + 2),
        [b'"' | b'\'' | b'b' | b'c' | b'r', ..] => literal(text),
        _ => 0,
    }
}

/// The length of a literal in quotes, or 0 where none begins: a lifetime, a name that begins so.
fn literal(text: &str) -> usize {
    let quoted = text.trim_start_matches(['b', 'c', 'r']);
    let opened = quoted.trim_start_matches('#');
    let is_raw = text[..text.len() - quoted.len()].contains('r');
    let hashes = &quoted[..quoted.len() - opened.len()];
    let end = match quoted.as_bytes() {
        [b'"' | b'#', ..] if is_raw && opened.starts_with('"') => {
            let end = format!("\"{hashes}");
            opened[1..].find(&end).map(|at| 1 + at + end.len())
        }
        [b'"', ..] => string_end(quoted),
        [b'\'', b'\\', _, rest @ ..] => rest.iter().position(|b| *b == b'\'').map(|at| at + 4),
        [b'\'', ..] if quoted.chars().nth(2) == Some('\'') => {
            quoted[1..].find('\'').map(|at| at + 2)
        }
        _ => return 0,
    };
    end.map_or(text.len(), |end| text.len() - opened.len() + end)
}

/// Where the string at the beginning of `text` ends.
fn string_end(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    let end = text[1..].find(|c| {
        let is_end = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    });
    end.map(|end| end + 2)
}

// What each rule says of a small tree, a line a file.

fn tree(files: &str) -> Sources {
    let files = files.lines().filter_map(|line| line.split_once(':'));
    let texts = files.map(|(name, text)| (format!("{}.rs", name.trim()), text.to_owned()));
    texts.collect()
}

/// What breaks rules in `sources`, without the sentence that tells the rule.
fn broken(sources: &Sources) -> Vec<String> {
    let broken = broken_rules(sources).into_iter();
    let told = broken.map(|told| told.split(". ").next().unwrap_or_default().to_owned());
    told.collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn arrows_point_down() {
    for (floor, (place, arrows)) in FLOORS.iter().enumerate() {
        for arrow in arrows.split_whitespace() {
            let mut ends = places().filter(|(_, end)| is_in(end, arrow)).peekable();
            assert!(ends.peek().is_some(), "{place} -> {arrow} leads nowhere");
            assert!(ends.all(|(end, _)| floor < end), "{place} -> {arrow}");
        }
    }
}

#[test]
fn a_tree_that_keeps_the_rules_breaks_none() {
    let files = tree(
        "lib: pub mod core; mod php;
        bin/aesock/main: mod check; use aesock::core::log::Line; fn main() { check::run() }
        bin/aesock/check: pub fn run() { aesock::core::log::show() }
        native/filter: use crate::core::log::Line;
        php/mod: mod report; fn get_module() { report::all() }
        php/report: mod status; fn all() { status::show() }
        php/report/status: use crate::php::{hooks::{self as all, states}, sys};
        php/hooks: use super::doors::ftp; fn install() { ftp::install() }
        php/doors/ftp: mod wrapper; pub(in crate::php) use wrapper::a; pub(super) use wrapper::install;
        php/doors/ftp/wrapper: use super::Refusal; use super::super::super::{hook::HookState, sys::Text};
        php/hook: use super::{state, sys::{self, Text}};
        php/state: pub(in crate::php) mod gates;
        php/state/gates: use super::log::note; use std::log::{self, x}; fn f() { self::g() }
        php/state/log: use super::gates::{self}; fn f() { <T>::gates::make(); Vec::<u8>::new() }
        php/sys: #[cfg(php_debug)] mod debug; mod generated { use super::Text; } struct Text;
        core/log:
        core/usage: pub mod quota; pub enum Meter {}
        core/usage/quota: use super::Meter; use crate::core::escape::Escaped;
        core/escape:",
    );
    assert_eq!(broken(&files), NOTHING);
}

#[test]
fn an_import_that_goes_up_or_across_is_told() {
    let cases = "
        a door, another | php/doors/ftp/x | php/doors/curl/x | use super::super::curl::x::F;
        a door, the entry | php/doors/ftp | php/mod | use crate::php::get_module;
        a part of the state, a higher one | php/state/log | php/state/gates | use super::gates::{self, Gates};
        the settings, a door's | php/ini | php/hook/select | use super::hook::select::wait;
        a door, all hooks | php/doors/ftp | php/hooks | use super::super::hooks::*;
        the engine, the state | php/sys/text | php/state/log | use crate::{core::x, php::{state::log::note}};
        the core, PHP | core/gate | php/sys/text | use crate::php::sys::text::Text;
        the core, a higher floor | core/log | core/gate | use super::gate::Gate as _;
        the core, the same floor | core/lease | core/policy | use crate::core::{policy::{Peer,},};
        the native door, PHP | native/filter | php/sys | use crate::php::sys::Text;
        a program, what is beside it | bin/aesock/main | native/decide | use aesock::native::decide::X;
        by a path | php/sys/call | php/state/log | fn f() { super::super::state::log::note() }
        by one in a module inside | php/sys | php/state/log | mod x { fn f() { super::super::state::log::note() } }
        by one in a macro | php/sys | php/state/log | macro_rules! m { () => { $crate::php::state::log::x() } }
        in a function | php/sys | php/state/log | fn f() { use super::state::log::note; note() }
        in a row | php/doors/ftp | php/doors/curl | use super::curl; rows! { curl_exec = curl::exec, False; }
        by a name | php/doors/ftp | php/doors/curl | use all::curl as c; use super::super::doors as all; type F = c::F<u8>;
        behind tests | php/doors/ftp | php/hooks | struct S { #[cfg(test)] x: u8 } use crate::php::hooks::f;";
    for case in cases.lines().skip(1) {
        let [_, from, to, text] = case.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("not a case: {case}");
        };
        let files = tree(&format!("{from}: {text}\n{to}:"));
        assert_eq!(broken(&files), [format!("{from} imports {to}")], "{case}");
    }
}

#[test]
fn an_import_is_told_with_the_rule() {
    let files = tree("php/doors/ftp: use crate::php::hooks::dl;\nphp/hooks:");
    let rule = "php/doors/ftp may import its own files, php/hook, php/state, native, and of php/sys and core \
                what is on floors below.";
    let told = format!("php/doors/ftp imports php/hooks. {rule}");
    assert_eq!(broken_rules(&files), [told]);
}

#[test]
fn what_a_face_hands_on_is_imported_from_where_it_stands() {
    let face = "php/state: mod log; pub(in crate::php) use log::{note as write, Line};";
    let by = |text| broken(&tree(&format!("{face}\nphp/state/log:\nphp/sys: {text}")));
    for text in [
        "use super::state::write;",
        "use super::state; fn f() { state::Line::new() }",
    ] {
        assert_eq!(by(text), ["php/sys imports php/state/log"]);
    }
    let own = by("use super::state::State;");
    assert_eq!(own, ["php/sys imports php/state"]);
}

#[test]
fn what_is_no_code_or_a_test_imports_nothing() {
    let text = r####"
        //! [`crate::php::hooks::f`]
        /* use crate::php::hooks::f; */
        const TEXTS: &[&str] = &["\"crate::php::hooks::f", r#""crate::php::hooks::f"#, b"'"];
        const QUOTES: [char; 3] = ['\'','"', '\u{22}'];
        pub(in crate::php::hooks) fn first<'a>(r#type: &'a str) -> impl Sized + use<'a> {
            #[cfg(test)]
            crate::php::hooks::count(1);
            hooks::f()
        }
        struct Counted { #[cfg(test)] by: Map<u8, crate::php::hooks::X>, }
        #[cfg(test)]
        use crate::php::hooks;
        #[cfg(test)]
        mod tests { #[cfg(php_debug)] fn f() { assert!(1 < 2, "}"); hooks::f() } }
    "####;
    let mut files = tree("php/hooks:\nphp/doors/ftp/tests: use crate::php::hooks::f;");
    files.insert("php/doors/ftp.rs".into(), text.into());
    assert_eq!(broken(&files), NOTHING);
    let code = format!("{text} fn f() {{ crate::php::hooks::f() }}");
    files.insert("php/doors/ftp.rs".into(), code);
    assert_eq!(broken(&files), ["php/doors/ftp imports php/hooks"]);
}

#[test]
fn a_circle_is_told_with_its_files() {
    let face = "core/resolver: mod wire; use wire::ask;
        core/resolver/wire: use super::LookupError;";
    let program = "bin/aesock/main: mod check; fn main() { check::run() }
        bin/aesock/check: use crate::OPTIONS;";
    for two in [face, program] {
        let told = "2 files import each other in a circle";
        assert_eq!(broken(&tree(two)), [told]);
    }
    let three = "core/usage/file: use super::quota::Q;
        core/usage/ledger: use super::file::F;
        core/usage/quota: use super::{ledger::L, metrics::M};
        core/usage/metrics: use super::super::reason::R;
        core/reason:";
    let told =
        "3 files import each other in a circle. What they share belongs in a file below them:
    core/usage/file imports core/usage/quota
    core/usage/ledger imports core/usage/file
    core/usage/quota imports core/usage/ledger";
    assert_eq!(broken_rules(&tree(three)), [told]);
}

#[test]
fn a_child_takes_of_its_face_only_where_that_takes_nothing_of_children() {
    let files = "core/address: mod google; use google::RANGES;
        core/address/google:
        core/address/local: use super::Class;";
    let told = "core/address/local imports core/address, which imports core/address/google";
    assert_eq!(broken(&tree(files)), [told]);
}

#[test]
fn a_file_has_a_floor() {
    let files = tree("php/state/new: use super::log::note;\nphp/state/log:\nphp/doors/ftp/new:");
    assert_eq!(broken(&files), ["php/state/new is on no floor"]);
}

#[test]
fn builds_of_php_are_told_apart_by_the_engine_alone() {
    for text in [
        "#[cfg(not(php_zts))]",
        "if cfg!(php_zts) {}",
        "#[cfg_attr(php_zts, x)]",
    ] {
        let files = tree(&format!("php/doors/ftp: {text}\nphp/sys/transport: {text}"));
        assert_eq!(broken(&files), ["php/doors/ftp asks cfg(php_zts)"]);
    }
    let other = tree("php/doors/ftp: #[cfg(unix)] fn php_zts() {}");
    assert_eq!(broken(&other), NOTHING);
}

#[test]
fn a_file_is_not_too_long() {
    let log = |lines| {
        let text = "\n".repeat(lines) + "#[cfg(test)]\nmod tests {\n}\n";
        broken(&Sources::from([("core/log.rs".into(), text)]))
    };
    assert_eq!(log(LONGEST), NOTHING);
    assert_eq!(log(LONGEST + 1), ["core/log has 701 lines"]);
}
