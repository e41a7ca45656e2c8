--TEST--
A persistent connection lasts from request to request in Apache, but a virtual host whose policy denies its peer does not get it
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-apache.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

$apache = new Apache([
    'open.test' => ['php_admin_value aesock.allow 10.0.0.5:7'],
    'closed.test' => [],
    'narrow.test' => ['php_admin_value aesock.default deny', 'php_admin_value aesock.allow 10.0.0.5:7'],
], port: 8081);
$page = <<<'PHP'
    <?php
    foreach ([['10.0.0.5', 7], ['93.184.217.69', 7]] as [$host, $port]) {
        $stream = @pfsockopen($host, $port, $errno, $error);
        if ($stream) {
            echo stream_socket_get_name($stream, false), ' ', fwrite($stream, "hello\n"), ' ', fgets($stream);
        } else {
            echo "$errno $error\n";
        }
    }
    PHP;
$known = [];
foreach (['open.test', 'open.test', 'closed.test', 'closed.test', 'open.test', 'narrow.test', 'narrow.test', 'open.test'] as $host) {
    echo "-- $host\n";
    foreach (explode("\n", trim($apache->get($host, $page))) as $line) {
        // The local port tells connections apart.
        [$local, $rest] = explode(' ', $line, 2);
        echo str_contains($local, ':') ? 'connection ' . ($known[$local] ??= count($known) + 1) . ": $rest" : $line, "\n";
    }
}
?>
--EXPECT--
-- open.test
connection 1: 6 hello
connection 2: 6 hello
-- open.test
connection 1: 6 hello
connection 2: 6 hello
-- closed.test
13 Permission denied: 10.0.0.5 is a private address
connection 2: 6 hello
-- closed.test
13 Permission denied: 10.0.0.5 is a private address
connection 2: 6 hello
-- open.test
connection 3: 6 hello
connection 2: 6 hello
-- narrow.test
connection 3: 6 hello
13 Permission denied: no rule allows 93.184.217.69
-- narrow.test
connection 3: 6 hello
13 Permission denied: no rule allows 93.184.217.69
-- open.test
connection 3: 6 hello
connection 4: 6 hello
