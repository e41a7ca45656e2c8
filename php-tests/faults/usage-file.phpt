--TEST--
Under a running process, a disk that fills takes nothing from its counters, nor a file that is removed or replaced; one that is cut ends it
--SKIPIF--
<?php
require __DIR__ . '/../include/no-sanitizer.skip.inc';
require __DIR__ . '/../include/lab.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';
require __DIR__ . '/../include/usage.inc';

const DENIED = '$denied = fn () => json_encode(aesock_usage()["denials"]);
    $refuse = fn () => (bool) @fsockopen("10.11.14.74", 80);';
$folder = scratch_directory();
$file = "$folder/usage";
$settings = ['aesock.usage_file' => $file];
$run = fn (string $code) => ours(DENIED . $code, $settings);

echo 'the disk fills: ';
$fill = "for (\$full = fopen('$folder/full', 'w'); @fwrite(\$full, str_repeat('x', 4096)); fflush(\$full)); echo disk_free_space('$folder'), ' bytes left, ';";
$disk = ['unshare', '--mount', 'sh', '-c', "mount -t tmpfs -o size=1m tmpfs $folder && \"\$@\" && \"\$@\"", 'sh'];
echo ours(DENIED . "@unlink('$folder/full'); $fill for (\$i = 0; \$i < 100; \$i++) \$refuse(); echo \$denied(), '; ';", $settings, $disk);

echo 'it is removed: ', $run("\$refuse(); unlink('$file'); \$refuse(); echo \$denied();");
echo 'the next process: ', $run('$refuse(); echo $denied();');

echo 'it is replaced: ';
copy($file, "$folder/copy");
chmod("$folder/copy", 0600);
echo $run("\$refuse(); rename('$folder/copy', '$file'); \$refuse(); \$refuse(); echo \$denied();");
echo 'the next process: ', $run('$refuse(); echo $denied();');

// A counter cannot be written: that ends the process by a signal (SIGBUS is 7), and nobody is reached without being counted.
echo 'it is cut: ';
$cut = "ftruncate(fopen('$file', 'r+'), 0); echo 'cut'; \$refuse(); fsockopen('93.184.217.67', 7); echo ', and it goes on';";
echo ours(DENIED . $cut, $settings, ['prlimit', '--core=0']);
tell(seen_at('93.184.217.67'), seen_at('10.11.14.74'));
echo 'the next process: ', str_replace($folder, '', $run('echo "started";'));
?>
--EXPECT--
the disk fills: 0 bytes left, {"private":100}; 0 bytes left, {"private":200};
it is removed: {"private":2}
the next process: {"private":1}
it is replaced: {"private":4}
the next process: {"private":2}
it is cut: cut
exit status 7
[] []
the next process: Fatal error: aesock: aesock.usage_file: `/usage` is not a file of aesock's counters, and is left as it is in Unknown on line 0
exit status 254
