--TEST--
All that the kernel delivers to this host is refused as loopback: broadcast addresses of its networks, the anycast address of a router, a network of lo, and local routes; their neighbours are not
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$reason = fn (string $address): string => aesock_check($address, 80)['reason'];
exec('ip route add local 198.41.0.0/24 dev lo && ip address add 45.79.20.7/24 broadcast + dev lab0', result_code: $failed);
$failed and die('no route');
register_shutdown_function('exec', 'ip route del local 198.41.0.0/24 dev lo; ip address del 45.79.20.7/24 dev lab0');
await(fn () => $reason('198.41.0.9'), 'loopback');
foreach (['198.40.255.255', '198.41.0.0', '198.41.0.255', '198.41.1.0', '45.79.20.254', '45.79.20.255', '45.79.21.0', '127.255.255.255'] as $address) {
    echo "$address: ", $reason($address), "\n";
}
$context = stream_context_create(['socket' => ['so_broadcast' => true]]);
echo dial('udp://45.79.20.255:7', context: $context), "\n";
echo dial('tcp://198.41.0.9:7'), "\n";

// A router has the first address of each of its networks of IPv6, and of a network of lo the host has every address.
file_put_contents('/proc/sys/net/ipv6/conf/lab0/forwarding', '1');
exec('ip address add 198.42.0.1/24 dev lo', result_code: $failed);
$failed and die('no network of lo');
register_shutdown_function(function () {
    file_put_contents('/proc/sys/net/ipv6/conf/lab0/forwarding', '0');
    exec('ip address del 198.42.0.1/24 dev lo');
});
await(fn () => $reason('198.42.0.9'), 'loopback');
foreach (['2a01:4f8:c0c::ffff', '2a01:4f8:c0c:1::', '2a01:4f8:c0c:1::1', '198.41.255.255', '198.42.0.9', '198.42.1.0'] as $address) {
    echo "$address: ", $reason($address), "\n";
}
echo dial('udp://[2a01:4f8:c0c:1::]:7'), "\n";
?>
--EXPECT--
198.40.255.255: public
198.41.0.0: loopback
198.41.0.255: loopback
198.41.1.0: public
45.79.20.254: public
45.79.20.255: loopback
45.79.21.0: public
127.255.255.255: loopback
13 Permission denied: 45.79.20.255 is a loopback address or one of this host
13 Permission denied: 198.41.0.9 is a loopback address or one of this host
2a01:4f8:c0c::ffff: public
2a01:4f8:c0c:1::: loopback
2a01:4f8:c0c:1::1: public
198.41.255.255: public
198.42.0.9: loopback
198.42.1.0: public
13 Permission denied: 2a01:4f8:c0c:1:: is a loopback address or one of this host
