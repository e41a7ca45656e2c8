--TEST--
While a transfer of a connection is under way, code of the script cannot have it listen, close it or begin another one: not by a stream that ext/ftp opens, reads or writes, an error handler or a suspended fiber
--SKIPIF--
<?php
$needed = ['ftp'];
require __DIR__ . '/../include/lifecycle-skip.inc';
exec('command -v strace') || die('skip needs strace');
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/ftp.inc';
require __DIR__ . '/../include/strace.inc';

const STREAMS = <<<'PHP'
    class Trap
    {
        public $context;
        public static Closure $act;
        public static string $at;

        public function comes(string $moment): bool
        {
            [$act, self::$at] = [self::$at === $moment ? self::$act : fn () => null, self::$at === $moment ? '' : self::$at];
            $act();
            return true;
        }

        public function stream_open(): bool { return $this->comes('open'); }
        public function stream_write(string $data): int { $this->comes('write'); return strlen($data); }
        public function stream_read(): string { $this->comes('read'); return 'x'; }
        public function stream_eof(): bool { return Trap::$at === ''; }
        public function stream_seek(): bool { return $this->comes('seek'); }
        public function stream_tell(): int { return 0; }
        public function stream_stat(): array { return []; }
        public function unlink(): bool { return true; }
    }
    stream_wrapper_register('trap', Trap::class);

    function connection(int $port = 21): FTP\Connection
    {
        $ftp = ftp_connect('93.184.217.36', $port, 5);
        ftp_login($ftp, 'lab', 'lab');
        ftp_pasv($ftp, true);
        return $ftp;
    }

    /** Transfers, and acts at a moment within. */
    function within(string $moment, callable $transfer, callable $act): void
    {
        $ftp = connection();
        [Trap::$at, Trap::$act] = [$moment, fn () => tell(...(array) $act($ftp))];
        $got = $transfer($ftp);
        while ($got === FTP_MOREDATA) {
            $got = ftp_nb_continue($ftp);
        }
        tell("after $moment", (bool) $got, is_array(ftp_nlist($ftp, '/')));
    }

    PHP;

/** What $code prints after the streams above, and whether it listened. */
function traced(string $code, array $settings = []): string
{
    $code = 'require ' . var_export(dirname(__DIR__) . '/include/lab.inc', true) . '; print_warnings(); ' . STREAMS . $code;
    $command = [...command($settings + ['aesock.allow' => 'ftp'], ['ftp', 'AESOCK']), '-r', $code];
    $calls = tempnam(getenv('LAB_DIR'), 'calls');
    return output([...strace('-qq', '-o', $calls, '-e', 'trace=listen'), ...$command]) . 'listen: ' . count(preg_grep('/^listen\(/', file($calls))) . "\n";
}

echo "-- to active mode\n", traced(<<<'PHP'
    $name = bin2hex(random_bytes(4));
    $to_active = fn ($ftp) => ftp_pasv($ftp, false);
    within('open', fn ($ftp) => ftp_get($ftp, 'trap://x', 'hello'), $to_active);
    within('open', fn ($ftp) => ftp_put($ftp, $name, 'trap://x'), $to_active);
    within('open', fn ($ftp) => ftp_append($ftp, $name, 'trap://x'), $to_active);
    within('open', fn ($ftp) => ftp_nb_get($ftp, 'trap://x', 'hello'), $to_active);
    within('open', fn ($ftp) => ftp_nb_put($ftp, $name, 'trap://x'), $to_active);
    within('seek', fn ($ftp) => ftp_fget($ftp, fopen('trap://x', 'w'), 'hello', FTP_BINARY, 1), $to_active);
    within('write', fn ($ftp) => ftp_fget($ftp, fopen('trap://x', 'w'), 'hello'), $to_active);
    within('read', fn ($ftp) => ftp_fput($ftp, $name, fopen('trap://x', 'r')), $to_active);
    within('write', fn ($ftp) => ftp_nb_fget($ftp, fopen('trap://x', 'w'), 'hello'), $to_active);
    $ftp = connection();
    set_error_handler(fn () => [ftp_pasv($ftp, false), true][1]);
    tell(ftp_rawlist($ftp, '/', null));
    restore_error_handler();
    tell(ftp_delete($ftp, $name), aesock_usage()['binds']);
    PHP);

echo "-- another transfer, which the server declines, and the end of the connection\n", traced(<<<'PHP'
    within('open', fn ($ftp) => ftp_get($ftp, 'trap://x', 'hello'), fn ($ftp) => [ftp_nlist($ftp, '/'), ftp_nb_fget($ftp, tmpfile(), 'hello') === FTP_FAILED, ftp_pasv($ftp, true)]);
    within('write', fn ($ftp) => ftp_nb_get($ftp, 'trap://x', 'hello'), fn ($ftp) => [ftp_nb_continue($ftp) === FTP_FAILED, ftp_close($ftp), ftp_quit($ftp)]);
    within('open', fn ($ftp) => ftp_get($ftp, 'trap://x', 'hello'), fn ($ftp) => [ftp_close($ftp), is_array(ftp_nlist(connection(), '/'))]);
    PHP);

