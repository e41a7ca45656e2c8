use super::*;
use crate::core::{
    socket::identity::Found,
    usage::{Counter, Ledger},
};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream, UdpSocket},
    os::fd::{AsRawFd, OwnedFd},
};

const IDLE: Duration = Duration::from_secs(600);
const START: Duration = Duration::from_secs(1_000_000);
const MILLISECOND: Duration = Duration::from_millis(1);
const SHOP: ApplicationId = ApplicationId(1);
const BLOG: ApplicationId = ApplicationId(2);

fn terms(transport: Transport, traffic: Traffic) -> Terms {
    Terms {
        owner: Owner {
            application: SHOP,
            account: Ledger::anonymous().unwrap().account("shop"),
        },
        transport: Some(transport),
        peer: None,
        traffic,
        receiving: Receiving::Native,
        closing: Closing::Told,
        idle: Some(IDLE),
    }
}

/// A connected socket whose peer tells what it gets.
fn udp() -> (UdpSocket, UdpSocket) {
    let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.connect(peer.local_addr().unwrap()).unwrap();
    (socket, peer)
}

fn tcp() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (client, listener.accept().unwrap().0)
}

fn granted(socket: &UdpSocket) -> Leases {
    let mut leases = Leases::new();
    let terms = terms(Transport::Udp, Traffic::Seen);
    leases.grant(socket.as_raw_fd(), terms, START);
    leases
}

/// Whether an operation may begin.
fn may(leases: &mut Leases, socket: &impl AsRawFd, now: Duration) -> Result<(), LeaseError> {
    leases
        .begin(socket.as_raw_fd(), OperationKind::Other, SHOP, now)
        .map(|lease| assert!(lease.is_some()))
}

#[test]
fn a_socket_is_reclaimed_after_the_idle_time_and_not_a_millisecond_before() {
    let (socket, _peer) = udp();
    let mut leases = granted(&socket);
    assert_eq!(
        may(&mut leases, &socket, START + IDLE - MILLISECOND),
        Ok(())
    );
    // That renewed it.
    let due = START + IDLE - MILLISECOND + IDLE;
    leases.sweep(due - MILLISECOND);
    assert!(socket.send(b"x").is_ok());
    leases.sweep(due);
    assert_eq!(
        socket.send(b"x").unwrap_err().raw_os_error(),
        Some(libc::EPIPE)
    );
    assert_eq!(may(&mut leases, &socket, due), Err(LeaseError::Reclaimed));
}

#[test]
fn the_end_of_an_operation_renews_as_its_beginning_does() {
    let (socket, _peer) = udp();
    let mut leases = granted(&socket);
    let begun = leases.begin(socket.as_raw_fd(), OperationKind::Other, SHOP, START);
    let waited = START + IDLE * 3;
    leases.finish(
        begun.unwrap().unwrap(),
        OperationKind::Receive,
        Outcome::Nothing,
        || waited,
    );
    assert_eq!(
        may(&mut leases, &socket, waited + IDLE - MILLISECOND),
        Ok(())
    );
}

#[test]
fn when_bytes_of_a_connection_moved_the_kernel_knows_and_nobody_else_is_asked() {
    use Outcome::{Nothing, Peeked, Received, Sent};
    let asked = |transport, traffic, outcome| {
        let (socket, _peer) = tcp();
        let mut leases = Leases::new();
        leases.grant(socket.as_raw_fd(), terms(transport, traffic), START);
        let begun = leases.begin(socket.as_raw_fd(), OperationKind::Other, SHOP, START);
        let mut was_asked = false;
        leases.finish(
            begun.unwrap().unwrap(),
            OperationKind::Other,
            outcome,
            || {
                was_asked = true;
                START
            },
        );
        was_asked
    };
    for outcome in [Sent(1), Received(1)] {
        assert!(!asked(Transport::Tcp, Traffic::Seen, outcome));
        assert!(asked(Transport::Udp, Traffic::Seen, outcome));
        assert!(asked(Transport::Tcp, Traffic::Unseen, outcome));
    }
    for outcome in [Sent(0), Received(0), Peeked(1), Nothing] {
        assert!(asked(Transport::Tcp, Traffic::Seen, outcome));
    }
}

