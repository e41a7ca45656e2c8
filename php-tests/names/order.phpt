--TEST--
Addresses are dialled in the order of getaddrinfo(3), whatever the order of the hosts file or of the answer
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

rewrite('hosts', "93.184.217.41 both.test\n2606:4700:4700::41 both.test\n93.184.217.43 four.test\n93.184.217.42 four.test\n");
rewrite('resolv.conf', "nameserver 8.8.4.4\n");
script_answers(['dual.scripted.test', 'A=93.184.217.44;AAAA=2606:4700:4700::44', '60']);
foreach (['both.test', 'four.test', 'dual.scripted.test'] as $name) {
    echo as_in_stock("echo '$name: ', dial('tcp://$name:7'), ' ', dial('tcp://$name:7');");
}
// gai.conf may say otherwise.
file_put_contents($gai = getenv('LAB_DIR') . '/gai.conf', "precedence ::ffff:0:0/96 100\n");
exec(outside('mount --bind ' . escapeshellarg($gai) . ' /etc/gai.conf'));
register_shutdown_function(fn () => exec(outside('umount /etc/gai.conf')));
foreach (['both.test', 'dual.scripted.test'] as $name) {
    echo as_in_stock("echo '$name: ', dial('tcp://$name:7');");
}
$dual = fn (string $case): string => "$case: " . as_in_stock("echo dial('tcp://dual.scripted.test:7');");
/** Has the host's own IPv6 address changed while something is tried. */
$with_own_address = function (string $how, callable $try): void {
    exec("ip address change 2a01:4f8:c0c:1::2/64 dev lab0 $how");
    echo $try();
    exec('ip address change 2a01:4f8:c0c:1::2/64 dev lab0 preferred_lft forever valid_lft forever');
};
// Rule 4, where precedence would tell otherwise.
exec('ip address delete 2a01:4f8:c0c:1::2/64 dev lab0; ip address add 2a01:4f8:c0c:1::2/64 dev lab0 nodad home');
echo $dual('from a home address, where IPv4 is preferred');
exec('ip address delete 2a01:4f8:c0c:1::2/64 dev lab0; ip address add 2a01:4f8:c0c:1::2/64 dev lab0 nodad; ip neighbour replace 2a01:4f8:c0c:1::1 lladdr 02:00:00:00:00:01 dev lab0 nud permanent; ip route replace default via 2a01:4f8:c0c:1::1');
echo $dual('from a usual one');
// Rule 2: the scope of IPv4 addresses is what gai.conf says.
file_put_contents($gai, "scopev4 93.184.217.44/32 5\n");
script_answers(['dual.scripted.test', 'A=93.184.217.44;AAAA=2606:4700:4700::44', '60'], ['two.scripted.test', 'A=93.184.217.44;A=93.184.217.45', '60']);
echo 'of two scopes: ', as_in_stock("echo dial('tcp://two.scripted.test:7'), ' ', dial('tcp://two.scripted.test:7');");
// Rule 3.
file_put_contents($gai, '');
$with_own_address('preferred_lft 0', fn () => $dual('from a deprecated address'));
echo $dual('from a usual one');
?>
--EXPECT--
both.test: connected to [2606:4700:4700::41]:7 connected to [2606:4700:4700::41]:7
four.test: connected to 93.184.217.43:7 connected to 93.184.217.43:7
dual.scripted.test: connected to [2606:4700:4700::44]:7 connected to [2606:4700:4700::44]:7
both.test: connected to 93.184.217.41:7
dual.scripted.test: connected to 93.184.217.44:7
from a home address, where IPv4 is preferred: connected to [2606:4700:4700::44]:7
from a usual one: connected to 93.184.217.44:7
of two scopes: connected to 93.184.217.45:7 connected to 93.184.217.45:7
from a deprecated address: connected to 93.184.217.44:7
from a usual one: connected to [2606:4700:4700::44]:7
