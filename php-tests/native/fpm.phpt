--TEST--
In php-fpm libraries are held in each pool by its own settings, and the log tells script and page; listening sockets of the master, and a pool without the floor, are left alone
--SKIPIF--
<?php $needed = ['ldap']; require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/lifecycle-fpm.inc';

$fpm = new Fpm([
    'closed' => [],
    'open' => ['php_admin_value[aesock.allow] = 10.75.0.1:3892'],
    'off' => ['php_admin_value[aesock.native] = ""'],
], ['-d', 'extension=ldap', '-d', 'aesock.log=denied']);
const BIND = '<?php
    $ldap = ldap_connect("ldap://10.75.0.1:3892");
    ldap_set_option($ldap, LDAP_OPT_NETWORK_TIMEOUT, 3);
    @ldap_bind($ldap);
    echo json_encode(array_intersect(["ldap"], aesock_status()["not_covered"]));';
$page = scratch(BIND, '.php');
foreach (['closed', 'open', 'off', 'closed'] as $turn => $pool) {
    echo "$pool: ", $fpm->get($pool, $page), ' ';
    // Nothing listens there: a packet that asks for it is seen.
    tell(array_unique(seen_at('10.75.0.1')));
    // A line that was told within the second is only counted.
    echo $turn < 3 ? strtr($fpm->logged($pool), [$page => 'PAGE', '/' . basename($page) => '/page']) : '';
}
?>
--EXPECTF--
closed: [] []
aesock deny tcp://10.75.0.1:3892 reason=private rule=- app=default via=libldap%s ldap_bind at=PAGE:4 page=GET:/page
open: [] ["tcp 3892"]
off: ["ldap"] ["tcp 3892"]
closed: [] []