#[test]
fn a_connection_is_reclaimed_once_the_kernel_too_has_seen_nothing_of_it_and_its_peer_is_told() {
    let (idle, mut peer) = tcp();
    let mut leases = Leases::new();
    let brief = Duration::from_millis(30);
    let terms = Terms {
        idle: Some(brief),
        ..terms(Transport::Tcp, Traffic::Seen)
    };
    leases.grant(idle.as_raw_fd(), terms, START);
    // The lease says that it is long due, the kernel that it was connected just now.
    leases.sweep(START + IDLE);
    peer.set_nonblocking(true).unwrap();
    assert_eq!(
        peer.read(&mut [0; 1]).unwrap_err().raw_os_error(),
        Some(libc::EAGAIN)
    );
    peer.set_nonblocking(false).unwrap();
    std::thread::sleep(brief * 2);
    leases.sweep(START + IDLE * 2);
    assert_eq!(peer.read(&mut [0; 1]).unwrap(), 0);
}

#[test]
fn a_lease_is_its_applications() {
    let (socket, _peer) = udp();
    let mut leases = granted(&socket);
    let descriptor = socket.as_raw_fd();
    assert!(
        leases
            .begin(descriptor, OperationKind::Other, SHOP, START)
            .is_ok()
    );
    assert_eq!(
        leases.begin(descriptor, OperationKind::Other, BLOG, START),
        Err(LeaseError::Foreign)
    );
}

#[test]
fn what_has_no_lease_may_be_used() {
    let mut leases = Leases::new();
    for descriptor in [-1, 0, 100_000] {
        assert_eq!(
            leases.begin(descriptor, OperationKind::Other, SHOP, START),
            Ok(None)
        );
        leases.release(descriptor);
    }
    assert_eq!(leases.open(SHOP), 0);
}

#[test]
fn a_released_lease_leaves_nothing_and_an_operation_on_its_successor_is_another() {
    let (socket, _peer) = udp();
    let descriptor = socket.as_raw_fd();
    let mut leases = granted(&socket);
    let begun = leases
        .begin(descriptor, OperationKind::Other, SHOP, START)
        .unwrap()
        .unwrap();
    leases.release(descriptor);
    assert!(held(&mut leases) == 0 && leases.open(SHOP) == 0);
    let account = Ledger::anonymous().unwrap().account("successor");
    let mut terms = terms(Transport::Udp, Traffic::Seen);
    terms.owner.account = account;
    leases.grant(descriptor, terms, START);
    leases.finish(begun, OperationKind::Send, Outcome::Sent(5), || START);
    assert_eq!(account.get(Counter::BytesSent), 0);
    // A grant in the slot of another, whose end was missed, is the only one.
    leases.grant(descriptor, terms, START);
    assert_eq!((leases.open(SHOP), held(&mut leases)), (1, 1));
}

#[test]
#[cfg_attr(miri, ignore = "so many take hours there")]
fn a_million_sockets_one_after_the_other_need_no_more_room_than_one() {
    let (socket, _peer) = udp();
    let mut leases = granted(&socket);
    for turn in 0..1_000_000 {
        let now = START + MILLISECOND * turn;
        leases.grant(socket.as_raw_fd(), terms_once(), now);
    }
    assert_eq!((leases.open(SHOP), held(&mut leases)), (1, 1));
}

/// How many leases there are.
fn held(leases: &mut Leases) -> usize {
    leases.slots.iter_mut().count()
}

