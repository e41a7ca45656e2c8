#!/usr/bin/python3
"""Small servers with one behaviour a port, on every address: `servers.py internet` or `servers.py client`.

It returns when it listens, and serves in the background.
"""

import asyncio
import contextlib
import os
import resource
import socket
import struct
import sys


async def echo(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()


async def silent(reader, writer):
    await reader.read()


async def reset(reader, writer):
    await reader.read(1)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


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
