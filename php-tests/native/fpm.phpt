--TEST--
In php-fpm libraries are held in each pool by its own settings; listening sockets of the master, and a pool without the floor, are left alone
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
], ['-d', 'extension=ldap']);
const BIND = '<?php
    $ldap = ldap_connect("ldap://10.75.0.1:3892");
    ldap_set_option($ldap, LDAP_OPT_NETWORK_TIMEOUT, 3);
    @ldap_bind($ldap);
    echo json_encode(array_intersect(["ldap"], aesock_status()["not_covered"]));';
$page = scratch(BIND, '.php');
foreach (['closed', 'open', 'off', 'closed'] as $pool) {
    echo "$pool: ", $fpm->get($pool, $page), ' ';
    // Nothing listens there: a packet that asks for it is seen.
    tell(array_unique(seen_at('10.75.0.1')));
}
?>
--EXPECT--
closed: [] []
open: [] ["tcp 3892"]
off: ["ldap"] ["tcp 3892"]
closed: [] []
