--TEST--
With aesock.native=all programs log without a rule, to journald and by syslog(3), where /dev/log is a link to wherever the daemon has its socket too, and so does PHP; a socket beside those is refused
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
foreach (['logger', 'systemd-cat'] as $program) if (!is_executable("/usr/bin/$program")) die("skip no $program");
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

// In the place of journald.
const JOURNAL = <<<'PYTHON'
    import os, select, socket
    os.makedirs("/run/systemd/journal")
    os.mkdir("/run/daemon")
    JOURNAL = "/run/systemd/journal/"
    kinds = {JOURNAL + "socket": socket.SOCK_DGRAM, JOURNAL + "dev-log": socket.SOCK_DGRAM, JOURNAL + "stdout": socket.SOCK_STREAM, JOURNAL + "beside": socket.SOCK_DGRAM, "/run/daemon/log": socket.SOCK_DGRAM}
    names = {}
    for name, kind in kinds.items():
        listener = socket.socket(socket.AF_UNIX, kind)
        listener.bind(name)
        if kind == socket.SOCK_STREAM:
            listener.listen()
        names[listener] = name
    print("listens", flush=True)
    said, is_over = [], False
    while readable := select.select(list(names), [], [], 0 if is_over else None)[0]:
        for ready in readable:
            if kinds[names[ready]] == socket.SOCK_STREAM:
                with ready.accept()[0].makefile("rb") as lines:
                    text = lines.read()
            else:
                text = ready.recv(4096)
            for word in b"native", b"piped", b"called", b"linked", b"own", b"hidden":
                if b"word: " + word in text:
                    said.append(f"{names[ready]} {word.decode()}")
            is_over |= b"word: end" in text
    print(*sorted(said), sep="\n")
    PYTHON;
const SCRIPT = <<<'BASH'
    mount -t tmpfs none /run
    mkdir -p /run/dev/shm
    for device in null zero urandom; do
        touch /run/dev/$device
        mount --bind /dev/$device /run/dev/$device
    done
    ln -s /proc/self/fd /run/dev/fd
    ln -s /run/daemon/log /run/dev/log
    mount --rbind /run/dev /dev
    exec 4< <(exec python3 -c "$1")
    read -r said <&4
    shift
    "$@"
    cat <&4
    BASH;
const CODE = <<<'PHP'
    $say = fn (string $command) => print(preg_replace('/^.*\] (.*)$/', "$1\n", exec("$command 2>&1")));
    $send = fn (string $path, string $word) => $say("python3 -c 'import socket; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b\"word: $word\", \"$path\")'");
    $say('printf "MESSAGE=word: native\n" | logger --journald');
    $say('systemd-cat echo word: piped');
    $say('logger --socket /run/systemd/journal/dev-log word: called');
    $say('logger word: linked');
    openlog('php', 0, LOG_USER);
    syslog(LOG_NOTICE, 'word: own');
    $send('/run/systemd/journal/beside', 'hidden');
    $send('/run/systemd/journal/socket', 'end');
    PHP;
echo output(['unshare', '--mount', 'bash', '-c', SCRIPT, 'bash', JOURNAL, ...command(['aesock.native' => 'all', 'aesock.default' => 'deny']), '-r', CODE]);
?>
--EXPECT--
Permission denied
/run/daemon/log linked
/run/daemon/log own
/run/systemd/journal/dev-log called
/run/systemd/journal/socket native
/run/systemd/journal/stdout piped
