--TEST--
A line names the page that a server serves, without what stands behind the question mark
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$page = scratch('<?php @fsockopen("10.0.0.5", (int) $_SERVER["PORT"]); echo "page\n";', '.php');
$fpm = new Fpm(['www' => ['php_admin_value[aesock.log] = denied']]);
// A port for each: lines that differ by their page only are equal.
foreach (['/cart?token=secret', '/checkout', '/', '/cart'] as $number => $uri) {
    echo $fpm->get('www', $page, ['REQUEST_URI' => $uri, 'PORT' => 80 + $number]);
}
echo $fpm->get('www', $page, ['REQUEST_URI' => '/later', 'REQUEST_METHOD' => 'POST', 'PORT' => 84]);
echo str_replace($page, 'SCRIPT', $fpm->logged('www'));
?>
--EXPECT--
page
page
page
page
page
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen at=SCRIPT:1 page=GET:/cart
aesock deny tcp://10.0.0.5:81 reason=private rule=- app=default via=fsockopen at=SCRIPT:1 page=GET:/checkout
aesock deny tcp://10.0.0.5:82 reason=private rule=- app=default via=fsockopen at=SCRIPT:1 page=GET:/
aesock deny tcp://10.0.0.5:83 reason=private rule=- app=default via=fsockopen at=SCRIPT:1 page=GET:/cart
aesock deny tcp://10.0.0.5:84 reason=private rule=- app=default via=fsockopen at=SCRIPT:1 page=POST:/later
