//! The limit: what a client in Rust without a policy takes for the same. One function a kind of case.

use crate::arguments::Arguments;
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream, UdpSocket},
    time::{Duration, Instant},
};

type Client = fn(&Arguments) -> io::Result<Duration>;

/// The kinds by name.
const CLIENTS: &[(&str, Client)] = &[
    ("connect", connect),
    ("pingpong", pingpong),
    ("bulk-read", bulk_read),
    ("bulk-write", bulk_write),
    ("lines", lines),
    ("udp", udp),
];

/// Prints nanoseconds an operation.
pub fn run(kind: &str, arguments: &Arguments) {
    let (_, client) = CLIENTS
        .iter()
        .find(|(name, _)| *name == kind)
        .unwrap_or_else(|| panic!("no client is called {kind}"));
    let taken = client(arguments).unwrap_or_else(|error| panic!("{kind}: {error}"));
    println!(
        "{:.1}",
        taken.as_nanos() as f64 / arguments.number("operations") as f64
    );
}

fn address(arguments: &Arguments) -> SocketAddr {
    let text = format!("{}:{}", arguments.text("host"), arguments.text("port"));
    text.parse().expect("an address and a port")
}

fn connect(arguments: &Arguments) -> io::Result<Duration> {
    let (address, begin) = (address(arguments), Instant::now());
    for _ in 0..arguments.number("operations") {
        TcpStream::connect(address)?;
    }
    Ok(begin.elapsed())
}

fn pingpong(arguments: &Arguments) -> io::Result<Duration> {
    let mut stream = TcpStream::connect(address(arguments))?;
    let mut data = vec![b'x'; arguments.number("size")];
    let begin = Instant::now();
    for _ in 0..arguments.number("operations") {
        stream.write_all(&data)?;
        stream.read_exact(&mut data)?;
    }
    Ok(begin.elapsed())
}

fn bulk_read(arguments: &Arguments) -> io::Result<Duration> {
    let mut stream = TcpStream::connect(address(arguments))?;
    writeln!(stream, "{}", arguments.number("operations") << 20)?;
    let (mut data, begin) = (vec![0; 65536], Instant::now());
    while stream.read(&mut data)? > 0 {}
    Ok(begin.elapsed())
}

fn bulk_write(arguments: &Arguments) -> io::Result<Duration> {
    let mut stream = TcpStream::connect(address(arguments))?;
    let (data, begin) = (vec![b'x'; 65536], Instant::now());
    for _ in 0..arguments.number("operations") << 4 {
        stream.write_all(&data)?;
    }
    stream.shutdown(Shutdown::Write)?;
    let _ = stream.read(&mut [0])?;
    Ok(begin.elapsed())
}

fn lines(arguments: &Arguments) -> io::Result<Duration> {
    let mut stream = TcpStream::connect(address(arguments))?;
    let operations = arguments.number("operations");
    writeln!(stream, "{}", operations * 32)?;
    let (mut reader, mut line, begin) = (BufReader::new(stream), String::new(), Instant::now());
    for _ in 0..operations {
        line.clear();
        reader.read_line(&mut line)?;
    }
    Ok(begin.elapsed())
}

fn udp(arguments: &Arguments) -> io::Result<Duration> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(address(arguments))?;
    let (mut data, begin) = ([b'x'; 32], Instant::now());
    for _ in 0..arguments.number("operations") {
        socket.send(&data)?;
        socket.recv(&mut data)?;
    }
    Ok(begin.elapsed())
}
