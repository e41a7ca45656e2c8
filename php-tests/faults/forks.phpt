--TEST--
A fork in the middle of an operation disturbs neither parent nor child, as in stock PHP, and both are judged
--EXTENSIONS--
curl
posix
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (!function_exists('pcntl_fork')) die('skip this PHP has no pcntl');
?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';

$common = <<<'PHP'
    /** Runs the code in a child, whose end is awaited. It closes nothing: that would end what the parent has, too. */
    function child(callable $do): void
    {
        if (($child = pcntl_fork()) === 0) {
            $do();
            posix_kill(getmypid(), SIGKILL);
        }
        pcntl_waitpid($child, $status);
        echo 'child ended, ';
    }
    function speak(mixed $stream, string $line): string
    {
        return fwrite($stream, "$line\n") ? trim(fgets($stream)) : 'nothing';
    }
    PHP;
$fetch = <<<'PHP'
    $length = $calls = 0;
    $handle = curl_init('http://93.184.217.70/large');
    curl_setopt_array($handle, [CURLOPT_PROXY => '', CURLOPT_TIMEOUT => 10, OPTION => function (...$arguments) use (&$length, &$calls) {
        if ($calls++ === 0) {
            child(fn () => print(file_get_contents('http://93.184.217.70/')));
        }
        RETURN;
    }]);
    PHP;
$cases = [
    'in the handler of a failed connect' => <<<'PHP'
        set_error_handler(fn () => child(fn () => print(dial('tcp://93.184.217.70:7') . ', ')));
        echo stream_socket_client('tcp://93.184.217.70:81', $errno, $errstr) ? '' : "$errno $errstr, ", dial('tcp://93.184.217.70:7');
        PHP,
    'in the handler of a failed lookup' => <<<'PHP'
        set_error_handler(fn () => child(fn () => print(dial('tcp://plain.test:7') . ', ')));
        echo stream_socket_client('tcp://nosuch.test:81', $errno, $errstr) ? '' : "$errno $errstr, ", dial('tcp://plain.test:7');
        PHP,
    'in a notification' => <<<'PHP'
        $forked = false;
        $context = stream_context_create([], ['notification' => function (int $code) use (&$forked) {
            if ($code === STREAM_NOTIFY_CONNECT && !$forked) {
                $forked = true;
                child(fn () => print(dial('tcp://93.184.217.70:7') . ', '));
            }
        }]);
        echo strlen(file_get_contents('http://93.184.217.70/large', false, $context));
        PHP,
    'in a write function of curl' => str_replace(['OPTION', 'RETURN'], ['CURLOPT_WRITEFUNCTION', '$length += strlen($arguments[1]); return strlen($arguments[1])'], $fetch)
        . 'curl_exec($handle); echo $length, curl_error($handle);',
    'in a header function of curl' => str_replace(['OPTION', 'RETURN'], ['CURLOPT_HEADERFUNCTION', 'return strlen($arguments[1])'], $fetch)
        . 'curl_setopt($handle, CURLOPT_RETURNTRANSFER, true); echo strlen(curl_exec($handle)), curl_error($handle);',
    'in a progress function of curl' => str_replace(['OPTION', 'RETURN'], ['CURLOPT_NOPROGRESS => false, CURLOPT_PROGRESSFUNCTION', 'return 0'], $fetch)
        . 'curl_setopt($handle, CURLOPT_RETURNTRANSFER, true); echo strlen(curl_exec($handle)), curl_error($handle);',
    'the child goes on with a stream' => <<<'PHP'
        $stream = stream_socket_client('tcp://93.184.217.70:7');
        echo speak($stream, 'before'), ', ';
        child(function () use ($stream) { echo speak($stream, 'in the child'), ', '; });
        echo speak($stream, 'after');
        PHP,
    'the child ends, and closes what it has' => <<<'PHP'
        $stream = stream_socket_client('tcp://93.184.217.70:7');
        if (($child = pcntl_fork()) === 0) {
            echo speak($stream, 'in the child'), ', ';
            exit(0);
        }
        pcntl_waitpid($child, $status);
        echo json_encode([fwrite($stream, "after\n"), fgets($stream), feof($stream)]);
        PHP,
    'the child goes on with TLS' => <<<'PHP'
        $stream = stream_socket_client('tls://93.184.217.70:443', $errno, $errstr, 3, STREAM_CLIENT_CONNECT, trusting(['peer_name' => 'web.test']));
        child(function () use ($stream) {
            fwrite($stream, "GET / HTTP/1.0\r\n\r\n");
            echo strlen(stream_get_contents($stream)) > 100 ? 'a page, ' : 'no page, ';
        });
        echo feof($stream) ? 'its end' : 'open';
        PHP,
    'the child has a time-out of its own' => <<<'PHP'
        $stream = stream_socket_client('tcp://93.184.217.70:7');
        stream_set_timeout($stream, 5);
        echo speak($stream, 'before'), ', ';
        child(function () use ($stream) { stream_set_timeout($stream, 0, 100000); echo json_encode(fgets($stream)), ', '; });
        fwrite($stream, "after\n");
        echo fgets($stream);
        PHP,
];
meet(array_map(fn ($code) => "$common $code", $cases));
echo 'in the handler of a refusal: ', ours($common . <<<'PHP'
    set_error_handler(fn () => child(fn () => print(dial('tcp://10.11.14.77:80') . ', ')));
    stream_socket_client('tcp://10.11.14.77:80');
    echo dial('tcp://private.test:80'), ', ', json_encode(aesock_usage()['denials']);
    PHP);
?>
--EXPECT--
in the handler of a failed connect: connected to 93.184.217.70:7, child ended, 111 Connection refused, connected to 93.184.217.70:7
in the handler of a failed lookup: connected to 93.184.216.34:7, child ended, connected to 93.184.216.34:7, child ended, 0 php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known, connected to 93.184.216.34:7
in a notification: connected to 93.184.217.70:7, child ended, 1048576
in a write function of curl: hello from 93.184.217.70
child ended, 1048576
in a header function of curl: hello from 93.184.217.70
child ended, 1048576
in a progress function of curl: hello from 93.184.217.70
child ended, 1048576
the child goes on with a stream: before, in the child, child ended, after
the child ends, and closes what it has: in the child, [6,"after\n",false]
the child goes on with TLS: a page, child ended, its end
the child has a time-out of its own: before, false, child ended, after
in the handler of a refusal: 13 Permission denied: 10.11.14.77 is a private address, child ended, 13 Permission denied: 10.11.14.77 is a private address, child ended, 13 Permission denied: private.test (10.0.0.5) is a private address, {"private":4}
