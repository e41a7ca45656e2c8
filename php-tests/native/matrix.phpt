--TEST--
Each door reaches an allowed target and no refused one: as root, without privileges, without capabilities, under a filter like Docker's; on the command line, in php-fpm, php -S and Apache, by libraries alone and with programs
--DESCRIPTION--
Under Docker's usual profile nobody gets the sockets of a program, so programs reach nothing.
--SKIPIF--
<?php
$needed = ['ffi', 'curl', 'pgsql', 'sockets'];
require __DIR__ . '/../include/filter.skip.inc';
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
require __DIR__ . '/../include/native-skip.inc';
?>
--INI--
aesock.native=libraries
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-fpm.inc';
require __DIR__ . '/../include/lifecycle-apache.inc';
require __DIR__ . '/../include/filter.inc';
require __DIR__ . '/../include/native.inc';

// At port 5432 something answers that is no PostgreSQL, at port 80 and 7 what is to be expected.
const TRY_ALL = <<<'PHP'
    <?php
    $doors = [
        'stream' => fn ($host) => (bool) @fsockopen($host, 80, $errno, $error, 5),
        'datagram' => fn ($host) => @fwrite($stream = @stream_socket_client("udp://$host:7") ?: fopen('php://memory', 'r'), 'x') === 1 && fread($stream, 1) === 'x',
        'sockets' => fn ($host) => @socket_connect(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), $host, 80),
        'curl' => fn ($host) => curl_setopt($curl = curl_init("http://$host/"), CURLOPT_RETURNTRANSFER, true) && curl_exec($curl) === "hello from $host\n",
        'libpq' => fn ($host) => !@pg_connect("host=$host connect_timeout=5") && !str_contains(error_get_last()['message'], 'Permission denied'),
        'FFI' => function ($host) {
            $libc = FFI::cdef('int socket(int, int, int); int connect(int, void *, int);');
            FFI::memcpy($address = FFI::cdef()->new('char[16]'), pack('vn', 2, 80) . inet_pton($host) . str_repeat("\0", 8), 16);
            return $libc->connect($libc->socket(2, 1, 0), FFI::addr($address), 16) === 0;
        },
        'program' => fn ($host) => exec("bash -c 'exec 3<>/dev/tcp/$host/80 && echo connected' 2>&1") === 'connected',
    ];
    foreach ($doors as $name => $door) {
        $told[] = "$name " . ($door('93.184.216.44') ? 'yes' : 'no') . ($door('10.83.0.1') ? ' YES' : ' no');
    }
    echo implode('; ', $told), "\n";
    PHP;
$folder = sys_get_temp_dir() . '/aesock-matrix-' . bin2hex(random_bytes(4));
mkdir($folder);
chmod($folder, 0755);
file_put_contents("$folder/try.php", TRY_ALL);
copy(getenv('AESOCK_MODULE'), "$folder/aesock.so");
// pidfd_getfd(2) and process_vm_readv(2) are refused.
file_put_contents("$folder/docker.py", <<<'PYTHON'
    import ctypes, os, struct, sys
    libc = ctypes.CDLL(None)
    numbers = [438, 310 if os.uname().machine == 'x86_64' else 270]
    lines = [(0x20, 0, 0, 0)] + [line for number in numbers for line in [(0x15, 0, 1, number), (6, 0, 0, 0x50001)]] + [(6, 0, 0, 0x7fff0000)]
    kept = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *line) for line in lines))
    program = struct.pack('HxxxxxxQ', len(lines), ctypes.addressof(kept))
    libc.prctl(38, 1, 0, 0, 0)
    libc.prctl(22, 2, ctypes.c_char_p(program), 0, 0)
    os.execvp(sys.argv[1], sys.argv[1:])
    PYTHON);
$nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--bounding-set=-all', '--'];
$modes = [
    'root' => [[], []],
    'no privileges' => [$nobody, ['user = 65534', 'group = 65534']],
    'no capabilities' => [['setpriv', '--inh-caps=-all', '--bounding-set=-all', '--'], []],
    'like Docker' => [['/usr/bin/python3', "$folder/docker.py"], []],
];
$settings = ['ffi.enable=1', 'aesock.log='];
$arguments = array_merge(...array_map(fn ($setting) => ['-d', $setting], [...$settings, ...array_map(fn ($name) => "extension=$name", ['ffi', 'curl', 'pgsql', 'sockets'])]));
$port = 8120;
foreach ($modes as $mode => [$prefix, $pool]) {
    echo "-- $mode\n";
    $php = [...$prefix, getenv('TEST_PHP_EXECUTABLE'), '-n', '-d', "extension=$folder/aesock.so", ...$arguments];
    foreach (['libraries', 'all'] as $native) {
        echo "$native, command line: ", output([...$php, '-d', "aesock.native=$native", "$folder/try.php"]);
        $fpm = new Fpm(['www' => [...$pool, "php_admin_value[aesock.native] = $native"]], $arguments, as: $pool ? [] : $prefix);
        echo "$native, php-fpm: ", $fpm->get('www', "$folder/try.php");
        unset($fpm);
        $port++;
        $server = proc_open([...$php, '-d', "aesock.native=$native", '-S', "127.0.0.1:$port", '-t', $folder], [['null'], ['null'], ['pipe', 'w']], $pipes);
        fgets($pipes[2]);
        echo "$native, php -S: ", http_get("127.0.0.1:$port", 'test', '/try.php');
        proc_terminate($server);
        proc_close($server);
    }
}
echo "-- Apache\n";
$apache = new Apache(['web.test' => ['php_admin_value ffi.enable 1']], port: 8119, loaded: ['ffi', 'curl', 'pgsql', 'sockets']);
echo 'libraries: ', $apache->get('web.test', TRY_ALL);
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
// Those of FFI and programs, where libraries alone are held.
echo count(seen_at('10.83.0.1')), " arrived\n";
?>
--EXPECT--
-- root
libraries, command line: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
libraries, php-fpm: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
libraries, php -S: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
all, command line: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program yes no
all, php-fpm: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program yes no
all, php -S: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program yes no
-- no privileges
libraries, command line: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
libraries, php-fpm: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
libraries, php -S: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
all, command line: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program yes no
all, php-fpm: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program yes no
all, php -S: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program yes no
-- no capabilities
libraries, command line: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
libraries, php-fpm: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
libraries, php -S: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
all, command line: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program yes no
all, php-fpm: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program yes no
all, php -S: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program yes no
-- like Docker
libraries, command line: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
libraries, php-fpm: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
libraries, php -S: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
all, command line: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program no no
all, php-fpm: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program no no
all, php -S: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes no; program no no
-- Apache
libraries: stream yes no; datagram yes no; sockets yes no; curl yes no; libpq yes no; FFI yes YES; program yes YES
26 arrived
