use super::*;
use crate::core::usage::Ledger;
use hickory_proto::op::{Message, Query, ResponseCode};
use hickory_proto::rr::rdata::{A, AAAA, CNAME, SOA};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use std::cell::Cell;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

const HOUR: Duration = Duration::from_secs(60 * 60);
const SECOND: Duration = Duration::from_secs(1);

thread_local! {
    /// The time in this test, which stands still unless it is told to pass.
    static NOW: Cell<Instant> = Cell::new(Instant::now());
}

fn pass(time: Duration) {
    NOW.set(NOW.get() + time);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Transport {
    Udp,
    Tcp,
}

/// How a server reacts to a question.
enum Reaction {
    Reply(Message),
    WrongId(Message),
    Silence,
}

/// A DNS server on an ephemeral port of the loopback, the same for UDP and TCP. It serves until
/// the tests end.
struct Server {
    address: SocketAddr,
    questions: Arc<Mutex<Vec<String>>>,
}

type Zone = fn(&Query, Transport) -> Reaction;

impl Server {
    fn start(zone: Zone) -> Self {
        let (udp, tcp) = Self::sockets();
        let server = Self {
            address: udp.local_addr().unwrap(),
            questions: Arc::default(),
        };
        let questions = server.questions.clone();
        thread::spawn(move || serve_udp(&udp, zone, &questions));
        thread::spawn(move || serve_tcp(&tcp, zone));
        server
    }

    fn sockets() -> (UdpSocket, TcpListener) {
        loop {
            let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
            if let Ok(udp) = UdpSocket::bind(tcp.local_addr().unwrap()) {
                return (udp, tcp);
            }
        }
    }

    /// The names that were asked for, in turn, each once.
    fn asked(&self) -> Vec<String> {
        let mut names = self.questions.lock().unwrap().clone();
        names.dedup();
        names
    }
}

fn serve_udp(socket: &UdpSocket, zone: Zone, questions: &Mutex<Vec<String>>) {
    let mut buffer = [0; 512];
    loop {
        let (length, client) = socket.recv_from(&mut buffer).unwrap();
        let request = Message::from_vec(&buffer[..length]).unwrap();
        questions
            .lock()
            .unwrap()
            .push(request.queries[0].name().to_string());
        if let Some(reply) = react(&request, zone, Transport::Udp) {
            socket.send_to(&reply, client).unwrap();
        }
    }
}

fn serve_tcp(listener: &TcpListener, zone: Zone) {
    for stream in listener.incoming() {
        let stream = stream.unwrap();
        thread::spawn(move || serve_stream(stream, zone));
    }
}

fn serve_stream(mut stream: TcpStream, zone: Zone) {
    let mut length = [0; 2];
    while stream.read_exact(&mut length).is_ok() {
        let mut request = vec![0; u16::from_be_bytes(length).into()];
        stream.read_exact(&mut request).unwrap();
        let request = Message::from_vec(&request).unwrap();
        if let Some(reply) = react(&request, zone, Transport::Tcp) {
            let length = u16::try_from(reply.len()).unwrap();
            stream.write_all(&length.to_be_bytes()).unwrap();
            stream.write_all(&reply).unwrap();
        }
    }
}

fn react(request: &Message, zone: Zone, transport: Transport) -> Option<Vec<u8>> {
    let query = request.queries[0].clone();
    let (mut reply, id) = match zone(&query, transport) {
        Reaction::Reply(reply) => (reply, request.metadata.id),
        Reaction::WrongId(reply) => (reply, request.metadata.id.wrapping_add(1)),
        Reaction::Silence => return None,
    };
    reply.metadata.id = id;
    reply.add_query(query);
    Some(reply.to_vec().unwrap())
}

fn reply(code: ResponseCode, answers: Vec<Record>) -> Message {
    let mut message = Message::query().into_response();
    message.metadata.response_code = code;
    message.metadata.recursion_available = true;
    message.insert_answers(answers);
    message
}

fn answer(answers: Vec<Record>) -> Reaction {
    Reaction::Reply(reply(ResponseCode::NoError, answers))
}

fn failure(code: ResponseCode) -> Reaction {
    Reaction::Reply(reply(code, Vec::new()))
}

/// A negative answer with an SOA record that lets it be kept for `ttl` seconds.
fn negative(code: ResponseCode, ttl: u32) -> Reaction {
    let zone = Name::root();
    let soa = SOA::new(zone.clone(), zone.clone(), 1, 2, 3, 4, ttl);
    let mut message = reply(code, Vec::new());
    message.add_authority(Record::from_rdata(zone, 2 * ttl, RData::SOA(soa)));
    Reaction::Reply(message)
}

fn record(owner: &Name, ttl: u32, data: RData) -> Record {
    Record::from_rdata(owner.clone(), ttl, data)
}

fn ipv4(last: u8) -> RData {
    RData::A(A::new(192, 0, 2, last))
}

fn ipv6(last: u16) -> RData {
    RData::AAAA(AAAA::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, last))
}

/// An address of the family `query` is for.
fn address_for(query: &Query) -> RData {
    match query.query_type() {
        RecordType::A => ipv4(1),
        _ => ipv6(1),
    }
}

