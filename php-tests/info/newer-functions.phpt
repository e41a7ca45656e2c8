--TEST--
Functions that a later PHP brings are named as not covered where their names say that they may take or make a socket, and no others
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (!shell_exec('command -v cc')) die('skip needs a C compiler');
$reason = 'covers everything'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';
require __DIR__ . '/../include/extension.inc';

// As if PHP's own extensions had them.
$functions = <<<'C'
    static ZEND_FUNCTION(any) { RETURN_TRUE; }
    ZEND_BEGIN_ARG_INFO_EX(info, 0, 0, 0) ZEND_END_ARG_INFO()
    #define LATER(name) ZEND_NAMED_FE(name, zif_any, info)
    static const zend_function_entry
        of_standard[] = {LATER(stream_teleport) LATER(fsockdial) LATER(io_ring_open) LATER(str_teleport) LATER(http_build_path) PHP_FE_END},
        of_openssl[] = {LATER(openssl_stream_wrap) LATER(openssl_later) PHP_FE_END},
        functions[] = {PHP_FE_END};
    static void add(const char *name, const zend_function_entry *later)
    {
        zend_module_entry *own = EG(current_module);
        EG(current_module) = zend_hash_str_find_ptr(&module_registry, name, strlen(name));
        zend_register_functions(NULL, later, NULL, MODULE_PERSISTENT);
        EG(current_module) = own;
    }
    C;
$start = <<<'C'
    PHP_MINIT_FUNCTION(it)
    {
        add("standard", of_standard);
        add("openssl", of_openssl);
        return SUCCESS;
    }
    C;
$library = unknown_extension('calendar', 'later', $functions, $start) . '/later.so';
foreach ([['AESOCK'], ['AESOCK', $library], [$library, 'AESOCK']] as $loaded) {
    echo output([...command(loaded: $loaded), '-r', <<<'PHP'
        $programs = ['error_log()', 'exec()', 'mail()', 'mb_send_mail()', 'passthru()', 'pcntl_exec()', 'popen()', 'proc_open()', 'shell_exec()', 'system()'];
        $named = array_diff(aesock_status()['not_covered'], $programs);
        sort($named);
        echo json_encode($named), "\n";
        PHP]);
}
?>
--EXPECT--
[]
["fsockdial()","http_build_path()","io_ring_open()","openssl_stream_wrap()","stream_teleport()"]
["fsockdial()","http_build_path()","io_ring_open()","openssl_stream_wrap()","stream_teleport()"]
