--TEST--
A full disk, a file that may not be so large, and a disk that is only read stop PHP with a sentence, and leave no file
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/usage.inc';

[$folder, $elsewhere] = [scratch_directory(), scratch_directory()];
/** What PHP says of a file on a disk of its own, and what is there then. */
$start = function (string $disk, string $before = ':') use ($folder): void {
    $php = [...command(['aesock.usage_file' => "$folder/usage"]), '-r', 'echo "PHP started\n";'];
    $php = implode(' ', array_map(escapeshellarg(...), $php));
    $script = "mount -t tmpfs -o $disk tmpfs $folder && $before && { $php; ls -s --block-size=1 $folder; }";
    echo str_replace($folder, '', preg_replace('/^\n|^total .*\n/m', '', output(['unshare', '--mount', 'sh', '-c', $script])));
};
echo "too small, and just large enough:\n";
$start('size=640k');
$start('size=644k');
echo "a limit too low, and just high enough:\n";
$start('size=1m', 'ulimit -f 1280');
$start('size=1m', 'ulimit -f 1281');
echo "only read:\n";
$start('size=1m,ro');
echo "a file with holes, and no room for them:\n";
php('', ['aesock.usage_file' => "$elsewhere/usage"]);
$start('size=640k', "cp --sparse=always $elsewhere/usage $folder");
$start('size=644k', "cp --sparse=always $elsewhere/usage $folder");
?>
--EXPECT--
too small, and just large enough:
Fatal error: aesock: aesock.usage_file: `/usage` cannot have its 655424 bytes: No space left on device (os error 28) in Unknown on line 0
PHP started
659456 usage
a limit too low, and just high enough:
Fatal error: aesock: aesock.usage_file: `/usage` cannot have its 655424 bytes: File too large (os error 27) in Unknown on line 0
PHP started
659456 usage
only read:
Fatal error: aesock: aesock.usage_file: `/usage` cannot be made: Read-only file system (os error 30) in Unknown on line 0
a file with holes, and no room for them:
Fatal error: aesock: aesock.usage_file: `/usage` cannot have its 655424 bytes: No space left on device (os error 28) in Unknown on line 0
4096 usage
PHP started
659456 usage