/// Both addresses for every name, for a minute.
fn every_name(query: &Query, _transport: Transport) -> Reaction {
    answer(vec![record(query.name(), 60, address_for(query))])
}

/// No name at all, and no SOA record.
fn no_name(_query: &Query, _transport: Transport) -> Reaction {
    failure(ResponseCode::NXDomain)
}

/// The files of one test, gone with it.
struct Files(PathBuf);

impl Files {
    fn new(hosts: &str, resolv_conf: &str) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("aesock-resolver-{}-{next}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        fs::create_dir(&directory).unwrap();
        let files = Self(directory);
        fs::write(files.system().hosts, hosts).unwrap();
        fs::write(files.system().resolv_conf, resolv_conf).unwrap();
        files
    }

    fn system(&self) -> SystemFiles {
        SystemFiles {
            hosts: self.0.join("hosts"),
            resolv_conf: self.0.join("resolv.conf"),
            nsswitch: self.0.join("nsswitch.conf"),
            gai_conf: self.0.join("gai.conf"),
            environment: Environment::default(),
        }
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// A resolver by the clock of the test, with the files it reads.
struct Subject {
    resolver: Resolver,
    files: Files,
}

/// What a lookup tells, apart from the order, which depends on this host.
type Told = Result<(BTreeSet<IpAddr>, Families), LookupError>;

fn told(answer: Answer) -> Told {
    answer.map(|addresses| (addresses.iter().copied().collect(), addresses.answered()))
}

impl Subject {
    fn lookup(&mut self, name: &str) -> Told {
        told(self.resolver.lookup(name))
    }

    fn lookup_all<'a>(
        &mut self,
        names: impl IntoIterator<Item = &'a str>,
        families: Families,
    ) -> Vec<Told> {
        let names: Vec<_> = names.into_iter().collect();
        let patience = Some(Duration::MAX);
        let answers = self.resolver.lookup_all(&names, families, patience);
        answers.into_iter().map(told).collect()
    }
}

impl Deref for Subject {
    type Target = Resolver;

