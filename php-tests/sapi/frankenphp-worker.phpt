--TEST--
A worker of FrankenPHP serves its pages within one request: what repeated is told at the end of each page, strict mode knows the server, and aesock.native=all is refused
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/extension.inc';

// Stands for FrankenPHP, which needs Go: it calls itself so, and begins and ends a page as FrankenPHP's worker mode does.
$handle_request = <<<'C'
    #include "SAPI.h"
    #include "php_output.h"
    ZEND_BEGIN_ARG_INFO(handle_arguments, 0) ZEND_ARG_INFO(0, handler) ZEND_END_ARG_INFO()
    static int page;
    PHP_FUNCTION(frankenphp_handle_request) {
        static const char *const pages[] = {"/first", "/second", "/third"};
        zval *handler, result;
        ZEND_PARSE_PARAMETERS_START(1, 1) Z_PARAM_ZVAL(handler) ZEND_PARSE_PARAMETERS_END();
        bool is_page = page < sizeof pages / sizeof *pages;
        SG(server_context) = &page;
        SG(request_info).request_method = is_page ? "GET" : NULL;
        SG(request_info).request_uri = is_page ? (char *) pages[page++] : NULL;
        php_output_activate();
        sapi_activate();
        if (!is_page) RETURN_FALSE;
        if (call_user_function(NULL, NULL, handler, &result, 0, NULL) == SUCCESS) zval_ptr_dtor(&result);
        php_output_end_all();
        php_output_deactivate();
        SG(request_info).request_method = NULL;
        SG(request_info).request_uri = NULL;
        sapi_deactivate();
        RETURN_TRUE;
    }
    static zend_function_entry functions[] = {PHP_FE(frankenphp_handle_request, handle_arguments) PHP_FE_END};
    C;
$start = 'PHP_MINIT_FUNCTION(it) { sapi_module.name = "frankenphp"; return SUCCESS; }';
$folder = unknown_extension('frankenphp', 'frankenphp', $handle_request, $start);

file_put_contents("$folder/worker.php", <<<'PHP'
    <?php
    function page(): void {
        echo "-- a page\n";
        for ($i = 0; $i < 3; $i++) {
            @fsockopen('10.12.87.1', 80, $errno, $error);
        }
        echo "$error\n";
    }
    while (frankenphp_handle_request(page(...)));
    PHP);
$settings = ['log_errors' => '1', 'display_startup_errors' => '1', 'html_errors' => '0', 'fatal_error_backtraces' => '0', 'aesock.strict' => '1'];
$run = function (array $settings) use ($folder): string {
    $options = array_map(fn ($name) => "-d$name=$settings[$name]", array_keys($settings));
    return output([getenv('TEST_PHP_EXECUTABLE'), '-n', "-dextension=$folder/frankenphp.so", '-dextension=' . getenv('AESOCK_MODULE'), ...$options, "$folder/worker.php"]);
};
echo preg_replace('/^.*aesock and native code.*\n/m', '', $run($settings)), "\n-- aesock.native=all", $run(['log_errors' => '0', 'aesock.native' => 'all'] + $settings), "\n";
?>
--EXPECTF--
-- a page
aesock deny tcp://10.12.87.1:80 reason=private rule=- app=default via=fsockopen at=%s page=GET:/first
Permission denied: 10.12.87.1 is a private address
aesock deny tcp://10.12.87.1:80 reason=private rule=- app=default via=fsockopen at=%s page=GET:/first repeated=2
-- a page
aesock deny tcp://10.12.87.1:80 reason=private rule=- app=default via=fsockopen at=%s page=GET:/second
Permission denied: 10.12.87.1 is a private address
aesock deny tcp://10.12.87.1:80 reason=private rule=- app=default via=fsockopen at=%s page=GET:/second repeated=2
-- a page
aesock deny tcp://10.12.87.1:80 reason=private rule=- app=default via=fsockopen at=%s page=GET:/third
Permission denied: 10.12.87.1 is a private address
aesock deny tcp://10.12.87.1:80 reason=private rule=- app=default via=fsockopen at=%s page=GET:/third repeated=2

-- aesock.native=all
Fatal error: aesock: aesock.native: all would hold the connections of the server too, whose process PHP shares (frankenphp); use php-fpm, or set aesock.native=libraries in Unknown on line 0
exit status 254
