"""Takes reports of pinba by UDP; whoever connects by TCP is told the scripts that were reported (field 3 of the message)."""
import selectors
import socket
import sys

port = int(sys.argv[1])
reports = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
reports.bind(("0.0.0.0", port))
asking = socket.create_server(("0.0.0.0", port))
selector = selectors.DefaultSelector()
for each in reports, asking:
    selector.register(each, selectors.EVENT_READ)
scripts = []
while True:
    ready = [key.fileobj for key, _ in selector.select()]
    # Who asks has seen the reports on their way before.
    if reports in ready:
        message, at = reports.recv(65536), 0
        while at < len(message) and message[at] & 7 == 2:
            field, length = message[at] >> 3, message[at + 1]
            if field == 3:
                scripts.append(message[at + 2 : at + 2 + length].decode())
            at += 2 + length
    elif asking in ready:
        asks, _ = asking.accept()
        asks.sendall(" ".join(scripts).encode() + b"\n")
        asks.close()
