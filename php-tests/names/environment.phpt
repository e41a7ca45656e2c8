--TEST--
LOCALDOMAIN, RES_OPTIONS and nsswitch.conf count as for stock PHP; what a script sets later does not
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

rewrite('resolv.conf', "nameserver 8.8.4.4\nsearch first.test\noptions timeout:1 attempts:1\n");
rewrite('hosts', "93.184.217.44 both.scripted.test\n");
script_answers(
    ['host.first.test', 'A=93.184.217.40', '60'], ['host.second.test', 'A=93.184.217.41', '60'], ['a.b', 'A=93.184.217.42', '60'],
    ['a.b.first.test', 'A=93.184.217.43', '60'], ['both.scripted.test', 'A=93.184.217.45', '60'],
);
$dial = fn (string $name) => "echo '$name: ', dial('tcp://$name:7');";
echo as_in_stock($dial('host'));
echo as_in_stock($dial('host'), 'export LOCALDOMAIN="nowhere.test second.test"');
echo as_in_stock($dial('a.b'));
echo as_in_stock($dial('a.b'), 'export RES_OPTIONS=ndots:2');
echo as_in_stock($dial('both.scripted.test'));
file_put_contents($file = getenv('LAB_DIR') . '/nsswitch', "hosts: dns [!UNAVAIL=return] files\n");
exec(outside('mount --bind ' . escapeshellarg($file) . ' /etc/nsswitch.conf'));
register_shutdown_function(fn () => exec(outside('umount /etc/nsswitch.conf')));
echo as_in_stock($dial('both.scripted.test'));
echo run_php('require "php-tests/include/lab.inc"; putenv("LOCALDOMAIN=second.test"); putenv("RES_OPTIONS=ndots:2"); ' . $dial('host') . $dial('a.b'));
?>
--EXPECT--
host: connected to 93.184.217.40:7
host: connected to 93.184.217.41:7
a.b: connected to 93.184.217.42:7
a.b: connected to 93.184.217.43:7
both.scripted.test: connected to 93.184.217.44:7
both.scripted.test: connected to 93.184.217.45:7
host: connected to 93.184.217.40:7a.b: connected to 93.184.217.42:7