    fn deref(&self) -> &Resolver {
        &self.resolver
    }
}

impl DerefMut for Subject {
    fn deref_mut(&mut self) -> &mut Resolver {
        &mut self.resolver
    }
}

fn resolver(nameservers: &[SocketAddr], hosts: &str, resolv_conf: &str) -> Subject {
    let files = Files::new(hosts, resolv_conf);
    let resolver = Resolver {
        clock: || NOW.get(),
        ..Resolver::new(nameservers.to_vec(), files.system())
    };
    Subject { resolver, files }
}

/// A resolver that asks `server` alone and has no configuration to speak of: a search list, so
/// that the domain of the machine under the test is none.
fn plain(server: &Server) -> Subject {
    resolver(&[server.address], "", "search .")
}

/// The same, whose lookups are counted in the account.
fn charged(server: &Server, quotas: &str) -> (Subject, Account) {
    let account = Ledger::anonymous().unwrap().account("shop");
    let Subject { resolver, files } = plain(server);
    let resolver = resolver.charged_to(account, Quotas::parse(quotas).unwrap());
    (Subject { resolver, files }, account)
}

fn addresses(list: &[&str]) -> Told {
    half(list, Families::BOTH)
}

fn both() -> Told {
    addresses(&["2001:db8::1", "192.0.2.1"])
}

/// Addresses of one family, where nobody answered for the other one.
fn half(list: &[&str], answered: Families) -> Told {
    let list = list.iter().map(|address| address.parse().unwrap());
    Ok((list.collect(), answered))
}

/// The address of a server that is not there.
fn nobody() -> SocketAddr {
    UdpSocket::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}

#[test]
fn a_name_has_the_addresses_of_both_families() {
    let mut resolver = plain(&Server::start(every_name));

    assert_eq!(resolver.lookup("a.test"), both());
    assert_eq!(resolver.queries(), 2);
}

#[test]
fn a_second_lookup_is_served_by_the_cache_whatever_the_case() {
    let server = Server::start(every_name);
    let mut resolver = plain(&server);

    assert_eq!(resolver.lookup("a.test"), both());
    assert_eq!(resolver.lookup("A.Test"), both());
    assert_eq!(resolver.queries(), 2);
    assert_eq!(server.asked(), ["a.test."]);
}

#[test]
fn an_answer_is_asked_for_again_when_the_lowest_of_its_ttls_is_over() {
    let mut resolver = plain(&Server::start(|query, _| {
        let ttl = if query.query_type() == RecordType::A {
            30
        } else {
            60
        };
        answer(vec![record(query.name(), ttl, address_for(query))])
    }));
    resolver.lookup("a.test").unwrap();

    pass(29 * SECOND);
    resolver.lookup("a.test").unwrap();
    assert_eq!(resolver.queries(), 2);

    pass(SECOND);
    resolver.lookup("a.test").unwrap();
    assert_eq!(resolver.queries(), 4);
}

#[test]
fn an_answer_with_a_ttl_of_zero_is_used_and_not_kept() {
    let mut resolver = plain(&Server::start(|query, _| {
        answer(vec![record(query.name(), 0, address_for(query))])
    }));

    assert_eq!(resolver.lookup("a.test"), both());
    assert_eq!(resolver.lookup("a.test"), both());
    assert_eq!(resolver.queries(), 4);
}

#[test]
fn errors_read_as_those_of_glibc() {
    let texts = [
        (LookupError::NotFound, "Name or service not known"),
        (
            LookupError::NoAddress,
            "No address associated with hostname",
        ),
        (
            LookupError::Temporary,
            "Temporary failure in name resolution",
        ),
    ];
    for (error, text) in texts {
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn nxdomain_is_not_found_and_kept_for_the_ttl_of_its_soa_record() {
    let zone: Zone = |_, _| negative(ResponseCode::NXDomain, 30);
    let mut resolver = plain(&Server::start(zone));

    assert_eq!(resolver.lookup("a.test"), Err(LookupError::NotFound));
    pass(29 * SECOND);
    assert_eq!(resolver.lookup("a.test"), Err(LookupError::NotFound));
    assert_eq!(resolver.queries(), 2);

    pass(SECOND);
    assert_eq!(resolver.lookup("a.test"), Err(LookupError::NotFound));
    assert_eq!(resolver.queries(), 4);
}

#[test]
fn a_negative_answer_without_an_soa_record_is_not_kept() {
    let mut resolver = plain(&Server::start(no_name));

    assert_eq!(resolver.lookup("a.test"), Err(LookupError::NotFound));
    assert_eq!(resolver.lookup("a.test"), Err(LookupError::NotFound));
    assert_eq!(resolver.queries(), 4);
}

#[test]
fn a_name_without_addresses_has_no_address() {
    let zone: Zone = |_, _| negative(ResponseCode::NoError, 30);
    let mut resolver = plain(&Server::start(zone));

    assert_eq!(resolver.lookup("a.test"), Err(LookupError::NoAddress));
}

#[test]
fn a_name_with_addresses_of_one_family_has_those() {
    let mut resolver = plain(&Server::start(|query, transport| {
        match query.query_type() {
            RecordType::A => every_name(query, transport),
            _ => negative(ResponseCode::NoError, 30),
        }
    }));

    assert_eq!(resolver.lookup("a.test"), addresses(&["192.0.2.1"]));
    pass(59 * SECOND);
    assert_eq!(resolver.lookup("a.test"), addresses(&["192.0.2.1"]));
    assert_eq!(resolver.queries(), 2);
}

#[test]
fn an_answer_that_lacks_a_family_for_a_failure_is_kept_half_a_minute() {
    let mut resolver = plain(&Server::start(|query, transport| {
        match query.query_type() {
            RecordType::A => every_name(query, transport),
            _ => failure(ResponseCode::ServFail),
        }
    }));

    assert_eq!(
        resolver.lookup("a.test"),
        half(&["192.0.2.1"], Families::IPV4)
    );
    let first = resolver.queries();
    pass(29 * SECOND);
    assert_eq!(
        resolver.lookup("a.test"),
        half(&["192.0.2.1"], Families::IPV4)
    );
    assert_eq!(resolver.queries(), first);

    pass(SECOND);
    assert_eq!(
        resolver.lookup("a.test"),
        half(&["192.0.2.1"], Families::IPV4)
    );
    assert_eq!(resolver.queries(), 2 * first);
}

#[test]
fn who_needs_a_family_that_nobody_answered_for_has_it_asked_for_again() {
    let mut resolver = plain(&Server::start(|query, transport| {
        match query.query_type() {
            RecordType::A => every_name(query, transport),
            _ => failure(ResponseCode::ServFail),
        }
    }));
    resolver.watch(["a.test"].into_iter());
    let [ipv4, ipv6] = ["192.0.2.1", "2001:db8::1"].map(|text| text.parse().unwrap());
    assert_eq!(resolver.once_resolved("a.test", ipv4), None);

    resolver.lookup("a.test").unwrap();
    let first = resolver.queries();
    let known = resolver.lookup_all(["a.test"], Families::of(ipv4));
    assert_eq!(known, [half(&["192.0.2.1"], Families::IPV4)]);
    assert_eq!(resolver.queries(), first);
    resolver.lookup_all(["a.test"], Families::of(ipv6));
    assert_eq!(resolver.queries(), 2 * first);

    assert_eq!(resolver.once_resolved("a.test", ipv4), Some(true));
    assert_eq!(
        resolver.once_resolved("A.test.", "192.0.2.2".parse().unwrap()),
        Some(false)
    );
    assert_eq!(resolver.once_resolved("a.test", ipv6), None);
}

#[test]
fn a_name_that_did_not_exist_is_known_to_have_no_address() {
    let mut resolver = plain(&Server::start(no_name));
    resolver.watch(["a.test"].into_iter());
    resolver.lookup("a.test").unwrap_err();

    let address = "2001:db8::1".parse().unwrap();
    assert_eq!(resolver.once_resolved("a.test", address), Some(false));
    assert_eq!(resolver.once_resolved("b.test", address), None);
}

#[test]
fn a_server_failure_is_temporary_after_every_attempt_and_not_kept() {
    let mut resolver = plain(&Server::start(|_, _| failure(ResponseCode::ServFail)));

    assert_eq!(resolver.lookup("a.test"), Err(LookupError::Temporary));
    assert_eq!(resolver.queries(), 4);
    assert_eq!(resolver.lookup("a.test"), Err(LookupError::Temporary));
    assert_eq!(resolver.queries(), 8);
}

#[test]
fn the_next_server_is_asked_when_one_fails_refuses_or_is_not_there() {
    let failing = Server::start(|_, _| failure(ResponseCode::ServFail));
    let refusing = Server::start(|_, _| failure(ResponseCode::Refused));
    let good = Server::start(every_name);
    let servers = [failing.address, refusing.address, nobody(), good.address];
    let mut resolver = resolver(&servers, "", "search .");

    assert_eq!(resolver.lookup("a.test"), both());
    assert_eq!(resolver.queries(), 8);
}

#[test]
fn servers_are_asked_in_their_order_unless_they_rotate() {
    let servers = [Server::start(every_name), Server::start(every_name)];
    let both = [servers[0].address, servers[1].address];
    let mut listed = resolver(&both, "", "search .");
    listed.lookup("a.test").unwrap();
    listed.lookup("b.test").unwrap();
    assert_eq!(servers[0].asked(), ["a.test.", "b.test."]);
    assert!(servers[1].asked().is_empty());

    let mut rotating = resolver(&both, "", "search .\noptions rotate");
    rotating.lookup("c.test").unwrap();
    rotating.lookup("d.test").unwrap();
    assert_eq!(servers[0].asked(), ["a.test.", "b.test.", "d.test."]);
    assert_eq!(servers[1].asked(), ["c.test."]);
}

#[test]
fn a_server_that_is_not_there_is_a_temporary_failure_at_once() {
    let mut resolver = resolver(&[nobody()], "", "search .");
    let start = Instant::now();

    assert_eq!(resolver.lookup("a.test"), Err(LookupError::Temporary));
    assert!(start.elapsed() < SECOND);
}

#[test]
fn a_wrong_id_is_ignored_until_the_bound_is_reached() {
    let server = Server::start(|query, _| {
        let records = vec![record(query.name(), 60, address_for(query))];
        Reaction::WrongId(reply(ResponseCode::NoError, records))
    });
    let mut resolver = resolver(
        &[server.address],
        "",
        "search .\noptions timeout:1 attempts:1",
    );
    let start = Instant::now();

    assert_eq!(resolver.lookup("a.test"), Err(LookupError::Temporary));
    assert!((SECOND..2 * SECOND).contains(&start.elapsed()));
}

#[test]
fn the_bound_holds_for_the_whole_search_list_and_for_many_names() {
    let server = Server::start(|_, _| Reaction::Silence);
    let mut resolver = resolver(
        &[server.address],
        "",
        "search a b c\noptions timeout:1 attempts:1",
    );
    let names: Vec<_> = (0..40).map(|n| format!("n{n}")).collect();
    let start = Instant::now();

    let answers = resolver.lookup_all(names.iter().map(String::as_str), Families::BOTH);

    assert_eq!(answers, vec![Err(LookupError::Temporary); 40]);
    assert!((SECOND..2 * SECOND).contains(&start.elapsed()));
}

#[test]
fn a_family_that_goes_unanswered_does_not_cost_the_other_one() {
    let server = Server::start(|query, transport| match query.query_type() {
        RecordType::A => every_name(query, transport),
        _ => Reaction::Silence,
    });
    let mut resolver = resolver(
        &[server.address],
        "",
        "search .\noptions timeout:1 attempts:1",
    );

    assert_eq!(
        resolver.lookup("a.test"),
        half(&["192.0.2.1"], Families::IPV4)
    );
}

#[test]
fn a_truncated_answer_is_asked_for_by_tcp() {
    let mut resolver = plain(&Server::start(|query, transport| match transport {
        Transport::Tcp => every_name(query, transport),
        Transport::Udp => {
            let mut truncated = reply(ResponseCode::NoError, Vec::new());
            truncated.metadata.truncation = true;
            Reaction::Reply(truncated)
        }
    }));

    assert_eq!(resolver.lookup("a.test"), both());
    assert_eq!(resolver.queries(), 2);
}

/// A server that sends what answers nobody's question, by TCP and without end.
fn babbling() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let message = [&[0, HEADER as u8][..], &[0xff; HEADER]].concat();
        let messages = message.repeat(1000);
        for stream in listener.incoming().flatten() {
            while (&stream).write_all(&messages).is_ok() {}
        }
    });
    address
}

