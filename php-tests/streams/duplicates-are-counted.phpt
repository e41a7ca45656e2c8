--TEST--
A duplicate by php://fd has a lease of its own: what passes by it is counted, once, it keeps max_open used when the first one is closed, and both are renewed and reclaimed
--INI--
aesock.quota=max_open:2
aesock.idle_timeout=1
aesock.allow=loopback
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';

/** Another stream of the socket that was made last. */
function duplicate(): mixed
{
    $descriptors = array_filter(glob('/proc/self/fd/*'), fn ($link) => str_starts_with((string) @readlink($link), 'socket:'));
    natsort($descriptors);
    return fopen('php://fd/' . basename(end($descriptors)), 'r+');
}

$counted = function (): void {
    $usage = aesock_usage();
    tell($usage['bytes_sent'], $usage['bytes_received'], $usage['quotas']['max_open']['used'], $usage['reclaims']);
};

$server = new Echoing();
foreach (['tcp', 'udp'] as $transport) {
    $stream = $server->connect($transport);
    stream_set_timeout($stream, 3);
    tell($transport, speak($stream));
    $duplicate = duplicate();
    tell(speak($duplicate), speak($stream), aesock_usage()['quotas']['max_open']['used']);
    // The use of one renews both.
    for ($i = 0; $i < 4; $i++) {
        idle(0.4);
        speak($duplicate);
    }
    tell(speak($stream));
    $counted();
    fclose($stream);
    $counted();
    tell(speak($duplicate));
    // It is shut down as any other.
    idle(1.3);
    tell(@fwrite($duplicate, "late\n"), error_get_last()['message'] ?? null);
    $counted();
    fclose($duplicate);
    $counted();
}

// One that was not aesock's is none of its now.
$pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$duplicate = duplicate();
fwrite($duplicate, "hello\n");
tell(fgets($pair[0]), aesock_usage()['quotas']['max_open']['used']);
?>
--EXPECTF--
"tcp" "hello\n"
"hello\n" "hello\n" 2
"hello\n"
48 48 2 0
48 48 1 0
"hello\n"
false "fwrite(): Send of 5 bytes failed with errno=32 Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed"
54 54 1 1
54 54 0 1
"udp" "hello\n"
"hello\n" "hello\n" 2
"hello\n"
102 102 2 1
102 102 1 1
"hello\n"
false "fwrite(): Send of 5 bytes failed with errno=32 Broken pipe: 127.0.0.1:%d was idle for longer than aesock.idle_timeout, and was reclaimed"
108 108 1 2
108 108 0 2
"hello\n" 0
