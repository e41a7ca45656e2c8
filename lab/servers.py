#!/usr/bin/python3
"""Small servers with one behaviour a port, on every address: `servers.py internet` or `servers.py client`.

It returns when it listens, and serves in the background.
"""

import asyncio
import contextlib
import os
import resource
import socket
import ssl
import struct
import sys


async def echo(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()


async def silent(reader, writer):
    await reader.read()


def abort(writer):
    """Has the connection end with a reset."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def reset(reader, writer):
    await reader.read(1)
    abort(writer)


async def reset_unasked(reader, writer):
    # A client is to see itself connected first.
    await asyncio.sleep(0.1)
    abort(writer)


async def reset_behind_half_a_line(reader, writer):
    writer.write(b"half a line")
    await reader.read(1)
    abort(writer)


def dribble(text, pause):
    async def handler(reader, writer):
        for byte in text:
            writer.write(bytes([byte]))
            await asyncio.sleep(pause)

    return handler


class Tls:
    """A server's side of TLS, whose records are sent as one likes."""

    def __init__(self, reader, writer):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("web.pem", "web.key")
        self.reader, self.writer = reader, writer
        self.received, self.to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.received, self.to_send, server_side=True)

    async def first_flight(self):
        """What answers the client's first message, ServerHello in front."""
        while not self.to_send.pending:
            self.received.write(await self.reader.read(65536) or b"-")
            with contextlib.suppress(ssl.SSLWantReadError):
                self.tls.do_handshake()
        return self.to_send.read()

    async def greet(self, text):
        """Ends the handshake and sends a text."""
        self.writer.write(await self.first_flight())
        while True:
            self.received.write(await self.reader.read(65536) or b"-")
            with contextlib.suppress(ssl.SSLWantReadError):
                self.tls.do_handshake()
                break
        self.tls.write(text)
        self.writer.write(self.to_send.read())


async def tls_stalls(reader, writer):
    flight = await Tls(reader, writer).first_flight()
    writer.write(flight[: 5 + int.from_bytes(flight[3:5], "big")])
    await reader.read()


async def tls_dribbles(reader, writer):
    await dribble(await Tls(reader, writer).first_flight(), 0.02)(reader, writer)


async def tls_breaks_off(reader, writer):
    await Tls(reader, writer).greet(b"half a line")


async def tls_resets(reader, writer):
    await Tls(reader, writer).greet(b"half a line")
    await reader.read(1)
    abort(writer)


def greet(text):
    async def handler(reader, writer):
        writer.write(text)
        writer.write_eof()
        await reader.read()

    return handler


LEAK = greet(b"leak\n")
WEB_LEAK = greet(b"HTTP/1.0 200 OK\r\n\r\nleak\n")

TCP = {
    "internet": {
        **dict.fromkeys([7, 7007], echo),
        7008: silent,
        7009: reset,
        7010: greet(b"line1\nline2\n"),
        7011: reset_unasked,
        7012: reset_behind_half_a_line,
        7013: dribble(b"bit by bit\n", 0.1),
        7014: dribble(b"bit by bit\n", 60),
        7015: tls_stalls,
        7016: tls_dribbles,
        7017: tls_breaks_off,
        7018: tls_resets,
        **dict.fromkeys([22, 3306, 5432, 6379], LEAK),
    },
    "client": {7: WEB_LEAK, 80: WEB_LEAK, 8099: greet(b"loopback\n")},
}
UDP_ECHO = {"internet": [7, 7007], "client": []}
BACKLOG = 4096


def connected(handler):
    async def serve(reader, writer):
        with contextlib.suppress(OSError), contextlib.closing(writer):
            await handler(reader, writer)

    return serve


def udp_socket(port):
    sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
    sock.bind(("::", port))
    return sock


def echo_datagram(sock):
    # The control data is the address the datagram came to; sent back, it makes that address the source of the answer.
    data, address, _, peer = sock.recvmsg(65535, socket.CMSG_SPACE(20))
    sock.sendmsg([data], address, 0, peer)


async def serve(listeners, datagrams):
    for sock in datagrams:
        asyncio.get_running_loop().add_reader(sock, echo_datagram, sock)
    for sock, handler in listeners:
        await asyncio.start_server(connected(handler), sock=sock, backlog=BACKLOG)
    await asyncio.Event().wait()


def main(place):
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    listeners = [
        (socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=BACKLOG), handler)
        for port, handler in TCP[place].items()
    ]
    datagrams = [udp_socket(port) for port in UDP_ECHO[place]]
    if os.fork() == 0:
        asyncio.run(serve(listeners, datagrams))


if __name__ == "__main__":
    main(*sys.argv[1:])
