--TEST--
libldap binds to an OpenLDAP that a rule allows; one that none allows gets no packet
--SKIPIF--
<?php $needed = ['ldap']; $programs = ['/usr/sbin/slapd']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_slapd(3891);
const CODE = <<<'PHP'
    foreach (['10.72.0.1', '10.72.0.2'] as $host) {
        $ldap = ldap_connect("ldap://$host:3891");
        ldap_set_option($ldap, LDAP_OPT_PROTOCOL_VERSION, 3);
        echo @ldap_bind($ldap) ? 'bound' : ldap_error($ldap), "\n";
    }
    PHP;
echo run_native(CODE, ['ldap'], ['aesock.allow' => 'tcp://10.72.0.1:3891']);
tell(seen_at_each('10.72.0.1', '10.72.0.2'));
?>
--EXPECTF--
bound
Can't contact LDAP server
log: aesock deny tcp://10.72.0.2:3891 reason=private rule=- app=default via=libldap%s ldap_bind
{"10.72.0.1":["tcp 3891"],"10.72.0.2":[]}
