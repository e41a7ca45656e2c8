--TEST--
A line about a library is in the log while the script goes on, not at its end, and tells the place in the script; what repeats is counted
--SKIPIF--
<?php $needed = ['ldap']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

$log = scratch();
$code = <<<'PHP'
    function bind(string $host): void { $ldap = ldap_connect("ldap://$host:389"); @ldap_bind($ldap); }
    bind('10.76.0.1');
    echo preg_replace('/^\[.*?\] /m', '', file_get_contents(ini_get('error_log')));
    for ($i = 0; $i < 2; $i++) { bind('10.76.0.1'); }
    echo "goes on\n";
    PHP;
echo output([...command(['log_errors' => 1, 'error_log' => $log, 'aesock.log' => 'denied'], ['AESOCK', 'ldap']), '-r', $code]);
echo preg_replace('/^.*?\] .*(?=repeated)/m', '', file($log)[1] ?? 'no line');
?>
--EXPECTF--
aesock deny tcp://10.76.0.1:389 reason=private rule=- app=default via=libldap%s ldap_bind at=Command\x20line\x20code:1
goes on
repeated=2
