--TEST--
Of all that takes an address, in a PHP with all of Debian's extensions, nothing reaches a refused one; without the floor of native code only what is named as not covered does
--CONFLICTS--
all
--SKIPIF--
<?php $needed = ['amqp', 'snmp', 'zmq']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/every-door.inc';

$swept = sweep(['AESOCK']);
echo $swept['doors'] > 3000 ? 'thousands' : $swept['doors'], " of doors\n";
echo 'arrived: ', json_encode($swept['arrived']), "\n";

$swept = sweep(['AESOCK'], ['aesock.native' => '']);
foreach (array_diff_key($swept['arrived'], array_flip($swept['not covered'])) as $extension => $doors) {
    echo "$extension is not named: ", json_encode($doors), "\n";
}
// That the sweep goes as far as without aesock.
$named = [
    'amqp', 'gearman', 'imap', 'ldap', 'memcached', 'mongodb', 'ow', 'pdo_dblib', 'pdo_firebird', 'pdo_pgsql', 'pgsql',
    'snmp', 'ssh2', 'stomp', 'zmq',
];
echo 'not driven: ', json_encode(array_values(array_diff($named, array_keys($swept['arrived'])))), "\n";
?>
--EXPECTF--
%S
thousands of doors
arrived: []
%S
not driven: []