#[test]
fn what_is_not_as_most_operations_are_does_not_take_their_way() {
    let (socket, _peer) = udp();
    let descriptor = socket.as_raw_fd();
    let now = |leases: &Leases| leases.next - 1;
    let mut leases = granted(&socket);
    let before = now(&leases);
    assert!(leases.begin_plainly(descriptor, SHOP, before).is_some());
    assert_eq!(
        leases.check_plainly(descriptor, SHOP, before),
        Some(Traffic::Seen)
    );
    assert!(
        leases.begin_plainly(descriptor, SHOP, before + 1).is_none(),
        "due"
    );
    assert!(
        leases.begin_plainly(descriptor, BLOG, before).is_none(),
        "foreign"
    );
    assert_eq!(leases.check_plainly(descriptor, BLOG, before), None);
    for leaseless in [descriptor + 1, -1] {
        assert_eq!(leases.begin_plainly(leaseless, SHOP, before), Some(None));
    }
    assert_eq!(leases.check_plainly(-1, SHOP, before), None);
    leases.limit(Quotas::parse("sends:1/min").unwrap());
    assert!(
        leases.begin_plainly(descriptor, SHOP, before).is_none(),
        "limited"
    );
    leases.limit(Quotas::default());
    assert!(leases.begin_plainly(descriptor, SHOP, before).is_some());
    leases.expect_unseen(descriptor);
    assert_eq!(
        leases.check_plainly(descriptor, SHOP, before),
        Some(Traffic::Unseen),
        "TLS may keep bytes back"
    );
    leases.leave(descriptor);
    assert!(
        leases.begin_plainly(descriptor, SHOP, before).is_none(),
        "a library's"
    );
    assert_eq!(leases.check_plainly(descriptor, SHOP, before), None);
    leases.forget(descriptor);
    leases.grant(descriptor, terms_once(), START);
    assert!(leases.begin_plainly(descriptor, SHOP, before).is_some());
    leases.sweep(START + IDLE * 2);
    assert!(
        leases.begin_plainly(descriptor, SHOP, 0).is_none(),
        "reclaimed"
    );
    assert_eq!(leases.check_plainly(descriptor, SHOP, 0), None);
}

#[test]
fn an_operation_that_is_as_most_are_is_counted_in_the_same_way_and_others_are_left_alone() {
    let (client, _server) = tcp();
    let mut terms = terms(Transport::Tcp, Traffic::Seen);
    terms.owner.account = Ledger::anonymous().unwrap().account("plain");
    let account = terms.owner.account;
    let descriptor = client.as_raw_fd();
    let mut leases = Leases::new();
    leases.grant(descriptor, terms, START);
    let begun = leases
        .begin_plainly(descriptor, SHOP, moment(START))
        .flatten()
        .unwrap();
    let (send, receive) = (OperationKind::Send, OperationKind::Receive);
    assert!(leases.finish_plainly(begun, send, Outcome::Sent(5)));
    assert!(leases.finish_plainly(begun, receive, Outcome::Received(7)));
    leases.finish(begun, send, Outcome::Sent(5), || START);
    leases.finish(begun, receive, Outcome::Received(7), || START);
    let counted = [
        Counter::Sends,
        Counter::BytesSent,
        Counter::Receives,
        Counter::BytesReceived,
    ]
    .map(|counter| account.get(counter));
    assert_eq!(counted, [2, 10, 2, 14]);
    for outcome in [
        Outcome::Nothing,
        Outcome::Received(0),
        Outcome::Peeked(3),
        Outcome::Rejected,
    ] {
        assert!(
            !leases.finish_plainly(begun, receive, outcome),
            "{outcome:?}"
        );
    }
    assert!(leases.finish_asking_plainly(begun, moment(START) + 9));
    assert_eq!(
        leases.slots.get(descriptor).unwrap().used,
        moment(START) + 9
    );
    leases.expect_unseen(descriptor);
    assert!(
        !leases.finish_plainly(begun, send, Outcome::Sent(5)),
        "unseen"
    );
    assert!(!leases.finish_asking_plainly(begun, moment(START)));
    leases.grant(descriptor, terms, START);
    assert!(
        !leases.finish_plainly(begun, send, Outcome::Sent(5)),
        "another's"
    );
    assert!(!leases.finish_asking_plainly(begun, moment(START)));
    assert_eq!(account.get(Counter::Sends), 2);
}

/// Terms that need no new account.
fn terms_once() -> Terms {
    thread_local!(static TERMS: Terms = terms(Transport::Udp, Traffic::Seen));
    TERMS.with(|terms| *terms)
}

