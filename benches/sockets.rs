//! What ext/sockets costs under aesock, beside stock PHP in the same run: time, system calls and
//! instructions of one operation against an echo server on loopback.
//!
//! `PHP` and `AESOCK_MODULE` name the PHP and the built extension; `taskset`, `strace` and
//! `valgrind` are needed.

use nix::{sched, unistd::Pid};
use std::{
    env,
    io::{Read, Write},
    net::{TcpListener, TcpStream, UdpSocket},
    process::{Command, Stdio},
    thread,
};

/// A case: its name, what comes before the operations, one operation, and how many make a timed run.
struct Case {
    name: &'static str,
    before: &'static str,
    operation: &'static str,
    count: usize,
}

const CASES: &[Case] = &[
    Case {
        name: "socket_write + socket_read, 32 bytes",
        before: "$s = socket_create(AF_INET, SOCK_STREAM, SOL_TCP); socket_connect($s, '127.0.0.1', $port); $data = str_repeat('x', 32);",
        operation: "socket_write($s, $data); socket_read($s, 32);",
        count: 5_000,
    },
    Case {
        name: "socket_sendto + socket_recvfrom, 32 bytes",
        before: "$s = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP); $data = str_repeat('x', 32);",
        operation: "socket_sendto($s, $data, 32, 0, '127.0.0.1', $port); socket_recvfrom($s, $b, 32, 0, $a, $p);",
        count: 5_000,
    },
    Case {
        name: "socket_create, socket_connect by address, socket_close",
        before: "",
        operation: "$s = socket_create(AF_INET, SOCK_STREAM, SOL_TCP); socket_connect($s, '127.0.0.1', $port); socket_close($s);",
        count: 1_000,
    },
];

/// How often stock and aesock take turns.
const TURNS: usize = 15;
/// How many operations the counting runs differ by.
const COUNTED: usize = 100;
/// Clients run on the first CPU, the server on the second.
const CLIENT_CPU: usize = 0;

#[derive(Clone, Copy)]
enum Php {
    Stock,
    Aesock,
}

fn main() {
    let cpus = thread::available_parallelism().map_or(1, usize::from);
    pin(CLIENT_CPU + usize::from(cpus > 1));
    let port = serve();
    println!(
        "{:<56}{:>9}{:>9}{:>7}{:>14}{:>16}",
        "", "stock ns", "aesock ns", "ratio", "system calls", "instructions"
    );
    for case in CASES {
        let (mut stock, mut aesock) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            stock.push(case.time(Php::Stock, port));
            aesock.push(case.time(Php::Aesock, port));
        }
        let ratios = stock
            .iter()
            .zip(&aesock)
            .map(|(stock, aesock)| aesock / stock);
        let ratio = median(ratios.collect());
        let calls = [Php::Stock, Php::Aesock].map(|php| case.count(php, port, system_calls));
        let instructions = [Php::Stock, Php::Aesock].map(|php| case.count(php, port, instructions));
        println!(
            "{:<56}{:>9.0}{:>9.0}{ratio:>7.3}{:>14}{:>16}",
            case.name,
            median(stock),
            median(aesock),
            format!("{:.1} {:.1}", calls[0], calls[1]),
            format!("{:.0} {:.0}", instructions[0], instructions[1]),
        );
    }
}

impl Case {
    /// Nanoseconds an operation takes.
    fn time(&self, php: Php, port: u16) -> f64 {
        let output = self.run(php, port, self.count, &[]).stdout;
        String::from_utf8_lossy(&output)
            .trim()
            .parse()
            .unwrap_or_else(|_| panic!("{}: {}", self.name, String::from_utf8_lossy(&output)))
    }

    /// What `counter` counts in one operation: the difference of two runs.
    fn count(&self, php: Php, port: u16, counter: fn(&Self, Php, u16, usize) -> f64) -> f64 {
        let (few, many) = (
            counter(self, php, port, COUNTED),
            counter(self, php, port, 2 * COUNTED),
        );
        (many - few) / COUNTED as f64
    }

    /// Runs `count` operations in a PHP of its own, under `tool`, which prints the time of one.
    fn run(&self, php: Php, port: u16, count: usize, tool: &[&str]) -> std::process::Output {
        let cpu = CLIENT_CPU.to_string();
        let code = format!(
            "$port = {port}; {} $start = hrtime(true); for ($i = 0; $i < {count}; $i++) {{ {} }} echo (hrtime(true) - $start) / {count};",
            self.before, self.operation
        );
        let mut command = Command::new("taskset");
        command.args(["-c", &cpu]).args(tool);
        command.arg(env::var_os("PHP").unwrap_or("php".into()));
        command.args(["-n", "-d", "extension=sockets"]);
        if matches!(php, Php::Aesock) {
            let module = env::var("AESOCK_MODULE").expect("AESOCK_MODULE names the extension");
            command.args(["-d", &format!("extension={module}")]);
            command.args(["-d", "aesock.allow=127.0.0.1"]);
        }
        let output = command
            .args(["-r", &code])
            .stdin(Stdio::null())
            .output()
            .expect("taskset is there");
        assert!(
            output.status.success(),
            "{}: {}",
            self.name,
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }
}

fn system_calls(case: &Case, php: Php, port: u16, count: usize) -> f64 {
    let traced = case.run(php, port, count, &["strace", "-f", "-qq"]);
    // Each call is a line; PHP itself prints no error.
    traced.stderr.iter().filter(|&&byte| byte == b'\n').count() as f64
}

fn instructions(case: &Case, php: Php, port: u16, count: usize) -> f64 {
    let tool = [
        "valgrind",
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
    ];
    let report = case.run(php, port, count, &tool).stderr;
    let report = String::from_utf8_lossy(&report);
    let total = report
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    total
        .and_then(|(_, total)| total.trim().parse().ok())
        .unwrap_or_else(|| panic!("callgrind counts nothing: {report}"))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn pin(cpu: usize) {
    let mut cpus = sched::CpuSet::new();
    cpus.set(cpu).expect("the machine has this CPU");
    sched::sched_setaffinity(Pid::from_raw(0), &cpus).expect("a process may choose its CPU");
}

/// Echoes what comes over TCP and UDP at the port.
fn serve() -> u16 {
    let tcp = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
    let address = tcp.local_addr().expect("it is bound");
    let udp = UdpSocket::bind(address).expect("the port is free for UDP too");
    thread::spawn(move || {
        let mut data = [0; 65536];
        while let Ok((length, peer)) = udp.recv_from(&mut data) {
            let _ = udp.send_to(&data[..length], peer);
        }
    });
    thread::spawn(move || {
        for stream in tcp.incoming().flatten() {
            thread::spawn(move || echo(stream));
        }
    });
    address.port()
}

fn echo(mut stream: TcpStream) {
    let _ = stream.set_nodelay(true);
    let mut data = [0; 65536];
    while let Ok(length @ 1..) = stream.read(&mut data) {
        if stream.write_all(&data[..length]).is_err() {
            return;
        }
    }
}
