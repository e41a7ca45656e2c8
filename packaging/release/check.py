#!/usr/bin/env python3
"""Checks that PIE, PHP's installer of extensions, finds the binaries of a release, and one for each PHP at the most.

Usage: check.py [--complete] VERSION FOLDER        with --complete no line of the matrix may be without its binary

PIE (from 1.4 on) tries the ways of composer.json's `download-url-method` in turn. For `pre-packaged-binary` it looks among the
release's files for one of a few names, and takes from the archive the file at its root that is called as the extension is. It
compares names in small letters.
"""

import hashlib
import json
import pathlib
import re
import struct
import sys
import zipfile

ROOT = pathlib.Path(__file__).parents[2]
# As ELF numbers them.
MACHINES = {"x86_64": 62, "arm64": 183}
failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)


def names(version, php, threads, machine, libc):
    """What PIE looks for, for a PHP without debugging, on Linux."""
    threads = ["-zts"] if threads == "zts" else ["", "-nts"]
    return {
        f"php_aesock-{version}_php{php}-{machine}-linux-{flavour}{suffix}.{kind}".lower()
        for flavour in (libc, "anylibc")
        for suffix in threads
        for kind in ("zip", "tgz")
    }


def check_archive(path, machine):
    with zipfile.ZipFile(path) as archive:
        expect(archive.testzip() is None, f"{path.name}: it is broken")
        if "aesock.so" not in archive.namelist():
            expect(False, f"{path.name}: there is no aesock.so at its root, but {archive.namelist()}")
            return
        start = archive.read("aesock.so")[:20]
    expect(start[:6] == b"\x7fELF\x02\x01", f"{path.name}: aesock.so is no library")
    expect(struct.unpack_from("<H", start, 18)[0] == MACHINES[machine], f"{path.name}: aesock.so is for another machine")


def check_sums(folder):
    listed = dict(reversed(line.split("  ", 1)) for line in (folder / "SHA256SUMS").read_text().splitlines())
    files = {path.name: path for path in folder.iterdir() if path.name != "SHA256SUMS"}
    expect(listed.keys() == files.keys(), f"SHA256SUMS has other files: {sorted(listed.keys() ^ files.keys())}")
    for name in listed.keys() & files.keys():
        sum_of_file = hashlib.sha256(files[name].read_bytes()).hexdigest()
        expect(listed[name] == sum_of_file, f"SHA256SUMS: {name} has another sum")


def check_list(path, version):
    """What is compiled in: each crate of Cargo.lock that the extension is made of, with its version."""
    document = json.loads(path.read_text())
    expect(document.get("bomFormat") == "CycloneDX", f"{path.name}: it is not CycloneDX")
    expect(document["metadata"]["component"]["version"] == version.removeprefix("v"), f"{path.name}: it is of another version")
    locked = set(re.findall(r'name = "(.*)"\nversion = "(.*)"', (ROOT / "Cargo.lock").read_text()))
    listed = {(component["name"], component["version"]) for component in document["components"]}
    expect(listed <= locked, f"{path.name}: Cargo.lock has no {sorted(listed - locked)}")
    expect({"ext-php-rs", "hickory-proto", "libc"} <= {name for name, _ in listed}, f"{path.name}: it lacks what all is built on")
    expect("clap" not in {name for name, _ in listed}, f"{path.name}: it has what only the companion program is made of")


def main():
    is_complete = "--complete" in sys.argv
    version, folder = [argument for argument in sys.argv[1:] if argument != "--complete"]
    folder = pathlib.Path(folder)
    settings = json.loads((ROOT / "composer.json").read_text())["php-ext"]
    ways = settings["download-url-method"]
    expect(ways == ["pre-packaged-binary", "composer-default"], f"composer.json: PIE is told {ways}")
    expect(settings["extension-name"] == "aesock", "composer.json: the extension has another name")

    rows = [
        line.split("\t")
        for line in (ROOT / "packaging/release/matrix.tsv").read_text().splitlines()
        if not line.startswith("#")
    ]
    archives = {path.name: path for path in folder.glob("*.zip")}
    taken = set()
    for php, threads, machine, libc, *_ in rows:
        found = names(version, php, threads, machine, libc) & archives.keys()
        expect(len(found) <= 1, f"for {php} {threads} {machine} {libc} there is more than one: {sorted(found)}")
        expect(found or not is_complete, f"for {php} {threads} {machine} {libc} there is none")
        for name in found:
            check_archive(archives[name], machine)
        taken |= found
    expect(taken == archives.keys(), f"PIE looks for no {sorted(archives.keys() - taken)}")
    expect(taken, "there is no binary")
    check_sums(folder)
    for path in folder.glob("*.cdx.json"):
        check_list(path, version)
    expect(len(list(folder.glob("*.cdx.json"))) == 1, "there is no list of what is compiled in, or more than one")
    for failure in failures:
        print(f"check-release: {failure}", file=sys.stderr)
    print(f"check-release: {len(taken)} of {len(rows)} binaries, {len(failures)} failures")
    sys.exit(1 if failures else 0)


main()
