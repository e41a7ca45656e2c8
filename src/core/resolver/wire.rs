//! Questions to name servers and the addresses in their answers, over hickory's transports.
//! It remembers nothing: a runtime, the sockets and all else end with the call they served.
//!
//! hickory's own resolver is passed over for its pool of servers. The strategy around it is
//! glibc's (servers in their order, the next one after a failure, the search list) and an answer
//! counts for the name it is for, where hickory's resolver hands on all records of a message.

use super::{
    answer::Families,
    error::LookupError,
    system::{ServerOrder, Settings},
};
use crate::core::socket::descriptor::above_stdio;
use hickory_resolver::config::ResolverOpts;
use hickory_resolver::net::runtime::iocompat::AsyncIoTokioAsStd;
use hickory_resolver::net::runtime::{DnsUdpSocket, RuntimeProvider, TokioHandle, TokioTime};
use hickory_resolver::net::xfer::{DnsHandle, FirstAnswer};
use hickory_resolver::net::{DnsError, NetError, NoRecords};
use hickory_resolver::proto::op::{DnsRequestOptions, DnsResponse, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use hickory_resolver::{NameServerPool, PoolContext, TlsConfig};
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Read};
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{Interest, ReadBuf};
use tokio::net::{TcpSocket, TcpStream, UdpSocket};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};

/// How many names are asked for at the same time. Each takes two sockets.
const NAMES_AT_ONCE: usize = 16;

/// How many addresses of one name are of use; the rest of the answer is dropped.
const ADDRESSES: usize = 64;

/// How many aliases lead from a name to its addresses at most.
const ALIASES: usize = 16;

/// How long an answer holds that lacks a family because its question went unanswered.
const INCOMPLETE_TTL: Duration = Duration::from_secs(30);

/// What the servers have to say about a name.
pub(super) type Outcome = Result<Found, Failed>;

/// The addresses of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// IPv6 first, each family in the order of its answer.
    pub(super) addresses: Vec<IpAddr>,
    /// How long they hold.
    pub(super) ttl: Duration,
    /// The families that somebody answered for.
    pub(super) answered: Families,
}

impl Found {
    /// These addresses, then those of `other`, for as long as both hold.
    fn and(mut self, other: Self) -> Self {
        self.addresses.extend(other.addresses);
        self.ttl = self.ttl.min(other.ttl);
        self.answered = self.answered.and(other.answered);
        self
    }

    /// These addresses, knowing that those of the other family are missing for `reason`. Without an
    /// answer for that one they hold for `ttl` at most.
    fn without(mut self, reason: &Failed, ttl: Duration) -> Self {
        if reason.error == LookupError::Temporary {
            self.ttl = self.ttl.min(ttl);
        } else {
            self.answered = Families::BOTH;
        }
        self
    }

    /// These addresses, knowing what became of the names that come before theirs. Where nobody
    /// answered for one of those, it may have others: then these hold for `ttl` at most.
    fn behind(mut self, before: Option<Failed>, ttl: Duration) -> Self {
        if before.is_some_and(|failed| failed.error == LookupError::Temporary) {
            self.ttl = self.ttl.min(ttl);
            self.answered = Families::default();
        }
        self
    }

    /// Every address once, and not too many of them.
    fn tidied(self) -> Self {
        let mut addresses = Vec::new();
        for address in self.addresses {
            if !addresses.contains(&address) && addresses.len() < ADDRESSES {
                addresses.push(address);
            }
        }
        Self { addresses, ..self }
    }
}

/// The lack of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failed {
    /// Why there is none.
    pub(super) error: LookupError,
    /// How long that holds: by the SOA record of the answer (RFC 2308, section 5), zero without.
    pub(super) ttl: Duration,
}

impl Failed {
    /// Nobody answered.
    pub(super) const TEMPORARY: Self = Self::new(LookupError::Temporary, None);

    /// For `error`, which holds for `ttl` seconds.
    const fn new(error: LookupError, ttl: Option<u32>) -> Self {
        let ttl = match ttl {
            Some(seconds) => Duration::from_secs(seconds as u64),
            None => Duration::ZERO,
        };
        Self { error, ttl }
    }

    /// Both failures as one: the error that rules out less, for as long as both hold.
    fn and(self, other: Self) -> Self {
        Self {
            error: self.error.max(other.error),
            ttl: self.ttl.min(other.ttl),
        }
    }
}

