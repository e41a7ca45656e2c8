--TEST--
A log on a full disk, or none that can be opened, loses its lines: what is refused stays refused, and what is allowed goes on; in a file of aesock's own what fits of a line stays a line of its own, when there is room again
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';

$code = <<<'PHP'
    for ($i = 1; $i <= 40; $i++) {
        $refused = dial("tcp://10.11.14.75:$i");
    }
    echo $refused, ', ', dial('tcp://93.184.217.68:7'), ', ', json_encode(aesock_usage()['denials']);
    PHP;
$settings = fn (string $log) => ['aesock.log' => 'all', 'log_errors' => 1, 'display_errors' => 0, 'error_log' => $log];
echo 'a full device: ', ours($code, $settings('/dev/full'));
$folder = getenv('LAB_DIR') . '/full';
mkdir($folder);
$disk = ['unshare', '--mount', 'sh', '-c', "mount -t tmpfs -o size=4k tmpfs $folder && \"\$@\" && echo && wc -c <$folder/log", 'sh'];
echo 'a disk that fills: ', ours($code, $settings("$folder/log"), $disk);
$nowhere = ours($code, $settings('/nowhere/log'));
// PHP itself tells it to standard error then.
echo 'no such folder: ', substr_count($nowhere, 'aesock deny '), ' lines, and ', preg_replace('/^.*aesock (deny|allow).*\n/m', '', $nowhere);
echo 'standard error is full: ', ours($code, $settings(''), ['sh', '-c', '"$@" 2>/dev/full', 'sh']);

$code = <<<PHP
    for (\$i = 1; \$i <= 60; \$i++) {
        dial("tcp://10.11.14.76:\$i");
        if (\$i === 50) {
            clearstatcache();
            echo filesize('$folder/log'), ' bytes, ';
            unlink('$folder/other');
        }
    }
    foreach (file('$folder/log') as \$line) {
        \$end = (\$end ?? 0) + strlen(\$line);
        if (\$end === 4096 + 1) {
            echo 'what fitted, ';
        } elseif (!preg_match('/^\\[[^]]+\\] aesock deny tcp:\\S+ reason=\\S+ rule=- app=\\S+ via=\\S+ at=\\S+\\n$/', \$line)) {
            echo 'not whole: ', \$line;
        }
    }
    echo 'the last: ', preg_replace('/^.* (tcp:\\S+) .*\\n/', '$1', \$line);
    PHP;
$disk = ['unshare', '--mount', 'sh', '-c', "mount -t tmpfs -o size=8k tmpfs $folder && head -c 4096 /dev/zero >$folder/other && \"\$@\"", 'sh'];
echo "a file of aesock's own: ", preg_replace('/^.*aesock deny.*\n/m', '', ours($code, ['aesock.log' => 'denied', 'aesock.log_file' => "$folder/log", 'log_errors' => 1, 'display_errors' => 0, 'error_log' => '/dev/null'], $disk));
rmdir($folder);
?>
--EXPECT--
a full device: 13 Permission denied: 10.11.14.75 is a private address, connected to 93.184.217.68:7, {"private":38,"port-25":1,"ftp":1}
a disk that fills: 13 Permission denied: 10.11.14.75 is a private address, connected to 93.184.217.68:7, {"private":38,"port-25":1,"ftp":1}
4096
no such folder: 40 lines, and connected to 93.184.217.68:7, {"private":38,"port-25":1,"ftp":1}
standard error is full: 13 Permission denied: 10.11.14.75 is a private address, connected to 93.184.217.68:7, {"private":38,"port-25":1,"ftp":1}
a file of aesock's own: 4096 bytes, what fitted, the last: tcp://10.11.14.76:60