const HEADER: usize = 12;

#[test]
fn a_server_that_sends_other_messages_without_end_has_no_more_time_than_others() {
    let (sender, receiver) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let options = "search .\noptions use-vc timeout:1 attempts:1";
        let mut resolver = resolver(&[babbling()], "", options);
        sender.send(resolver.lookup("a.test"))
    });

    let answer = receiver.recv_timeout(5 * SECOND);

    assert_eq!(answer, Ok(Err(LookupError::Temporary)));
}

#[test]
fn a_name_that_nobody_answers_for_does_not_keep_another_one_from_being_asked_for_by_tcp() {
    let server = Server::start(
        |query, transport| match (&*query.name().to_string(), transport) {
            ("silent.test.", _) => Reaction::Silence,
            (_, Transport::Tcp) => every_name(query, transport),
            (_, Transport::Udp) => {
                let mut truncated = reply(ResponseCode::NoError, Vec::new());
                truncated.metadata.truncation = true;
                Reaction::Reply(truncated)
            }
        },
    );
    let mut resolver = plain(&server);

    let patience = Some(Duration::from_millis(500));
    let names = ["long.test", "silent.test"];
    let answers = resolver
        .resolver
        .lookup_all(&names, Families::BOTH, patience);

    let answers: Vec<_> = answers.into_iter().map(told).collect();
    assert_eq!(answers, [both(), Err(LookupError::Temporary)]);
}

