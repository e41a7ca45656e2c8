//! The table of cases: what runs, how often, and what is counted. Not how.

use crate::{
    echo::{ECHO, SINK, SOURCE},
    servers::{self, ADDRESS, DELAYS, HTTP, HTTPS, REDIS, TLS_ECHO},
};
use std::fmt::Display;

/// One case.
pub struct Case {
    /// `group: what`, in which `ONLY` looks.
    pub name: String,
    pub subject: Subject,
    /// How many operations make a timed run: 20 to 100 milliseconds, as that is how long two runs see the same machine.
    pub operations: usize,
    /// How many operations the smaller run makes that counts system calls and instructions; the larger one makes three times
    /// as many, and the difference counts.
    pub counted: Option<usize>,
    /// What the script is told, each `name=value`.
    pub arguments: Vec<String>,
    /// Extensions besides ext/sockets.
    pub extensions: &'static [&'static str],
    /// Whether aesock brings the functions of ext/sockets, which only stock PHP loads then.
    pub own_sockets: bool,
    /// How many rules aesock reads.
    pub rules: usize,
    /// `aesock.native`, where the case is about it: what else is stock PHP is aesock without it then.
    pub native: Option<&'static str>,
    /// The script that does the same through the proxy.
    pub proxied: Option<&'static str>,
    /// The client in Rust that does the same.
    pub limit: Option<&'static str>,
    /// Whether the chart shows it.
    pub charted: bool,
}

