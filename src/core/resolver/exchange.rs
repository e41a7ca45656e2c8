//! Questions on their way to name servers and back: over one UDP socket for each server, all of them at
//! once, and over TCP what does not fit. What is asked for, and what an answer means for a name, is not
//! its matter.
//!
//! # Design
//! As with the dialler, sockets are socket2's and the waiting is poll(2): a lookup of one name makes one
//! socket, sends two questions over it, and waits for two answers. Nothing of it outlives the lookup. The
//! strategy is glibc's (res_send.c): servers in their order, the next one after a failure, all of
//! them again for each attempt.
//!
//! An answer counts if it came from the server (the socket is connected, so the kernel drops what others
//! send), by the id of the question, and for its name, type and class. Ids are random, and so is the
//! port, which the kernel chooses anew for each lookup. Letters in mixed case (0x20) would add little to
//! that, and cost what some servers do that change them; cookies (RFC 7873) would have to be kept.

use super::{
    message::{self, Edns, Message, Reply},
    outcome::{Failed, Outcome},
    query::Query,
    system::{Carrier, Plain, Settings},
};
use crate::core::{
    host::{fork, origin},
    socket::{
        connect::{Options, Tuning, Wait, dial, remaining, wait_for},
        descriptor::above_stdio,
        own_call,
    },
    target::Transport,
};
use nix::{
    errno::Errno,
    poll::{PollFd, PollFlags, poll},
    sys::socket::{setsockopt, sockopt},
};
use socket2::{Domain, Socket, Type};
use std::{
    hash::{BuildHasher, Hasher, RandomState},
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    os::fd::AsFd,
    time::{Duration, Instant, SystemTime},
};

/// How many questions are under way at the same time.
const AT_ONCE: usize = 64;

/// How long a server may be silent before its questions are sent once more, without EDNS: the question
/// may be lost, or be one of those that something on the way does not let through.
const SILENCE: Duration = Duration::from_secs(2);

/// How long answers by UDP are waited for while there is something to ask by TCP, which is blocking: most
/// are there at once, and may have to be asked for by TCP, too.
const LULL: Duration = Duration::from_millis(50);

/// The longest message.
const LONGEST: usize = 65535;

/// Room for a message by UDP, three times what is asked for. A longer one is asked for by TCP.
const ROOM: usize = 4096;

/// A question to the servers in turn.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) query: Query,
    pub(super) state: State,
    id: u16,
    /// How many times a server was given up.
    step: usize,
    edns: Edns,
    /// When the server is given up, or asked without EDNS.
    due: Instant,
}

/// How far a question is.
#[derive(Debug)]
pub(super) enum State {
    /// It waits for another one.
    Held,
    /// It waits to be sent.
    Unsent,
    /// It is under way.
    Sent,
    /// It is to be put by TCP.
    Truncated,
    /// The server did not do its work.
    Refused,
    /// The answer.
    Done(Outcome),
}

impl Question {
    pub(super) fn new(query: Query, state: State, id: u16) -> Self {
        Self {
            query,
            state,
            id,
            step: 0,
            edns: Edns::Asked,
            due: Instant::now(),
        }
    }

    /// Whether it still occupies a server that `other` does, or one before.
    pub(super) fn is_as_far_as(&self, other: &Self) -> bool {
        matches!(self.state, State::Sent | State::Unsent | State::Truncated)
            && self.step <= other.step
    }

    /// Whether the server that `other` was put to last, or one behind that, failed for it or was silent.
    pub(super) fn was_given_up_by_the_server_of(&self, other: &Self) -> bool {
        match self.state {
            State::Refused => self.step >= other.step,
            State::Unsent => self.step > other.step,
            _ => false,
        }
    }

    /// The answer, once there is one.
    pub(super) fn outcome(&self) -> Option<&Outcome> {
        match &self.state {
            State::Done(outcome) => Some(outcome),
            _ => None,
        }
    }

    fn is(&self, state: fn(&State) -> bool) -> bool {
        state(&self.state)
    }
}

