--TEST--
A value that means nothing and a setting that there is not stop PHP at start, with a sentence that names the setting and the item
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$bad = [
    ['mode' => 'enforced'],
    ['mode' => ''],
    ['mode' => 'Enforce'],
    ['allow' => '10.8.0.0/16, 10.0.0.5:0'],
    ['allow' => '10.0.0.1/8'],
    ['allow' => 'unix:relative'],
    ['allow' => 'option:SO_RCVTIMEO, option:SO_NOTHING'],
    ['deny' => 'option:so_mark'],
    ['deny' => 'http://10.0.0.5'],
    ['deny' => '::/129'],
    ['deny' => 'private:25-24'],
    ['default' => 'maybe'],
    ['development' => 'yes'],
    ['nameservers' => '8.8.8.8,dns.test'],
    ['nameservers' => '8.8.8.8:0'],
    ['nameservers' => '8.8.8.8,'],
    ['log' => 'denies'],
    ['application' => "caf\xe9"],
    ['allow' => "\xff"],
    ['denny' => '93.184.216.34'],
];
foreach ($bad as $setting) {
    $name = 'aesock.' . key($setting);
    echo trim(php('echo "PHP started\n";', [$name => current($setting)])), "\n";
}
?>
--EXPECT--
Fatal error: aesock: aesock.mode: `enforced` is not enforce, audit, disabled or passthrough in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.mode: `` is not enforce, audit, disabled or passthrough (PHP reads off, no and none as empty) in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.mode: `Enforce` is not enforce, audit, disabled or passthrough in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.allow: rule `10.0.0.5:0`: the port is not one from 1 to 65535 or a range of them in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.allow: rule `10.0.0.1/8`: the address has bits outside its network, write 10.0.0.0/8 in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.allow: rule `unix:relative`: the path is not absolute or has more than 107 bytes in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.allow: rule `option:SO_NOTHING`: no socket option has this name, write one such as SO_RCVTIMEO in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.deny: rule `option:so_mark`: no socket option has this name, write one such as SO_RCVTIMEO in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.deny: rule `http://10.0.0.5`: the transport is neither tcp nor udp in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.deny: rule `::/129`: what follows `/` is not a number from 0 to 128 in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.deny: rule `private:25-24`: the port is not one from 1 to 65535 or a range of them in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.default: `maybe` is not allow or deny in Unknown on line 0
exit status 254
PHP started
Fatal error: aesock: aesock.nameservers: `dns.test` is not an address with or without a port, separated from others by commas in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.nameservers: `8.8.8.8:0` is not an address with or without a port, separated from others by commas in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.nameservers: `` is not an address with or without a port, separated from others by commas (PHP reads off, no and none as empty) in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.log: `denies` is not all, denied or empty in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.application: not UTF-8 in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.allow: not UTF-8 in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.denny is no setting of aesock, did you mean aesock.deny? in Unknown on line 0
exit status 254
