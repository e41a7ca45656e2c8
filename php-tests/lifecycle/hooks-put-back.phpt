--TEST--
What another extension puts in place of a hook when a request starts, in whichever request, is hooked again before the script runs
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';
require __DIR__ . '/../include/extension.inc';
require __DIR__ . '/../include/lab.inc';

// In the request that the variable names it takes a function, a transport and a wrapper, as debuggers take functions.
const TAKES = <<<'C'
    #include "main/php_streams.h"
    static zif_handler handler;
    static php_stream_transport_factory factory;
    static int requests;
    PHP_FUNCTION(taken) { handler(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
    static php_stream *make(const char *protocol, size_t protocol_length, const char *name, size_t length, const char *id, int options, int flags, struct timeval *timeout, php_stream_context *context STREAMS_DC)
    {
        return factory(protocol, protocol_length, name, length, id, options, flags, timeout, context STREAMS_REL_CC);
    }
    PHP_MINIT_FUNCTION(it) { return SUCCESS; }
    PHP_RINIT_FUNCTION(it)
    {
        zend_internal_function *function = zend_hash_str_find_ptr(CG(function_table), "fsockopen", 9);
        if (++requests != atoi(getenv("TAKES_IN"))) return SUCCESS;
        handler = function->handler;
        function->handler = ZEND_FN(taken);
        factory = zend_hash_str_find_ptr(php_stream_xport_get_hash(), "udp", 3);
        zend_hash_str_update_ptr(php_stream_xport_get_hash(), "udp", 3, make);
        return SUCCESS;
    }
    C;
$folder = unknown_extension('Taker', 'taker', NO_FUNCTIONS, TAKES, 'PHP_RINIT(it)');
$script = scratch('<?php
    ["fsockopen()" => $function, "udp://" => $transport] = aesock_status()["hooks"];
    $answers = [@fsockopen("10.97.0.5", 80), @stream_socket_client("udp://10.97.0.5:80")];
    echo "$function $transport ", json_encode($answers), "\n";');
lab_seen();
foreach ([1, 2, 3] as $request) {
    $log = scratch();
    $settings = ['extension_dir' => $folder, 'error_log' => $log, 'aesock.log' => 'denied'];
    $lines = output([...command($settings, ['taker', 'AESOCK']), '--repeat', '3', $script], ['TAKES_IN' => (string) $request]);
    echo "-- in request $request\n", implode("\n", preg_grep('/enforced|lost/', explode("\n", $lines))), "\n";
    echo preg_replace('/^\[.*?\] /', '', implode("\n", preg_grep('/hooks back/', explode("\n", file_get_contents($log))))), "\n";
}
tell(seen_at('10.97.0.5'));
?>
--EXPECT--
-- in request 1
enforced enforced [false,false]
enforced enforced [false,false]
enforced enforced [false,false]
aesock put its hooks back: udp fsockopen
-- in request 2
enforced enforced [false,false]
enforced enforced [false,false]
enforced enforced [false,false]
aesock put its hooks back: udp fsockopen
-- in request 3
enforced enforced [false,false]
enforced enforced [false,false]
enforced enforced [false,false]
aesock put its hooks back: udp fsockopen
[]
