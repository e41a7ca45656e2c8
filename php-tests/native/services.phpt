--TEST--
The host's own services for users and names (sssd, nscd, avahi) are asked as without aesock, by PHP and by its programs, by libraries alone and with programs; another library does not get there
--DESCRIPTION--
The modules of nsswitch are Debian's, the services something that listens where they do.
--SKIPIF--
<?php
$needed = ['posix', 'pgsql', 'calendar'];
$programs = [__DIR__ . '/../../.cache/native-servers/usr/lib/*/libnss_sss.so.2'];
require __DIR__ . '/../include/native-skip.inc';
require __DIR__ . '/../include/filter.skip.inc';
?>
--INI--
aesock.native=libraries
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

const LISTEN = <<<'PYTHON'
    import os, selectors, socket, sys
    paths, log = sys.argv[2:], open(sys.argv[1], "w", buffering=1)
    selector = selectors.DefaultSelector()
    for path in paths:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen()
        os.chmod(path, 0o666)
        selector.register(listener, selectors.EVENT_READ, path)
    log.write("listens\n")
    while True:
        for key, _ in selector.select():
            key.fileobj.accept()[0].close()
            log.write(key.data + "\n")
    PYTHON;
const PATHS = ['/run/nscd/socket', '/var/lib/sss/pipes/nss', '/run/avahi-daemon/socket', '/run/avahi-daemon/.s.PGSQL.5432'];
// Folders of the services' sockets that are nobody else's.
const SCRIPT = <<<'BASH'
    set -e
    mount -t tmpfs none /run
    mount -t tmpfs none /var/lib
    ln -sfn /run /var/run 2> /dev/null || true
    mount --bind "$1" /etc/nsswitch.conf
    python3 -c "$2" "$3" $4 &
    until grep -q listens "$3" 2> /dev/null; do sleep 0.01; done
    log=$3
    shift 4
    "$@"
    echo > "$log.mark"
    kill $!
    BASH;
const CODE = <<<'PHP'
    $what = getenv('WHAT');
    if ($what === 'user') posix_getpwnam('nobody-of-sssd');
    // What is loaded is looked at again then, and the calls of sssd's module with it.
    if ($what === 'user') dl('calendar') && posix_getpwnam('nobody-else-of-sssd');
    if ($what === 'name') gethostbyname('some.local');
    if ($what === 'program') exec('getent passwd nobody-of-sssd; getent hosts some.local');
    if ($what === 'libpq') @pg_connect('host=/run/avahi-daemon') || print(strrchr(strtok(error_get_last()['message'], "\n"), ':') . "\n");
    PHP;
$switch = scratch("passwd: files sss\nhosts: files mdns4_minimal [NOTFOUND=return] dns\n");
foreach (['', 'libraries', 'all'] as $native) {
    foreach (['user', 'name', 'program', 'libpq'] as $what) {
        $log = scratch();
        $command = command(['aesock.native' => $native, 'aesock.log' => ''], ['AESOCK', 'posix', 'pgsql']);
        $environment = ['WHAT' => $what, 'LD_LIBRARY_PATH' => implode(':', glob(unpacked_servers() . '/usr/lib/*-linux-gnu'))];
        $said = output(['unshare', '--mount', 'bash', '-c', SCRIPT, 'bash', $switch, LISTEN, $log, implode(' ', PATHS), ...$command, '-r', CODE], $environment);
        $asked = array_count_values(array_slice(file($log, FILE_IGNORE_NEW_LINES), 1));
        echo $native ?: 'without', ", $what: ", implode(' ', array_keys($asked)), $what === 'user' ? ", {$asked[PATHS[1]]} times" : '', rtrim(" $said"), "\n";
    }
}
?>
--EXPECT--
without, user: /run/nscd/socket /var/lib/sss/pipes/nss, 2 times
without, name: /run/nscd/socket /run/avahi-daemon/socket
without, program: /run/nscd/socket /var/lib/sss/pipes/nss /run/avahi-daemon/socket
without, libpq: /run/nscd/socket /run/avahi-daemon/.s.PGSQL.5432 : server closed the connection unexpectedly
libraries, user: /run/nscd/socket /var/lib/sss/pipes/nss, 2 times
libraries, name: /run/nscd/socket /run/avahi-daemon/socket
libraries, program: /run/nscd/socket /var/lib/sss/pipes/nss /run/avahi-daemon/socket
libraries, libpq: /run/nscd/socket : Permission denied
all, user: /run/nscd/socket /var/lib/sss/pipes/nss, 2 times
all, name: /run/nscd/socket /run/avahi-daemon/socket
all, program: /run/nscd/socket /var/lib/sss/pipes/nss /run/avahi-daemon/socket
all, libpq: /run/nscd/socket : Permission denied
