//! Requests to php-fpm, by a FastCGI client of its own (FastCGI 1.0, sections 3.3 and 8). Not what a request does.

use crate::arguments::Arguments;
use nix::{sys::signal, unistd::Pid};
use std::{
    fs,
    io::{self, Read, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

const BEGIN_REQUEST: u8 = 1;
const END_REQUEST: u8 = 3;
const PARAMS: u8 = 4;
const STDIN: u8 = 5;
const RESPONDER_KEEPS_CONNECTION: &[u8] = &[0, 1, 1, 0, 0, 0, 0, 0];

/// Starts php-fpm with one worker by `command`, which lacks only the configuration, and asks it for `script`. Prints
/// nanoseconds a request.
pub fn run(arguments: &Arguments, command: &[&str]) {
    let mut server = Server::start(Path::new(arguments.text("directory")), command);
    let (operations, begin) = (arguments.number("operations"), Instant::now());
    for _ in 0..operations {
        server
            .get(arguments.text("script"))
            .expect("php-fpm answers");
    }
    let taken = begin.elapsed();
    server.stop();
    println!("{:.1}", taken.as_nanos() as f64 / operations as f64);
}

struct Server {
    process: Child,
    pid_file: PathBuf,
    stream: UnixStream,
}

impl Server {
    fn start(directory: &Path, command: &[&str]) -> Self {
        // Each run has names of its own, so that none meets what another left.
        let own = |name| directory.join(format!("fpm-{}.{name}", std::process::id()));
        let [conf, pid_file, socket, log] = ["conf", "pid", "sock", "log"].map(own);
        let text = format!(
            "[global]\npid = {}\nerror_log = {}\n[www]\nlisten = {}\nuser = root\ngroup = root\npm = static\npm.max_children = 1\n",
            pid_file.display(),
            log.display(),
            socket.display(),
        );
        fs::write(&conf, text).expect("the lab's directory");
        let process = Command::new(command[0])
            .args(&command[1..])
            .args(["-y", conf.to_str().expect("a plain name"), "-F", "-R"])
            .spawn()
            .expect("php-fpm starts");
        let deadline = Instant::now() + Duration::from_secs(30);
        let stream = loop {
            match UnixStream::connect(&socket) {
                Ok(stream) => break stream,
                Err(error) => assert!(
                    Instant::now() < deadline,
                    "php-fpm does not listen: {error}"
                ),
            }
            thread::sleep(Duration::from_millis(10));
        };
        Self {
            process,
            pid_file,
            stream,
        }
    }

    fn get(&mut self, script: &str) -> io::Result<()> {
        let parameters: Vec<u8> = [
            ("SCRIPT_FILENAME", script),
            ("SCRIPT_NAME", "/"),
            ("REQUEST_METHOD", "GET"),
            ("SERVER_PROTOCOL", "HTTP/1.1"),
        ]
        .iter()
        .flat_map(|(name, value)| parameter(name, value))
        .collect();
        let records = [
            (BEGIN_REQUEST, RESPONDER_KEEPS_CONNECTION),
            (PARAMS, &parameters),
            (PARAMS, &[]),
            (STDIN, &[]),
        ];
        let request: Vec<u8> = records
            .iter()
            .flat_map(|(kind, content)| record(*kind, content))
            .collect();
        self.stream.write_all(&request)?;
        let mut header = [0; 8];
        loop {
            self.stream.read_exact(&mut header)?;
            let length = u16::from_be_bytes([header[4], header[5]]) + u16::from(header[6]);
            io::copy(&mut (&self.stream).take(length.into()), &mut io::sink())?;
            if header[1] == END_REQUEST {
                return Ok(());
            }
        }
    }

    /// By a signal to the master, as `command` may be a tool that runs it.
    fn stop(mut self) {
        let pid = fs::read_to_string(&self.pid_file).expect("php-fpm has written its pid");
        let pid = Pid::from_raw(pid.trim().parse().expect("a number"));
        signal::kill(pid, signal::Signal::SIGQUIT).expect("php-fpm runs");
        assert!(
            self.process.wait().is_ok_and(|status| status.success()),
            "php-fpm failed"
        );
    }
}

fn record(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("short content");
    let [high, low] = length.to_be_bytes();
    [&[1, kind, 0, 1, high, low, 0, 0], content].concat()
}

fn parameter(name: &str, value: &str) -> Vec<u8> {
    let length = |text: &str| u8::try_from(text.len()).expect("a short parameter");
    let mut bytes = vec![length(name), length(value)];
    bytes.extend([name.as_bytes(), value.as_bytes()].concat());
    bytes
}
