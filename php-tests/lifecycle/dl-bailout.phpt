--TEST--
An extension that ends the request while dl() starts it leaves no function without a hook behind
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/extension.inc';

const FUNCTIONS = <<<'C'
    ZEND_BEGIN_ARG_INFO_EX(arguments, 0, 0, 1)
        ZEND_ARG_INFO(0, hostname)
    ZEND_END_ARG_INFO()
    PHP_FUNCTION(ftp_connect) { php_printf("without a hook\n"); }
    static zend_function_entry functions[] = {PHP_FE(ftp_connect, arguments) PHP_FE_END};
    C;
const START = 'PHP_MINIT_FUNCTION(it) { %s return SUCCESS; }';
const CODE = '
    class Last { function __destruct() { var_dump(ftp_connect("10.0.0.5")); } }
    $last = new Last();
    register_shutdown_function(fn () => var_dump(ftp_connect("10.0.0.5")));
    dl("endless");
    echo "started\n";';

foreach (['', 'php_error_docref(NULL, E_ERROR, "Cannot start");'] as $start) {
    $folder = unknown_extension('Endless', 'endless', FUNCTIONS, sprintf(START, $start));
    echo php(CODE, ['enable_dl' => 1, 'extension_dir' => $folder]), "\n";
}
?>
--EXPECTF--
started

Warning: ftp_connect(): Unable to connect to 10.0.0.5:21 (Permission denied: FTP to 10.0.0.5 is not supported) in %s on line %d
bool(false)

Warning: ftp_connect(): Unable to connect to 10.0.0.5:21 (Permission denied: FTP to 10.0.0.5 is not supported) in %s on line %d
bool(false)


Fatal error: dl(): Cannot start in %s on line %d

Warning: ftp_connect(): Unable to connect to 10.0.0.5:21 (Permission denied: FTP to 10.0.0.5 is not supported) in %s on line %d
bool(false)
exit status 255
