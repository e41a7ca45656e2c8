#!/usr/bin/python3
"""Starts what `outside` is asked for: `outsider.py PIPE`. It returns when it serves, and goes on in the background."""

import contextlib
import ctypes
import fcntl
import os
import selectors
import signal
import sys

PIDFD_GETFD = 438
PR_SET_PDEATHSIG = 1


class Command:
    """A command that runs outside, and whoever waits for it."""

    def __init__(self, caller, *own):
        """`own` are the descriptors of the caller that are none of the command's, the last one tells it what comes of it."""
        self.caller = os.pidfd_open(caller)
        take = ctypes.CDLL(None, use_errno=True).syscall
        numbers = sorted(map(int, os.listdir(f"/proc/{caller}/fd")))
        taken = {number: take(PIDFD_GETFD, self.caller, number, 0) for number in numbers}
        self.tell = taken.pop(own[-1])
        for number in own[:-1]:
            os.close(taken.pop(number))
        words = read(caller, "cmdline")
        self.command = words[next(at for at, word in enumerate(words) if word.endswith(b"/outside")) + 1 :]
        self.environment = dict(word.split(b"=", 1) for word in read(caller, "environ") if b"=" in word)
        self.folder = os.open(f"/proc/{caller}/cwd", os.O_PATH)
        self.process = os.fork()
        if self.process == 0:
            self.become(taken)
        os.write(self.tell, b"started\n")
        for number in (self.folder, *taken.values()):
            os.close(number)
        self.end = os.pidfd_open(self.process)

    def become(self, taken):
        """The child's side: nothing of the server's stays open."""
        try:
            os.fchdir(self.folder)
            above = max(taken, default=0) + 1
            moved = {number: move(taken[number], above) for number in taken}
            for number, at in moved.items():
                os.dup2(at, number)
            for number in set(map(int, os.listdir("/proc/self/fd"))) - set(taken):
                with contextlib.suppress(OSError):
                    os.close(number)
            for number in (signal.SIGPIPE, signal.SIGXFSZ):
                signal.signal(number, signal.SIG_DFL)
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            os.execvpe(self.command[0], self.command, self.environment)
        except OSError as error:
            os.write(2, f"outside: {error}\n".encode())
        finally:
            os._exit(127)

    def finish(self):
        _, status = os.waitpid(self.process, 0)
        with contextlib.suppress(BrokenPipeError):
            os.write(self.tell, f"{status}\n".encode())
        for number in (self.tell, self.caller, self.end):
            os.close(number)


def read(process, name):
    with open(f"/proc/{process}/{name}", "rb") as file:
        return file.read().split(b"\0")[:-1]


def move(number, above):
    """A duplicate at a number that is none of the wanted."""
    return fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, above)


class Server:
    def __init__(self, pipe):
        self.pipe = pipe
        self.commands = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(pipe, selectors.EVENT_READ)

    def serve(self):
        while True:
            for key, _ in self.selector.select():
                if key.data is None:
                    for line in os.read(self.pipe, 65536).decode().splitlines():
                        self.answer(*line.split())
                elif key.data in self.commands:
                    self.ended(key.data, key.fd)

    def answer(self, caller, what, *numbers):
        caller, numbers = int(caller), map(int, numbers)
        if what == "run":
            # A caller that is gone already wants nothing more.
            with contextlib.suppress(OSError):
                command = self.commands[caller] = Command(caller, *numbers)
                for number in (command.caller, command.end):
                    self.selector.register(number, selectors.EVENT_READ, caller)
        elif caller in self.commands:
            os.kill(self.commands[caller].process, *numbers)

    def ended(self, caller, descriptor):
        command = self.commands[caller]
        if descriptor == command.caller:
            with contextlib.suppress(ProcessLookupError):
                os.kill(command.process, signal.SIGKILL)
            self.selector.unregister(descriptor)
            return
        del self.commands[caller]
        for number in (command.caller, command.end):
            with contextlib.suppress(KeyError):
                self.selector.unregister(number)
        command.finish()


def main(path):
    os.mkfifo(path)
    os.chmod(path, 0o666)
    # Held open for writing too, it has no end.
    pipe = os.open(path, os.O_RDWR)
    if os.fork() == 0:
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        Server(pipe).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
