--TEST--
Mode disabled: no name is asked for, and results by reference are left alone
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--CONFLICTS--
all
--INI--
aesock.mode=disabled
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$hosts = $weights = $servers = $records = ['kept'];
var_dump(dns_get_mx('plain.test', $hosts, $weights), getmxrr('plain.test', $hosts, $weights));
var_dump(dns_get_record('plain.test', DNS_A, $servers, $records), checkdnsrr('plain.test', 'A'));
tell($hosts, $weights, $servers, $records);
$name = new class { public function __toString(): string { return 'plain.test'; } };
var_dump(gethostbyname('plain.test'), gethostbyname($name), gethostbynamel('plain.test'), gethostbyaddr('93.184.216.34'));
try {
    gethostbyname();
} catch (ArgumentCountError $error) {
    echo $error->getMessage(), "\n";
}
var_dump(getservbyname('http', 'tcp'), gethostname() === php_uname('n'), lab_seen());
?>
--EXPECT--
warning: dns_get_mx() has been disabled for your application
warning: getmxrr() has been disabled for your application
bool(false)
bool(false)
warning: dns_get_record() has been disabled for your application
warning: checkdnsrr() has been disabled for your application
bool(false)
bool(false)
["kept"] ["kept"] ["kept"] ["kept"]
warning: gethostbyname() has been disabled for your application
warning: gethostbyname() has been disabled for your application
warning: gethostbynamel() has been disabled for your application
warning: gethostbyaddr() has been disabled for your application
string(10) "plain.test"
string(10) "plain.test"
bool(false)
bool(false)
gethostbyname() expects exactly 1 argument, 0 given
warning: getservbyname() has been disabled for your application
bool(false)
bool(true)
array(0) {
}