/// The servers of one lookup, with the sockets to them and the time that there is.
pub(super) struct Exchange<'a> {
    settings: &'a Settings,
    servers: Vec<Server>,
    plain: &'a mut Plain,
    deadline: Instant,
    buffer: &'a mut Vec<u8>,
    /// Whether a socket showed that this is the network that the servers are in.
    is_at_home: bool,
    /// How many questions were put, one for each name, family and server.
    pub(super) asked: u64,
    /// Whether a socket could not be made.
    pub(super) lacked_a_socket: bool,
}

struct Server {
    address: SocketAddr,
    socket: Option<Socket>,
}

impl<'a> Exchange<'a> {
    /// With the servers of `settings`, of which number `first` comes first, until `deadline`. EDNS is kept
    /// from those that are `plain`; `buffer` is room for messages.
    pub(super) fn new(
        settings: &'a Settings,
        first: usize,
        deadline: Instant,
        plain: &'a mut Plain,
        buffer: &'a mut Vec<u8>,
    ) -> Self {
        let server = |&address| Server {
            address,
            socket: None,
        };
        let mut servers: Vec<_> = settings.servers.iter().map(server).collect();
        let first = first.checked_rem(servers.len()).unwrap_or(0);
        servers.rotate_left(first);
        Self {
            settings,
            servers,
            plain,
            deadline,
            buffer,
            is_at_home: false,
            asked: 0,
            lacked_a_socket: false,
        }
    }

    /// Brings `questions`, none of which is done, a step further: sends what is to be sent, and waits
    /// for the next answer.
    pub(super) fn step(&mut self, questions: &mut [&mut Question]) {
        if Instant::now() >= self.deadline {
            self.end(questions);
            return;
        }
        let mut under_way = questions.iter().filter(|one| one.is(is_sent)).count();
        for question in &mut *questions {
            if question.is(is_unsent) && under_way < AT_ONCE {
                self.send(question);
                under_way += usize::from(question.is(is_sent));
            }
        }
        if self.gives_up_what_is_lost(questions) {
            return;
        }
        let waits_for_tcp = questions.iter().any(|one| one.is(is_truncated));
        let is_quiet = match (under_way, waits_for_tcp) {
            (0, _) => true,
            (_, true) => !self.receive(questions, Instant::now() + LULL),
            (_, false) => {
                self.receive(questions, self.deadline);
                false
            }
        };
        if is_quiet {
            self.ask_by_tcp(questions);
        }
    }

    /// Takes what was answered while a server was asked by TCP; all else comes too late.
    fn end(&mut self, questions: &mut [&mut Question]) {
        for _ in 0..questions.len() {
            if !matches!(self.take_next(questions, self.deadline), Ok(true)) {
                break;
            }
        }
        for question in questions {
            if question.outcome().is_none() {
                question.state = State::Done(Err(Failed::TEMPORARY));
            }
        }
    }

    /// Gives up questions whose socket is gone. Whether there are any.
    fn gives_up_what_is_lost(&self, questions: &mut [&mut Question]) -> bool {
        let is_lost = |question: &Question| {
            let is_open = || self.servers[self.server(question)].socket.is_some();
            question.is(is_sent) && !is_open()
        };
        let lost = questions.iter_mut().filter(|question| is_lost(question));
        lost.map(|question| self.give_up(question)).count() > 0
    }

    /// Has `question` wait for the next server, as many as there are and as often as they are asked.
    pub(super) fn give_up(&self, question: &mut Question) {
        question.step += 1;
        let steps = self.servers.len() * self.settings.attempts;
        question.state = if question.step < steps {
            State::Unsent
        } else {
            State::Done(Err(Failed::TEMPORARY))
        };
    }

    /// Gives up the sockets, so that the next question goes from another port.
    pub(super) fn reopen(&mut self) {
        for server in &mut self.servers {
            server.socket = None;
        }
    }

    /// The server that a question is at.
    fn server(&self, question: &Question) -> usize {
        question.step % self.servers.len()
    }

