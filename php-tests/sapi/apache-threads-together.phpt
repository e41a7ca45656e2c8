--TEST--
Twenty-four of Apache's threads that connect at once get what one alone does, and are counted and limited together
--SKIPIF--
<?php
$needed = ['curl', 'sockets'];
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
if (!PHP_ZTS) die('skip this PHP is not thread-safe');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

const THREADS = 24, HOSTS = ['closed.test', 'open.test', 'audit.test'];
$apache = new Apache([
    'closed.test' => ['php_admin_value aesock.application closed'],
    'open.test' => ['php_admin_value aesock.application open', 'php_admin_value aesock.allow 10.0.0.5'],
    'audit.test' => ['php_admin_value aesock.application audit', 'php_admin_value aesock.mode audit'],
    'quota.test' => ['php_admin_value aesock.application quota', 'php_admin_value aesock.quota connects:100/day'],
], port: 8088, workers: THREADS, loaded: ['curl', 'sockets']);

$connect = <<<'PHP'
    <?php
    $ways['stream'] = function (string $host): string {
        $stream = @fsockopen($host, 7, $errno, $error, 10);
        return $stream ? fwrite($stream, "hello\n") . ' ' . trim(fgets($stream)) : $error;
    };
    $ways['tls'] = function (string $host): string {
        $context = stream_context_create(['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]]);
        $page = @file_get_contents("https://$host/", false, $context);
        return $page === false ? preg_replace('/.*: /', '', error_get_last()['message']) : trim($page);
    };
    $ways['socket'] = function (string $host): string {
        $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
        return @socket_connect($socket, $host, 7) ? socket_write($socket, "hello\n") . ' ' . trim(socket_read($socket, 100))
            : socket_strerror(socket_last_error($socket));
    };
    $ways['curl'] = function (string $host): string {
        $handle = curl_init("http://$host/");
        curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_PROXY => '', CURLOPT_TIMEOUT => 20]);
        return trim(curl_exec($handle) ?: preg_replace('/.*\(|\)/', '', curl_error($handle)));
    };
    for ($said = [], $i = 0; $i < 5; $i++) {
        foreach (['93.184.216.34', 'plain.test', '10.0.0.5', 'private.test'] as $host) {
            foreach ($ways as $name => $way) {
                $said["$host by $name: " . $way($host)][] = $i;
            }
        }
    }
    foreach ($said as $answer => $times) {
        echo count($times), " times $answer\n";
    }
    PHP;
$usage = function (string $host) use ($apache): array {
    $usage = json_decode($apache->get($host, '<?php echo json_encode(aesock_usage());'), true);
    // Threads know names of their own, and the length of a server's signature varies.
    unset($usage['lookups'], $usage['bytes_received']);
    return $usage;
};

$alone = $counted = [];
foreach (HOSTS as $host) {
    $alone[$host] = $apache->get($host, $connect);
    $counted[$host] = $usage($host);
    echo "-- $host\n$alone[$host]{$counted[$host]['connects']} connects, denials: ", json_encode($counted[$host]['denials']), "\n";
}

echo "-- together\n";
$hosts = array_merge(...array_fill(0, THREADS / count(HOSTS), HOSTS));
foreach ($apache->together($hosts, $connect) as $i => $answer) {
    echo $answer === $alone[$hosts[$i]] ? '' : "$hosts[$i]: $answer";
}
foreach (HOSTS as $host) {
    // The threads, and the page that was alone.
    array_walk_recursive($counted[$host], fn (int &$count) => $count *= THREADS / count(HOSTS) + 1);
    echo "$host: ", $usage($host) === $counted[$host] ? 'exact' : json_encode($usage($host)), "\n";
}

echo "-- with a quota\n";
$connect = '<?php for ($connected = $i = 0; $i < 10; $i++) $connected += (bool) @fsockopen("93.184.216.34", 7); echo $connected;';
echo array_sum($apache->together(array_fill(0, THREADS, 'quota.test'), $connect)), ' ', json_encode($usage('quota.test')['denials']), "\n";
?>
--EXPECT--
-- closed.test
5 times 93.184.216.34 by stream: 6 hello
5 times 93.184.216.34 by tls: hello from 93.184.216.34
5 times 93.184.216.34 by socket: 6 hello
5 times 93.184.216.34 by curl: hello from 93.184.216.34
5 times plain.test by stream: 6 hello
5 times plain.test by tls: hello from 93.184.216.34
5 times plain.test by socket: 6 hello
5 times plain.test by curl: hello from 93.184.216.34
5 times 10.0.0.5 by stream: Permission denied: 10.0.0.5 is a private address
5 times 10.0.0.5 by tls: 10.0.0.5 is a private address
5 times 10.0.0.5 by socket: Permission denied
5 times 10.0.0.5 by curl: Permission denied: 10.0.0.5 is a private address
5 times private.test by stream: Permission denied: private.test (10.0.0.5) is a private address
5 times private.test by tls: private.test (10.0.0.5) is a private address
5 times private.test by socket: Permission denied
5 times private.test by curl: Permission denied: 10.0.0.5 is a private address
40 connects, denials: {"private":40}
-- open.test
5 times 93.184.216.34 by stream: 6 hello
5 times 93.184.216.34 by tls: hello from 93.184.216.34
5 times 93.184.216.34 by socket: 6 hello
5 times 93.184.216.34 by curl: hello from 93.184.216.34
5 times plain.test by stream: 6 hello
5 times plain.test by tls: hello from 93.184.216.34
5 times plain.test by socket: 6 hello
5 times plain.test by curl: hello from 93.184.216.34
5 times 10.0.0.5 by stream: 6 hello
5 times 10.0.0.5 by tls: hello from 10.0.0.5
5 times 10.0.0.5 by socket: 6 hello
5 times 10.0.0.5 by curl: hello from 10.0.0.5
5 times private.test by stream: 6 hello
5 times private.test by tls: hello from 10.0.0.5
5 times private.test by socket: 6 hello
5 times private.test by curl: hello from 10.0.0.5
80 connects, denials: []
-- audit.test
5 times 93.184.216.34 by stream: 6 hello
5 times 93.184.216.34 by tls: hello from 93.184.216.34
5 times 93.184.216.34 by socket: 6 hello
5 times 93.184.216.34 by curl: hello from 93.184.216.34
5 times plain.test by stream: 6 hello
5 times plain.test by tls: hello from 93.184.216.34
5 times plain.test by socket: 6 hello
5 times plain.test by curl: hello from 93.184.216.34
5 times 10.0.0.5 by stream: 6 hello
5 times 10.0.0.5 by tls: hello from 10.0.0.5
5 times 10.0.0.5 by socket: 6 hello
5 times 10.0.0.5 by curl: hello from 10.0.0.5
5 times private.test by stream: 6 hello
5 times private.test by tls: hello from 10.0.0.5
5 times private.test by socket: 6 hello
5 times private.test by curl: hello from 10.0.0.5
0 connects, denials: {"private":40}
-- together
closed.test: exact
open.test: exact
audit.test: exact
-- with a quota
100 {"quota":140}
