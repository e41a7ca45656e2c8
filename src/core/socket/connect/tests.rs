use super::*;
use std::{
    io::{Read, Write},
    net::{TcpListener, UdpSocket},
    os::fd::AsRawFd,
};

const OPTIONS: Options = Options {
    wait: Wait::UntilConnected,
    timeout: Some(Duration::from_secs(5)),
    bind: None,
    tuning: Tuning {
        no_delay: false,
        broadcast: false,
        newer: NewerTuning {
            keep_alive: false,
            keep_alive_by: [None; 3],
            linger: None,
            receive_buffer: None,
            send_buffer: None,
        },
    },
};

fn listener(address: &str) -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(address).expect(address);
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// An address that nobody listens on.
fn refusing() -> SocketAddr {
    listener("127.0.0.1:0").1
}

/// A listener whose queue is full: the kernel drops further SYNs, as a black hole does.
fn silent() -> (Socket, SocketAddr, Vec<TcpStream>) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket
        .bind(&SockAddr::from(SocketAddr::from(([127, 0, 0, 1], 0))))
        .unwrap();
    socket.listen(0).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    let fill = || TcpStream::connect_timeout(&address, Duration::from_millis(50)).ok();
    let queued = std::iter::from_fn(fill).collect();
    (socket, address, queued)
}

#[test]
fn a_connected_socket_is_blocking_close_on_exec_and_talks() {
    let (listener, address) = listener("127.0.0.1:0");
    let dialled = dial(Transport::Tcp, &[address], &OPTIONS).unwrap();
    assert_eq!(
        (dialled.peer, dialled.progress),
        (address, Progress::Connected)
    );
    assert!(dialled.socket.as_raw_fd() > 2);
    let flags = |path: &str| std::fs::read_to_string(path).unwrap();
    let info = flags(&format!("/proc/self/fdinfo/{}", dialled.socket.as_raw_fd()));
    let bits = u32::from_str_radix(
        info.lines()
            .find_map(|line| line.strip_prefix("flags:"))
            .unwrap()
            .trim(),
        8,
    )
    .unwrap();
    assert_eq!(bits & libc::O_NONBLOCK as u32, 0, "blocking");
    assert_ne!(bits & libc::O_CLOEXEC as u32, 0, "close-on-exec");

    let mut stream = TcpStream::from(dialled.socket);
    stream.write_all(b"hello").unwrap();
    let mut received = [0; 5];
    listener
        .accept()
        .unwrap()
        .0
        .read_exact(&mut received)
        .unwrap();
    assert_eq!(&received, b"hello");
}

#[test]
fn a_refusal_is_told_as_such_and_the_next_address_tried() {
    let (_listener, address) = listener("127.0.0.1:0");
    assert_eq!(
        dial(Transport::Tcp, &[refusing()], &OPTIONS).unwrap_err(),
        libc::ECONNREFUSED
    );
    assert_eq!(
        dial(Transport::Tcp, &[refusing(), refusing()], &OPTIONS).unwrap_err(),
        libc::ECONNREFUSED
    );
    assert_eq!(
        dial(Transport::Tcp, &[refusing(), address], &OPTIONS)
            .unwrap()
            .peer,
        address
    );
}

#[test]
fn without_addresses_there_is_nothing_to_dial() {
    assert_eq!(
        dial(Transport::Tcp, &[], &OPTIONS).unwrap_err(),
        libc::EADDRNOTAVAIL
    );
}

#[test]
fn a_silent_address_times_out_after_the_callers_time() {
    let (_socket, address, _queued) = silent();
    for peers in [&[address][..], &[address, address]] {
        let (started, timeout) = (Instant::now(), Duration::from_millis(300));
        let options = Options {
            timeout: Some(timeout),
            ..OPTIONS
        };
        assert_eq!(
            dial(Transport::Tcp, peers, &options).unwrap_err(),
            libc::ETIMEDOUT
        );
        assert!(started.elapsed() >= timeout);
    }
}

