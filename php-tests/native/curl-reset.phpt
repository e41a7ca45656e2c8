--TEST--
A transfer in the middle of curl_reset(), by a handle from which libcurl has taken all callbacks, is held below the door
--DESCRIPTION--
curl_reset() runs destructors while the handle has nothing of aesock's any more. The door puts a handle under the policy again whoever uses
it then; here that is left out: an extension resets libcurl's handle and has it transfer, as code in the destructor could without the door.
--SKIPIF--
<?php $needed = ['curl']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';
require __DIR__ . '/../include/extension.inc';

$folder = unknown_extension('Bare', 'bare', <<<'C'
    #include <dlfcn.h>
    ZEND_BEGIN_ARG_INFO_EX(two, 0, 0, 2)
        ZEND_ARG_INFO(0, handle)
        ZEND_ARG_INFO(0, url)
    ZEND_END_ARG_INFO()
    PHP_FUNCTION(bare) {
        zval *value;
        char *url;
        size_t length;
        if (zend_parse_parameters(ZEND_NUM_ARGS(), "os", &value, &url, &length) == FAILURE) return;
        /* The object begins with libcurl's handle. */
        void *handle = *(void **) ((char *) Z_OBJ_P(value) - Z_OBJ_P(value)->handlers->offset);
        void (*reset)(void *) = dlsym(RTLD_DEFAULT, "curl_easy_reset");
        int (*setopt)(void *, int, ...) = dlsym(RTLD_DEFAULT, "curl_easy_setopt");
        int (*perform)(void *) = dlsym(RTLD_DEFAULT, "curl_easy_perform");
        reset(handle);
        setopt(handle, 10002 /* CURLOPT_URL */, url);
        int code = perform(handle);
        printf("\n%d\n", code);
        fflush(stdout);
    }
    static zend_function_entry functions[] = {PHP_FE(bare, two) PHP_FE_END};
    C);
const CODE = <<<'PHP'
    class Last {
        function __construct(private CurlHandle $handle) {}
        function __invoke() { return 0; }
        function __destruct() {
            foreach (['http://10.82.0.1/', 'http://10.82.0.2/'] as $url) bare($this->handle, $url);
            echo "within curl_reset()\n";
        }
    }
    $handle = curl_init();
    curl_setopt($handle, CURLOPT_PROGRESSFUNCTION, new Last($handle));
    curl_reset($handle);
    echo "after it\n";
    PHP;
foreach (['libraries', ''] as $native) {
    echo "-- aesock.native=$native\n", run_native(CODE, ['curl', "$folder/bare.so"], ['aesock.allow' => '10.82.0.1', 'aesock.native' => $native]);
    tell(seen_at_each('10.82.0.1', '10.82.0.2'));
}
?>
--EXPECT--
-- aesock.native=libraries
hello from 10.82.0.1

0

7
within curl_reset()
after it
log: aesock deny tcp://10.82.0.2:80 reason=private rule=- app=default via=libcurl.so.4 bare
{"10.82.0.1":["tcp 80"],"10.82.0.2":[]}
-- aesock.native=
hello from 10.82.0.1

0
hello from 10.82.0.2

0
within curl_reset()
after it
{"10.82.0.1":["tcp 80"],"10.82.0.2":["tcp 80"]}
