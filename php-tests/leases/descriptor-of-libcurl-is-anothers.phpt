--TEST--
What has the descriptor of a connection that libcurl gave up, without a word, is neither shut down nor counted, and takes none of max_open
--INI--
aesock.idle_timeout=1
aesock.quota=max_open:3
--EXTENSIONS--
curl
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';

/** Has libcurl give up connections to a black hole, whose descriptors are free then. */
function give_up(): array
{
    $before = sockets();
    $multi = curl_multi_init();
    foreach ([1, 2] as $i) {
        $handle = $handles[] = curl_init("http://93.184.220.99:808$i/");
        curl_setopt_array($handle, [CURLOPT_TIMEOUT_MS => 50, CURLOPT_RETURNTRANSFER => true]);
        curl_multi_add_handle($multi, $handle);
    }
    do {
        curl_multi_exec($multi, $running);
        $during ??= array_diff_key(sockets(), $before);
        curl_multi_select($multi, 0.05);
    } while ($running);
    // What stays is libcurl's own.
    return array_diff_key($during, array_intersect_key(sockets(), $during));
}

$freed = give_up();
tell(count($freed));
// Pairs that reach no network, at those descriptors.
$pairs = [stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0), stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0)];
tell(count(array_intersect_key(sockets(), $freed)) === count($freed));
tell(aesock_usage()['quotas']['max_open']['used']);
idle(1.3);

// Each of these sweeps.
$streams = [fsockopen('93.184.216.34', 7), fsockopen('93.184.216.34', 7), fsockopen('93.184.216.34', 7)];
foreach ($pairs as [$one, $other]) {
    fwrite($one, 'to the other');
    fwrite($other, 'to the one');
    tell(fread($other, 20), fread($one, 20));
}
$usage = aesock_usage();
tell($usage['reclaims'], $usage['bytes_sent'], $usage['bytes_received'], count(array_filter($streams)));
?>
--EXPECT--
2
true
0
"to the other" "to the one"
"to the other" "to the one"
0 0 0 3
