--TEST--
In Apache a virtual host or a folder whose settings name none of aesock is refused everything, and the others are not, before and after a reload
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-apache.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';

$apache = new Apache([
    'good.test' => ['php_admin_value aesock.deny 10.0.0.5', '<Location "/folder.php">', '    PHP_Admin_Value "aesock.alow" "any"', '</Location>'],
    'bad.test' => ['php_admin_value aesock.denny 93.184.216.34'],
], port: 8799);
foreach (['page', 'folder'] as $name) {
    $apache->put($name, '<?php
        echo @fsockopen("plain.test", 7010, $errno, $error) ? "connected" : "$errno $error", "\n";
        echo aesock_check("plain.test", 80)["reason"], ", ", aesock_status()["error"] ?? "-", "\n";');
}
$get = fn (string $host, string $name) => http_get($apache->address, $host, "/$name.php");
foreach (['before', 'after a reload'] as $when) {
    echo "-- $when\n";
    foreach ([['good.test', 'page'], ['bad.test', 'page'], ['good.test', 'folder'], ['good.test', 'page']] as [$host, $name]) {
        echo "$host $name:\n", $get($host, $name);
    }
    echo implode("\n", array_unique(preg_grep('/ refuses everything/', $apache->logged()))), "\n";
    $when === 'before' && $apache->reload();
}
?>
--EXPECT--
-- before
good.test page:
connected
public, -
bad.test page:
13 Permission denied: aesock is misconfigured: aesock.denny is no setting of aesock, did you mean aesock.deny?
misconfigured, aesock.denny is no setting of aesock, did you mean aesock.deny?
good.test folder:
13 Permission denied: aesock is misconfigured: aesock.alow is no setting of aesock, did you mean aesock.allow?
misconfigured, aesock.alow is no setting of aesock, did you mean aesock.allow?
good.test page:
connected
public, -
aesock refuses everything: aesock.denny is no setting of aesock, did you mean aesock.deny?
aesock refuses everything: aesock.alow is no setting of aesock, did you mean aesock.allow?
-- after a reload
good.test page:
connected
public, -
bad.test page:
13 Permission denied: aesock is misconfigured: aesock.denny is no setting of aesock, did you mean aesock.deny?
misconfigured, aesock.denny is no setting of aesock, did you mean aesock.deny?
good.test folder:
13 Permission denied: aesock is misconfigured: aesock.alow is no setting of aesock, did you mean aesock.allow?
misconfigured, aesock.alow is no setting of aesock, did you mean aesock.allow?
good.test page:
connected
public, -
aesock refuses everything: aesock.denny is no setting of aesock, did you mean aesock.deny?
aesock refuses everything: aesock.alow is no setting of aesock, did you mean aesock.allow?
