--TEST--
Mode disabled: every function of App Engine's list, all of ext/sockets and of ext/ftp warn and return what their declared type allows
--SKIPIF--
<?php
$needed = ['sockets', 'ftp']; require __DIR__ . '/../include/lifecycle-skip.inc';
if (PHP_DEBUG) {
    die('skip a debug build ends at a function that does not look at wrong arguments');
}
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

const CODE = <<<'PHP'
    const LIST_OF_APP_ENGINE = [
        'checkdnsrr', 'dns_check_record', 'dns_get_mx', 'dns_get_record', 'fsockopen', 'gethostbyaddr', 'gethostbyname',
        'gethostbynamel', 'getmxrr', 'getprotobyname', 'getprotobynumber', 'getservbyname', 'getservbyport', 'pfsockopen',
        'socket_get_status', 'socket_set_blocking', 'socket_set_timeout',
    ];

    function allows(?ReflectionType $type, mixed $value): bool
    {
        if ($type === null) {
            return $value === false; // a resource or false
        }
        $names = array_map(strval(...), $type instanceof ReflectionUnionType ? $type->getTypes() : [ltrim($type, '?')]);
        return match (true) {
            $value === null => $type->allowsNull() || $names === ['void'],
            // What newer versions declare to return `true` has no value for a failure.
            $value === false => array_intersect(['false', 'bool', 'true'], $names) !== [],
            default => in_array(get_debug_type($value), $names, true),
        };
    }

    set_error_handler(function (int $level, string $message) use (&$warned): bool {
        $warned .= $level === E_DEPRECATED ? '' : "$level $message";
        return true;
    });
    $functions = [...LIST_OF_APP_ENGINE, ...get_extension_funcs('sockets'), ...get_extension_funcs('ftp')];
    $returned = [];
    foreach ($functions as $name) {
        $warned = '';
        $value = $name(...($name === 'gethostbyname' ? ['plain.test'] : []));
        if ($warned !== E_WARNING . " $name() has been disabled for your application") {
            echo "$name warned: $warned\n";
        }
        if (!allows((new ReflectionFunction($name))->getReturnType(), $value)) {
            echo "$name returned ", var_export($value, true), "\n";
        }
        $returned[json_encode($value)][] = $name;
    }
    $count = array_map(count(...), [get_extension_funcs('sockets'), get_extension_funcs('ftp')]);
    echo $count[0] >= 36 ? 'all' : $count[0], ' of ext/sockets, ', $count[1] >= 36 ? 'all' : $count[1], " of ext/ftp\n";
    unset($returned['false']);
    foreach ($returned as $value => $names) {
        sort($names);
        echo "$value: ", implode(' ', $names), "\n";
    }
    PHP;
echo output([...command(['aesock.mode' => 'disabled', 'aesock.allow' => 'any'], ['AESOCK', 'sockets', 'ftp']), '-r', CODE]);
?>
--EXPECT--
all of ext/sockets, all of ext/ftp
"plain.test": gethostbyname
[]: socket_addrinfo_explain socket_get_status
null: ftp_raw socket_clear_error socket_close
"": socket_strerror
0: ftp_nb_continue ftp_nb_fget ftp_nb_fput socket_cmsg_space socket_last_error
-1: ftp_mdtm ftp_size