impl From<NoRecords> for Failed {
    fn from(none: NoRecords) -> Self {
        Self::new(absence(none.response_code), none.negative_ttl)
    }
}

/// What an answer without an address means.
fn absence(code: ResponseCode) -> LookupError {
    match code {
        ResponseCode::NXDomain => LookupError::NotFound,
        _ => LookupError::NoAddress,
    }
}

/// Asks for the addresses of all `names` and waits, no longer than [`Settings::bound`] in all.
///
/// `turn` says whose turn it is among servers that rotate; `asked` counts the questions. A name
/// without an outcome could not be asked.
pub(super) fn ask(
    names: BTreeSet<String>,
    settings: &Settings,
    turn: usize,
    asked: &Arc<AtomicU64>,
) -> HashMap<String, Outcome> {
    let questions = names.into_iter().map(|name| {
        let candidates = settings.candidates(&name);
        (name, candidates)
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let (Ok(runtime), Ok(tls)) = (runtime, TlsConfig::new()) else {
        return HashMap::new();
    };
    let context = Arc::new(PoolContext::new(settings.options.clone(), tls));
    let session = Arc::new(Session::new(settings, turn, &context, asked.clone()));
    runtime.block_on(ask_each(session, questions))
}

/// Asks `questions` (a name and what to ask for it), some at a time.
async fn ask_each(
    session: Arc<Session>,
    mut questions: impl Iterator<Item = (String, Vec<Name>)>,
) -> HashMap<String, Outcome> {
    let mut running = JoinSet::new();
    let mut outcomes = HashMap::new();
    loop {
        while running.len() < NAMES_AT_ONCE
            && let Some((name, candidates)) = questions.next()
        {
            let session = session.clone();
            running.spawn(async move { (name, session.search(candidates).await) });
        }
        match running.join_next().await {
            Some(Ok((name, outcome))) => outcomes.insert(name, outcome),
            Some(Err(_panicked)) => continue,
            None => return outcomes,
        };
    }
}

/// The servers and the time there is to ask them.
struct Session {
    servers: Vec<NameServerPool<Sockets>>,
    options: ResolverOpts,
    deadline: Instant,
    asked: Arc<AtomicU64>,
    /// Whether a socket could not be made.
    exhausted: Arc<AtomicBool>,
}

impl Session {
    /// Each server gets a pool of its own: asking them in turn is not hickory's way.
    fn new(
        settings: &Settings,
        turn: usize,
        context: &Arc<PoolContext>,
        asked: Arc<AtomicU64>,
    ) -> Self {
        let sockets = Sockets::default();
        let exhausted = sockets.exhausted.clone();
        let pool = |server| NameServerPool::from_config([server], context.clone(), sockets.clone());
        let mut servers: Vec<_> = settings.servers.iter().cloned().map(pool).collect();
        if settings.order == ServerOrder::Rotating && !servers.is_empty() {
            let first = turn % servers.len();
            servers.rotate_left(first);
        }
        Self {
            servers,
            options: settings.options.clone(),
            deadline: Instant::now() + settings.bound,
            asked,
            exhausted,
        }
    }

    /// The addresses of the first of `candidates` that has any.
    async fn search(self: &Arc<Self>, candidates: Vec<Name>) -> Outcome {
        let mut failure: Option<Failed> = None;
        for candidate in candidates {
            match self.addresses(candidate).await {
                Ok(found) => {
                    let found = found.behind(failure, self.incomplete_ttl());
                    return Ok(found.tidied());
                }
                Err(failed) => failure = Some(failure.map_or(failed, |all| all.and(failed))),
            }
        }
        Err(failure.unwrap_or(Failed::new(LookupError::NotFound, None)))
    }

    /// The addresses of `name` in both families, which are asked for at the same time.
    async fn addresses(self: &Arc<Self>, name: Name) -> Outcome {
        let ipv6 = Query::query(name.clone(), RecordType::AAAA);
        let session = self.clone();
        let ipv6 = tokio::spawn(async move { session.question(ipv6).await });
        let ipv4 = self.question(Query::query(name, RecordType::A)).await;
        match (ipv6.await.unwrap_or(Err(Failed::TEMPORARY)), ipv4) {
            (Ok(ipv6), Ok(ipv4)) => Ok(ipv6.and(ipv4)),
            (Ok(found), Err(failed)) | (Err(failed), Ok(found)) => {
                Ok(found.without(&failed, self.incomplete_ttl()))
            }
            (Err(one), Err(other)) => Err(one.and(other)),
        }
    }

    /// How long an answer holds that lacks a family. Where this process had no socket to ask with, the
    /// next lookup may have one.
    fn incomplete_ttl(&self) -> Duration {
        match self.exhausted.load(Ordering::Relaxed) {
            true => Duration::ZERO,
            false => INCOMPLETE_TTL,
        }
    }

    /// Asks the servers in turn, as often as there are attempts, until one of them knows.
    async fn question(&self, query: Query) -> Outcome {
        for _attempt in 0..self.options.attempts {
            for server in &self.servers {
                if let Some(outcome) = self.put(&query, server).await {
                    return outcome;
                }
            }
        }
        Err(Failed::TEMPORARY)
    }

    /// Asks one server. None: it failed, or the time is up.
    async fn put(&self, query: &Query, server: &NameServerPool<Sockets>) -> Option<Outcome> {
        if Instant::now() >= self.deadline {
            return None;
        }
        self.asked.fetch_add(1, Ordering::Relaxed);
        let answer = server
            .lookup(query.clone(), self.request_options())
            .first_answer();
        match timeout_at(self.deadline, answer).await {
            Ok(Ok(response)) => understand(&response, query),
            Ok(Err(NetError::Dns(DnsError::NoRecordsFound(none)))) => Some(Err(none.into())),
            Ok(Err(_)) | Err(_) => None,
        }
    }

    fn request_options(&self) -> DnsRequestOptions {
        let mut options = DnsRequestOptions::default();
        options.use_edns = self.options.edns0;
        options.edns_payload_len = self.options.edns_payload_len;
        options
    }
}

/// The addresses that `response` has for `query`. None: the server did not do its work.
fn understand(response: &DnsResponse, query: &Query) -> Option<Outcome> {
    let code = response.response_code;
    if !matches!(code, ResponseCode::NoError | ResponseCode::NXDomain) {
        return None;
    }
    let (owner, alias_ttl) = follow_aliases(&response.answers, query.name());
    let of_query =
        |record: &&Record| record.record_type() == query.query_type() && record.name == *owner;
    let records = || response.answers.iter().filter(of_query);
    let ttl = records().map(|record| record.ttl).chain(alias_ttl).min();
    let addresses: Vec<IpAddr> = records()
        .filter_map(|record| record.data.ip_addr())
        .collect();
    Some(match (addresses.is_empty(), ttl) {
        (false, Some(seconds)) => Ok(Found {
            addresses,
            ttl: Duration::from_secs(seconds.into()),
            answered: family(query),
        }),
        _ => Err(Failed::new(absence(code), response.negative_ttl())),
    })
}

/// The family that `query` asks for.
fn family(query: &Query) -> Families {
    match query.query_type() {
        RecordType::A => Families::IPV4,
        _ => Families::IPV6,
    }
}

/// The addresses that a server's `message` gives to `name`, as a lookup takes them; for the fuzz
/// target, which has no server.
#[cfg(feature = "fuzzing")]
pub fn addresses_in(message: Vec<u8>, name: &str) -> Vec<IpAddr> {
    let (Ok(response), Ok(name)) = (DnsResponse::from_buffer(message), name.parse::<Name>()) else {
        return Vec::new();
    };
    [RecordType::AAAA, RecordType::A]
        .into_iter()
        .filter_map(|family| understand(&response, &Query::query(name.clone(), family))?.ok())
        .reduce(Found::and)
        .map_or_else(Vec::new, |found| found.tidied().addresses)
}

/// The name at the end of the CNAME records that lead on from `name`, and the lowest TTL of these.
/// A circle of them ends, too, somewhere.
fn follow_aliases<'a>(records: &'a [Record], name: &'a Name) -> (&'a Name, Option<u32>) {
    let (mut owner, mut ttl) = (name, None);
    for _ in 0..ALIASES {
        let alias = records.iter().find_map(|record| match &record.data {
            RData::CNAME(target) if record.name == *owner => Some((&target.0, record.ttl)),
            _ => None,
        });
        let Some((target, seconds)) = alias else {
            break;
        };
        owner = target;
        ttl = Some(ttl.map_or(seconds, |lowest: u32| lowest.min(seconds)));
    }
    (owner, ttl)
}

/// Makes the sockets hickory asks for: close-on-exec and above the standard streams.
#[derive(Clone, Default)]
struct Sockets {
    handle: TokioHandle,
    /// Whether one could not be made, for want of a descriptor or of memory.
    exhausted: Arc<AtomicBool>,
}

impl Sockets {
    /// Notes that a socket could not be made.
    fn noted<T>(&self, made: io::Result<T>) -> io::Result<T> {
        made.inspect_err(|_| self.exhausted.store(true, Ordering::Relaxed))
    }
}

impl RuntimeProvider for Sockets {
    type Handle = TokioHandle;
    type Timer = TokioTime;
    type Udp = ServerSocket;
    type Tcp = AsyncIoTokioAsStd<TcpStream>;

    fn create_handle(&self) -> Self::Handle {
        self.handle.clone()
    }

    fn connect_tcp(
        &self,
        server: SocketAddr,
        local: Option<SocketAddr>,
        wait_for: Option<Duration>,
    ) -> Pin<Box<dyn Send + Future<Output = io::Result<Self::Tcp>>>> {
        let made = self.noted(tcp_socket(server, local));
        Box::pin(async move {
            let connection = made?.connect(server);
            let stream = timeout(wait_for.unwrap_or(Duration::MAX), connection).await??;
            Ok(AsyncIoTokioAsStd(stream))
        })
    }

    fn bind_udp(
        &self,
        local: SocketAddr,
        server: SocketAddr,
    ) -> Pin<Box<dyn Send + Future<Output = io::Result<Self::Udp>>>> {
        let made = self.noted(ServerSocket::new(local, server));
        Box::pin(async move { made })
    }
}

/// A socket ready to connect to `server`, from `local` if that matters.
fn tcp_socket(server: SocketAddr, local: Option<SocketAddr>) -> io::Result<TcpSocket> {
    let domain = socket2::Domain::for_address(server);
    let socket = socket2::Socket::new(domain, socket2::Type::STREAM, None)?;
    let socket = above_stdio(socket)?;
    socket.set_nonblocking(true)?;
    socket.set_tcp_nodelay(true)?;
    if let Some(local) = local {
        socket.bind(&local.into())?;
    }
    Ok(TcpSocket::from_std_stream(socket.into()))
}

/// A UDP socket that talks to one server.
///
/// hickory expects one that talks to anybody. This one is connected, as glibc's are: the kernel
/// drops what others send, and says so when nobody listens where the server should be.
struct ServerSocket {
    socket: UdpSocket,
    server: SocketAddr,
}

impl ServerSocket {
    fn new(local: SocketAddr, server: SocketAddr) -> io::Result<Self> {
        let socket = above_stdio(std::net::UdpSocket::bind(local)?)?;
        socket.set_nonblocking(true)?;
        socket.connect(server)?;
        Ok(Self {
            socket: UdpSocket::from_std(socket)?,
            server,
        })
    }
}

impl DnsUdpSocket for ServerSocket {
    type Time = TokioTime;

    fn poll_recv_from(
        &self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<(usize, SocketAddr)>> {
        let mut buffer = ReadBuf::new(buffer);
        ready!(self.socket.poll_recv(context, &mut buffer))?;
        Poll::Ready(Ok((buffer.filled().len(), self.server)))
    }

    fn poll_send_to(
        &self,
        context: &mut Context<'_>,
        buffer: &[u8],
        _server: SocketAddr,
    ) -> Poll<io::Result<usize>> {
        self.socket.poll_send(context, buffer)
    }

    /// As the provided method, but awake when the kernel reports an error as well: for tokio,
    /// that alone makes no socket readable.
    fn recv_from<'a, 'b, 'f>(
        &'a self,
        buffer: &'b mut [u8],
    ) -> Pin<Box<dyn Send + Future<Output = io::Result<(usize, SocketAddr)>> + 'f>>
    where
        'a: 'f,
        'b: 'f,
    {
        let interest = Interest::READABLE | Interest::ERROR;
        Box::pin(async move {
            let socket = socket2::SockRef::from(&self.socket);
            let receive = || (&*socket).read(buffer);
            let length = self.socket.async_io(interest, receive).await?;
            Ok((length, self.server))
        })
    }
}
