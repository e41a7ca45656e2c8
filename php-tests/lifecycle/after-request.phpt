--TEST--
Code of the script that runs at and after request shutdown is refused
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
output_buffering=0
session.use_cookies=0
session.cache_limiter=
session.gc_probability=0
--FILE--
<?php
function attempt(string $when): string {
    return "$when: " . (@fsockopen('10.0.0.5', 80, $errno, $error) ? 'connected' : "$errno $error") . "\n";
}

final class Handler implements SessionHandlerInterface, SessionIdInterface, SessionUpdateTimestampHandlerInterface {
    public function open(string $path, string $name): bool { return true; }
    public function read(string $id): string { return ''; }
    public function destroy(string $id): bool { return true; }
    public function create_sid(): string { return 'a'; }
    public function validateId(string $id): bool { return true; }
    public function updateTimestamp(string $id, string $data): bool { return $this->write($id, $data); }
    public function gc(int $lifetime): int { return 0; }
    public function write(string $id, string $data): bool {
        fwrite(STDERR, attempt('session write'));
        return true;
    }
    public function close(): bool {
        fwrite(STDERR, attempt('session close'));
        return true;
    }
}
session_set_save_handler(new Handler(), false);
session_id('a');
session_start();
$_SESSION['a'] = 1;

register_shutdown_function(fn () => print attempt('shutdown function'));
$object = new class {
    public function __destruct() { echo attempt('destructor'); }
};
ob_start(fn (string $text) => $text . attempt('output handler'));
?>
--EXPECT--
shutdown function: 13 Permission denied: 10.0.0.5 is a private address
destructor: 13 Permission denied: 10.0.0.5 is a private address
output handler: 13 Permission denied: 10.0.0.5 is a private address
session write: 13 Permission denied: 10.0.0.5 is a private address
session close: 13 Permission denied: 10.0.0.5 is a private address
