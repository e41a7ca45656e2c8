"""Says hello and answers pings as MongoDB does (its wire protocol: OP_QUERY for the first hello, OP_MSG for the rest)."""

import socketserver
import struct
import sys

OP_REPLY, OP_QUERY, OP_MSG = 1, 2004, 2013


def document(**fields):
    """BSON of true and numbers."""
    kinds = {bool: (b"\x08", "<?"), int: (b"\x10", "<i"), float: (b"\x01", "<d")}
    body = b""
    for name, value in fields.items():
        kind, form = kinds[type(value)]
        body += kind + name.encode() + b"\0" + struct.pack(form, value)
    return struct.pack("<i", len(body) + 5) + body + b"\0"


HELLO = document(ismaster=True, helloOk=True, isWritablePrimary=True, maxBsonObjectSize=16777216,
                 maxMessageSizeBytes=48000000, maxWriteBatchSize=100000, minWireVersion=0, maxWireVersion=17, ok=1.0)


class Server(socketserver.StreamRequestHandler):
    def handle(self):
        while header := self.rfile.read(16):
            length, request, _, kind = struct.unpack("<iiii", header)
            asked = self.rfile.read(length - 16)
            is_hello = b"ismaster" in asked.lower() or b"hello\0" in asked
            answer = HELLO if is_hello else document(ok=1.0)
            if kind == OP_QUERY:
                body, kind = struct.pack("<iqii", 8, 0, 0, 1) + answer, OP_REPLY
            else:
                body, kind = struct.pack("<iB", 0, 0) + answer, OP_MSG
            self.wfile.write(struct.pack("<iiii", 16 + len(body), 1, request, kind) + body)


socketserver.ThreadingTCPServer.allow_reuse_address = True
socketserver.ThreadingTCPServer(("", int(sys.argv[1])), Server).serve_forever()
