--TEST--
A signal handler that throws or exits in the middle of an operation has the effect that it has in stock PHP, and what follows is judged
--EXTENSIONS--
curl
posix
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (!function_exists('pcntl_alarm')) die('skip this PHP has no pcntl');
?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';

$operations = [
    'connect' => 'stream_socket_client("tcp://93.184.220.99:80", $errno, $errstr, 1.5)',
    'connect by name' => 'stream_socket_client("tcp://timeout.scripted.test:80", $errno, $errstr, 1.5)',
    'TLS' => 'stream_socket_client("tls://93.184.217.64:7015", $errno, $errstr, 1.5)',
    'read' => 'fgets($stream)',
    'select' => 'stream_select($read, $none, $none, 5)',
    'page' => 'file_get_contents("http://93.184.217.64:7008/")',
    'transfer' => 'curl_exec($handle)',
];
$code = <<<'PHP'
    ini_set('default_socket_timeout', '2');
    pcntl_async_signals(true);
    pcntl_signal(SIGALRM, function () { echo "signal, "; HANDLER; });
    register_shutdown_function(function () {
        echo 'then ', dial('tcp://93.184.217.64:7'), "\n";
    });
    $stream = stream_socket_client('tcp://93.184.217.64:7008');
    stream_set_timeout($stream, 1, 500000);
    [$read, $none] = [[$stream], null];
    $handle = curl_init('http://93.184.217.64:7008/');
    curl_setopt_array($handle, [CURLOPT_TIMEOUT => 2, CURLOPT_PROXY => '']);
    pcntl_alarm(1);
    try {
        $result = @OPERATION;
        echo 'no exception, ';
    } catch (Exception $exception) {
        echo $exception->getMessage(), ', ', isset($result) ? 'with a result, ' : '', is_resource($stream) && !feof($stream) ? 'stream open, ' : '';
    }
    PHP;
foreach (['throw new Exception("thrown")', 'exit(3)'] as $handler) {
    echo "$handler:\n";
    meet(array_map(fn ($operation) => strtr($code, ['OPERATION' => $operation, 'HANDLER' => $handler]), $operations));
}
echo 'a refusal: ', ours(strtr($code, ['OPERATION' => 'fgets($stream)', 'HANDLER' => 'throw new Exception(dial("tcp://10.11.14.71:7"))']));
?>
--EXPECT--
throw new Exception("thrown"):
connect: signal, thrown, stream open, then connected to 93.184.217.64:7
connect by name: signal, thrown, stream open, then connected to 93.184.217.64:7
TLS: signal, thrown, stream open, then connected to 93.184.217.64:7
read: signal, thrown, stream open, then connected to 93.184.217.64:7
select: signal, thrown, stream open, then connected to 93.184.217.64:7
page: signal, thrown, stream open, then connected to 93.184.217.64:7
transfer: signal, thrown, stream open, then connected to 93.184.217.64:7
exit(3):
connect: signal, then connected to 93.184.217.64:7
exit status 3
connect by name: signal, then connected to 93.184.217.64:7
exit status 3
TLS: signal, then connected to 93.184.217.64:7
exit status 3
read: signal, then connected to 93.184.217.64:7
exit status 3
select: signal, then connected to 93.184.217.64:7
exit status 3
page: signal, then connected to 93.184.217.64:7
exit status 3
transfer: signal, then connected to 93.184.217.64:7
exit status 3
a refusal: signal, 13 Permission denied: 10.11.14.71 is a private address, stream open, then connected to 93.184.217.64:7
