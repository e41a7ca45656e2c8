--TEST--
An attack program under aesock.native=all sends nothing to a refused address: what is exchanged while a call is decided, addresses in disguise, other ways into the kernel, filters of its own, and processes that it could use
--DESCRIPTION--
Without the filter it arrives by nearly all of them, which is shown first. The program is C, for x86-64.
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
require __DIR__ . '/../include/native-skip.inc';
if (php_uname('m') !== 'x86_64') die('skip numbers of system calls');
if (!is_executable('/usr/bin/cc')) die('skip no compiler');
?>
--INI--
aesock.native=libraries
--FILE--
<?php
require __DIR__ . '/../include/native.inc';
require __DIR__ . '/../include/filter.inc';

const ALLOWED = '10.83.1.2';
const REFUSED = '10.83.1.1';
const TURNS = 3000;
$folder = sys_get_temp_dir() . '/aesock-attack-' . bin2hex(random_bytes(4));
mkdir($folder, 0755);
echo output(['cc', '-O1', '-pthread', '-o', "$folder/attack", __DIR__ . '/attack.c']);
copy(getenv('AESOCK_MODULE'), "$folder/aesock.so");
$nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--bounding-set=-all', '--'];
// Of the same user, and under no filter.
$neighbour = proc_open(outside([...$nobody, 'bash', '-c', 'echo $$; exec sleep 600']), [['null'], ['pipe', 'w']], $pipes);
$command = "$folder/attack " . ALLOWED . ' ' . REFUSED . ' ' . (int) fgets($pipes[1]) . ' ' . TURNS;
foreach (['libraries', 'all'] as $native) {
    $php = [...$nobody, getenv('TEST_PHP_EXECUTABLE'), '-n', '-d', "extension=$folder/aesock.so", '-d', "aesock.native=$native", '-d', 'aesock.log=', '-d', 'aesock.allow=udp://' . ALLOWED . ':7'];
    lab_seen();
    $said = output([...$php, '-r', "passthru('$command ' . getmypid());"]);
    $seen = array_map(fn (string $line) => implode(' ', array_slice(explode(' ', $line), 1, 3)), lab_seen());
    $arrived = array_count_values($seen);
    $refused = array_sum(array_intersect_key($arrived, ['tcp ' . REFUSED . ' 7' => 1, 'udp ' . REFUSED . ' 7' => 1, 'tcp ' . ALLOWED . ' 7' => 1]));
    echo "-- $native\n", $native === 'all' ? $said : '';
    echo $refused > 1000 ? 'more than 1000' : $refused, ' arrived where nothing may, ', ($arrived['udp ' . ALLOWED . ' 7'] ?? 0) > 1000 ? 'more than 1000' : 'few', " where they may\n";
}
proc_terminate($neighbour);
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
-- libraries
more than 1000 arrived where nothing may, more than 1000 where they may
-- all
plain, TCP: 000000
plain, UDP: 000000
no family, TCP: 000000
no family, UDP: 000000
mapped, TCP: 000000
mapped, UDP: 000000
IPv4 over IPv6, TCP: 000000
IPv4 over IPv6, UDP: 000000
no family over IPv6, TCP: 000000
no family over IPv6, UDP: 000000
fast open by connect: 0
address of connect: some done
address of sendto: some done
address of sendmsg: some done
address of sendmmsg: some done
name of sendmsg: some done
descriptor of connect: some done
int 0x80: refused
x32: refused
io_uring: Function not implemented
raw, packet, SCTP, MPTCP: 0000
a filter that allows: installed, connect refused
a filter that asks a tracer: installed, connect refused
a supervisor of its own: Device or resource busy, connect refused
ptrace, descriptor and memory of a neighbour: 0000
ptrace, descriptor and memory of PHP: 0000
0 arrived where nothing may, more than 1000 where they may
