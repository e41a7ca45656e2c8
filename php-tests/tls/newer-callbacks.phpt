--TEST--
The callbacks of TLS that PHP 8.6 brought, for sessions and for keys, connect, throw, suspend or exit as in stock PHP; what they dial is judged
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (PHP_VERSION_ID < 80600) {
    die('skip PHP 8.6 brought them');
}
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$keys = getenv('LAB_DIR');
serve_in_the_internet(['openssl', 's_server', '-accept', '4447', '-nocert', '-psk', str_repeat('61', 32), '-psk_identity', 'me', '-rev'], 'ACCEPT');
serve_in_the_internet(['openssl', 's_server', '-accept', '4448', '-cert', "$keys/web.pem", '-key', "$keys/web.key", '-rev'], 'ACCEPT');
$code = <<<'PHP'
    /** A client that meets a callback within its handshake, or when it reads first; what it read. */
    $clients = [
        'session_new_cb' => function (callable $do) {
            $back = function ($stream) use ($do): void {
                $do($stream);
            };
            $stream = stream_socket_client('ssl://plain.test:4448', $errno, $errstr, 5, context: trusting(['peer_name' => 'plain.test', 'session_new_cb' => $back]));
            return [$stream && fwrite($stream, "hello\n") ? trim((string) fgets($stream)) : '', $errno, $errstr];
        },
        'psk_client_cb' => function (callable $do) {
            $back = function ($stream) use ($do): Openssl\Psk {
                $do($stream);
                return new Openssl\Psk(str_repeat('a', 32), 'me');
            };
            $options = ['verify_peer' => false, 'verify_peer_name' => false, 'ciphers' => 'PSK', 'crypto_method' => STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT, 'psk_client_cb' => $back];
            $stream = stream_socket_client('ssl://plain.test:4447', $errno, $errstr, 5, context: stream_context_create(['ssl' => $options]));
            return [$stream && fwrite($stream, "hello\n") ? trim((string) fgets($stream)) : '', $errno, $errstr];
        },
    ];
    PHP;
echo as_in_stock($code . <<<'PHP'
    $streams = fn () => count(get_resources('stream'));
    $acts = [
        'nothing' => fn () => null,
        'connects' => fn () => tell(dial('tcp://93.184.216.34:7')),
        'throws' => fn () => throw new RuntimeException('thrown'),
    ];
    foreach ($clients as $name => $client) {
        foreach ($acts as $what => $do) {
            $before = $streams();
            $times = 0;
            try {
                $said = @$client(function ($stream) use ($do, &$times) {
                    $times++;
                    $do($stream);
                });
            } catch (Throwable $thrown) {
                $said = [get_class($thrown), $thrown->getMessage()];
            }
            unset($thrown);
            tell($name, $what, $times > 0, ...$said);
            tell($streams() - $before);
        }
        $fiber = new Fiber(fn () => @$client(fn () => Fiber::suspend('suspended')));
        try {
            tell($name, $fiber->start());
            while (!$fiber->isTerminated()) {
                tell(dial('tcp://93.184.216.34:7'));
                tell($fiber->resume());
            }
            tell(...$fiber->getReturn());
        } catch (Throwable $thrown) {
            tell(get_class($thrown), $thrown->getMessage());
        }
        unset($fiber, $thrown);
    }
    PHP);
foreach (['exits' => 'exit(3)', 'dies' => 'trigger_error("the end", E_USER_ERROR)'] as $what => $end) {
    foreach (['session_new_cb', 'psk_client_cb'] as $name) {
        echo "$name $what: ", as_in_stock("$code ini_set('display_errors', 0); register_shutdown_function(fn () => tell(dial('tcp://93.184.216.34:7'))); \$clients['$name'](fn () => $end);");
    }
}
echo "-- what is refused\n";
eval($code);
foreach ($clients as $name => $client) {
    $said = $client(function () use ($name) {
        static $is_first = true;
        if ($is_first) {
            $is_first = false;
            tell($name, dial('tcp://10.12.87.1:80'));
        }
    });
    tell($said);
}
tell(seen_at('10.12.87.1'));
?>
--EXPECT--
"session_new_cb" "nothing" true "olleh" 0 ""
0
"connected to 93.184.216.34:7"
"connected to 93.184.216.34:7"
"session_new_cb" "connects" true "olleh" 0 ""
0
"session_new_cb" "throws" true "RuntimeException" "thrown"
0
"session_new_cb" "suspended"
"connected to 93.184.216.34:7"
"suspended"
"connected to 93.184.216.34:7"
null
"olleh" 0 ""
"psk_client_cb" "nothing" true "olleh" 0 ""
0
"connected to 93.184.216.34:7"
"psk_client_cb" "connects" true "olleh" 0 ""
0
"psk_client_cb" "throws" true "RuntimeException" "thrown"
0
"psk_client_cb" "suspended"
"connected to 93.184.216.34:7"
null
"olleh" 0 ""
session_new_cb exits: "connected to 93.184.216.34:7"
exit status 3
psk_client_cb exits: "connected to 93.184.216.34:7"
exit status 3
session_new_cb dies: "connected to 93.184.216.34:7"
exit status 255
psk_client_cb dies: "connected to 93.184.216.34:7"
exit status 255
-- what is refused
"session_new_cb" "13 Permission denied: 10.12.87.1 is a private address"
["olleh",0,""]
"psk_client_cb" "13 Permission denied: 10.12.87.1 is a private address"
["olleh",0,""]
[]
