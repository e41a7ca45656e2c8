--TEST--
In Apache what its own modules dial is left alone, mod_proxy and mod_ldap, and what PHP's libraries dial is held, libldap too, which both have
--SKIPIF--
<?php $needed = ['ldap']; require __DIR__ . '/../include/lifecycle-skip-apache.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/lifecycle-apache.inc';

// Nothing listens at port 3892 of the lab's internet: a packet that asks for it is seen.
$apache = new Apache([
    'web.test' => [
        'ProxyPass /backend http://10.74.0.1:80/',
        '<Location /secret>', 'AuthType Basic', 'AuthName secret', 'AuthBasicProvider ldap',
        'AuthLDAPURL ldap://10.74.0.2:3892/dc=test?cn', 'Require valid-user', '</Location>',
    ],
    'open.test' => ['php_admin_value aesock.allow 10.74.0.4:3892'],
], port: 8097, loaded: ['ldap'], modules: ['authn_core', 'authz_user', 'auth_basic', 'ldap', 'authnz_ldap', 'proxy', 'proxy_http']);
const BIND = '<?php
    $ldap = ldap_connect("ldap://10.74.0.4:3892");
    ldap_set_option($ldap, LDAP_OPT_NETWORK_TIMEOUT, 3);
    var_dump(@ldap_bind($ldap));
    echo preg_replace("/\d+/", "some", aesock_status()["native"]["libraries"]), "\n";';

/** The status of a page that asks who one is. */
function secret(string $address): string
{
    $code = <<<'PHP'
        $stream = fsockopen($argv[1]);
        fwrite($stream, "GET /secret HTTP/1.0\r\nHost: web.test\r\nAuthorization: Basic " . base64_encode('lab:lab') . "\r\n\r\n");
        echo fgets($stream);
        PHP;
    return output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-r', $code, "tcp://$address"]);
}

// Before PHP has served a request, after one, and after a reload.
foreach (['first', 'again', 'reloaded'] as $time) {
    echo "$time: ", http_get($apache->address, 'web.test', '/backend/');
    secret($apache->address);
    tell(array_unique(seen_at('10.74.0.2')));
    echo $apache->get('web.test', BIND);
    tell(seen_at('10.74.0.4'));
    $apache->get('open.test', BIND);
    tell(array_unique(seen_at('10.74.0.4')));
    if ($time === 'again') {
        $apache->reload();
    }
}
echo implode("\n", array_unique(preg_grep("/deny/", $apache->logged()))), "\n";
?>
--EXPECTF--
first: hello from 10.74.0.1
["tcp 3892"]
bool(false)
enforced in some objects
[]
["tcp 3892"]
again: hello from 10.74.0.1
["tcp 3892"]
bool(false)
enforced in some objects
[]
["tcp 3892"]
reloaded: hello from 10.74.0.1
["tcp 3892"]
bool(false)
enforced in some objects
[]
["tcp 3892"]
aesock deny tcp://10.74.0.4:3892 reason=private rule=- app=default via=libldap%s ldap_bind at=%s/page.php:4 page=GET:/page.php