#[test]
fn a_lease_takes_at_most_112_bytes() {
    // Of a stream this is all that it takes more.
    assert!(std::mem::size_of::<Option<Lease>>() <= 112);
}

#[test]
fn operations_are_counted_with_their_bytes_and_datagrams() {
    let (socket, _peer) = udp();
    let mut leases = Leases::new();
    let mut terms = terms(Transport::Udp, Traffic::Seen);
    terms.owner.account = Ledger::anonymous().unwrap().account("operations");
    leases.grant(socket.as_raw_fd(), terms, START);
    let mut done = |what, outcome| {
        let begun = leases.begin(socket.as_raw_fd(), OperationKind::Other, SHOP, START);
        leases.finish(begun.unwrap().unwrap(), what, outcome, || START);
    };
    done(OperationKind::Send, Outcome::Sent(5));
    done(OperationKind::Send, Outcome::Nothing);
    done(OperationKind::Receive, Outcome::Received(7));
    done(OperationKind::Receive, Outcome::Received(0));
    done(OperationKind::Other, Outcome::Nothing);
    let counted = |counter| terms.owner.account.get(counter);
    assert_eq!(
        (counted(Counter::Sends), counted(Counter::BytesSent)),
        (2, 5)
    );
    assert_eq!(
        (counted(Counter::Receives), counted(Counter::BytesReceived)),
        (2, 7)
    );
    assert_eq!(
        (
            counted(Counter::DatagramsSent),
            counted(Counter::DatagramsReceived)
        ),
        (1, 2)
    );
}

#[test]
fn what_passed_unseen_is_counted_once_when_it_is_looked_for() {
    let (mut client, mut server) = tcp();
    let mut terms = terms(Transport::Tcp, Traffic::Unseen);
    terms.owner.account = Ledger::anonymous().unwrap().account("unseen");
    let counted = |counter| terms.owner.account.get(counter);
    let mut leases = Leases::new();
    leases.grant(client.as_raw_fd(), terms, START);
    client.write_all(&[0; 100]).unwrap();
    server.write_all(&[0; 30]).unwrap();
    client.read_exact(&mut [0; 30]).unwrap();
    // An operation tells a part of it, and a second later the rest is looked for.
    let mut tell = |now| {
        let begun = leases.begin(client.as_raw_fd(), OperationKind::Other, SHOP, now);
        leases.finish(
            begun.unwrap().unwrap(),
            OperationKind::Send,
            Outcome::Sent(40),
            || now,
        );
        counted(Counter::BytesSent)
    };
    assert_eq!(tell(START), 40);
    assert_eq!(tell(START + RECONCILE_EVERY), 100);
    leases.reconcile();
    leases.release(client.as_raw_fd());
    assert_eq!(
        (counted(Counter::BytesSent), counted(Counter::BytesReceived)),
        (100, 30)
    );
}

#[test]
fn a_lease_whose_socket_is_gone_counts_nothing_of_what_has_its_descriptor() {
    let (mut client, _server) = tcp();
    let mut terms = terms(Transport::Tcp, Traffic::Unseen);
    terms.owner.account = Ledger::anonymous().unwrap().account("gone");
    let mut leases = Leases::new();
    leases.grant(client.as_raw_fd(), terms, START);
    client.write_all(b"another's").unwrap();
    leases.forget(client.as_raw_fd());
    assert_eq!(terms.owner.account.get(Counter::BytesSent), 0);
    assert!(held(&mut leases) == 0 && leases.open(SHOP) == 0);
}

#[test]
fn what_all_passed_operations_is_not_looked_for() {
    let (mut client, _server) = tcp();
    let mut terms = terms(Transport::Tcp, Traffic::Seen);
    terms.owner.account = Ledger::anonymous().unwrap().account("seen");
    let mut leases = Leases::new();
    leases.grant(client.as_raw_fd(), terms, START);
    client.write_all(b"x").unwrap();
    leases.release(client.as_raw_fd());
    assert_eq!(terms.owner.account.get(Counter::BytesSent), 0);
}

