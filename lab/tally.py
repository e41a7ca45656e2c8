#!/usr/bin/python3
"""Servers on loopback that count each byte that they get and give: `tally.py CERTIFICATE KEY NAME=KIND...`.

A KIND is tcp, tls, http, https or udp. The first line that is printed has the ports; each line of the input is answered with
what was counted so far: NAME => [received, sent]. TLS is counted as it passes, handshakes and all.

A conversation of tcp and tls begins with a line `SIZE REPLY`; SIZE bytes follow, and REPLY bytes are the answer. For http these
are Content-Length and the header `Reply`; a datagram begins with `REPLY `.
"""

import asyncio
import json
import socket
import ssl
import sys

CHUNK = 65536
CLOSE_WAIT = 8


class Counted:
    """A stream whose bytes are counted."""

    def __init__(self, tally, reader, writer):
        self.tally, self.reader, self.writer = tally, reader, writer

    async def read(self, count=CHUNK):
        data = await self.reader.read(count)
        self.tally[0] += len(data)
        return data

    async def write(self, data):
        self.tally[1] += len(data)
        self.writer.write(data)
        await self.writer.drain()


class Lines:
    """What a stream gives, by lines and by counts."""

    def __init__(self, stream):
        self.stream, self.buffer = stream, b""

    async def line(self):
        while b"\n" not in self.buffer:
            data = await self.stream.read()
            if not data:
                return None
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r")

    async def skip(self, count):
        while len(self.buffer) < count:
            count -= len(self.buffer)
            self.buffer = await self.stream.read()
            if not self.buffer:
                return
        self.buffer = self.buffer[count:]


async def reply(stream, count):
    while count > 0:
        await stream.write(b"y" * min(count, CHUNK))
        count -= CHUNK


async def talk(stream):
    lines = Lines(stream)
    while (line := await lines.line()) is not None:
        size, answer = map(int, line.split())
        await lines.skip(size)
        await reply(stream, answer)


async def serve_http(stream):
    lines = Lines(stream)
    while await lines.line() is not None:
        headers = {}
        while header := await lines.line():
            name, value = header.decode().split(":", 1)
            headers[name.lower()] = value.strip()
        if headers.get("expect"):
            await stream.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await lines.skip(int(headers.get("content-length", 0)))
        count = int(headers["reply"])
        await stream.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % count)
        await reply(stream, count)
        if headers.get("connection") == "close":
            return


def closing(handler):
    async def handle(reader, writer):
        try:
            await handler(reader, writer)
        except OSError:
            pass
        finally:
            writer.close()

    return handle


def counting(tally, handler):
    return closing(lambda reader, writer: handler(Counted(tally, reader, writer)))


async def listen(handler, **options):
    server = await asyncio.start_server(handler, "127.0.0.1", 0, backlog=512, **options)
    return server.sockets[0].getsockname()[1]


async def listen_with_tls(tally, handler, context, reads_on):
    """A TLS server behind a relay that counts. Only a client that reads on after it ended its side gets the server's end."""
    behind = await listen(counting([0, 0], handler), ssl=context)

    async def relay(stream):
        reader, writer = await asyncio.open_connection("127.0.0.1", behind)

        client = stream.writer.get_extra_info("socket")

        def has_ended():
            return client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == CLOSE_WAIT

        async def there():
            while data := await stream.read():
                writer.write(data)
                await writer.drain()
            writer.write_eof()

        async def back():
            while data := await reader.read(CHUNK):
                if reads_on or not has_ended():
                    await stream.write(data)
            stream.writer.write_eof()

        try:
            await asyncio.gather(there(), back())
        finally:
            writer.close()

    return await listen(counting(tally, relay))


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, tally):
        self.tally = tally

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.tally[0] += len(data)
        answer = b"y" * int(data.split(b" ", 1)[0])
        self.tally[1] += len(answer)
        self.transport.sendto(answer, address)


async def start(kind, tally, context):
    if kind == "udp":
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: Datagrams(tally), ("127.0.0.1", 0))
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        return transport.get_extra_info("sockname")[1]
    handler = serve_http if kind.startswith("http") else talk
    if kind in ("tls", "https"):
        return await listen_with_tls(tally, handler, context, reads_on=kind == "tls")
    return await listen(counting(tally, handler))


async def main(certificate, key, *servers):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    tallies, ports = {}, {}
    for server in servers:
        name, kind = server.split("=")
        tallies[name] = [0, 0]
        ports[name] = await start(kind, tallies[name], context)
    print(json.dumps(ports), flush=True)
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        # What is on its way has arrived when nothing changes any more.
        before = None
        while before != tallies:
            before = json.loads(json.dumps(tallies))
            await asyncio.sleep(0.2)
        print(json.dumps(tallies), flush=True)


asyncio.run(main(*sys.argv[1:]))
