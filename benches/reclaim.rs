//! What it takes to reclaim 10,000 idle connections at once, beside as many bare shutdown(2) calls
//! in the same run. Rounds of both take turns; the medians are compared.

use aesock::core::{
    lease::{ApplicationId, Closing, Leases, OperationKind, Owner, Receiving, Terms, Traffic},
    target::Transport,
    usage::Ledger,
};
use nix::sys::{
    resource::{Resource, getrlimit, setrlimit},
    socket::{Shutdown, shutdown},
};
use std::{
    env,
    io::{self, BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::fd::AsRawFd,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const SOCKETS: usize = 10_000;
const BATCH: usize = 100;
const ROUNDS: usize = 9;
const IDLE: Duration = Duration::from_millis(50);

/// What tells the process that it has the other ends of the connections.
const OTHER_END: &str = "AESOCK_OTHER_END";

fn main() {
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE).expect("a limit");
    let needed = SOCKETS as u64 + 100;
    assert!(hard >= needed, "{needed} descriptors are needed: ulimit -n");
    setrlimit(Resource::RLIMIT_NOFILE, hard, hard).expect("the hard limit may be used");
    if env::var_os(OTHER_END).is_some() {
        return hold();
    }
    let mut other = OtherEnd::start();
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        times[0].push(other.round(bare));
        times[1].push(other.round(reclaim));
    }
    other.end();
    let [bare, reclaim] = times.map(median);
    println!("{SOCKETS} idle TCP connections, medians of {ROUNDS} rounds");
    println!("shutdown(2) alone  {bare:8.2?}");
    println!(
        "reclaimed          {reclaim:8.2?}  {:.2} times as long",
        reclaim.as_secs_f64() / bare.as_secs_f64()
    );
}

/// The process that has the other ends.
struct OtherEnd {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl OtherEnd {
    fn start() -> Self {
        let mut child = Command::new(env::current_exe().expect("this program"))
            .env(OTHER_END, "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program again");
        Self {
            input: child.stdin.take().expect("a pipe"),
            output: BufReader::new(child.stdout.take().expect("a pipe")),
            process: child,
        }
    }

    /// The time that `end` takes for new connections.
    fn round(&mut self, end: fn(&[TcpStream]) -> Duration) -> Duration {
        self.say("begin");
        let address: SocketAddr = line(&mut self.output).parse().expect("an address");
        let connect = |_| TcpStream::connect(address).expect("a connection");
        let mut sockets = Vec::new();
        // No more at once than wait to be accepted.
        while sockets.len() < SOCKETS {
            sockets.extend((0..BATCH).map(connect));
            assert_eq!(line(&mut self.output), "accepted");
        }
        let time = end(&sockets);
        drop(sockets);
        self.say("over");
        time
    }

    fn say(&mut self, word: &str) {
        writeln!(self.input, "{word}").expect("the other process is there");
    }

    fn end(mut self) {
        drop(self.input);
        self.process.wait().expect("the other process ends");
    }
}

/// Accepts the connections of each round that is asked for, at a port of its own, and keeps them
/// until it is over.
fn hold() {
    let mut input = io::stdin().lock();
    while !line(&mut input).is_empty() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        println!("{}", listener.local_addr().expect("an address"));
        let accept = |_| listener.accept().expect("a connection").0;
        let mut held = Vec::new();
        while held.len() < SOCKETS {
            held.extend((0..BATCH).map(accept));
            println!("accepted");
        }
        line(&mut input);
    }
}

fn line(input: &mut impl BufRead) -> String {
    let mut line = String::new();
    input.read_line(&mut line).expect("text");
    line.trim_end().to_owned()
}

fn bare(sockets: &[TcpStream]) -> Duration {
    thread::sleep(IDLE);
    let start = Instant::now();
    for socket in sockets {
        shutdown(socket.as_raw_fd(), Shutdown::Both).expect("a connection");
    }
    start.elapsed()
}

fn reclaim(sockets: &[TcpStream]) -> Duration {
    let account = Ledger::anonymous().expect("memory").account("bench");
    let terms = Terms {
        owner: Owner {
            application: ApplicationId(0),
            account,
        },
        transport: Some(Transport::Tcp),
        peer: None,
        traffic: Traffic::Seen,
        receiving: Receiving::Native,
        closing: Closing::Told,
        idle: Some(IDLE),
    };
    let mut leases = Leases::new();
    for socket in sockets {
        leases.grant(socket.as_raw_fd(), terms, Duration::ZERO);
    }
    thread::sleep(IDLE);
    let start = Instant::now();
    leases.sweep(IDLE);
    let time = start.elapsed();
    assert!(
        sockets.iter().all(|socket| leases
            .begin(
                socket.as_raw_fd(),
                OperationKind::Other,
                ApplicationId(0),
                IDLE
            )
            .is_err()),
        "all are reclaimed"
    );
    time
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