#[test]
fn a_server_that_is_silent_by_tcp_does_not_cost_what_was_answered_meanwhile() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let server = Server::start(
        |query, transport| match (&*query.name().to_string(), transport) {
            (_, Transport::Tcp) => Reaction::Silence,
            ("long.test.", _) => {
                let mut truncated = reply(ResponseCode::NoError, Vec::new());
                truncated.metadata.truncation = true;
                Reaction::Reply(truncated)
            }
            (_, Transport::Udp) => {
                ASKED.fetch_add(1, Ordering::Relaxed);
                thread::sleep(Duration::from_millis(100));
                every_name(query, transport)
            }
        },
    );
    let mut resolver = plain(&server);

    let patience = Some(Duration::from_millis(800));
    let names = ["long.test", "slow.test"];
    let answers = resolver
        .resolver
        .lookup_all(&names, Families::BOTH, patience);

    let answers: Vec<_> = answers.into_iter().map(told).collect();
    assert_eq!(answers, [Err(LookupError::Temporary), both()]);
    assert_eq!(ASKED.load(Ordering::Relaxed), 2);
}

#[test]
fn use_vc_asks_by_tcp_alone() {
    let server = Server::start(every_name);
    let mut resolver = resolver(&[server.address], "", "search .\noptions use-vc");

    assert_eq!(resolver.lookup("a.test"), both());
    assert!(server.asked().is_empty(), "nothing by UDP");
}

#[test]
fn addresses_of_another_owner_are_not_used() {
    let mut resolver = plain(&Server::start(|query, _| {
        let other = Name::from_ascii("other.test.").unwrap();
        let mut records = vec![record(&other, 60, address_for(query))];
        if query.name().to_string() == "mixed.test." && query.query_type() == RecordType::A {
            records.push(record(query.name(), 60, ipv4(7)));
        }
        answer(records)
    }));

    assert_eq!(resolver.lookup("a.test"), Err(LookupError::NoAddress));
    assert_eq!(resolver.lookup("mixed.test"), addresses(&["192.0.2.7"]));
}

#[test]
fn aliases_are_followed_within_the_answer_and_their_ttl_counts() {
    let mut resolver = plain(&Server::start(|query, _| {
        let [one, two] = ["one.test.", "two.test."].map(|name| Name::from_ascii(name).unwrap());
        let alias = |to: &Name| RData::CNAME(CNAME(to.clone()));
        answer(vec![
            record(&two, 60, address_for(query)),
            record(&one, 20, alias(&two)),
            record(query.name(), 40, alias(&one)),
        ])
    }));

    assert_eq!(resolver.lookup("a.test"), both());
    pass(20 * SECOND);
    assert_eq!(resolver.lookup("a.test"), both());
    assert_eq!(resolver.queries(), 4);
}

#[test]
fn aliases_in_a_circle_lead_to_no_address() {
    let mut resolver = plain(&Server::start(|query, _| {
        let other = Name::from_ascii("other.test.").unwrap();
        let alias = |to: &Name| RData::CNAME(CNAME(to.clone()));
        answer(vec![
            record(query.name(), 60, alias(&other)),
            record(&other, 60, alias(query.name())),
        ])
    }));

    assert_eq!(resolver.lookup("a.test"), Err(LookupError::NoAddress));
}

#[test]
fn at_most_64_addresses_are_given_to_be_dialled_and_each_once() {
    let mut resolver = plain(&Server::start(|query, transport| {
        if (query.query_type(), transport) == (RecordType::A, Transport::Udp) {
            let mut truncated = reply(ResponseCode::NoError, Vec::new());
            truncated.metadata.truncation = true;
            return Reaction::Reply(truncated);
        }
        let data = |n: u8| match query.query_type() {
            RecordType::A => ipv4(n / 2),
            _ => ipv6(0),
        };
        let records = (0..200).map(|n| record(query.name(), 60, data(n)));
        answer(
            records
                .take(if query.query_type() == RecordType::A {
                    200
                } else {
                    2
                })
                .collect(),
        )
    }));

    let given = resolver.resolver.lookup("a.test").unwrap();

    assert_eq!(given.len(), 64);
    assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), 64);
    assert_eq!(given.all().collect::<BTreeSet<_>>().len(), 101);
    let again = resolver.resolver.lookup("a.test").unwrap();
    assert_eq!(again.all().count(), 101, "from the cache");
}

#[test]
fn a_lookup_is_counted_where_somebody_is_asked() {
    let server = Server::start(every_name);
    let (mut resolver, account) = charged(&server, "");
    let mut lookups_after = |names: &[&str]| {
        resolver.lookup_all(names.iter().copied(), Families::BOTH);
        account.get(Counter::Lookups)
    };

    assert_eq!(lookups_after(&["a.test"]), 1);
    assert_eq!(lookups_after(&["a.test", "A.test", "localhost", "a..b"]), 1);
    assert_eq!(lookups_after(&["a.test", "b.test", "c.test"]), 3);
}

