--TEST--
Each connection of ext/ftp counts as a socket and a connect, those for data too, and a quota refuses the next one; calls with wrong arguments use nothing up
--SKIPIF--
<?php $needed = ['ftp']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/ftp.inc';

const CODE = <<<'PHP'
    $ftp = ftp_connect('93.184.217.35', 21, 5);
    tell(ftp_login($ftp, 'lab', 'lab'), ftp_pasv($ftp, true), ftp_nlist($ftp, '/'));
    foreach ([fn () => ftp_nlist($ftp), fn () => ftp_fget($ftp, 1, 'hello'), fn () => ftp_get($ftp, [], 'hello'), fn () => ftp_rawlist($ftp, '/', true, 4)] as $wrong) {
        try { $wrong(); } catch (TypeError $error) { echo $error->getMessage(), "\n"; }
    }
    tell(ftp_fget($ftp, tmpfile(), 'hello'), ftp_nlist($ftp, '/'), ftp_nb_fget($ftp, tmpfile(), 'hello') === FTP_FAILED);
    tell(ftp_connect('93.184.217.35', 21, 5));
    ['creates' => $creates, 'connects' => $connects, 'binds' => $binds] = aesock_usage();
    tell($creates, $connects, $binds);
    PHP;
echo ftp(CODE, ['aesock.allow' => 'ftp', 'aesock.quota' => 'connects:3/day']);

echo "-- active\n", ftp(<<<'PHP'
    $ftp = ftp_connect('93.184.217.35', 21, 5);
    tell(ftp_login($ftp, 'lab', 'lab'), ftp_nlist($ftp, '/'), ftp_nlist($ftp, '/'));
    ['creates' => $creates, 'connects' => $connects, 'binds' => $binds] = aesock_usage();
    tell($creates, $connects, $binds);
    PHP, ['aesock.allow' => 'ftp listen', 'aesock.quota' => 'binds:1/day']);
?>
--EXPECT--
true true ["hello"]
ftp_nlist() expects exactly 2 arguments, 1 given
ftp_fget(): Argument #2 ($stream) must be of type resource, int given
ftp_get(): Argument #2 ($local_filename) must be of type string, array given
ftp_rawlist() expects at most 3 arguments, 4 given
warning: ftp_nlist(): Quota exceeded: the quota of 3 connects a day is used up until 00:00:00 UTC
warning: ftp_nb_fget(): Quota exceeded: the quota of 3 connects a day is used up until 00:00:00 UTC
true false true
warning: ftp_connect(): Unable to connect to 93.184.217.35:21 (Quota exceeded: the quota of 3 connects a day is used up until 00:00:00 UTC)
false
3 3 0
-- active
warning: ftp_nlist(): Quota exceeded: the quota of 1 binds a day is used up until 00:00:00 UTC
true ["hello"] false
2 1 1