echo "-- a fiber that suspends\n", traced(<<<'PHP'
    $ftp = connection();
    [Trap::$at, Trap::$act] = ['open', Fiber::suspend(...)];
    $fiber = new Fiber(fn () => tell(ftp_get($ftp, 'trap://x', 'hello')));
    $fiber->start();
    tell(ftp_pasv($ftp, false), ftp_nlist($ftp, '/'));
    // Begun before the transfer, which the conversion of an argument lets go on.
    set_error_handler(fn () => [$fiber->resume(), true][1]);
    tell(ftp_pasv($ftp, null));
    restore_error_handler();
    tell(ftp_pasv($ftp, true));
    [Trap::$at, Trap::$act] = ['open', Fiber::suspend(...)];
    $second = new Fiber(fn () => tell(ftp_get($ftp, 'trap://x', 'hello')));
    set_error_handler(fn (int $level, string $text) => str_contains($text, 'Passing null') ? [$second->start(), true][1] : print("warning: $text\n"));
    tell(ftp_pasv($ftp, null));
    $second->resume();
    // One that is dropped leaves its connection idle.
    [Trap::$at, Trap::$act] = ['open', Fiber::suspend(...)];
    $third = new Fiber(fn () => ftp_get($ftp, 'trap://x', 'hello'));
    $third->start();
    tell(ftp_pasv($ftp, true));
    $third = null;
    tell(ftp_pasv($ftp, true), is_array(ftp_nlist($ftp, '/')));
    PHP);

echo "-- a fatal error within; the shutdown function's new connection is idle\n", traced(<<<'PHP'
    register_shutdown_function(function () {
        global $ftp;
        tell(ftp_pasv($ftp, false));
        tell(is_array(ftp_nlist(connection(), '/')));
    });
    ini_set('display_errors', '0');
    $ftp = connection();
    [Trap::$at, Trap::$act] = ['open', function () { restore_error_handler(); @trigger_error('the page dies', E_USER_ERROR); }];
    ftp_get($ftp, 'trap://x', 'hello');
    PHP, ['log_errors' => '0']);

echo "-- in audit mode as in stock PHP\n", traced(<<<'PHP'
    within('open', fn ($ftp) => ftp_get($ftp, 'trap://x', 'hello'), fn ($ftp) => [ftp_pasv($ftp, false), ftp_pasv($ftp, true)]);
    PHP, ['aesock.mode' => 'audit']);
?>
--EXPECT--
-- to active mode
warning: ftp_pasv(): A transfer of this connection is under way
false
"after open" true true
warning: ftp_pasv(): A transfer of this connection is under way
false
"after open" true true
warning: ftp_pasv(): A transfer of this connection is under way
false
"after open" true true
warning: ftp_pasv(): A transfer of this connection is under way
false
"after open" true true
warning: ftp_pasv(): A transfer of this connection is under way
false
"after open" true true
warning: ftp_pasv(): A transfer of this connection is under way
false
"after seek" true true
warning: ftp_pasv(): A transfer of this connection is under way
false
"after write" true true
warning: ftp_pasv(): A transfer of this connection is under way
false
"after read" true true
warning: ftp_pasv(): A transfer of this connection is under way
false
"after write" true true
false
true 0
listen: 0
-- another transfer, which the server declines, and the end of the connection
warning: ftp_nlist(): A transfer of this connection is under way
warning: ftp_nb_fget(): A transfer of this connection is under way
warning: ftp_pasv(): A transfer of this connection is under way
false true false
"after open" true true
warning: ftp_nb_continue(): A transfer of this connection is under way
warning: ftp_close(): A transfer of this connection is under way
warning: ftp_quit(): A transfer of this connection is under way
true false false
"after write" true true
warning: ftp_close(): A transfer of this connection is under way
false true
"after open" true true
listen: 0
-- a fiber that suspends
warning: ftp_pasv(): A transfer of this connection is under way
warning: ftp_nlist(): A transfer of this connection is under way
false false
true
true
true
warning: ftp_pasv(): A transfer of this connection is under way
false
true
warning: ftp_pasv(): A transfer of this connection is under way
false
true true
listen: 0
-- a fatal error within; the shutdown function's new connection is idle
false
true
exit status 255
listen: 0
-- in audit mode as in stock PHP
true true
"after open" true true
listen: 0
