--TEST--
Local routes of every table that a rule leads to are refused as loopback; those for marked packets, or packets of a device, are not
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$commands = [
    'route add local 45.79.30.0/24 dev lo table 100', 'rule add lookup 100 pref 10',
    '-6 route add local 2a01:4f8:aaaa::/64 dev lo table 1000', '-6 rule add lookup 1000 pref 10',
    'route add broadcast 45.79.31.9 dev lo table main',
    'route add local default dev lo table 101', 'rule add fwmark 1 lookup 101 pref 11', 'rule add iif lab0 lookup 101 pref 12',
    '-6 route add local default dev lo table 101', '-6 rule add fwmark 1/1 lookup 101 pref 11',
    'route add local default dev lo table 102', 'rule add to 45.79.32.0/24 lookup 102 pref 13',
    'route add local 45.79.33.0/24 dev lo table 103',
];
foreach ($commands as $command) {
    exec("ip $command", result_code: $failed);
    $failed and die("not done: $command");
    $undo = preg_replace('/ add /', ' del ', $command);
    register_shutdown_function('exec', "ip $undo");
}
$reason = fn (string $address): string => aesock_check($address, 80)['reason'];
await(fn () => $reason('45.79.32.1'), 'loopback');
$addresses = [
    'IPv4' => ['45.79.29.255', '45.79.30.0', '45.79.30.255', '45.79.31.0'],
    'IPv6' => ['2a01:4f8:aaa9:ffff::1', '2a01:4f8:aaaa::1', '2a01:4f8:aaaa:1::1'],
    'broadcast in the table main' => ['45.79.31.8', '45.79.31.9', '45.79.31.10'],
    'everywhere, by a rule for some destinations' => ['45.79.31.255', '45.79.32.0', '45.79.32.255', '45.79.33.0'],
    'everywhere, for marked packets and those of a device' => ['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946'],
];
foreach ($addresses as $what => $of) {
    echo "$what\n";
    foreach ($of as $address) {
        echo "  $address: ", $reason($address), "\n";
    }
}
echo dial('tcp://45.79.30.1:7'), "\n", dial('tcp://[2a01:4f8:aaaa::1]:7'), "\n";
?>
--EXPECT--
IPv4
  45.79.29.255: public
  45.79.30.0: loopback
  45.79.30.255: loopback
  45.79.31.0: public
IPv6
  2a01:4f8:aaa9:ffff::1: public
  2a01:4f8:aaaa::1: loopback
  2a01:4f8:aaaa:1::1: public
broadcast in the table main
  45.79.31.8: public
  45.79.31.9: loopback
  45.79.31.10: public
everywhere, by a rule for some destinations
  45.79.31.255: public
  45.79.32.0: loopback
  45.79.32.255: loopback
  45.79.33.0: public
everywhere, for marked packets and those of a device
  93.184.216.34: public
  2606:2800:220:1:248:1893:25c8:1946: public
13 Permission denied: 45.79.30.1 is a loopback address or one of this host
13 Permission denied: 2a01:4f8:aaaa::1 is a loopback address or one of this host
