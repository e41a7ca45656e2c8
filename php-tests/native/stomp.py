"""A broker of STOMP that lets everybody in (stomp.github.io, version 1.0)."""

import socketserver
import sys


class Broker(socketserver.StreamRequestHandler):
    def handle(self):
        frame = b""
        while not frame.endswith(b"\0"):
            byte = self.rfile.read(1)
            if not byte:
                return
            frame += byte
        self.wfile.write(b"CONNECTED\nsession:lab\n\n\0")
        self.rfile.read()


socketserver.ThreadingTCPServer.allow_reuse_address = True
socketserver.ThreadingTCPServer(("", int(sys.argv[1])), Broker).serve_forever()