#[test]
fn a_silent_address_holds_up_the_next_one_by_the_attempt_delay_only() {
    let (_socket, dead, _queued) = silent();
    let (_listener, alive) = listener("127.0.0.1:0");
    let started = Instant::now();
    assert_eq!(
        dial(Transport::Tcp, &[dead, alive], &OPTIONS).unwrap().peer,
        alive
    );
    assert!(started.elapsed() >= ATTEMPT_DELAY);
    assert!(
        started.elapsed() < OPTIONS.timeout.unwrap(),
        "the dead address was not waited for"
    );
}

#[test]
fn without_waiting_the_socket_is_returned_non_blocking_and_connecting() {
    let (_socket, address, _queued) = silent();
    let options = Options {
        wait: Wait::Never,
        ..OPTIONS
    };
    let dialled = dial(Transport::Tcp, &[address, refusing()], &options).unwrap();
    assert_eq!(
        (dialled.peer, dialled.progress),
        (address, Progress::Connecting)
    );
    let info = std::fs::read_to_string(format!("/proc/self/fdinfo/{}", dialled.socket.as_raw_fd()))
        .unwrap();
    assert!(
        info.contains("flags:\t02004002"),
        "O_RDWR, O_NONBLOCK and O_CLOEXEC: {info}"
    );
}

#[test]
fn udp_is_connected_at_once() {
    let server = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = server.local_addr().unwrap();
    let dialled = dial(Transport::Udp, &[address], &OPTIONS).unwrap();
    let client = UdpSocket::from(dialled.socket);
    client.send(b"x").unwrap();
    assert_eq!(
        server.recv_from(&mut [0; 1]).unwrap().1,
        client.local_addr().unwrap()
    );
}

#[test]
fn a_local_address_is_bound_where_its_family_fits_and_an_impossible_one_told() {
    let (_listener, address) = listener("127.0.0.1:0");
    let bind = |local: &str| {
        let options = Options {
            bind: Some(local.parse().unwrap()),
            ..OPTIONS
        };
        let dialled = dial(Transport::Tcp, &[address], &options).unwrap();
        (
            TcpStream::from(dialled.socket)
                .local_addr()
                .unwrap()
                .ip()
                .to_string(),
            dialled.unbound,
        )
    };
    assert_eq!(bind("127.0.0.9:0"), ("127.0.0.9".to_owned(), None));
    assert_eq!(bind("[::1]:0"), ("127.0.0.1".to_owned(), None));
    assert_eq!(
        bind("93.184.216.34:0"),
        ("127.0.0.1".to_owned(), Some(libc::EADDRNOTAVAIL))
    );
}

#[test]
fn an_unconnected_socket_is_blocking_and_close_on_exec_and_its_waits_end() {
    for (family, transport) in [
        (Family::Ipv4, Transport::Tcp),
        (Family::Ipv6, Transport::Udp),
    ] {
        let socket = unconnected(family, transport).unwrap();
        let info = std::fs::read_to_string(format!("/proc/self/fdinfo/{}", socket.as_raw_fd()));
        assert!(
            info.unwrap().contains("flags:\t02000002"),
            "O_RDWR and O_CLOEXEC"
        );
    }
    let limit = Duration::from_millis(20);
    let silent = unconnected(Family::Ipv4, Transport::Udp).unwrap();
    limit_receiving(silent.as_fd(), limit);
    let (silent, started) = (UdpSocket::from(silent), Instant::now());
    let error = silent.recv(&mut [0; 1]).unwrap_err();
    assert_eq!(error.raw_os_error(), Some(libc::EAGAIN));
    assert!(started.elapsed() >= limit);
}

#[test]
fn families_take_turns_beginning_with_the_preferred_one() {
    let peers = ["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1", "1.1.1.2:1"]
        .map(|text| text.parse().unwrap());
    let expected = ["[::1]:1", "1.1.1.1:1", "[::2]:1", "1.1.1.2:1", "[::3]:1"]
        .map(|text| text.parse().unwrap());
    assert_eq!(interleave(&peers), expected);
}
