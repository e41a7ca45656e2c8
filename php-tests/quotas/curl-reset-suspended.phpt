--TEST--
A reset that is suspended in its midst, while its handle is put into a transfer, leaves a quota of bytes in force when it goes on
--INI--
aesock.quota=bytes_received:200K/min
aesock.allow=loopback
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';
require __DIR__ . '/../include/endless.inc';

/** A stream that suspends the fiber that closes it. */
class Stream
{
    public $context;
    function stream_open() { return true; }
    function stream_close() { Fiber::getCurrent() and Fiber::suspend(); }
}
stream_wrapper_register('trap', Stream::class);

$server = 'http://127.0.0.1:' . run_endless_server() . '/';
$handle = handle($server, [CURLOPT_INFILE => fopen('trap://', 'r')]);
$fiber = new Fiber(fn () => curl_reset($handle));
$fiber->start();
curl_setopt($handle, CURLOPT_URL, $server);
$multi = curl_multi_init();
@curl_multi_add_handle($multi, $handle);
$fiber->resume();
curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
do {
    curl_multi_exec($multi, $running);
    curl_multi_select($multi, 0.1);
} while ($running);
tell(curl_multi_info_read($multi)['result'], strlen(curl_multi_getcontent($handle)) < 10_000_000);
echo curl_error($handle), "\n";
?>
--EXPECTF--
42 true
Callback aborted (Quota exceeded: the quota of 200000 bytes received a minute is used up until %d:%d:00 UTC)