    fn send(&mut self, question: &mut Question) {
        if self.servers.is_empty() {
            question.state = State::Done(Err(Failed::TEMPORARY));
            return;
        }
        self.asked += 1;
        if self.settings.carrier == Carrier::Tcp {
            question.state = State::Truncated;
            return;
        }
        let address = self.servers[self.server(question)].address;
        question.edns = match self.plain.contains(&address) {
            true => Edns::Plain,
            false => Edns::Asked,
        };
        self.put(question);
    }

    /// Sends `question` to its server, as it is.
    fn put(&mut self, question: &mut Question) {
        let number = self.server(question);
        let message = message::question(question.id, &question.query, question.edns);
        let sent = self
            .socket(number)
            .and_then(|socket| socket.send(&message).map(drop));
        match sent {
            Ok(()) => {
                let patience = match question.edns {
                    Edns::Asked => self.silence(),
                    Edns::Plain => self.settings.share,
                };
                question.due = Instant::now() + patience;
                question.state = State::Sent;
            }
            Err(_) => {
                self.servers[number].socket = None;
                self.give_up(question);
            }
        }
    }

    /// How long a server may be silent before it is asked without EDNS.
    fn silence(&self) -> Duration {
        SILENCE.min(self.settings.share / 2)
    }

    /// The socket to a server.
    fn socket(&mut self, number: usize) -> io::Result<&Socket> {
        let server = &mut self.servers[number];
        if server.socket.is_none() {
            let made = udp_socket(server.address);
            self.lacked_a_socket |= made.as_ref().is_err_and(|failure| failure.lacks_a_socket);
            let made = made.map_err(|failure| failure.error)?;
            if !self.is_at_home {
                origin::check_network(made.as_fd())?;
                self.is_at_home = true;
            }
            server.socket = Some(made);
        }
        server
            .socket
            .as_ref()
            .ok_or(io::ErrorKind::NotConnected.into())
    }

    /// Waits for the next answers, by UDP, until then or until a server has been silent for too long.
    /// Whether there are any.
    fn receive(&mut self, questions: &mut [&mut Question], until: Instant) -> bool {
        let sent = questions.iter().filter(|question| question.is(is_sent));
        let due = sent.map(|question| question.due).min();
        let until = due.unwrap_or(self.deadline).min(self.deadline).min(until);
        let Ok(is_received) = self.take_next(questions, until) else {
            for question in questions {
                question.state = State::Done(Err(Failed::TEMPORARY));
            }
            return false;
        };
        let now = Instant::now();
        for question in questions.iter_mut().filter(|one| one.is(is_sent)) {
            if now < question.due {
                continue;
            }
            if question.edns == Edns::Asked {
                question.edns = Edns::Plain;
                self.put(question);
                question.due = now + self.settings.share.saturating_sub(self.silence());
            } else {
                self.give_up(question);
            }
        }
        is_received
    }

    /// Takes the next messages, if there are any by `until`. Whether there are.
    fn take_next(
        &mut self,
        questions: &mut [&mut Question],
        until: Instant,
    ) -> Result<bool, Errno> {
        let readable = match self.only_open() {
            Some(number) => {
                if self.is_readable(number, until)? {
                    self.take(number, questions);
                    return Ok(true);
                }
                return Ok(false);
            }
            None => self.readable(until)?,
        };
        for &number in &readable {
            self.take(number, questions);
        }
        Ok(!readable.is_empty())
    }

    /// The only server that has a socket, as in most lookups.
    fn only_open(&self) -> Option<usize> {
        let mut open = (0..self.servers.len()).filter(|&one| self.servers[one].socket.is_some());
        open.next().filter(|_| open.next().is_none())
    }