/// What runs.
#[derive(Clone, Copy)]
pub enum Subject {
    /// A script, which measures itself.
    Script(&'static str),
    /// A script that prints bytes of memory.
    Memory(&'static str),
    /// PHP from its start to its end.
    Start,
    /// php-fpm with one worker; an operation is a request.
    Fpm,
}

impl Case {
    /// A case that is as most are.
    fn new(name: impl Into<String>, script: &'static str, operations: usize) -> Self {
        Self {
            name: name.into(),
            subject: Subject::Script(script),
            operations,
            counted: Some(1000),
            arguments: Vec::new(),
            extensions: &[],
            own_sockets: false,
            rules: 0,
            native: None,
            proxied: None,
            limit: None,
            charted: false,
        }
    }

    fn with(mut self, name: &str, value: impl Display) -> Self {
        self.arguments.push(format!("{name}={value}"));
        self
    }

    /// Where the server is: `host` and `port`, `target`, and `url`.
    fn at(self, scheme: &str, port: u16) -> Self {
        self.with("host", ADDRESS)
            .with("port", port)
            .with("target", format_args!("{scheme}://{ADDRESS}:{port}"))
            .with("url", format_args!("{scheme}://{ADDRESS}:{port}/"))
    }

    fn loading(self, extensions: &'static [&'static str]) -> Self {
        Self { extensions, ..self }
    }

    fn with_own_sockets(self) -> Self {
        Self {
            own_sockets: true,
            ..self
        }
    }

    fn counting(self, counted: Option<usize>) -> Self {
        Self { counted, ..self }
    }

    fn rules(self, rules: usize) -> Self {
        Self { rules, ..self }
    }

    fn native(self, native: &'static str) -> Self {
        Self {
            native: Some(native),
            ..self
        }
    }

    fn proxied(self, script: &'static str) -> Self {
        Self {
            proxied: Some(script),
            ..self
        }
    }

    fn limit(self, client: &'static str) -> Self {
        Self {
            limit: Some(client),
            ..self
        }
    }

    fn charted(self) -> Self {
        Self {
            charted: true,
            ..self
        }
    }
}

/// Every case; `bulk` is how many MiB the bulk transfers move.
pub fn all(bulk: usize) -> Vec<Case> {
    let groups = [
        connect(),
        pingpong(),
        transfers(bulk),
        protocols(),
        many(),
        native(),
        process(),
    ];
    groups.into_iter().flatten().collect()
}

fn connect() -> Vec<Case> {
    let mut cases = vec![
        Case::new("connect: by address", "connect.php", 1000)
            .at("tcp", ECHO)
            .proxied("connect-proxy.php")
            .limit("connect")
            .charted(),
        Case::new(
            "connect: by address, ext/sockets",
            "connect-sockets.php",
            1000,
        )
        .at("tcp", ECHO),
        Case::new(
            "connect: by address, own sockets",
            "connect-sockets.php",
            1000,
        )
        .at("tcp", ECHO)
        .with_own_sockets(),
    ];
    for (kept, cache) in [(true, "warm"), (false, "cold")] {
        for delay in DELAYS {
            let title = format!("connect: by name, {cache} cache, DNS {delay} ms");
            let operations = if delay == 50 { 4 } else { 40 };
            let case = Case::new(title, "connect.php", operations)
                .with("host", servers::name(kept, delay))
                .with("port", ECHO);
            cases.push(match delay {
                0 => case.counting(Some(100)).charted(),
                _ => case.counting(None),
            });
        }
    }
    cases
}

fn pingpong() -> Vec<Case> {
    let mut cases = Vec::new();
    for (size, title, operations) in [
        (32, "32 B", 2000),
        (1024, "1 KiB", 2000),
        (65536, "64 KiB", 400),
    ] {
        let case = |over: &str, script| {
            Case::new(format!("pingpong: {title}, {over}"), script, operations).with("size", size)
        };
        cases.extend([
            Case {
                // Through tinyproxy 64 KiB wait 40 ms for delayed acknowledgements, which is about TCP and not about a proxy.
                proxied: (size < 65536).then_some("pingpong.php"),
                ..case("stream", "pingpong.php")
                    .at("tcp", ECHO)
                    .with("others", 0)
                    .limit("pingpong")
                    .charted()
            },
            case("TLS stream", "pingpong.php")
                .at("tls", TLS_ECHO)
                .with("others", 0),
            case("ext/sockets", "pingpong-sockets.php").at("tcp", ECHO),
            case("own sockets", "pingpong-sockets.php")
                .at("tcp", ECHO)
                .with_own_sockets(),
        ]);
    }
    cases
}

/// An operation is a MiB, and a line of 32 bytes.
fn transfers(bulk: usize) -> Vec<Case> {
    let counted = Some(16);
    vec![
        Case::new("bulk: read of a MiB", "bulk-read.php", bulk)
            .at("tcp", SOURCE)
            .counting(counted)
            .limit("bulk-read")
            .charted(),
        Case::new("bulk: write of a MiB", "bulk-write.php", bulk)
            .at("tcp", SINK)
            .counting(counted)
            .limit("bulk-write")
            .charted(),
        Case::new("bulk: while (!feof) fread, a MiB", "feof.php", 64)
            .at("tcp", SOURCE)
            .counting(counted),
        Case::new("lines: fgets of 32 B", "lines.php", 200_000)
            .at("tcp", SOURCE)
            .counting(Some(10_000))
            .limit("lines")
            .charted(),
    ]
}

fn protocols() -> Vec<Case> {
    let curl = |name, connections, operations| {
        Case::new(name, "curl.php", operations)
            .at("http", HTTP)
            .with("connections", connections)
            .loading(&["curl"])
            .proxied("curl.php")
    };
    vec![
        Case::new("http: file_get_contents", "http.php", 400)
            .at("http", HTTP)
            .proxied("http.php")
            .charted(),
        Case::new("http: file_get_contents over TLS", "http.php", 40)
            .at("https", HTTPS)
            .counting(Some(4)),
        Case::new(
            "http: one connection, fwrite + fgets",
            "http-keep-alive.php",
            1000,
        )
        .at("tcp", HTTP)
        .proxied("http-keep-alive.php"),
        curl("http: curl, a new connection each", "new", 400).charted(),
        curl("http: curl, one connection", "kept", 1000),
        Case::new("redis: get by phpredis", "redis.php", 2000)
            .at("tcp", REDIS)
            .loading(&["igbinary", "redis"])
            .charted(),
        Case::new("udp: query, stream", "udp.php", 2000)
            .at("udp", ECHO)
            .limit("udp")
            .charted(),
        Case::new("udp: query, ext/sockets", "udp-sockets.php", 2000).at("udp", ECHO),
        Case::new("udp: query, own sockets", "udp-sockets.php", 2000)
            .at("udp", ECHO)
            .with_own_sockets(),
    ]
}

fn many() -> Vec<Case> {
    let mut cases = vec![
        Case::new("select: one of 1,000 streams", "select.php", 200)
            .at("tcp", ECHO)
            .counting(Some(100))
            .charted(),
    ];
    for (count, title) in [
        (1, "1 rule"),
        (10, "10 rules"),
        (1000, "1,000 rules"),
        (100_000, "100,000 rules"),
    ] {
        let name = format!("rules: connect by address, {title}");
        cases.push(
            Case::new(name, "connect.php", 1000)
                .at("tcp", ECHO)
                .rules(count),
        );
    }
    for (others, title) in [(1, "1"), (100, "100"), (10_000, "10,000")] {
        let case = |what, script, operations| {
            Case::new(
                format!("open: {what}, {title} others open"),
                script,
                operations,
            )
            .at("tcp", ECHO)
            .with("others", others)
        };
        cases.extend([
            case("connect", "connect-open.php", 1000),
            case("pingpong", "pingpong.php", 2000).with("size", 32),
        ]);
    }
    cases
}

/// Each way of the floor under the doors, beside aesock without one. A filter cannot be counted: valgrind has none.
fn native() -> Vec<Case> {
    let mut cases = Vec::new();
    for (native, counted) in [("libraries", Some(1000)), ("all", None)] {
        let case = |what: &str, script, operations| {
            Case::new(format!("native={native}: {what}"), script, operations)
                .native(native)
                .counting(counted)
        };
        let process = |what: &str, subject| Case {
            subject,
            ..case(what, "", 5)
        };
        cases.extend([
            case("connect by address", "connect.php", 1000).at("tcp", ECHO),
            case(
                "connect by address, ext/sockets",
                "connect-sockets.php",
                1000,
            )
            .at("tcp", ECHO),
            case("connect by address, curl", "curl.php", 400)
                .at("http", HTTP)
                .with("connections", "new")
                .loading(&["curl"]),
            case("pingpong 32 B, stream", "pingpong.php", 2000)
                .at("tcp", ECHO)
                .with("size", 32)
                .with("others", 0),
            case("pingpong 32 B, ext/sockets", "pingpong-sockets.php", 2000)
                .at("tcp", ECHO)
                .with("size", 32),
            case("get by phpredis", "redis.php", 2000)
                .at("tcp", REDIS)
                .loading(&["igbinary", "redis"]),
            process("start of PHP", Subject::Start).counting(counted.map(|_| 1)),
            process("memory at rest", Subject::Memory("memory.php"))
                .with("sockets", 0)
                .counting(None),
            process(
                "memory after ten programs",
                Subject::Memory("memory-programs.php"),
            )
            .at("tcp", ECHO)
            .with("programs", 10)
            .counting(None),
        ]);
    }
    cases
}

fn process() -> Vec<Case> {
    let case = |name, subject, operations| Case {
        subject,
        ..Case::new(name, "", operations)
    };
    vec![
        case("start: PHP", Subject::Start, 5)
            .counting(Some(1))
            .charted(),
        case("start: request to php-fpm", Subject::Fpm, 1000).charted(),
        case("memory: a stream", Subject::Memory("memory.php"), 1)
            .at("tcp", ECHO)
            .with("sockets", 5000)
            .counting(None),
        case("memory: at rest", Subject::Memory("memory.php"), 1)
            .with("sockets", 0)
            .counting(None),
    ]
}
