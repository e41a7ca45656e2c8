--TEST--
With aesock.native=all PHP's own doors work as before, and are decided on, logged and counted once
--SKIPIF--
<?php
$needed = ['sockets', 'curl'];
require __DIR__ . '/../include/filter.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

$code = <<<'PHP'
    foreach (['93.184.216.34', '10.0.0.33', 'plain.test'] as $host) {
        $stream = @fsockopen($host, 7010, $errno, $error);
        echo "$host: ", $stream ? fgets($stream) : "$error\n";
        $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
        echo '  socket_connect: ', json_encode(@socket_connect($socket, $host, 80)), "\n";
        $socket = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
        echo '  socket_sendto: ', json_encode(@socket_sendto($socket, 'hello', 5, 0, $host, 7)), "\n";
        $stream = @stream_socket_client("udp://$host:7");
        echo '  udp: ', $stream ? fwrite($stream, 'hello') . ' ' . fread($stream, 5) : 'refused', "\n";
        $handle = curl_init("http://$host/");
        curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
        echo '  curl: ', json_encode(curl_exec($handle)), ' ', curl_error($handle), "\n";
    }
    var_dump(@stream_socket_server('tcp://127.0.0.1:8093'));
    $usage = aesock_usage();
    echo "{$usage['connects']} connects\n";
    PHP;
$run = fn (string $native) => output([...command(['aesock.native' => $native, 'aesock.log' => 'all', 'log_errors_max_len' => 0], ['sockets', 'curl', 'AESOCK']), '-r', $code]);
$libraries = $run('libraries');
echo $libraries === ($all = $run('all')) ? 'the same' : "not the same:\n$libraries\n$all", "\n";
echo preg_match('/^\d+ connects$/m', $all, $found) ? "$found[0]\n" : $all;
tell(seen_at('10.0.0.33'));
?>
--EXPECT--
the same
8 connects
[]
