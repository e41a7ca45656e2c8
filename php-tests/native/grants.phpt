--TEST--
Code of the script that runs within a call of a door finds nothing granted to a library: not the descriptor of a socket that it closed, and no connection where only listening was decided on
--SKIPIF--
<?php
$needed = ['ftp', 'ldap', 'sockets', 'ssh2'];
$programs = [];
require __DIR__ . '/../include/native-skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

const BEFORE = <<<'PHP'
    set_error_handler(function (int $level, string $message): bool {
        global $act;
        [$now, $act] = [$act, null];
        $now && $now();
        return true;
    });
    function by_ldap(): void
    {
        $ldap = ldap_connect('ldap://10.73.0.1:389');
        ldap_set_option($ldap, LDAP_OPT_NETWORK_TIMEOUT, 1);
        @ldap_bind($ldap);
    }
    function by_ssh2(): void
    {
        @ssh2_connect('10.73.0.1', 22);
    }
    PHP;

$cases = [
    // A datagram of a filtered stream warns; libldap gets the descriptor of the stream that is closed then.
    'a datagram' => <<<'PHP'
        $stream = stream_socket_client('udp://93.184.216.38:7');
        stream_filter_append($stream, 'string.toupper', STREAM_FILTER_WRITE);
        $act = function () use ($stream) {
            fclose($stream);
            by_ldap();
        };
        stream_socket_sendto($stream, 'x', 0, 'plain.test:7');
        PHP,
    // ssh2 has the engine connect, which is a door's object.
    'listening' => <<<'PHP'
        $first = socket_create_listen(9173);
        $act = by_ssh2(...);
        socket_create_listen(9173);
        PHP,
    'a server' => <<<'PHP'
        $act = by_ssh2(...);
        stream_socket_server('tcp://no-such-name.test:80');
        PHP,
    'a transfer' => <<<'PHP'
        final class Reader
        {
            public $context;

            public function stream_open(): bool
            {
                by_ssh2();
                return true;
            }

            public function stream_write(string $data): int
            {
                return strlen($data);
            }
        }
        stream_wrapper_register('reader', Reader::class);
        $ftp = ftp_connect('93.184.216.38');
        ftp_login($ftp, 'anonymous', 'x');
        ftp_pasv($ftp, true);
        echo ftp_get($ftp, 'reader://x', 'hello') ? "transferred\n" : "not transferred\n";
        PHP,
];
foreach ($cases as $what => $code) {
    echo "-- $what\n", run_native(BEFORE . $code, ['ftp', 'ldap', 'sockets', 'ssh2'], ['aesock.allow' => 'listen ftp', 'aesock.log' => '', 'log_errors' => 0]);
    tell(seen_at('10.73.0.1'));
}
?>
--EXPECT--
-- a datagram
[]
-- listening
[]
-- a server
[]
-- a transfer
transferred
[]
