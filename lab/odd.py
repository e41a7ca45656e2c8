#!/usr/bin/python3
"""The odd forms of answers that name servers of the world send, for dns.py: `ODD form` in a cell.

Each is an answer to a query for A records, with 93.184.217.70 in it somewhere unless its name says otherwise. To all
other types it says that there is none.
"""

import struct

A, NS, CNAME, SOA, TXT, AAAA, DNAME, OPT, RRSIG, HTTPS = 1, 2, 5, 6, 16, 28, 39, 41, 46, 65
GOOD = bytes([93, 184, 217, 70])
POINTER = b"\xc0\x0c"
ROOT = b"\0"
FLAGS = 0x8180


def record(kind, data, owner=POINTER, ttl=60, kind_class=1, length=None):
    return owner + struct.pack("!HHIH", kind, kind_class, ttl, len(data) if length is None else length) + data


def message(query, answers=(), authorities=(), additional=(), flags=FLAGS, question=None, questions=1, counts=None):
    counts = counts or (len(answers), len(authorities), len(additional))
    question = query.question if question is None else question
    return struct.pack("!6H", query.id, flags, questions, *counts) + question + b"".join([*answers, *authorities, *additional])


def name(text):
    return b"".join(bytes([len(label)]) + label.encode() for label in text.split(".")) + ROOT


good = record(A, GOOD)
opt = record(OPT, b"", ROOT, 0, 4096)

FORMS = {
    # More than was asked for.
    "528 bytes without TC": lambda q: message(q, [good] + [record(A, bytes([93, 184, 217, n])) for n in range(71, 102)]),
    "thousands of bytes without TC": lambda q: message(q, [good] + [record(TXT, b"\xff" + b"x" * 255, ttl=1)] * 14),
    "an OPT that nobody asked for": lambda q: message(q, [good], additional=[opt]),
    "two OPT": lambda q: message(q, [good], additional=[opt, opt]),
    "an OPT among the answers": lambda q: message(q, [opt, good]),
    "an OPT whose owner is not the root": lambda q: message(q, [good], additional=[record(OPT, b"", POINTER, 0, 4096)]),
    "bytes behind the message": lambda q: message(q, [good]) + b"junk",
    "additional records that are not there": lambda q: message(q, [good], counts=(1, 0, 3)),
    # Records that are broken.
    "an empty TXT": lambda q: message(q, [record(TXT, b""), good]),
    "an empty TXT among the additional": lambda q: message(q, [good], additional=[record(TXT, b"")]),
    "a TXT that is longer than its record": lambda q: message(q, [record(TXT, b"\xffx"), good]),
    "a short SOA": lambda q: message(q, [good], [record(SOA, ROOT + ROOT + b"xx")]),
    "an empty SOA and no address": lambda q: message(q, [], [record(SOA, b"")]),
    "an AAAA of 3 bytes": lambda q: message(q, [record(AAAA, b"xxx"), good]),
    "an A of 3 bytes beside a good one": lambda q: message(q, [record(A, b"xxx"), good]),
    "an A of 5 bytes beside a good one": lambda q: message(q, [record(A, b"xxxxx"), good]),
    "an empty A beside a good one": lambda q: message(q, [record(A, b""), good]),
    "nothing but an A of 3 bytes": lambda q: message(q, [record(A, b"xxx")]),
    "an RRSIG of nothing": lambda q: message(q, [record(RRSIG, b""), good]),
    "an HTTPS of nonsense": lambda q: message(q, [record(HTTPS, b"\0\1\0\0\7\0\1"), good]),
    "a type of tomorrow": lambda q: message(q, [record(65399, b"what"), good]),
    "a class of yesterday": lambda q: message(q, [record(A, b"\x0a\x00\x00\x01", kind_class=3), good]),
    "an NS whose name points ahead": lambda q: message(q, [good], [record(NS, b"\xc0\xff")]),
    "an owner that is no host name": lambda q: message(q, [record(TXT, b"\1x", b"\3a b" + ROOT), good]),
    # Aliases.
    "an alias behind its address": lambda q: message(q, [record(A, GOOD, name("alias.test")), record(CNAME, name("alias.test"))]),
    "an alias whose name has an underscore": lambda q: message(q, [record(CNAME, name("_a_.test")), record(A, GOOD, name("_a_.test"))]),
    "a DNAME before the alias": lambda q: message(
        q, [record(DNAME, name("other.test"), name("odd.test")), record(CNAME, name("x.other.test")), record(A, GOOD, name("x.other.test"))]
    ),
    "an alias of nothing": lambda q: message(q, [record(CNAME, name("alias.test"))]),
    # Headers.
    "neither RA nor AA": lambda q: message(q, [good], flags=0x8100),
    "the reserved bit": lambda q: message(q, [good], flags=FLAGS | 0x0040),
    "AD and CD": lambda q: message(q, [good], flags=FLAGS | 0x0030),
    "no QR": lambda q: message(q, [good], flags=FLAGS & 0x7FFF),
    "a TTL with the highest bit": lambda q: message(q, [record(A, GOOD, ttl=0x80000001)]),
    "NXDOMAIN with an address": lambda q: message(q, [good], flags=FLAGS | 3),
    "the question in capitals": lambda q: message(q, [good], question=q.question.upper()[:-4] + q.question[-4:]),
    "a refusal of a header alone": lambda q: message(q, flags=FLAGS | 5, question=b"", questions=0),
    "FORMERR to EDNS": lambda q: message(q, [good]) if q.room == 512 else message(q, flags=FLAGS | 1),
    "NOTIMP to EDNS": lambda q: message(q, [good]) if q.room == 512 else message(q, flags=FLAGS | 4),
    "FORMERR of a header alone to EDNS": lambda q: message(q, [good])
    if q.room == 512
    else message(q, flags=FLAGS | 1, question=b"", questions=0),
    "silence to EDNS": lambda q: message(q, [good]) if q.room == 512 else None,
    "BADVERS to EDNS": lambda q: message(q, [good])
    if q.room == 512
    else message(q, additional=[record(OPT, b"", ROOT, 1 << 24, 4096)]),
}


def answer(form, query):
    """The packet that a form means; None for silence."""
    return FORMS[form](query) if query.type == "A" else message(query)


if __name__ == "__main__":
    print("\n".join(FORMS))
