--TEST--
Names are asked of aesock.nameservers, the first that answers, in place of the system's
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

// Only the lab's 8.8.8.8, the system's server, knows plain.test; it and 8.8.4.4 know ttl.scripted.test.
const CODE = <<<'PHP'
    foreach (['plain.test', 'ttl.scripted.test'] as $name) {
        echo aesock_check($name, 80)['reason'], ' ';
    }
    PHP;
$servers = ['', '8.8.4.4', '8.8.4.4:53', '2001:4860:4860::8844', '[2001:4860:4860::8844]:53', '8.8.8.8:54, 8.8.4.4', '8.8.4.4,8.8.8.8'];
foreach ($servers as $list) {
    echo php(CODE, ['aesock.nameservers' => $list]), $list, "\n";
}
?>
--EXPECT--
public public 
name-not-found public 8.8.4.4
name-not-found public 8.8.4.4:53
name-not-found public 2001:4860:4860::8844
name-not-found public [2001:4860:4860::8844]:53
name-not-found public 8.8.8.8:54, 8.8.4.4
name-not-found public 8.8.4.4,8.8.8.8
