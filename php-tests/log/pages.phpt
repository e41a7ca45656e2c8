--TEST--
A line names the page that a server serves, without what stands behind the question mark
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$page = scratch('<?php @fsockopen("10.0.0.5", 80); echo "page\n";', '.php');
$fpm = new Fpm(['www' => ['php_admin_value[aesock.log] = denied']]);
foreach (['/cart?token=secret', '/checkout', '/', '/cart'] as $uri) {
    echo $fpm->get('www', $page, ['REQUEST_URI' => $uri]);
}
echo $fpm->get('www', $page, ['REQUEST_URI' => '/later', 'REQUEST_METHOD' => 'POST']);
echo str_replace($page, 'SCRIPT', $fpm->logged('www'));
?>
--EXPECT--
page
page
page
page
page
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen at=SCRIPT:1 page=GET:/cart
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen at=SCRIPT:1 page=GET:/checkout
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen at=SCRIPT:1 page=GET:/
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen at=SCRIPT:1 page=GET:/cart
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen at=SCRIPT:1 page=POST:/later