    /// Whether the socket to a server has something to read, by `until`.
    fn is_readable(&self, number: usize, until: Instant) -> Result<bool, Errno> {
        let Some(socket) = &self.servers[number].socket else {
            return Ok(false);
        };
        let left = remaining(Some(until), Instant::now());
        match poll(&mut [PollFd::new(socket.as_fd(), PollFlags::POLLIN)], left) {
            Ok(ready) => Ok(ready > 0),
            Err(Errno::EINTR) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The servers whose sockets have something to read, at `until` none.
    fn readable(&self, until: Instant) -> Result<Vec<usize>, Errno> {
        let open = || {
            let servers = self.servers.iter().enumerate();
            servers.filter_map(|(number, server)| Some((number, server.socket.as_ref()?)))
        };
        let mut descriptors: Vec<_> = open()
            .map(|(_, socket)| PollFd::new(socket.as_fd(), PollFlags::POLLIN))
            .collect();
        let left = remaining(Some(until), Instant::now());
        match poll(&mut descriptors, left) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(error) => return Err(error),
        }
        let is_ready = |descriptor: &PollFd<'_>| descriptor.any() == Some(true);
        let ready = open().zip(&descriptors).filter(|(_, one)| is_ready(one));
        Ok(ready.map(|((number, _), _)| number).collect())
    }

    /// Takes a message of a server.
    fn take(&mut self, number: usize, questions: &mut [&mut Question]) {
        let servers = self.servers.len();
        let server = &mut self.servers[number];
        let Some(socket) = &mut server.socket else {
            return;
        };
        let is_at_server =
            |question: &Question| question.is(is_sent) && question.step % servers == number;
        if self.buffer.len() < ROOM {
            self.buffer.resize(ROOM, 0);
        }
        let length = match socket.read(&mut self.buffer[..ROOM]) {
            Ok(length) => length,
            Err(error) if is_passing(&error) => return,
            // All that wait for it are given up with the next step.
            Err(_) => return server.socket = None,
        };
        let Some(message) = Message::read(&self.buffer[..length]) else {
            return;
        };
        let answered =
            |one: &&mut &mut Question| one.is(is_sent) && message.answers(one.id, &one.query);
        let Some(question) = questions.iter_mut().find(answered) else {
            return;
        };
        // One that was given up may answer late, and an answer is one. All else was passed over with it.
        let reply = match length {
            // The rest of it may be lost.
            ROOM.. => Reply::Truncated,
            _ => message.reply(&question.query, question.edns),
        };
        match reply {
            Reply::Said(outcome) => question.state = State::Done(outcome),
            _ if !is_at_server(question) => {}
            Reply::Truncated => question.state = State::Truncated,
            Reply::Refused => question.state = State::Refused,
            Reply::RefusedEdns => {
                self.plain.insert(server.address);
                question.edns = Edns::Plain;
                self.put(question);
            }
            Reply::Unreadable => {}
        }
    }

    /// Puts those that did not fit to the server of the first of them, over one connection.
    fn ask_by_tcp(&mut self, questions: &mut [&mut Question]) {
        let mut truncated = questions.iter_mut().filter(|one| one.is(is_truncated));
        let Some(first) = truncated.next() else {
            return;
        };
        let number = self.server(first);
        let until = self.deadline.min(Instant::now() + self.settings.share);
        let mut connection = Connection {
            server: self.servers[number].address,
            until,
            stream: None,
        };
        let servers = self.servers.len();
        let is_elsewhere = !self.is_at_home && origin::check().is_err();
        let mut room = vec![0; LONGEST];
        let of_server = truncated.filter(|one| one.step % servers == number);
        for question in std::iter::once(first).chain(of_server) {
            let question: &mut Question = question;
            if is_elsewhere {
                self.give_up(question);
                continue;
            }
            match connection.ask(question, &mut room) {
                Ok(Reply::Said(outcome)) => question.state = State::Done(outcome),
                Ok(Reply::Refused | Reply::RefusedEdns) => question.state = State::Refused,
                Ok(Reply::Truncated | Reply::Unreadable) | Err(_) => self.give_up(question),
            }
        }
    }
}

fn is_sent(state: &State) -> bool {
    matches!(state, State::Sent)
}

fn is_unsent(state: &State) -> bool {
    matches!(state, State::Unsent)
}

fn is_truncated(state: &State) -> bool {
    matches!(state, State::Truncated)
}

/// Whether `error` is over with the next try.
fn is_passing(error: &io::Error) -> bool {
    let kind = error.kind();
    matches!(kind, io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

/// Why there is no socket to a server.
struct NoSocket {
    error: io::Error,
    /// For want of a descriptor or of memory, rather than of a route.
    lacks_a_socket: bool,
}

/// A non-blocking, close-on-exec socket above the standard streams that talks to `server` only.
fn udp_socket(server: SocketAddr) -> Result<Socket, NoSocket> {
    let made = || {
        let kind = Type::DGRAM.nonblocking().cloexec();
        above_stdio(Socket::new_raw(Domain::for_address(server), kind, None)?)
    };
    let socket = made().map_err(|error| NoSocket {
        error,
        lacks_a_socket: true,
    })?;
    // Beside that nobody listens there, the kernel tells then that nothing is there, as for glibc.
    let _ = match server {
        SocketAddr::V4(_) => setsockopt(&socket, sockopt::Ipv4RecvErr, &true),
        SocketAddr::V6(_) => setsockopt(&socket, sockopt::Ipv6RecvErr, &true),
    };
    match own_call::connect(socket.as_fd(), &server.into()) {
        Ok(()) => Ok(socket),
        Err(error) => Err(NoSocket {
            error,
            lacks_a_socket: false,
        }),
    }
}

/// A connection to a server, as long as it lasts.
struct Connection {
    server: SocketAddr,
    until: Instant,
    stream: Option<TcpStream>,
}

impl Connection {
    /// Puts `question`, over another connection where the server ended that of the one before.
    fn ask(&mut self, question: &Question, buffer: &mut [u8]) -> io::Result<Reply> {
        if let Some(stream) = self.stream.take()
            && let Ok(reply) = self.ask_over(stream, question, buffer)
        {
            return Ok(reply);
        }
        let left = self.until.saturating_duration_since(Instant::now());
        let options = Options {
            wait: Wait::UntilConnected,
            timeout: Some(left),
            bind: None,
            tuning: Tuning::default(),
        };
        let dialled = dial(Transport::Tcp, &[self.server], &options);
        let socket = dialled.map_err(io::Error::from_raw_os_error)?.socket;
        self.ask_over(socket.into(), question, buffer)
    }

    fn ask_over(
        &mut self,
        mut stream: TcpStream,
        question: &Question,
        buffer: &mut [u8],
    ) -> io::Result<Reply> {
        let message = message::question(question.id, &question.query, Edns::Plain);
        let length = message.len() as u16;
        stream.write_all(&[&length.to_be_bytes(), &message[..]].concat())?;
        loop {
            let mut length = [0; 2];
            self.read(&stream, &mut length)?;
            let answer = &mut buffer[..u16::from_be_bytes(length).into()];
            self.read(&stream, answer)?;
            let message = Message::read(answer);
            let of_question = message.filter(|one| one.answers(question.id, &question.query));
            if let Some(message) = of_question {
                self.stream = Some(stream);
                return Ok(message.reply(&question.query, Edns::Plain));
            }
        }
    }

    /// Fills `room`, in the time that there is.
    fn read(&self, mut stream: &TcpStream, room: &mut [u8]) -> io::Result<()> {
        let mut filled = 0;
        while filled < room.len() {
            // What is there at once needs no waiting, and could go on for ever.
            if Instant::now() >= self.until {
                return Err(io::ErrorKind::TimedOut.into());
            }
            wait_for(stream.as_fd(), PollFlags::POLLIN, Some(self.until))
                .map_err(io::Error::from_raw_os_error)?;
            filled += match stream.read(&mut room[filled..])? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                length => length,
            };
        }
        Ok(())
    }
}

/// Random ids of questions.
///
/// The secret is the kernel's, asked for once in a thread; so that a child of fork(2) has others ahead
/// than its parent, the time counts too.
pub(super) struct Ids {
    secret: RandomState,
    given: u64,
}

impl Ids {
    pub(super) fn new() -> Self {
        Self {
            secret: RandomState::new(),
            given: 0,
        }
    }

    pub(super) fn next(&mut self) -> u16 {
        let mut hasher = self.secret.build_hasher();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        hasher.write_u128(now.map_or(0, |time| time.as_nanos()));
        hasher.write_u32(fork::generation());
        hasher.write_u64(self.given);
        self.given += 1;
        hasher.finish() as u16
    }
}