/// A connection of a library's, which closes it without a word, and its lease.
fn of_a_library(account: &str) -> (Leases, TcpStream, TcpStream, Account) {
    let (client, server) = tcp();
    let mut leases = Leases::new();
    let mut terms = terms(Transport::Tcp, Traffic::Unseen);
    terms.owner.account = Ledger::anonymous().unwrap().account(account);
    terms.closing = Closing::Untold(Found::at(client.as_raw_fd()).socket().unwrap());
    terms.idle = Some(MILLISECOND);
    leases.grant(client.as_raw_fd(), terms, START);
    (leases, client, server, terms.owner.account)
}

/// Puts another socket at the descriptor of one, which is closed without a word.
fn displace(socket: TcpStream, other: &TcpStream) -> TcpStream {
    let mut descriptor = OwnedFd::from(socket);
    nix::unistd::dup2(other, &mut descriptor).unwrap();
    descriptor.into()
}

#[test]
fn a_socket_in_the_place_of_one_that_was_closed_without_a_word_is_let_alone() {
    let (mut leases, socket, _server, account) = of_a_library("displaced");
    let (other, mut peer) = tcp();
    let mut other = displace(socket, &other);
    other.write_all(&[0; 100]).unwrap();
    leases.reconcile();
    leases.sweep(START + IDLE);
    other.write_all(&[0; 100]).unwrap();
    peer.read_exact(&mut [0; 200]).unwrap();
    assert_eq!(account.get(Counter::BytesSent), 0);
    assert_eq!(account.get(Counter::Reclaims), 0);
    assert!(held(&mut leases) == 0 && leases.open(SHOP) == 0);
}

#[test]
fn a_turn_comes_before_anything_was_looked_for_and_lets_another_socket_alone_too() {
    let (mut leases, socket, _server, account) = of_a_library("turn");
    let (other, mut peer) = tcp();
    let mut other = displace(socket, &other);
    std::thread::sleep(MILLISECOND * 20);
    leases.sweep(START + IDLE);
    other.write_all(&[0; 100]).unwrap();
    peer.read_exact(&mut [0; 100]).unwrap();
    assert_eq!((account.get(Counter::Reclaims), leases.open(SHOP)), (0, 0));
}

#[test]
fn an_operation_on_a_socket_in_the_place_of_a_librarys_is_not_that_ones() {
    let (mut leases, socket, _server, _) = of_a_library("begun");
    let descriptor = socket.as_raw_fd();
    let (other, _peer) = tcp();
    let _other = displace(socket, &other);
    assert_eq!(
        leases.begin(descriptor, OperationKind::Other, BLOG, START),
        Ok(None)
    );
    assert_eq!(leases.transport(descriptor), None);
}

#[test]
fn before_the_quota_of_open_sockets_refuses_those_are_forgotten_that_were_closed_without_a_word() {
    let (mut leases, socket, _server, account) = of_a_library("open");
    leases.limit(Quotas::parse("max_open:1").unwrap());
    let shop = Owner {
        application: SHOP,
        account,
    };
    assert_eq!(
        leases.charge(shop, &[Meter::Creates]),
        Err(Exhausted::Open { limit: 1 })
    );
    drop(socket);
    assert_eq!(leases.charge(shop, &[Meter::Creates]), Ok(()));
}

#[test]
fn open_sockets_are_counted_for_each_application() {
    let (socket, _peer) = udp();
    let mut leases = granted(&socket);
    leases.limit(Quotas::parse("max_open:1").unwrap());
    let owner = |application| Owner {
        application,
        account: terms_once().owner.account,
    };
    assert!(leases.charge(owner(SHOP), &[Meter::Creates]).is_err());
    assert_eq!(leases.charge(owner(BLOG), &[Meter::Creates]), Ok(()));
    assert_eq!((leases.open(SHOP), leases.open(BLOG)), (1, 0));
}