#[test]
fn beyond_the_quota_nobody_is_asked_and_what_is_known_is_told() {
    let server = Server::start(every_name);
    let (mut resolver, account) = charged(&server, "lookups:2/day");

    let answers = resolver.lookup_all(["a.test", "b.test", "c.test"], Families::BOTH);

    let Err(LookupError::Exhausted(exhausted)) = answers[2] else {
        panic!("{answers:?}")
    };
    assert_eq!(
        exhausted.to_string(),
        "the quota of 2 lookups a day is used up until 00:00:00 UTC"
    );
    assert_eq!(answers[..2], [both(), both()]);
    assert_eq!(resolver.lookup("a.test"), both());
    assert_eq!(
        resolver.lookup("localhost").map(|known| known.0.len()),
        Ok(2)
    );
    assert_eq!(
        resolver.lookup("d.test"),
        Err(LookupError::Exhausted(exhausted))
    );
    assert_eq!((resolver.queries(), account.get(Counter::Lookups)), (4, 2));
}

#[test]
fn the_hosts_file_comes_first() {
    let server = Server::start(every_name);
    let mut resolver = resolver(
        &[server.address],
        "192.0.2.9 Web.test\n2001:db8::9 web.test",
        "search .",
    );

    let listed = addresses(&["192.0.2.9", "2001:db8::9"]);
    assert_eq!(resolver.lookup("WEB.test"), listed);
    assert_eq!(resolver.lookup("web.test."), listed);
    assert_eq!(resolver.queries(), 0);
}

#[test]
fn the_hosts_file_is_not_searched_below_the_domains_of_the_search_list() {
    let server = Server::start(every_name);
    let mut resolver = resolver(&[server.address], "192.0.2.9 web.test", "search test");

    assert_eq!(resolver.lookup("web"), both());
}

#[test]
fn localhost_is_never_asked_for() {
    let mut resolver = plain(&Server::start(every_name));

    let loopback = addresses(&["127.0.0.1", "::1"]);
    assert_eq!(resolver.lookup("LocalHost"), loopback);
    assert_eq!(resolver.lookup("a.localhost."), loopback);
    assert_eq!(resolver.queries(), 0);
}

#[test]
fn a_change_of_the_hosts_file_is_noticed_after_a_second_and_drops_the_cache() {
    let server = Server::start(every_name);
    let mut resolver = resolver(&[server.address], "", "search .");
    resolver.watch(["a.test"].into_iter());
    resolver.lookup("a.test").unwrap();
    resolver.lookup("b.test").unwrap();

    fs::write(resolver.files.system().hosts, "192.0.2.9 a.test").unwrap();
    assert_eq!(resolver.lookup("a.test"), both());

    pass(SECOND);
    assert_eq!(resolver.lookup("a.test"), addresses(&["192.0.2.9"]));
    assert_eq!(resolver.lookup("b.test"), both());
    assert_eq!(resolver.queries(), 6);
    let old = "192.0.2.1".parse().unwrap();
    assert!(resolver.resolved_recently("a.test", old, HOUR));
}

#[test]
fn a_change_of_resolv_conf_is_noticed() {
    let server = Server::start(|query, transport| match query.name().to_string().as_str() {
        "www.new.test." => every_name(query, transport),
        _ => no_name(query, transport),
    });
    let mut resolver = resolver(&[server.address], "", "search old.test");
    assert_eq!(resolver.lookup("www"), Err(LookupError::NotFound));

    fs::write(
        resolver.files.system().resolv_conf,
        "search a.new.test new.test",
    )
    .unwrap();
    pass(SECOND);

    assert_eq!(resolver.lookup("www"), both());
}

#[test]
fn the_search_list_is_asked_in_turn_until_a_name_has_addresses() {
    let server = Server::start(|query, transport| match query.name().to_string().as_str() {
        "www.b.test." => every_name(query, transport),
        _ => no_name(query, transport),
    });
    let mut resolver = resolver(&[server.address], "", "search a.test b.test c.test");

    assert_eq!(resolver.lookup("www"), both());
    assert_eq!(server.asked(), ["www.a.test.", "www.b.test."]);
}

#[test]
fn addresses_behind_a_name_that_nobody_answered_for_are_no_answer_for_long() {
    let server = Server::start(|query, transport| match query.name().to_string().as_str() {
        "db." => failure(ResponseCode::ServFail),
        _ => every_name(query, transport),
    });
    let mut resolver = resolver(
        &[server.address],
        "",
        "search a.test\noptions ndots:0 attempts:1",
    );
    resolver.watch(["db"].into_iter());

    assert_eq!(
        resolver.lookup("db"),
        half(&["2001:db8::1", "192.0.2.1"], Families::default())
    );
    let address = "192.0.2.2".parse().unwrap();
    assert_eq!(resolver.once_resolved("db", address), None);
    let first = resolver.queries();
    pass(29 * SECOND);
    resolver.lookup("db").unwrap();
    assert_eq!(resolver.queries(), first);
    pass(SECOND);
    resolver.lookup("db").unwrap();
    assert_eq!(resolver.queries(), 2 * first);
}

