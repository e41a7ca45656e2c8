--TEST--
A script cannot change a setting
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
$settings = ini_get_all('aesock');
foreach ($settings as $name => ['access' => $access, 'global_value' => $value]) {
    $kept = $access === INI_SYSTEM && ini_set($name, 'passthrough') === false && ini_get($name) === $value;
    echo $name, $kept ? " is kept\n" : " was changed\n";
    ini_restore($name);
}
var_dump(ini_get_all('aesock') === $settings, @fsockopen('10.0.0.5', 80));
?>
--EXPECT--
aesock.allow is kept
aesock.application is kept
aesock.default is kept
aesock.deny is kept
aesock.development is kept
aesock.dumpable is kept
aesock.google_ranges is kept
aesock.idle_timeout is kept
aesock.log is kept
aesock.log_file is kept
aesock.log_format is kept
aesock.mode is kept
aesock.nameservers is kept
aesock.native is kept
aesock.quota is kept
aesock.rules is kept
aesock.sockets is kept
aesock.strict is kept
aesock.usage_all is kept
aesock.usage_file is kept
bool(true)
bool(false)