#[test]
fn what_was_only_shown_is_counted_at_the_end_and_what_was_read_once() {
    let (socket, _peer) = udp();
    let mut leases = Leases::new();
    let mut terms = terms(Transport::Udp, Traffic::Seen);
    terms.owner.account = Ledger::anonymous().unwrap().account("peeked");
    leases.grant(socket.as_raw_fd(), terms, START);
    let mut receive = |outcome| {
        let begun = leases.begin(socket.as_raw_fd(), OperationKind::Receive, SHOP, START);
        leases.finish(
            begun.unwrap().unwrap(),
            OperationKind::Receive,
            outcome,
            || START,
        );
        terms.owner.account.get(Counter::BytesReceived)
    };
    assert_eq!(receive(Outcome::Peeked(8)), 0);
    assert_eq!(receive(Outcome::Received(8)), 8);
    assert_eq!(receive(Outcome::Peeked(5)), 8);
    assert_eq!(receive(Outcome::Peeked(7)), 8);
    leases.release(socket.as_raw_fd());
    assert_eq!(terms.owner.account.get(Counter::BytesReceived), 15);
    assert_eq!(terms.owner.account.get(Counter::DatagramsReceived), 2);
}

#[test]
fn a_call_that_is_not_accepted_is_not_counted_and_takes_nothing_of_a_quota() {
    let (socket, _peer) = udp();
    let mut leases = Leases::new();
    let mut terms = terms(Transport::Udp, Traffic::Seen);
    terms.owner.account = Ledger::anonymous().unwrap().account("rejected");
    leases.grant(socket.as_raw_fd(), terms, START);
    leases.limit(Quotas::parse("sends:1/day").unwrap());
    let mut send = |outcome| {
        let begun = leases.begin(socket.as_raw_fd(), OperationKind::Send, SHOP, START);
        begun.map(|begun| leases.finish(begun.unwrap(), OperationKind::Send, outcome, || START))
    };
    for _ in 0..3 {
        assert_eq!(send(Outcome::Rejected), Ok(()));
    }
    assert_eq!(terms.owner.account.get(Counter::Sends), 0);
    assert_eq!(send(Outcome::Sent(1)), Ok(()));
    assert!(send(Outcome::Sent(1)).is_err());
}

#[test]
fn duplicates_count_what_passes_once_and_renew_each_other() {
    let (mut client, mut server) = tcp();
    let mut terms = terms(Transport::Tcp, Traffic::Seen);
    terms.owner.account = Ledger::anonymous().unwrap().account("twins");
    let counted = || terms.owner.account.get(Counter::BytesSent);
    let mut leases = Leases::new();
    leases.grant(client.as_raw_fd(), terms, START);
    let duplicate = client.try_clone().unwrap();
    let granted = leases.grant_duplicate(duplicate.as_raw_fd());
    assert_eq!(granted.unwrap().transport, Some(Transport::Tcp));
    assert_eq!(leases.open(SHOP), 2);
    let sent = |leases: &mut Leases, descriptor, bytes, now| {
        let begun = leases.begin(descriptor, OperationKind::Send, SHOP, now);
        leases.finish(
            begun.unwrap().unwrap(),
            OperationKind::Send,
            Outcome::Sent(bytes),
            || now,
        );
    };
    client.write_all(&[0; 100]).unwrap();
    sent(&mut leases, client.as_raw_fd(), 60, START);
    sent(&mut leases, duplicate.as_raw_fd(), 30, START + IDLE / 2);
    // The duplicate is given out, and the kernel asked for what nobody told.
    leases.give_out(duplicate.as_raw_fd());
    leases.reconcile();
    assert_eq!(counted(), 100);
    // What the first one told is not unseen when it is gone.
    leases.release(client.as_raw_fd());
    leases.reconcile();
    assert_eq!((counted(), leases.open(SHOP)), (100, 1));
    server.read_exact(&mut [0; 100]).unwrap();
}

#[test]
fn a_socket_that_nobody_leased_has_no_duplicate_of_a_lease() {
    let (socket, _peer) = udp();
    let mut leases = granted(&socket);
    let (other, _) = udp();
    assert_eq!(leases.grant_duplicate(other.as_raw_fd()), None);
    assert_eq!(leases.open(SHOP), 1);
}
