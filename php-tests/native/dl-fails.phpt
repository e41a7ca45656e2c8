--TEST--
After a dl() that failed, which leaves a module in the engine's table that is gone, another dl() is as before
--DESCRIPTION--
pecl_http does not start without raphf. What PHP does at its end with such a module is its own matter: it may crash.
--SKIPIF--
<?php $needed = ['http', 'ldap']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

echo run_native(<<<'PHP'
    @dl('http');
    var_dump(dl('ldap'));
    @ldap_bind(ldap_connect('ldap://10.84.0.1:389'));
    echo "goes on\n";
    PHP, []);
?>
--EXPECTF--
%abool(true)
goes on
%Alog: aesock deny tcp://10.84.0.1:389 reason=private rule=- app=default via=libldap%s ldap_bind
