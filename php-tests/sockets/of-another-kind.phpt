--TEST--
An ext/sockets whose objects or globals are not those that aesock knows is told at start as not covered, stops a strict start, and is refused with each use
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
require __DIR__ . '/../include/lifecycle.inc';
if (trim(output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-r', 'echo extension_loaded("sockets") ? "in" : "";']))) die("skip PHP has ext/sockets built in");
if (!shell_exec('command -v cc')) die('skip needs a C compiler');
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';
require __DIR__ . '/../include/extension.inc';

/** An ext/sockets whose objects begin with these fields, and which has globals of such a size. */
function sockets_of_another_kind(string $fields, string $globals): string
{
    $functions = <<<C
        #include "zend_exceptions.h"
        struct other { $fields zval zstream; zend_object std; };
        static zend_object_handlers handlers;
        static char globals[sizeof(struct { $globals })];
        #ifdef ZTS
        static ts_rsrc_id globals_id;
        #endif
        static zend_object *make(zend_class_entry *class)
        {
            struct other *other = zend_object_alloc(sizeof(struct other), class);
            memset(other, 0, offsetof(struct other, std));
            zend_object_std_init(&other->std, class);
            object_properties_init(&other->std, class);
            other->std.handlers = &handlers;
            return &other->std;
        }
        static ZEND_FUNCTION(socket_create) { RETURN_STRING("reached"); }
        static ZEND_FUNCTION(socket_connect) { RETURN_STRING("reached"); }
        static ZEND_FUNCTION(socket_write) { RETURN_STRING("reached"); }
        ZEND_BEGIN_ARG_INFO_EX(any, 0, 0, 0) ZEND_ARG_INFO(0, socket) ZEND_ARG_INFO(0, address) ZEND_ARG_INFO(0, port) ZEND_END_ARG_INFO()
        static zend_function_entry functions[] = {
            ZEND_FE(socket_create, any) ZEND_FE(socket_connect, any) ZEND_FE(socket_write, any) PHP_FE_END
        };
        C;
    $start = <<<'C'
        PHP_MINIT_FUNCTION(it)
        {
            zend_class_entry entry, *class;
            INIT_CLASS_ENTRY(entry, "Socket", NULL);
            class = zend_register_internal_class(&entry);
            class->create_object = make;
            handlers = std_object_handlers;
            handlers.offset = offsetof(struct other, std);
        #if PHP_VERSION_ID >= 80300
            class->default_object_handlers = &handlers;
        #endif
            return SUCCESS;
        }
        C;
    return unknown_extension('sockets', 'sockets', $functions, $start, properties: <<<'C'
        sizeof globals,
        #ifdef ZTS
            &globals_id,
        #else
            globals,
        #endif
            NULL, NULL, NULL, STANDARD_MODULE_PROPERTIES_EX
        C) . '/sockets.so';
}

const KNOWN_FIELDS = 'int bsd_socket, type, error, blocking;', KNOWN_GLOBALS = 'int last_error; char *strerror_buf;';
const IS_TOLD = 'echo json_encode(in_array("sockets", aesock_status()["not_covered"])), "\n";';
const USE_IT = <<<'PHP'
    echo json_encode(@socket_create(2, 1, 6)), ' ', error_get_last()['message'], "\n";
    $socket = (new ReflectionClass('Socket'))->newInstanceWithoutConstructor();
    echo json_encode(@socket_connect($socket, '93.184.216.34', 7)), ' ', error_get_last()['message'], "\n";
    echo json_encode(@socket_write($socket, 'text')), ' ', error_get_last()['message'], "\n";
    PHP;

$another = sockets_of_another_kind('int reference, flags; ' . KNOWN_FIELDS, KNOWN_GLOBALS);
$globals = sockets_of_another_kind(KNOWN_FIELDS, 'char *first;' . KNOWN_GLOBALS);
$same = sockets_of_another_kind(KNOWN_FIELDS, KNOWN_GLOBALS);
foreach (['another object' => $another, 'other globals' => $globals, 'the same' => $same] as $kind => $library) {
    // Before 8.3 a class does not say it, and so it is known with the first object.
    if ($kind !== 'another object' || PHP_VERSION_ID >= 80300) {
        echo "$kind, told: ", output([...command(['aesock.native' => 'libraries'], ['AESOCK', $library]), '-r', IS_TOLD]);
        $strict = output([...command(['aesock.native' => 'libraries', 'aesock.strict' => 1, 'error_log' => '', 'html_errors' => 0], ['AESOCK', $library]), '-r', 'echo "runs";']);
        echo "$kind, strict: ", preg_match('/aesock: aesock\.strict: [^;]*|runs/', $strict, $said) ? $said[0] : $strict, "\n";
    } else {
        echo "$kind, told: true\n$kind, strict: aesock: aesock.strict: not covered: sockets\n";
    }
}
echo output([...command(loaded: ['AESOCK', $another]), '-r', USE_IT]);
?>
--EXPECT--
another object, told: true
another object, strict: aesock: aesock.strict: not covered: sockets
other globals, told: true
other globals, strict: aesock: aesock.strict: not covered: sockets
the same, told: false
the same, strict: runs
false socket_create(): Unable to create socket [13]: Permission denied: aesock is misconfigured: its objects are not those of the ext/sockets that aesock knows
false socket_connect(): unable to connect [13]: Permission denied: aesock is misconfigured: its objects are not those of the ext/sockets that aesock knows
false socket_write(): unable to write to socket [13]: Permission denied: aesock is misconfigured: its objects are not those of the ext/sockets that aesock knows
