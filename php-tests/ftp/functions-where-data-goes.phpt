--TEST--
Under rule ftp, active mode needs rule listen, a server cannot bring it about, and a script cannot have data go elsewhere
--SKIPIF--
<?php $needed = ['ftp']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/ftp.inc';

const ACTIVE = <<<'PHP'
    $ftp = ftp_connect('93.184.217.35', 21, 5);
    tell(ftp_login($ftp, 'lab', 'lab'), ftp_nlist($ftp, '/'), ftp_fget($ftp, tmpfile(), 'hello'));
    tell(ftp_pasv($ftp, true), ftp_nlist($ftp, '/'), ftp_pasv($ftp, false), ftp_nlist($ftp, '/'));
    PHP;
echo ftp(ACTIVE, ['aesock.allow' => 'ftp']);
echo "-- listen\n", ftp(ACTIVE, ['aesock.allow' => 'ftp listen']);
echo "-- in steps\n", ftp(<<<'PHP'
    $ftp = ftp_connect('93.184.217.35', 21, 5);
    tell(ftp_login($ftp, 'lab', 'lab'), ftp_nb_fget($ftp, tmpfile(), 'hello') === FTP_FAILED);
    PHP, ['aesock.allow' => 'ftp']);

echo "-- a new connection is active, whatever object had its number\n", ftp(<<<'PHP'
    foreach ([true, false] as $passive) {
        $ftp = ftp_connect('93.184.217.35', 21, 5);
        ftp_login($ftp, 'lab', 'lab');
        tell(spl_object_id($ftp) === ($number ??= spl_object_id($ftp)), $passive && ftp_pasv($ftp, true), ftp_nlist($ftp, '/'));
        unset($ftp);
    }
    PHP, ['aesock.allow' => 'ftp']);

echo "-- declined\n", ftp(<<<'PHP'
    $ftp = ftp_connect('93.184.217.35', 2123, 5);
    tell(ftp_login($ftp, 'lab', 'lab'), ftp_pasv($ftp, true), ftp_nlist($ftp, '/'), ftp_nlist($ftp, '/'), ftp_nlist($ftp, '/'));
    PHP, ['aesock.allow' => 'ftp']);

const ELSEWHERE = <<<'PHP'
    $ftp = ftp_connect('93.184.217.35', 2122, 5);
    tell(ftp_login($ftp, 'lab', 'lab'), ftp_set_option($ftp, FTP_USEPASVADDRESS, true), ftp_get_option($ftp, FTP_USEPASVADDRESS), ftp_pasv($ftp, true));
    tell(ftp_set_option($ftp, FTP_USEPASVADDRESS, false), ftp_set_option($ftp, FTP_TIMEOUT_SEC, 1), ftp_set_option($ftp, FTP_AUTOSEEK, true));
    try { ftp_set_option($ftp, FTP_USEPASVADDRESS, 1); } catch (TypeError $error) { echo $error->getMessage(), "\n"; }
    PHP;
echo "-- elsewhere\n", ftp(ELSEWHERE, ['aesock.allow' => 'ftp']);
echo "-- elsewhere, any\n", ftp(ELSEWHERE, ['aesock.allow' => 'any']);

echo "-- not to be kept\n", ftp('tell(ftp_connect("93.184.217.35"));', ['aesock.allow' => 'ftp', 'disable_functions' => 'ftp_set_option']);
tell(seen_at('10.0.0.21'));
?>
--EXPECT--
warning: ftp_nlist(): Permission denied: listening on a data port of FTP is not allowed, sockets are outbound only
warning: ftp_fget(): Permission denied: listening on a data port of FTP is not allowed, sockets are outbound only
true false false
warning: ftp_nlist(): Permission denied: listening on a data port of FTP is not allowed, sockets are outbound only
true ["hello"] true false
-- listen
true ["hello"] true
true ["hello"] true ["hello"]
-- in steps
warning: ftp_nb_fget(): Permission denied: listening on a data port of FTP is not allowed, sockets are outbound only
true true
-- a new connection is active, whatever object had its number
true true ["hello"]
warning: ftp_nlist(): Permission denied: listening on a data port of FTP is not allowed, sockets are outbound only
true false false
-- declined
warning: ftp_nlist(): Unable to enter passive mode
warning: ftp_nlist(): Permission denied: listening on a data port of FTP is not allowed, sockets are outbound only
true true ["hello"] false false
-- elsewhere
warning: ftp_set_option(): Permission denied: socket option FTP_USEPASVADDRESS is not supported
true false false true
true true true
ftp_set_option(): Argument #3 ($value) must be of type bool for the FTP_USEPASVADDRESS option, int given
-- elsewhere, any
true true true true
true true true
ftp_set_option(): Argument #3 ($value) must be of type bool for the FTP_USEPASVADDRESS option, int given
-- not to be kept
warning: ftp_connect(): Unable to connect (Permission denied: aesock is misconfigured: FTP needs ftp_set_option(), which disable_functions has)
false
[]