#[test]
fn an_answer_says_which_name_the_search_list_made() {
    let server = Server::start(|query, transport| match query.name().num_labels() {
        0..=2 => no_name(query, transport),
        _ => every_name(query, transport),
    });
    let mut resolver = resolver(
        &[server.address],
        "192.0.2.9 listed",
        "search x.test X.Y.test",
    );
    let mut completed = |name: &str| {
        let answer = resolver.resolver.lookup(name).unwrap();
        answer.completed().map(str::to_owned)
    };

    assert_eq!(completed("Www").as_deref(), Some("www.x.test"));
    assert_eq!(
        completed("www").as_deref(),
        Some("www.x.test"),
        "from the cache"
    );
    assert_eq!(completed("a.b").as_deref(), Some("a.b.x.test"));
    for as_given in ["a.b.test", "a.b.test.", "listed"] {
        assert_eq!(completed(as_given), None, "{as_given}");
    }
    let completions = resolver.completions("A.b");
    assert_eq!(completions, ["a.b.x.test", "a.b.x.y.test"]);
    assert!(resolver.completions("www.").is_empty());
}

#[test]
fn a_search_in_vain_reports_what_leaves_most_open() {
    let server = Server::start(|query, transport| match query.name().to_string().as_str() {
        "www.a.test." | "ftp.a.test." => negative(ResponseCode::NoError, 30),
        "ftp.b.test." => failure(ResponseCode::ServFail),
        _ => no_name(query, transport),
    });
    let mut resolver = resolver(&[server.address], "", "search a.test b.test");

    assert_eq!(resolver.lookup("mail"), Err(LookupError::NotFound));
    assert_eq!(resolver.lookup("www"), Err(LookupError::NoAddress));
    assert_eq!(resolver.lookup("ftp"), Err(LookupError::Temporary));
}

#[test]
fn a_name_with_dots_is_asked_as_it_is_before_the_search_list() {
    let server = Server::start(no_name);
    let mut resolver = resolver(&[server.address], "", "search a.test");

    assert_eq!(resolver.lookup("www.x"), Err(LookupError::NotFound));
    assert_eq!(server.asked(), ["www.x.", "www.x.a.test."]);
}

#[test]
fn a_trailing_dot_makes_a_name_absolute() {
    let server = Server::start(no_name);
    let mut resolver = resolver(&[server.address], "", "search a.test\noptions ndots:5");

    assert_eq!(resolver.lookup("www."), Err(LookupError::NotFound));
    assert_eq!(server.asked(), ["www."]);
}

#[test]
fn what_is_no_domain_name_is_not_found_without_asking() {
    let mut resolver = plain(&Server::start(every_name));

    for name in ["", "..", "a..b", &"a".repeat(64), &"a.".repeat(200)] {
        assert_eq!(
            resolver.lookup(name),
            Err(LookupError::NotFound),
            "{name:?}"
        );
    }
    assert_eq!(resolver.queries(), 0);
}

#[test]
fn several_names_are_answered_in_their_order_and_kept() {
    let server = Server::start(|query, transport| match query.name().to_string().as_str() {
        "none.test." => negative(ResponseCode::NXDomain, 30),
        _ => every_name(query, transport),
    });
    let mut resolver = plain(&server);
    resolver.lookup("a.test").unwrap();

    let answers = resolver.lookup_all(
        ["none.test", "a.test", "b.test", "B.test", "localhost"],
        Families::BOTH,
    );

    let none = Err(LookupError::NotFound);
    let loopback = addresses(&["127.0.0.1", "::1"]);
    assert_eq!(answers, [none.clone(), both(), both(), both(), loopback]);
    assert_eq!(resolver.queries(), 6);
    assert_eq!(resolver.lookup("b.test"), both());
    assert_eq!(resolver.lookup("none.test"), none);
    assert_eq!(resolver.queries(), 6);
}

#[test]
fn more_names_than_are_asked_at_once_are_all_answered() {
    let mut resolver = plain(&Server::start(every_name));
    let names: Vec<_> = (0..100).map(|n| format!("n{n}.test")).collect();

    let answers = resolver.lookup_all(names.iter().map(String::as_str), Families::BOTH);

    assert_eq!(answers, vec![both(); 100]);
    assert_eq!(resolver.queries(), 200);
}

#[test]
fn a_name_counts_as_resolved_after_its_ttl_until_the_time_asked_about_is_over() {
    let mut resolver = plain(&Server::start(every_name));
    resolver.watch(["A.test"].into_iter());
    resolver.lookup("a.test.").unwrap();
    let [given, other] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse().unwrap());

    pass(HOUR - SECOND);
    assert!(resolver.resolved_recently("A.test", given, HOUR));
    assert!(!resolver.resolved_recently("a.test", other, HOUR));
    assert!(!resolver.resolved_recently("b.test", given, HOUR));
    assert_eq!(resolver.queries(), 2);

    pass(2 * SECOND);
    assert!(!resolver.resolved_recently("a.test", given, HOUR));
}

