--TEST--
Code that the JIT compiled is refused
--SKIPIF--
<?php $needed = ['opcache']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$hot = scratch(<<<'PHP'
    <?php
    function refused(int $times): array {
        $seen = [];
        for ($i = 0; $i < $times; $i++) {
            $first = @fsockopen('10.0.0.5', 80, $errno, $error);
            $second = @stream_socket_client('tcp://10.0.0.5:80', $errno2);
            $seen["$errno $errno2 $error" . ($first || $second ? ' connected' : '')] = true;
        }
        return array_keys($seen);
    }
    echo implode("\n", refused(5000)), "\n";
    PHP, '.php');
$code = <<<'PHP'
    $before = opcache_get_status()['jit']['buffer_free'];
    require $argv[1];
    $jit = opcache_get_status()['jit'];
    echo $jit['on'] && $jit['buffer_free'] < $before ? "compiled\n" : "not compiled\n";
    PHP;
$settings = ['opcache.enable_cli' => 1, 'opcache.jit_buffer_size' => '16M', 'opcache.file_update_protection' => 0];
foreach (['tracing', 'function'] as $jit) {
    echo "$jit:\n", output([...command($settings + ['opcache.jit' => $jit], ['AESOCK', 'opcache']), '-r', $code, $hot]);
}
?>
--EXPECT--
tracing:
13 13 Permission denied: 10.0.0.5 is a private address
compiled
function:
13 13 Permission denied: 10.0.0.5 is a private address
compiled
