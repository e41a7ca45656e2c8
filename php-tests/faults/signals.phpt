--TEST--
In a storm of signals everything ends as without them, and what nobody answers ends in time
--EXTENSIONS--
sockets
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

// The engine's handlers have system calls begin again (SA_RESTART) behind all signals but SIGALRM.
$common = '$signals = [SIGALRM, SIGCHLD, SIGUSR1];' . <<<'PHP'
    $storm = 0;
    pcntl_async_signals(true);
    foreach ($signals as $signal) {
        pcntl_signal($signal, function () use (&$storm) { $storm++; });
    }
    $victim = getmypid();
    if (($child = pcntl_fork()) === 0) {
        for ($i = 0; posix_kill($victim, $signals[$i++ % count($signals)]); usleep(500));
        posix_kill(getmypid(), SIGKILL);
    }
    while ($storm < 10) usleep(1000);
    // The storm is over before what the process prints at its end.
    function done(): void
    {
        posix_kill($GLOBALS['child'], SIGKILL);
    }
    PHP;
$read_on = <<<'PHP'
    function () {
        socket_connect($socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP), "93.184.217.63", 7013);
        for ($data = '', $interrupted = false; ($piece = @socket_read($socket, 100)) !== ''; $data .= $piece) {
            $interrupted = $interrupted || socket_last_error($socket) === SOCKET_EINTR;
        }
        return [$data, $interrupted];
    }
    PHP;
$run = fn (array $cases) => array_map(fn ($code) => "$common within($code); done();", $cases);
meet($run([
    'connect' => '0, 1, fn () => dial("tcp://93.184.217.63:7")',
    'connect by name' => '0, 1, fn () => dial("tcp://plain.test:7")',
    'a name without an answer' => '2, 3, fn () => dial("tcp://timeout.scripted.test:80", 0.1)',
    'connect to nobody' => '0.5, 1, fn () => dial("tcp://93.184.220.99:80", 0.5)',
    'connect to nobody of two' => '0.5, 1, fn () => dial("tcp://alldead.test:80", 0.5) === "110 Connection timed out"',
    'a conversation' => '0, 1, function () {
        $stream = stream_socket_client("tcp://93.184.217.63:7");
        for ($i = 0; $i < 200; $i++) {
            fwrite($stream, "line $i\n");
            if (fgets($stream) !== "line $i\n") return "lost line $i";
        }
        return "nothing lost";
    }',
    'a line that dribbles' => '1, 2, fn () => fgets(stream_socket_client("tcp://93.184.217.63:7013"))',
    'large pages' => '0, 5, function () {
        for ($lengths = []; count($lengths) < 5; $lengths[] = strlen(file_get_contents("http://93.184.217.63/large")));
        return array_unique($lengths);
    }',
    'a large page over TLS' => '0, 5, fn () => strlen(file_get_contents("https://93.184.217.63/large", false, trusting(["peer_name" => "web.test"])))',
    'large pages by curl' => '0, 5, function () {
        for ($lengths = []; count($lengths) < 5; $lengths[] = strlen(curl_exec($handle))) {
            $handle = curl_init("http://93.184.217.63/large");
            curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_PROXY => ""]);
        }
        return array_unique($lengths);
    }',
    'select' => '0, 1, function () {
        $read = [stream_socket_client("tcp://93.184.217.63:7008")];
        return @stream_select($read, $none, $none, 5);
    }',
    'a socket reads, interrupted' => "0, 2, $read_on",
]));

// A socket of ext/sockets has a time-out, and what waits with one is interrupted by all signals (signal(7)).
$restarting = fn (string $code) => str_replace('SIGALRM, ', '', $code);
meet(array_map($restarting, $run(['a socket reads, signals that restart' => "0, 2, $read_on"])));

// In stock PHP each signal begins the time-out anew, so this would wait for ever.
foreach ($run(['a read that nobody answers' => '0.5, 1, function () {
        $stream = stream_socket_client("tcp://93.184.217.63:7008");
        stream_set_timeout($stream, 0, 500000);
        return [fgets($stream), stream_get_meta_data($stream)["timed_out"], feof($stream)];
    }', 'a refusal' => '0, 1, fn () => dial("tcp://10.11.14.70:80")']) as $case => $code) {
    echo "$case: ", ours($code);
}
?>
--EXPECT--
connect: connected to 93.184.217.63:7
connect by name: connected to 93.184.216.34:7
a name without an answer: 0 php_network_getaddresses: getaddrinfo for timeout.scripted.test failed: Temporary failure in name resolution
connect to nobody: 110 Connection timed out
connect to nobody of two: true
a conversation: nothing lost
a line that dribbles: bit by bit
large pages: [1048576]
a large page over TLS: 1048576
large pages by curl: [1048576]
select: false
a socket reads, interrupted: ["bit by bit\n",true]
a socket reads, signals that restart: with aesock: ["bit by bit\n",true]
a socket reads, signals that restart: in stock: ["bit by bit\n",false]
a read that nobody answers: [false,true,false]
a refusal: 13 Permission denied: 10.11.14.70 is a private address