#[test]
fn a_lookup_served_by_the_cache_counts_as_resolved_as_well() {
    let mut resolver = plain(&Server::start(|query, _| {
        answer(vec![record(query.name(), 7200, address_for(query))])
    }));
    resolver.watch(["a.test"].into_iter());
    resolver.lookup("a.test").unwrap();

    pass(HOUR);
    resolver.lookup("a.test").unwrap();
    pass(HOUR);

    assert_eq!(resolver.queries(), 2);
    assert!(resolver.resolved_recently("a.test", "192.0.2.1".parse().unwrap(), HOUR + SECOND));
}

#[test]
fn nsswitch_says_which_source_comes_first() {
    let server = Server::start(|query, transport| match query.name().to_string().as_str() {
        "here.test." => no_name(query, transport),
        _ => every_name(query, transport),
    });
    let hosts = "192.0.2.9 a.test here.test";
    for (line, a, here, queries) in [
        (
            "files dns",
            addresses(&["192.0.2.9"]),
            addresses(&["192.0.2.9"]),
            0,
        ),
        ("dns files", both(), addresses(&["192.0.2.9"]), 4),
        (
            "dns [NOTFOUND=return] files",
            both(),
            Err(LookupError::NotFound),
            4,
        ),
        ("dns", both(), Err(LookupError::NotFound), 4),
        (
            "mdns4 [NOTFOUND=return] files",
            addresses(&["192.0.2.9"]),
            addresses(&["192.0.2.9"]),
            0,
        ),
    ] {
        let mut resolver = resolver(&[server.address], hosts, "search .");
        fs::write(resolver.files.system().nsswitch, format!("hosts: {line}\n")).unwrap();

        assert_eq!(resolver.lookup("a.test"), a, "{line}");
        assert_eq!(resolver.lookup("here.test"), here, "{line}");
        assert_eq!(resolver.queries(), queries, "{line}");
        assert_eq!(
            resolver.lookup("localhost").map(|known| known.0.len()),
            Ok(2)
        );
    }
}

#[test]
fn without_a_source_that_asks_a_name_that_is_not_listed_does_not_exist() {
    let server = Server::start(every_name);
    let mut resolver = resolver(&[server.address], "192.0.2.9 a.test", "search .");
    fs::write(resolver.files.system().nsswitch, "hosts: files\n").unwrap();

    assert_eq!(resolver.lookup("a.test"), addresses(&["192.0.2.9"]));
    assert_eq!(resolver.lookup("b.test"), Err(LookupError::NotFound));
    assert_eq!(resolver.queries(), 0);
}

#[test]
fn one_family_is_asked_for_with_no_aaaa_and_after_the_other_with_single_request() {
    let server = Server::start(every_name);
    for (options, told, queries) in [
        ("no-aaaa", addresses(&["192.0.2.1"]), 1),
        ("single-request", both(), 2),
        ("single-request-reopen", both(), 2),
    ] {
        let resolv_conf = format!("search .\noptions {options}");
        let mut resolver = resolver(&[server.address], "", &resolv_conf);

        let answer = resolver.lookup("a.test").map(|(list, _)| list);
        assert_eq!(answer, told.map(|(list, _)| list), "{options}");
        assert_eq!(resolver.queries(), queries, "{options}");
    }
}

#[test]
fn who_needs_all_addresses_of_a_name_has_ipv6_asked_for_with_no_aaaa_too() {
    let server =
        Server::start(
            |query, transport| match (&*query.name().to_string(), query.query_type()) {
                ("ipv6.test.", RecordType::A) => negative(ResponseCode::NoError, 60),
                _ => every_name(query, transport),
            },
        );
    let mut resolver = resolver(&[server.address], "", "search .\noptions no-aaaa");
    let names = ["a.test", "ipv6.test"];

    for families in [Families::IPV4, Families::IPV6] {
        let told = resolver.lookup_all(names, families);
        assert_eq!(told, [both(), addresses(&["2001:db8::1"])]);
    }
    assert_eq!(resolver.queries(), 4, "once");
    let dialled = resolver.lookup_all(["b.test"], Families::default());
    assert_eq!(dialled, [half(&["192.0.2.1"], Families::IPV4)]);
}

#[test]
fn a_server_that_was_found_not_to_bear_edns_is_asked_without_it_from_then_on() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let server = Server::start(|query, transport| {
        // The two questions of the first lookup are refused once.
        match ASKED.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => failure(ResponseCode::FormErr),
            _ => every_name(query, transport),
        }
    });
    let mut resolver = plain(&server);

    assert_eq!(resolver.lookup("a.test"), both());
    assert_eq!(resolver.lookup("b.test"), both());
    assert_eq!(resolver.queries(), 4);
    assert_eq!(ASKED.load(Ordering::Relaxed), 6);
}

#[test]
fn a_caller_that_is_in_a_hurry_gets_what_there_is_by_then() {
    let server = Server::start(|_, _| Reaction::Silence);
    let mut resolver = plain(&server);
    let start = Instant::now();

    let patience = Some(Duration::from_millis(100));
    let answers = resolver
        .resolver
        .lookup_all(&["a.test"], Families::BOTH, patience);

    assert_eq!(answers, [Err(LookupError::Temporary)]);
    assert!((Duration::from_millis(100)..SECOND).contains(&start.elapsed()));
    assert_eq!(
        resolver
            .resolver
            .lookup_all(&["a.test"], Families::BOTH, None),
        [Err(LookupError::Temporary)]
    );
    assert_eq!(resolver.queries(), 2);
}
