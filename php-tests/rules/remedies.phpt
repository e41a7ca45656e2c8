--TEST--
The remedy of a refusal is the very rule for this destination: with it, and with nothing else, the destination is allowed
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$check = fn (string $target, array $settings) => json_decode(php('echo json_encode(aesock_check(' . var_export($target, true) . '));', $settings), true);
$directory = getenv('LAB_DIR') . '/remedies';
mkdir($directory);
touch("$directory/own.sock");
$targets = [
    '10.8.0.7:5432', 'db.internal:5432', 'udp://10.8.0.7:53', '127.1:3306', 'localhost:3306', '169.254.169.254:80', '[fe80::1]:80', '224.0.0.1:5353', '255.255.255.255:9',
    '100.64.0.1:80', '[::ffff:10.0.0.5]:80', '[64:ff9b::a00:5]:80', '[fd00::1]:80', '93.184.216.34:25', 'plain.test:25', 'plain.test:21', '8.8.8.8:80',
    "unix://$directory/own.sock", 'unix:/run/not-there.sock',
];
foreach ($targets as $target) {
    $before = $check($target, []);
    preg_match('/`([^` ]*)` to `aesock.allow`/', $before['remedy'], $match);
    $after = $check($target, ['aesock.allow' => $match[1] ?? '']);
    echo str_replace($directory, 'DIR', "$target: $before[reason], {$match[1]}: $after[reason]"), "\n";
}
$settings = ['aesock.default' => 'deny'];
echo $check('plain.test:443', $settings)['remedy'], ' ', $check('plain.test:443', $settings + ['aesock.allow' => 'tcp://plain.test:443'])['reason'], "\n";
echo $check('plain.test:443', [])['remedy'], ' ', $check('plain.test:443', ['aesock.deny' => 'tcp://plain.test:443'])['reason'], "\n";
?>
--EXPECT--
10.8.0.7:5432: private, tcp://10.8.0.7:5432: rule
db.internal:5432: private, tcp://db.internal:5432: rule
udp://10.8.0.7:53: private, udp://10.8.0.7:53: rule
127.1:3306: loopback, tcp://127.0.0.1:3306: rule
localhost:3306: loopback, tcp://[::1]:3306: rule
169.254.169.254:80: link-local, tcp://169.254.169.254:80: rule
[fe80::1]:80: link-local, tcp://[fe80::1]:80: rule
224.0.0.1:5353: multicast, tcp://224.0.0.1:5353: rule
255.255.255.255:9: broadcast, tcp://255.255.255.255:9: rule
100.64.0.1:80: reserved, tcp://100.64.0.1:80: rule
[::ffff:10.0.0.5]:80: private, tcp://10.0.0.5:80: rule
[64:ff9b::a00:5]:80: private, tcp://10.0.0.5:80: rule
[fd00::1]:80: private, tcp://[fd00::1]:80: rule
93.184.216.34:25: port-25, tcp://93.184.216.34:25: rule
plain.test:25: port-25, tcp://plain.test:25: rule
plain.test:21: ftp, tcp://plain.test:21: rule
8.8.8.8:80: google, tcp://8.8.8.8:80: rule
unix://DIR/own.sock: unix, unix:DIR/own.sock: rule
unix:/run/not-there.sock: unix, unix:/run/not-there.sock: rule
To allow it, add `tcp://plain.test:443` to `aesock.allow`. rule
To refuse it, add `tcp://plain.test:443` to `aesock.deny`. denied
