--TEST--
The example's page gives the local machine OpenMetrics with its media type, and others nothing
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/usage.inc';

$server = proc_open(outside([...command(['aesock.application' => 'shop']), '-S', '0.0.0.0:8089', '-t', __DIR__ . '/../../examples']),
    [['null'], ['null'], ['pipe', 'w']], $pipes);
while (($line = fgets($pipes[2])) && !str_contains($line, 'started'));
/** Status, type and beginning of the page, which a PHP without aesock asks for at an address of this host. */
const GET = <<<'PHP'
    $name = "http_response_header"; // deprecated by its name since 8.5
    $page = @file_get_contents("http://$argv[1]:8089/metrics.php");
    echo preg_replace('~^HTTP/[\d.]+ ~', '', implode("\n", preg_grep('/^(HTTP|Content-Type|Cache)/i', $$name))), "\n";
    echo substr((string) $page, 0, 36), "\n", substr((string) $page, -6);
    PHP;
foreach (['127.0.0.1', '192.0.2.2'] as $address) {
    echo output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-r', GET, $address]), "\n";
}
proc_terminate($server);
?>
--EXPECT--
200 OK
Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8
Cache-Control: no-store
# TYPE aesock_outgoing_bytes counter
# EOF

403 Forbidden
Content-type: text/html; charset=UTF-8


