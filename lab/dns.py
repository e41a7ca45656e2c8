#!/usr/bin/python3
"""A name server that follows a script: `dns.py ANSWERS LOG`, on 8.8.4.4 and 2001:4860:4860::8844 port 53, UDP and TCP.

ANSWERS has a line a name: name, cell, TTL in seconds, delay in milliseconds, separated by tabs; the last two are 0
when missing. It is looked at before each query, so a test changes it by renaming a new file over it. Names that are
not in it do not exist. A cell is one or more steps, `step -> step`: the first query for a name and type gets the
first, later ones the next, and the last stays. Steps start again when the file changes. A step is one or more items:

    A=192.0.2.7;AAAA=2001:db8::7    records                   A=192.0.2.1..63       a range of records
    CNAME=n;A=192.0.2.7             an alias and its records  A(other.test)=1.2.3.4 a record of another name
    SRV=host:80                     a service                 CASEFLIP A=1.2.3.4    the name in the other case
    NXDOMAIN, NODATA, SERVFAIL      no answer of that kind    BADID A=1.2.3.4       a wrong transaction id
    TIMEOUT                         no answer at all          A=SERVFAIL, A=TIMEOUT for this type only
    BADSOURCE A=1.2.3.4             from another port, and from another address
    BADNAME A=1.2.3.4               for another name, which is in the question too
    GARBAGE A=1.2.3.4               the right id, and behind it nothing that means anything
    NOISE A=1.2.3.4                 the same without the id
    CUT A=1.2.3.4                   the question and half of its answer, and TCP ends behind it
    TC -> A=1.2.3.4                 truncated over UDP, the next step over TCP
    BADID A=1.2.3.4 & A=1.2.3.5     two answers, one after the other
    ODD two OPT                     a form of odd.py

LOG gets a line a query: `proto qtype name`. It returns when it listens, and serves in the background.
"""

import asyncio
import os
import re
import socket
import struct
import sys
from collections import Counter
from typing import NamedTuple

import odd

TYPES = {"A": 1, "CNAME": 5, "AAAA": 28, "SRV": 33}
NAMES = {number: name for name, number in TYPES.items()} | {12: "PTR", 15: "MX", 16: "TXT", 65: "HTTPS"}
OPT = 41
SERVFAIL, NXDOMAIN = 2, 3
RESPONSE, TRUNCATED, RECURSION_AVAILABLE, RECURSION_DESIRED = 0x8400, 0x0200, 0x0080, 0x0100
ITEM = re.compile(r"(?:(?P<trick>BADID|CASEFLIP|BADSOURCE|BADNAME|GARBAGE|NOISE|CUT) )?(?P<type>[A-Z]+)(?:\((?P<owner>.*)\))?(?:[= ](?P<value>.*))?")


class Entry(NamedTuple):
    steps: list
    ttl: int
    delay: float


class Query(NamedTuple):
    id: int
    flags: int
    name: str
    type: str
    question: bytes
    room: int


def parse_query(packet):
    """Names are kept as they came; `room` is what the asker takes over UDP."""
    number, flags, _, _, _, additional = struct.unpack("!6H", packet[:12])
    labels, at = [], 12
    while size := packet[at]:
        labels.append(packet[at + 1 : at + 1 + size].decode("utf-8", "surrogateescape"))
        at += 1 + size
    kind = int.from_bytes(packet[at + 1 : at + 3], "big")
    room = 512
    if additional and packet[at + 5 : at + 8] == bytes([0, 0, OPT]):
        room = max(room, int.from_bytes(packet[at + 8 : at + 10], "big"))
    return Query(number, flags, ".".join(labels), NAMES.get(kind, str(kind)), packet[12 : at + 5], room)


def encode_name(name):
    labels = [label.encode("utf-8", "surrogateescape") for label in name.rstrip(".").split(".")]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def encode_data(kind, value):
    if kind == "CNAME":
        return encode_name(value)
    if kind == "SRV":
        host, port = value.rsplit(":", 1)
        return struct.pack("!3H", 0, 0, int(port)) + encode_name(host)
    return socket.inet_pton(socket.AF_INET if kind == "A" else socket.AF_INET6, value)


def expand(value):
    """`93.184.216.1..63` is 63 addresses."""
    if ".." not in value:
        return [value]
    first, last = value.split("..")
    prefix, low = first.rsplit(".", 1)
    return [f"{prefix}.{n}" for n in range(int(low), int(last) + 1)]


