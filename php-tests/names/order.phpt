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
exec('mount --bind ' . escapeshellarg($gai) . ' /etc/gai.conf');
register_shutdown_function(fn () => exec('umount /etc/gai.conf'));
foreach (['both.test', 'dual.scripted.test'] as $name) {
    echo as_in_stock("echo '$name: ', dial('tcp://$name:7');");
}
?>
--EXPECT--
both.test: connected to [2606:4700:4700::41]:7 connected to [2606:4700:4700::41]:7
four.test: connected to 93.184.217.43:7 connected to 93.184.217.43:7
dual.scripted.test: connected to [2606:4700:4700::44]:7 connected to [2606:4700:4700::44]:7
both.test: connected to 93.184.217.41:7
dual.scripted.test: connected to 93.184.217.44:7
