--TEST--
Each rule opens exactly its own for ext/sockets
--EXTENSIONS--
sockets
--SKIPIF--
<?php
$needed = ['pcntl']; require __DIR__ . '/../include/lifecycle-skip.inc';
$reason = 'refuses raw sockets in the kernel, whatever the rules say'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$folder = scratch();
unlink($folder);
mkdir($folder);
symlink('server', "$folder/link");
// Servers of PHP without aesock, as long as this script runs.
$serve = <<<'PHP'
    $many = stream_context_create(['socket' => ['backlog' => 1000]]);
    $servers = array_map(
        fn (string $place) => stream_socket_server("unix://$place", context: $many),
        ['server', 'other', "\0" . getcwd()],
    );
    $datagrams = stream_socket_server('udg://datagrams', $errno, $error, STREAM_SERVER_BIND);
    echo "ready\n";
    while (fread($datagrams, 1) !== false);
    PHP;
$server = proc_open(outside([PHP_BINARY, '-n', '-r', $serve]), [['pipe', 'r'], ['pipe', 'w']], $pipes, $folder);
fgets($pipes[1]);

$rules = [
    '', 'listen', 'listen, loopback', 'bind', 'unix', "unix:$folder/server", "unix:$folder/*", "bind, unix:$folder/*", 'socketpair', 'raw', 'options', 'options, unix',
    'option:SO_RCVTIMEO', 'option:SO_SNDTIMEO', 'option:SO_KEEPALIVE', 'private', 'tcp://93.184.216.34:25', '93.184.216.34:25', 'any',
];
$try = function (string $allow, string $deny = '') use ($folder): array {
    $done = output([...sockets_command(['aesock.allow' => $allow, 'aesock.deny' => $deny]), __DIR__ . '/capabilities.inc', $folder]);
    return explode(', ', rtrim($done));
};
foreach ($rules as $rule) {
    echo str_replace($folder, '', $rule), ': ', implode(', ', $try($rule)), "\n";
}
$all = $try('any');
echo "denied beside `any`:\n";
foreach (['listen', 'bind', 'unix', "unix:$folder/server", 'socketpair', 'raw', 'options', 'option:SO_RCVTIMEO', '10.11.15.0/24', '93.184.216.34:25'] as $rule) {
    echo str_replace($folder, '', $rule), ': without ', implode(', ', array_diff($all, $try('any', $rule))), "\n";
}
echo $try('any', 'any') === [''] ? "any: nothing is left\n" : "any: something is left\n";
proc_terminate($server);
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
: public
listen: listen, create_listen, accept, public
listen, loopback: listen, create_listen, accept, public
bind: bind address, bind port, addrinfo_bind, public
unix: create Unix, connect Unix, connect another, connect by a link, connect by a name, sendto Unix, public
unix:/server: create Unix, connect Unix, connect by a link, public
unix:/*: create Unix, connect Unix, connect another, connect by a link, sendto Unix, public
bind, unix:/*: bind address, bind port, addrinfo_bind, create Unix, connect Unix, connect another, connect by a link, bind Unix, sendto Unix, public
socketpair: create_pair, public
raw: raw, ICMP, UDP-Lite, public
options: SO_RCVTIMEO, SO_SNDTIMEO, SO_BROADCAST, SO_KEEPALIVE, unknown option, no time-outs, control, public
options, unix: create Unix, connect Unix, connect another, connect by a link, connect by a name, sendto Unix, SO_RCVTIMEO, SO_SNDTIMEO, SO_BROADCAST, SO_KEEPALIVE, unknown option, no time-outs, control, descriptor, public
option:SO_RCVTIMEO: SO_RCVTIMEO, no time-outs, public
option:SO_SNDTIMEO: SO_SNDTIMEO, public
option:SO_KEEPALIVE: SO_KEEPALIVE, public
private: private, public
tcp://93.184.216.34:25: public
93.184.216.34:25: port 25, public
any: listen, create_listen, accept, bind address, bind port, addrinfo_bind, create Unix, connect Unix, connect another, connect by a link, connect by a name, bind Unix, sendto Unix, create_pair, raw, ICMP, UDP-Lite, SO_RCVTIMEO, SO_SNDTIMEO, SO_BROADCAST, SO_KEEPALIVE, unknown option, no time-outs, control, descriptor, private, port 25, port 0, port 65561, public
denied beside `any`:
listen: without listen, create_listen, accept
bind: without bind address, bind port, addrinfo_bind, bind Unix
unix: without create Unix, connect Unix, connect another, connect by a link, connect by a name, bind Unix, sendto Unix, descriptor
unix:/server: without connect Unix, connect by a link
socketpair: without create_pair, descriptor
raw: without raw, ICMP, UDP-Lite
options: without SO_RCVTIMEO, SO_SNDTIMEO, SO_BROADCAST, SO_KEEPALIVE, unknown option, no time-outs, control, descriptor
option:SO_RCVTIMEO: without SO_RCVTIMEO, no time-outs
10.11.15.0/24: without private
93.184.216.34:25: without port 25, port 65561
any: nothing is left
