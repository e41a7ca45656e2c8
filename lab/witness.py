#!/usr/bin/python3
"""The witness: logs every TCP SYN and every UDP datagram that leaves a socket of the client: `witness.py LOG MARKS`.

A line is `where proto address port`; where is `client` for its own loopback, `internet` for all else. A line that is
written into the pipe MARKS becomes `marker <line>`. Packets are seen at the sending side, before the system call that
sends them returns, so whatever happened before a marker stands above it. It returns when it watches, and goes on in
the background.
"""

import contextlib
import ctypes
import os
import selectors
import socket
import struct
import sys

SO_ATTACH_FILTER, SO_RCVBUFFORCE, SOL_PACKET, PACKET_STATISTICS = 26, 33, 263, 6
ETH_P_ALL = 3
SYN, ACK = 0x02, 0x10
ICMP, IGMP, TCP, UDP, ICMPV6 = 1, 2, 6, 17, 58
HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION = 0, 43, 44, 60

# Outgoing packets, without the established traffic of TCP: so that a busy client cannot fill the queue.
# Each line is opcode, jump if true, jump if false, operand of classic BPF.
FILTER = [
    (0x20, 0, 0, 0xFFFFF004),  # packet type
    (0x15, 0, 14, 4),  # outgoing, or drop
    (0x30, 0, 0, 0),
    (0x54, 0, 0, 0xF0),
    (0x15, 0, 5, 0x40),  # IPv4, or look at IPv6
    (0x30, 0, 0, 9),
    (0x15, 0, 8, TCP),  # TCP, or accept
    (0xB1, 0, 0, 0),
    (0x50, 0, 0, 13),
    (0x05, 0, 0, 3),
    (0x30, 0, 0, 6),
    (0x15, 0, 3, TCP),  # TCP, or accept
    (0x30, 0, 0, 53),
    (0x54, 0, 0, SYN | ACK),
    (0x15, 0, 1, SYN),  # SYN alone, or drop
    (0x06, 0, 0, 256),
    (0x06, 0, 0, 0),
]


def watch():
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in FILTER))
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
    sock.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HP", len(FILTER), ctypes.addressof(code)))
    with contextlib.suppress(PermissionError):
        sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 64 << 20)
    return sock


def transport(packet):
    """The destination, the protocol and its header; None for what is no IP or a later fragment."""
    version = packet[0] >> 4
    if version == 4 and not int.from_bytes(packet[6:8], "big") & 0x1FFF:
        return socket.inet_ntop(socket.AF_INET, packet[16:20]), packet[9], packet[4 * (packet[0] & 15) :]
    if version == 6:
        protocol, rest = packet[6], packet[40:]
        while protocol in (HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION):
            if protocol == FRAGMENT and int.from_bytes(rest[2:4], "big") & 0xFFF8:
                return None
            protocol, rest = rest[0], rest[8 if protocol == FRAGMENT else 8 + 8 * rest[1] :]
        return socket.inet_ntop(socket.AF_INET6, packet[24:40]), protocol, rest
    return None


def line(where, packet):
    """The log line of a packet; None when it has none. ICMP and IGMP are the kernel's own talk."""
    seen = transport(packet)
    if seen is None or seen[1] in (ICMP, IGMP, ICMPV6):
        return None
    address, protocol, rest = seen
    port = int.from_bytes(rest[2:4], "big")
    if protocol == UDP:
        return f"{where} udp {address} {port}"
    if protocol == TCP:
        return f"{where} tcp {address} {port}" if rest[13] & (SYN | ACK) == SYN else None
    return f"{where} protocol-{protocol} {address} 0"


def report_packets(sock, log):
    """Logs what waits."""
    with contextlib.suppress(BlockingIOError):
        while True:
            packet, (interface, *_) = sock.recvfrom(256)
            lost = struct.unpack("II", sock.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))[1]
            if lost:
                os.write(log, f"lost {lost}\n".encode())
            if text := line("client" if interface == "lo" else "internet", packet):
                os.write(log, f"{text}\n".encode())


def report(sock, marks, log):
    selector = selectors.DefaultSelector()
    selector.register(sock, selectors.EVENT_READ)
    selector.register(marks, selectors.EVENT_READ)
    while True:
        marked = b""
        if any(key.fd == marks for key, _ in selector.select()):
            marked = os.read(marks, 65536)
        # What was sent before a mark was written waits by now.
        report_packets(sock, log)
        for mark in marked.decode("ascii", "replace").splitlines():
            os.write(log, f"marker {mark}\n".encode())


def main(path, marks):
    sock = watch()
    sock.setblocking(False)
    log = os.open(path, os.O_WRONLY | os.O_APPEND)
    os.mkfifo(marks)
    os.chmod(marks, 0o666)
    # Held open for writing too, it has no end.
    marks = os.open(marks, os.O_RDWR | os.O_NONBLOCK)
    if os.fork() == 0:
        report(sock, marks, log)


if __name__ == "__main__":
    main(*sys.argv[1:])
