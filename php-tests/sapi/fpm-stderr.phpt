--TEST--
Without error_log the lines go to the web server with the page
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-fpm.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';

$page = scratch('<?php @fsockopen("10.0.0.5", 80); @fsockopen("10.0.0.5", 80); echo "page\n";', '.php');
$fpm = new Fpm(['www' => []], log: false);
echo $fpm->get('www', $page);
?>
--EXPECTF--
PHP message: aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
; PHP message: aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S repeated=1
page
