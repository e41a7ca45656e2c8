#!/usr/bin/python3
"""Mail servers: `mail.py smtp` and `mail.py mailboxes`, run where mail.pem and mail.key are.

SMTP is plain on 25, STARTTLS on 587, TLS on 465; it takes every message and adds it to the file mail.log. The mailboxes, which are
no more than the greetings of IMAP on 993 and POP3 on 995, stand in for dovecot. The password of every user is `lab`.
It returns when it listens, and serves in the background.
"""

import asyncio
import os
import socket
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Keep:
    async def handle_DATA(self, server, session, envelope):
        with open("mail.log", "ab") as log:
            log.write(envelope.content)
        return "250 2.0.0 Message accepted for delivery"


class Greeting(asyncio.Protocol):
    def __init__(self, text):
        self.text = text

    def connection_made(self, transport):
        transport.write(self.text)


def authenticate(server, session, envelope, mechanism, login):
    # What is not handled here is answered by aiosmtpd: 535.
    return AuthResult(success=isinstance(login, LoginPassword) and login.password == b"lab", handled=False)


def smtp(starttls=None):
    return lambda: SMTP(Keep(), hostname="smtp.gmail.com", tls_context=starttls, authenticator=authenticate)


def services(kind, tls):
    """Port, protocol and the TLS that precedes it."""
    if kind == "smtp":
        return [(25, smtp(), None), (587, smtp(starttls=tls), None), (465, smtp(), tls)]
    return [(993, lambda: Greeting(b"* OK lab ready\r\n"), tls), (995, lambda: Greeting(b"+OK lab ready\r\n"), tls)]


def listen(port):
    return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True)


async def serve(listeners):
    for sock, protocol, tls in listeners:
        await asyncio.get_running_loop().create_server(protocol, sock=sock, ssl=tls)
    await asyncio.Event().wait()


def main(kind):
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain("mail.pem", "mail.key")
    listeners = [(listen(port), protocol, before) for port, protocol, before in services(kind, tls)]
    if os.fork() == 0:
        asyncio.run(serve(listeners))


if __name__ == "__main__":
    main(*sys.argv[1:])
