//! The companion program as people run it: whole outputs and exit statuses.

use aesock::core::{
    policy::rules_file::Rules,
    reason::Reason,
    usage::{Counter, Ledger},
};
use flate2::{Compression, write::GzEncoder};
use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

/// A folder of one test, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("aesock-companion-{}-{next}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    /// What the program prints in this folder, what it complains of, and its exit status.
    fn run(&self, arguments: &[&str]) -> (String, String, i32) {
        self.run_with("", arguments)
    }

    fn run_with(&self, input: &str, arguments: &[&str]) -> (String, String, i32) {
        let mut child = self.start(arguments);
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            text(output.stdout),
            text(output.stderr),
            output.status.code().unwrap(),
        )
    }

    fn start(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_aesock"))
            .args(arguments)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn zipped(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn printed(text: &str) -> (String, String, i32) {
    (text.to_owned(), String::new(), 0)
}

/// A sentence about what is wrong.
fn failed(sentence: &str) -> (String, String, i32) {
    (String::new(), format!("aesock: {sentence}\n"), 2)
}

const DATABASE: &str = "[30-Nov-2026 08:24:06 UTC] aesock deny tcp://10.8.0.7:5432 reason=private rule=- app=shop via=PDO::__construct\n";
const CACHE: &str = "[29-Nov-2026 08:24:06 UTC] PHP Notice:  something else\n[29-Nov-2026 08:24:06 UTC] aesock deny tcp://10.8.0.9:6379 reason=private rule=- app=shop via=Redis::connect name=- address=10.8.0.9 at=/srv/shop/cache.php:7 page=GET:/ mode=audit repeated=3\n";
const METADATA: &str = "{\"time\":\"2026-12-01T08:24:06Z\",\"verdict\":\"deny\",\"target\":\"tcp://169.254.169.254:80\",\"reason\":\"link-local\",\"rule\":null,\"app\":\"shop\",\"via\":\"file_get_contents\",\"page\":\"GET:/proxy?url=x\",\"mode\":\"audit\"}\n";

/// What is learned of the three.
const LEARNED: &str = "\
# Learned by aesock VERSION from 3 files: 5 decisions from 2026-11-29 to 2026-12-01.
# It lets pass what was seen, whoever caused it: read it before it is in force.

## Application shop

# by address

# 1 time on 2026-11-30: private, by PDO::__construct
allow tcp://10.8.0.7:5432

# 3 times on 2026-11-29: private, by Redis::connect
#   pages GET:/ (3)
#   at /srv/shop/cache.php:7 (3)
allow tcp://10.8.0.9:6379

## Not opened: decide on each of these by yourself

# Application shop
# 1 time on 2026-12-01: link-local, by file_get_contents
#   pages GET:/proxy?url=x (1)
#   link-local, where the metadata service of the cloud tells credentials
# allow tcp://169.254.169.254:80
";

fn learned() -> String {
    LEARNED.replace("VERSION", env!("CARGO_PKG_VERSION"))
}

#[test]
fn a_rules_file_is_learned_from_plain_rotated_and_json_logs() {
    let folder = Folder::new();
    folder.write("error.log", DATABASE);
    folder.write("error.log.1.gz", zipped(CACHE));
    folder.write("json.log", METADATA);
    let files = ["learn", "error.log", "error.log.1.gz", "json.log"];
    assert_eq!(folder.run(&files), printed(&learned()));
    let piped = ["learn", "error.log", "error.log.1.gz", "-"];
    assert_eq!(folder.run_with(METADATA, &piped), printed(&learned()));
    Rules::parse(learned().as_bytes()).unwrap();
}

#[test]
fn what_was_learned_opens_what_audit_saw_and_nothing_else() {
    let folder = Folder::new();
    folder.write("error.log", format!("{DATABASE}{CACHE}{METADATA}"));
    let (rules, ..) = folder.run(&["learn", "error.log"]);
    folder.write("rules", rules);
    let changes = "\
now allowed:
       1  tcp://10.8.0.7:5432  private -> rule `tcp://10.8.0.7:5432`  app=shop
       3  tcp://10.8.0.9:6379  private -> rule `tcp://10.8.0.9:6379`  app=shop
still refused:
       1  tcp://169.254.169.254:80  link-local -> link-local  app=shop
2 of 3 destinations change; 0 stay allowed, 1 stay refused
";
    let asked = ["check", "--rules", "rules", "--corpus", "error.log"];
    assert_eq!(folder.run(&asked), (changes.to_owned(), String::new(), 1));
    let verdicts = format!(
        "\
allow tcp://10.8.0.7:5432 reason=rule rule=tcp://10.8.0.7:5432
    10.8.0.7 is allowed by a rule
deny 10.8.0.7:5433 reason=private rule=-
    10.8.0.7 is a private address
    To allow it, add the line `allow tcp://10.8.0.7:5433` to `{}`.
",
        folder.path("rules").display()
    );
    let asked = [
        "check",
        "--rules",
        "rules",
        "tcp://10.8.0.7:5432",
        "10.8.0.7:5433",
    ];
    assert_eq!(folder.run(&asked), (verdicts, String::new(), 1));
}

#[test]
fn targets_are_decided_on_by_rules_and_settings() {
    let folder = Folder::new();
    for (arguments, first) in [
        (
            &["https://93.184.216.34/x"][..],
            "allow https://93.184.216.34/x reason=public rule=-",
        ),
        (
            &["udp://8.8.8.8:53"],
            "allow udp://8.8.8.8:53 reason=exception rule=-",
        ),
        (
            &["--default=deny", "tcp://93.184.216.34:80"],
            "deny tcp://93.184.216.34:80 reason=unlisted rule=-",
        ),
        (
            &["--deny=*.test", "tcp://a.test:80"],
            "deny tcp://a.test:80 reason=denied rule=*.test",
        ),
        (
            &["--allow=unix:/nonexistent/*", "unix:///nonexistent/x"],
            "allow unix:///nonexistent/x reason=rule rule=unix:/nonexistent/*",
        ),
        (
            &["unix:/nonexistent/x"],
            "deny unix:/nonexistent/x reason=unix rule=-",
        ),
        (
            &["tcp://2130706433:80"],
            "deny tcp://2130706433:80 reason=loopback rule=-",
        ),
        (
            &["https://user@[::1]/"],
            "deny https://user@[::1]/ reason=loopback rule=-",
        ),
        (&["10.0.0.5"], "deny 10.0.0.5 reason=invalid-target rule=-"),
        (
            &["gopher://10.0.0.5:70"],
            "deny gopher://10.0.0.5:70 reason=transport rule=-",
        ),
    ] {
        let (output, complaint, status) = folder.run(&[&["check"], arguments].concat());
        assert_eq!(
            (output.lines().next(), complaint.as_str()),
            (Some(first), "")
        );
        assert_eq!(status, i32::from(first.starts_with("deny")), "{first}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_file_and_line() {
    let folder = Folder::new();
    folder.write("rules", "allow 10.8.0.7\n\nallow h:0\n");
    folder.write("log", "nothing\nhere\n");
    folder.write("log.xz", b"\xfd7zXZ\0");
    folder.write("good", DATABASE);
    let mut damaged = zipped(&format!("{DATABASE}{}", "x\n".repeat(100_000)));
    damaged.truncate(damaged.len() - 8);
    folder.write("cut.gz", &damaged[..20]);
    folder.write("log.gz", damaged);
    let path = |name: &str| folder.path(name).display().to_string();
    for (arguments, sentence) in [
        (
            &["check", "--rules", "rules", "10.8.0.7:80"][..],
            format!("aesock.rules: `{}` line 3: rule `h:0`: the port is not one from 1 to 65535 or a range of them", path("rules")),
        ),
        (
            &["check", "--rules", "none", "10.8.0.7:80"],
            format!("aesock.rules: cannot read `{}`: No such file or directory (os error 2)", path("none")),
        ),
        (
            &["check", "--deny", "10.8.0.7/8", "10.8.0.7:80"],
            "aesock.deny: rule `10.8.0.7/8`: the address has bits outside its network, write 10.0.0.0/8".to_owned(),
        ),
        (&["learn", "none"], "`none` cannot be read: No such file or directory (os error 2)".to_owned()),
        (&["learn", "."], "`.` cannot be read: is a directory".to_owned()),
        (
            &["learn", "cut.gz"],
            "`cut.gz` cannot be read: its compressed data is damaged or cut off (incomplete deflate stream)".to_owned(),
        ),
        (
            &["learn", "log"],
            "no decision of aesock is in 2 lines of 1 file: in aesock.mode=audit, aesock.log=denied has those that would be refused, and aesock.log=all all of them".to_owned(),
        ),
        (
            &["learn", "log.xz"],
            "`log.xz` is compressed by something else than gzip: xzcat log.xz | aesock ... -".to_owned(),
        ),
        (
            &["check", "--corpus", "good", "--corpus", "log.gz"],
            "`log.gz` cannot be read behind line 100001: its compressed data is damaged or cut off (unexpected end of file)".to_owned(),
        ),
        (&["top", "none"], "`none` cannot be opened: No such file or directory (os error 2)".to_owned()),
        (&["metrics", "log"], "`log` is not a file of aesock's counters, and is left as it is".to_owned()),
        (&["explain", "moon"], "there is no reason `moon`; aesock explain lists all".to_owned()),
        (
            &["man", "moon"],
            "`moon` is no command, but learn, check, top, metrics, explain, export, completions, man are".to_owned(),
        ),
    ] {
        assert_eq!(folder.run(arguments), failed(&sentence), "{arguments:?}");
    }
}

#[test]
fn a_policy_is_printed_for_the_layer_below() {
    let folder = Folder::new();
    folder.write(
        "rules",
        "allow 10.8.0.7 tcp://db.internal:5432\ndeny 93.184.216.34\n",
    );
    let asked = [
        "export",
        "systemd",
        "--rules",
        "rules",
        "--default",
        "deny",
        "--google-ranges",
        "google.json",
    ];
    folder.write(
        "google.json",
        "{\"prefixes\":[{\"ipv4Prefix\":\"8.8.8.0/24\"}]}",
    );
    let unit = "\
# Made by aesock VERSION (aesock export systemd). A second net under the extension: it knows addresses alone.
# It cannot express ports (25 and 21 stay open), names, applications, Unix sockets and what scripts do with sockets.
# It holds for both directions: add what connects to this service, such as IPAddressAllow=localhost for a server before it.
# Google's own addresses stay open, since App Engine's exceptions among them are names.
# not expressed, since it is a name: allow tcp://db.internal:5432
[Service]
IPAddressDeny=any
IPAddressAllow=8.8.4.4/32
IPAddressAllow=8.8.8.0/24
IPAddressAllow=10.8.0.7/32
IPAddressAllow=10.8.0.53/32
IPAddressAllow=64:ff9b::808:404/128
IPAddressAllow=64:ff9b::808:800/120
IPAddressAllow=64:ff9b::a08:7/128
IPAddressAllow=64:ff9b::a08:35/128
IPAddressAllow=2001:4860:4860::8844/128
IPAddressAllow=2001:4860:4860::8888/128
";
    let unit = unit.replace("VERSION", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        folder.run(&[&asked[..], &["--nameservers", "10.8.0.53"]].concat()),
        printed(&unit)
    );
    let (ruleset, ..) = folder.run(&[
        "export", "nftables", "--rules", "rules", "--user", "www-data",
    ]);
    assert!(ruleset.starts_with("#!/usr/sbin/nft -f\n"));
    let (_, complaint, status) = folder.run(&["export", "nftables"]);
    assert!(
        complaint.contains("--user <USER>") && status == 2,
        "{complaint}"
    );
    let flaw = "aesock.rules: `bad` line 1: `permit` is neither allow nor deny";
    folder.write("bad", "permit");
    assert_eq!(
        folder.run(&["export", "systemd", "--rules", "bad"]),
        failed(flaw)
    );
}

#[test]
fn the_settings_in_force_are_read_as_php_prints_them() {
    let folder = Folder::new();
    folder.write("rules", "allow 10.8.0.7\n");
    let rules = folder.path("rules").display().to_string();
    let settings = |mode: &str, development: &str| {
        format!(
            r#"{{"aesock.allow":"tcp:\/\/10.8.0.8:5432","aesock.default":"deny","aesock.deny":null,"aesock.development":"{development}",
            "aesock.mode":"{mode}","aesock.nameservers":"10.8.0.53:5353","aesock.rules":"{rules}","aesock.strict":"0"}}"#
        )
    };
    let exported = |settings: &str| {
        let (lines, complaint, status) =
            folder.run_with(settings, &["export", "systemd", "--settings", "-"]);
        assert_eq!((complaint.as_str(), status), ("", 0));
        let allowed = lines
            .lines()
            .filter(|line| line.starts_with("IPAddressAllow="));
        (
            lines.contains("IPAddressDeny=any"),
            allowed.map(str::to_owned).collect::<Vec<_>>(),
        )
    };
    let (denies_any, allowed) = exported(&settings("audit", "auto"));
    let has =
        |allowed: &[String], network: &str| allowed.contains(&format!("IPAddressAllow={network}"));
    assert!(denies_any);
    for network in ["10.8.0.7/32", "10.8.0.8/32", "10.8.0.53/32"] {
        assert!(has(&allowed, network), "{network}: {allowed:?}");
    }
    assert!(!has(&allowed, "127.0.0.0/8"), "{allowed:?}");
    assert!(has(&exported(&settings("enforce", "1")).1, "127.0.0.0/8"));
    for (target, verdict) in [
        (
            "10.8.0.7:80",
            "allow 10.8.0.7:80 reason=rule rule=10.8.0.7\n",
        ),
        (
            "93.184.216.34:80",
            "deny 93.184.216.34:80 reason=unlisted rule=-\n",
        ),
    ] {
        folder.write("settings", settings("enforce", "0"));
        let (output, ..) = folder.run(&["check", "--settings", "settings", target]);
        assert!(output.starts_with(verdict), "{output}");
    }
    for (written, sentence) in [
        (
            "{}",
            "`-`: it has no aesock.mode, so these are not the settings of aesock",
        ),
        (
            &settings("disabled", "0"),
            "`-`: aesock.mode=disabled has no policy",
        ),
        (
            &settings("enforce", "0").replace("\"deny\"", "\"denied\""),
            "`-`: aesock.default is neither allow nor deny",
        ),
        (
            "[1]",
            "`-` is not what json_encode(ini_get_all('aesock', false)) prints: invalid type: sequence, expected a map at line 1 column 0",
        ),
    ] {
        let asked = ["export", "systemd", "--settings", "-"];
        assert_eq!(folder.run_with(written, &asked), failed(sentence));
    }
    let (_, complaint, status) = folder.run(&["check", "--settings", "s", "--allow", "any", "x:1"]);
    assert!(
        complaint.contains("cannot be used with") && status == 2,
        "{complaint}"
    );
}

#[test]
fn a_line_that_was_cut_off_is_told_in_the_file() {
    let folder = Folder::new();
    folder.write(
        "error.log",
        format!("x\n{DATABASE}2026/11/30 x: \"PHP message: aesock deny tcp://10.8.0."),
    );
    let (rules, ..) = folder.run(&["learn", "error.log"]);
    let told = "\n# Not read: 1 decision cut off by whoever wrote the log, the first in error.log line 3.\n";
    assert!(rules.contains(told), "{rules}");
}

/// A file of counters, as PHP leaves it.
fn count(path: &Path) {
    let ledger = Ledger::open(path).unwrap();
    let shop = ledger.account("shop");
    shop.add(Counter::Connects, 41);
    shop.add(Counter::BytesSent, 52_345);
    shop.deny(Reason::Private);
    shop.deny(Reason::Private);
    ledger.account("blog").deny(Reason::Port25);
}

#[test]
fn a_table_and_metrics_are_made_of_a_file_of_counters() {
    let folder = Folder::new();
    let path = folder.path("usage");
    count(&path);
    let before = fs::read(&path).unwrap();
    let table = "\
2 applications, 3 denials

application   connects       /s       sent         /s   received         /s  lookups reclaims
shop                41        -        52K          -          0          -        0        0
blog                 0        -          0          -          0          -        0        0

application    denials reason
shop                 2 private
blog                 1 port-25
";
    assert_eq!(folder.run(&["top", "usage"]), printed(table));
    let (metrics, ..) = folder.run(&["metrics", "usage"]);
    for line in [
        "aesock_connects_total{application=\"shop\"} 41",
        "aesock_denials_total{application=\"blog\",reason=\"port-25\"} 1",
        "# EOF",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line}");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn metrics_are_served_as_they_are_at_that_moment() {
    let folder = Folder::new();
    count(&folder.path("usage"));
    let mut server = folder.start(&["metrics", "usage", "--listen", "127.0.0.1:0"]);
    let mut said = String::new();
    BufReader::new(server.stderr.take().unwrap())
        .read_line(&mut said)
        .unwrap();
    let address = said.trim().strip_prefix("aesock: serving http://").unwrap();
    let (address, _) = address.split_once('/').unwrap();
    let scrape = || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
            .unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    };
    let response = scrape();
    assert!(response.starts_with("HTTP/1.1 200 OK\r\nContent-Type: application/openmetrics-text;"));
    assert!(response.contains("\naesock_connects_total{application=\"shop\"} 41\n"));
    count(&folder.path("usage"));
    assert!(scrape().contains("\naesock_connects_total{application=\"shop\"} 82\n"));
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn every_command_has_a_manual_page_and_completions() {
    let folder = Folder::new();
    let (help, _, status) = folder.run(&["--help"]);
    assert!(status == 0 && help.contains("Exit status:"), "{help}");
    for command in [
        "learn",
        "check",
        "top",
        "metrics",
        "explain",
        "export",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
        let (page, complaint, status) = folder.run(&["man", command]);
        assert_eq!((complaint.as_str(), status), ("", 0));
        assert!(page.contains(&format!(".TH aesock-{command} 1")), "{page}");
        assert!(!page.contains("[default: ]"), "{page}");
    }
    assert!(folder.run(&["man"]).0.contains(".TH aesock 1"));
    for shell in ["bash", "zsh", "fish"] {
        let (completions, ..) = folder.run(&["completions", shell]);
        assert!(
            completions.contains("learn") && completions.contains("corpus"),
            "{shell}"
        );
    }
    let (_, complaint, status) = folder.run(&["teach"]);
    assert!(complaint.contains("unrecognized subcommand") && status == 2);
}

#[test]
fn whoever_reads_no_further_ends_it_without_a_complaint() {
    let folder = Folder::new();
    let mut child = folder.start(&["explain"]);
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &b""[..])
    );
}
