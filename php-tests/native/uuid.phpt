--TEST--
libuuid asks the host's uuidd, which no rule need allow, and nobody else; by libraries alone and with programs
--CONFLICTS--
all
--SKIPIF--
<?php
$needed = ['uuid'];
$programs = [__DIR__ . '/../../.cache/native-servers/usr/sbin/uuidd'];
require __DIR__ . '/../include/native-skip.inc';
require __DIR__ . '/../include/filter.skip.inc';
?>
--INI--
aesock.native=libraries
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

foreach (['libraries', 'all'] as $native) {
    // A folder of the services' sockets that is nobody else's.
    $log = scratch();
    $quoted = fn (string $program) => implode(' ', array_map(escapeshellarg(...), unpacked($program)));
    $script = 'set -e; mount -t tmpfs none /run; mkdir /run/uuidd; ' . $quoted('sbin/uuidd') . ' -F -d -P > "$1" 2>&1 &
        for i in {1..1000}; do ! [ -S /run/uuidd/request ] || break; sleep 0.01; done; shift; "$@"; kill $!';
    $code = 'echo uuid_create(UUID_TYPE_TIME), " ", exec(' . var_export($quoted('bin/uuidgen') . ' -t', true) . ');';
    $command = command(['aesock.native' => $native, 'aesock.log' => 'denied'], ['AESOCK', 'uuid']);
    $said = explode(' ', output(['unshare', '--mount', 'bash', '-c', $script, 'bash', $log, ...$command, '-r', $code]));
    $generated = preg_match_all('/Generated time UUID (\S+)/', file_get_contents($log), $found) ? $found[1] : [];
    echo "$native: ", $generated && [$said[0], trim($said[1])] === $generated ? 'those of uuidd' : print_r([$said, file_get_contents($log)], true), "\n";
}
tell(lab_seen());
?>
--EXPECT--
libraries: those of uuidd
all: those of uuidd
[]
