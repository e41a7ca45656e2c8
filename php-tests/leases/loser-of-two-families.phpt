--TEST--
Of two families that libcurl tries at once it closes the one that loses without a word: what has its descriptor then is neither shut down nor counted
--CONFLICTS--
all
--INI--
aesock.idle_timeout=1
aesock.quota=max_open:3
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';

/** The sockets of a transfer that are gone after it, and what keeps the others. */
function transfer(): array
{
    $before = sockets();
    $multi = curl_multi_init();
    // Its address of IPv6 is dead.
    $handle = curl_init('http://blackhole.test/');
    curl_setopt_array($handle, [CURLOPT_TIMEOUT => 5, CURLOPT_RETURNTRANSFER => true]);
    curl_multi_add_handle($multi, $handle);
    $during = [];
    do {
        curl_multi_exec($multi, $running);
        $during += array_diff_key(sockets(), $before);
        curl_multi_select($multi, 0.02);
    } while ($running);
    tell(curl_getinfo($handle, CURLINFO_PRIMARY_IP));
    return [array_diff_key($during, array_intersect_key(sockets(), $during)), $multi, $handle];
}

[$freed, $multi] = transfer();
tell(count($freed) > 0);
$pairs = [stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0), stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0)];
tell(array_intersect_key(sockets(), $freed) !== []);
idle(1.3);
// Each of these sweeps.
$streams = [fsockopen('93.184.216.34', 7), fsockopen('93.184.216.34', 7)];
foreach ($pairs as [$one, $other]) {
    fwrite($one, 'to the other');
    fwrite($other, 'to the one');
    tell(fread($other, 20), fread($one, 20));
}
tell(count(array_filter($streams)), aesock_usage()['quotas']['max_open']['used'] <= 3);
?>
--EXPECT--
"93.184.216.34"
true
true
"to the other" "to the one"
"to the other" "to the one"
2 true
