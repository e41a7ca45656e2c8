--TEST--
What a session handler tries after request shutdown is logged too
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.log=denied
session.use_cookies=0
session.cache_limiter=
session.gc_probability=0
--FILE--
<?php
final class Handler implements SessionHandlerInterface, SessionIdInterface, SessionUpdateTimestampHandlerInterface {
    public function create_sid(): string { return 'a'; }
    public function validateId(string $id): bool { return true; }
    public function updateTimestamp(string $id, string $data): bool { return true; }
    public function open(string $path, string $name): bool { return true; }
    public function read(string $id): string { return ''; }
    public function destroy(string $id): bool { return true; }
    public function gc(int $lifetime): int { return 0; }
    public function write(string $id, string $data): bool { return true; }
    public function close(): bool {
        @fsockopen('10.0.0.5', 80);
        return true;
    }
}
session_set_save_handler(new Handler(), false);
session_id('a');
session_start();
echo "end\n";
?>
--EXPECTF--
end
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
