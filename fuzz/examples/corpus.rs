//! Turns a kept corpus into libFuzzer's folder of files, and such a folder into text.
//!
//! Usage: `corpus unpack TARGET FOLDER`, or `corpus pack FOLDER` for the text.

use aesock_fuzz::corpus;
use std::{
    env, fs,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["unpack", target, folder] => unpack(target, Path::new(folder)),
        ["pack", folder] => pack(Path::new(folder)),
        _ => Err(io::Error::other(
            "usage: corpus unpack TARGET FOLDER | corpus pack FOLDER",
        )),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("corpus: {error}");
            ExitCode::FAILURE
        }
    }
}

fn unpack(target: &str, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (input, number) in corpus::read(&corpus::kept(target))?.iter().zip(1..) {
        fs::write(folder.join(format!("kept-{number}")), input)?;
    }
    Ok(())
}

fn pack(folder: &Path) -> io::Result<()> {
    let inputs = fs::read_dir(folder)?.map(|entry| fs::read(entry?.path()));
    let mut lines = inputs
        .map(|input| Ok(corpus::line(&input?)))
        .collect::<io::Result<Vec<_>>>()?;
    lines.sort_unstable();
    lines.dedup();
    let mut output = io::stdout().lock();
    lines
        .iter()
        .filter(|line| !line.is_empty())
        .try_for_each(|line| writeln!(output, "{line}"))
}
