//! The event-driven server that the clients talk to: one thread, epoll, four services. Not HTTP, TLS or DNS.

use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags, EpollTimeout};
use std::{
    collections::HashMap,
    io::{self, ErrorKind, Read, Write},
    net::{IpAddr, Shutdown, TcpListener, TcpStream, UdpSocket},
    os::fd::{AsFd, AsRawFd},
    sync::LazyLock,
    thread,
};

/// What a connection to a port is for.
#[derive(Clone, Copy)]
enum Service {
    /// What comes goes back.
    Echo,
    /// Sends as many bytes as the decimal number of the first line says, in lines of 32, then its end.
    Source,
    /// Takes what comes, and ends when the client does.
    Sink,
}

/// Echo, over TCP and UDP.
pub const ECHO: u16 = 7100;
/// Lines of 32 bytes.
pub const SOURCE: u16 = 7101;
/// Takes all.
pub const SINK: u16 = 7102;

const SERVICES: [(u16, Service); 3] = [
    (ECHO, Service::Echo),
    (SOURCE, Service::Source),
    (SINK, Service::Sink),
];

const LINE: &[u8; 32] = b"0123456789 0123456789 012345678\n";
const BUFFER: usize = 65536;
static LINES: LazyLock<Vec<u8>> = LazyLock::new(|| LINE.repeat(2 * BUFFER / LINE.len()));

/// Serves at an address, in a thread of its own, until the process ends. The ports listen when it returns.
pub fn serve(address: IpAddr) -> io::Result<()> {
    let mut server = Server::new(address)?;
    thread::spawn(move || server.run().expect("epoll works"));
    Ok(())
}

enum Source {
    Listener(TcpListener, Service),
    Connection(Connection),
    Datagrams(UdpSocket),
}

struct Server {
    epoll: Epoll,
    sources: HashMap<u64, Source>,
    buffer: Vec<u8>,
}

impl Server {
    fn new(address: IpAddr) -> io::Result<Self> {
        let mut server = Self {
            epoll: Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?,
            sources: HashMap::new(),
            buffer: vec![0; BUFFER],
        };
        for (port, service) in SERVICES {
            let listener = socket2::Socket::new(
                socket2::Domain::for_address((address, port).into()),
                socket2::Type::STREAM,
                None,
            )?;
            listener.bind(&std::net::SocketAddr::new(address, port).into())?;
            listener.listen(4096)?;
            listener.set_nonblocking(true)?;
            server.watch(Source::Listener(listener.into(), service))?;
        }
        let datagrams = UdpSocket::bind((address, ECHO))?;
        datagrams.set_nonblocking(true)?;
        server.watch(Source::Datagrams(datagrams))?;
        Ok(server)
    }

    fn watch(&mut self, source: Source) -> io::Result<()> {
        let fd = match &source {
            Source::Listener(listener, _) => listener.as_fd(),
            Source::Connection(connection) => connection.stream.as_fd(),
            Source::Datagrams(socket) => socket.as_fd(),
        };
        let key = fd.as_raw_fd() as u64;
        self.epoll
            .add(fd, EpollEvent::new(EpollFlags::EPOLLIN, key))?;
        self.sources.insert(key, source);
        Ok(())
    }

    fn run(&mut self) -> io::Result<()> {
        let mut events = [EpollEvent::empty(); 64];
        loop {
            let count = match self.epoll.wait(&mut events, EpollTimeout::NONE) {
                Ok(count) => count,
                Err(nix::errno::Errno::EINTR) => continue,
                Err(error) => return Err(error.into()),
            };
            for event in &events[..count] {
                self.ready(event.data())?;
            }
        }
    }

    fn ready(&mut self, key: u64) -> io::Result<()> {
        match self.sources.get_mut(&key) {
            Some(Source::Listener(listener, service)) => {
                let (listener, service) = (listener.try_clone()?, *service);
                while let Ok((stream, _)) = listener.accept() {
                    self.watch(Source::Connection(Connection::new(stream, service)?))?;
                }
            }
            Some(Source::Datagrams(socket)) => {
                while let Ok((length, peer)) = socket.recv_from(&mut self.buffer) {
                    let _ = socket.send_to(&self.buffer[..length], peer);
                }
            }
            Some(Source::Connection(connection)) => match connection.advance(&mut self.buffer) {
                Ok(interest) => {
                    let mut event = EpollEvent::new(interest, key);
                    if connection.interest != interest {
                        connection.interest = interest;
                        self.epoll.modify(&connection.stream, &mut event)?;
                    }
                }
                // Ended, by the client or by an error: its socket closes here.
                Err(_) => drop(self.sources.remove(&key)),
            },
            None => {}
        }
        Ok(())
    }
}

struct Connection {
    stream: TcpStream,
    service: Service,
    interest: EpollFlags,
    /// What is to go back before anything is read.
    unsent: Vec<u8>,
    /// How many bytes of lines are to be sent, and how many were.
    owed: usize,
    sent: usize,
}

impl Connection {
    fn new(stream: TcpStream, service: Service) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            service,
            interest: EpollFlags::EPOLLIN,
            unsent: Vec::new(),
            owed: 0,
            sent: 0,
        })
    }

    /// Does what can be done now, and tells what to wait for; an error is the end.
    fn advance(&mut self, buffer: &mut [u8]) -> io::Result<EpollFlags> {
        loop {
            if !self.flush()? {
                return Ok(EpollFlags::EPOLLOUT);
            }
            let length = match self.stream.read(buffer) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    return Ok(EpollFlags::EPOLLIN);
                }
                result => result?,
            };
            match self.service {
                Service::Echo => self.unsent.extend_from_slice(&buffer[..length]),
                Service::Source => self.owed = number(&buffer[..length])?,
                Service::Sink => {}
            }
            if length < buffer.len() && self.flush()? {
                return Ok(EpollFlags::EPOLLIN);
            }
        }
    }

    /// Whether all is sent.
    fn flush(&mut self) -> io::Result<bool> {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(length) => drop(self.unsent.drain(..length)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        while self.owed > 0 {
            let lines = &LINES[self.sent % LINE.len()..];
            match self.stream.write(&lines[..self.owed.min(BUFFER)]) {
                Ok(length) => (self.owed, self.sent) = (self.owed - length, self.sent + length),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
            if self.owed == 0 {
                self.stream.shutdown(Shutdown::Write)?;
            }
        }
        Ok(true)
    }
}

fn number(line: &[u8]) -> io::Result<usize> {
    let text = str::from_utf8(line).map_err(io::Error::other)?;
    text.trim().parse().map_err(io::Error::other)
}
