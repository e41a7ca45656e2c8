#!/usr/bin/python3
"""FTP servers, run where web.pem and web.key are: on 21 and 2121 one as it should be, with TLS for who wants it, on 2122 one
that sends passive data connections to 10.0.0.21, on 2123 one that declines every passive connection but the first.

Anonymous users and `lab`, whose password is `lab`, may read, and `lab` may write: `hello` says `hello from ftp`.
It returns when it listens, and serves in the background.
"""

import logging
import os
import socket
import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import TLS_FTPHandler
from pyftpdlib.servers import FTPServer


class Server(TLS_FTPHandler):
    certfile = "web.pem"
    keyfile = "web.key"
    banner = "lab"


class Elsewhere(Server):
    masquerade_address = "10.0.0.21"

    def ftp_EPSV(self, line):
        self.respond("500 Not understood.")


class Reluctant(Server):
    passive_connections = 0

    def ftp_PASV(self, line):
        self.passive_connections += 1
        if self.passive_connections > 1:
            self.respond("500 Not now.")
        else:
            super().ftp_PASV(line)


SERVERS = {21: Server, 2121: Server, 2122: Elsewhere, 2123: Reluctant}


def listen(port):
    yield socket.create_server(("0.0.0.0", port))
    yield socket.create_server(("::", port), family=socket.AF_INET6)


def main():
    home = os.path.abspath("ftp")
    os.mkdir(home)
    with open(os.path.join(home, "hello"), "w") as file:
        file.write("hello from ftp\n")
    Server.authorizer = DummyAuthorizer()
    Server.authorizer.add_anonymous(home, perm="elr")
    Server.authorizer.add_user("lab", "lab", home, perm="elradfmwMT")
    logging.basicConfig(level=logging.ERROR)
    listeners = [(sock, handler) for port, handler in SERVERS.items() for sock in listen(port)]
    if os.fork() == 0:
        servers = [FTPServer(sock, handler) for sock, handler in listeners]
        servers[0].serve_forever(handle_exit=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