def answer(query, step, ttl, tcp):
    """The packet that a step means; None for silence."""
    if step.startswith("ODD "):
        return odd.answer(step.removeprefix("ODD "), query)
    number, question, owner = query.id, query.question, query.name
    code, records = 0, []
    for text in step.split(";"):
        item = ITEM.fullmatch(text.strip())
        kind, value = item["type"], item["value"]
        if item["trick"] == "BADID":
            number ^= 0xFFFF
        if item["trick"] in ("CASEFLIP", "BADNAME"):
            owner = owner.swapcase() if item["trick"] == "CASEFLIP" else "other.test"
            question = encode_name(owner) + question[-4:]
        condition = kind if value is None else value if kind == query.type else None
        if condition == "TIMEOUT":
            return None
        if condition == "TC":
            return header(query, number, TRUNCATED, 0) + question
        if condition in ("SERVFAIL", "NXDOMAIN"):
            code = {"SERVFAIL": SERVFAIL, "NXDOMAIN": NXDOMAIN}[condition]
        elif value is not None and kind in TYPES and kind in (query.type, "CNAME"):
            name = encode_name(item["owner"] or owner)
            for data in (encode_data(kind, one) for one in expand(value)):
                records.append(name + struct.pack("!HHIH", TYPES[kind], 1, ttl, len(data)) + data)
            if kind == "CNAME":
                owner = value
    packet = header(query, number, code, len(records)) + question + b"".join(records)
    if step.startswith(("GARBAGE", "NOISE")):
        return packet[: 2 * step.startswith("GARBAGE")] + b"\xff" * len(packet)
    if not tcp and len(packet) > query.room:
        return header(query, number, TRUNCATED, 0) + question
    return packet


def header(query, number, flags, answers):
    flags |= RESPONSE | RECURSION_AVAILABLE | query.flags & RECURSION_DESIRED
    return struct.pack("!6H", number, flags, 1, answers, 0, 0)


class Script:
    """The answers file, as it is now."""

    def __init__(self, path):
        self.path, self.version, self.entries, self.asked = path, None, {}, Counter()

    def refresh(self):
        stat = os.stat(self.path)
        version = stat.st_ino, stat.st_mtime_ns, stat.st_size
        if version != self.version:
            self.version, self.entries, self.asked = version, {}, Counter()
            with open(self.path, encoding="utf-8", errors="surrogateescape") as lines:
                for line in lines:
                    if line.strip() and not line.startswith("#"):
                        self.add(*line.rstrip("\n").split("\t"))

    def add(self, name, cell, ttl="0", delay="0"):
        self.entries[name.lower().rstrip(".")] = Entry(cell.split(" -> "), int(ttl), int(delay) / 1000)

    def next(self, query, tcp):
        """The entry and the step that is due; a truncated step waits for TCP, and is passed there."""
        self.refresh()
        key = query.name.lower()
        entry = self.entries.get(key, Entry(["NXDOMAIN"], 0, 0))
        last = len(entry.steps) - 1
        step = min(self.asked[key, query.type], last)
        if entry.steps[step] == "TC":
            if not tcp:
                return entry, "TC"
            step = min(step + 1, last)
        self.asked[key, query.type] = step + 1
        return entry, entry.steps[step]


class Server:
    def __init__(self, script, log):
        self.script, self.log = script, log

    async def respond(self, packet, proto):
        """The steps that are due at once, each with its packet."""
        query = parse_query(packet)
        print(proto, query.type, query.name, file=self.log, flush=True)
        entry, steps = self.script.next(query, proto == "tcp")
        await asyncio.sleep(entry.delay)
        replies = [(step, answer(query, step, entry.ttl, proto == "tcp")) for step in steps.split(" & ")]
        return [(step, reply) for step, reply in replies if reply]

    async def stream(self, reader, writer):
        try:
            while True:
                size = int.from_bytes(await reader.readexactly(2), "big")
                for step, reply in await self.respond(await reader.readexactly(size), "tcp"):
                    is_cut = step.startswith("CUT")
                    writer.write(len(reply).to_bytes(2, "big") + (half(reply) if is_cut else reply))
                    if is_cut:
                        return writer.close()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def datagram(self, sock, packet, peer):
        for step, reply in await self.respond(packet, "udp"):
            if step.startswith("BADSOURCE"):
                for source in [(sock.getsockname()[0], 0), ("203.0.113.53", 53)]:
                    with bind(sock.family, *source, socket.SOCK_DGRAM) as stranger:
                        stranger.sendto(reply, peer)
            else:
                sock.sendto(half(reply) if step.startswith("CUT") else reply, peer)

    async def serve(self, streams, datagrams):
        loop, tasks = asyncio.get_running_loop(), set()

        def receive(sock):
            task = loop.create_task(self.datagram(sock, *sock.recvfrom(4096)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        for sock in datagrams:
            loop.add_reader(sock, receive, sock)
        for sock in streams:
            await asyncio.start_server(self.stream, sock=sock)
        await asyncio.Event().wait()


def half(packet):
    """The question, and half of the answer to it. Of a question without its end glibc compares what its memory has behind it."""
    question = packet.index(0, 12) + 5
    return packet[: (question + len(packet)) // 2]


def bind(family, address, port, kind):
    sock = socket.socket(family, kind)
    sock.bind((address, port))
    if kind == socket.SOCK_STREAM:
        sock.listen()
    return sock


def main(answers, log):
    addresses = [(socket.AF_INET, "8.8.4.4", 53), (socket.AF_INET6, "2001:4860:4860::8844", 53)]
    streams = [bind(*address, socket.SOCK_STREAM) for address in addresses]
    datagrams = [bind(*address, socket.SOCK_DGRAM) for address in addresses]
    if os.fork() == 0:
        with open(log, "a", encoding="utf-8", errors="surrogateescape") as file:
            asyncio.run(Server(Script(answers), file).serve(streams, datagrams))


if __name__ == "__main__":
    main(*sys.argv[1:])
