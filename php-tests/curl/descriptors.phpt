--TEST--
Sockets of libcurl are closed when a program starts, and never below 3
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const CODE = <<<'CODE'
    function connections(): array {
        $connections = [];
        foreach (array_slice(file('/proc/net/tcp'), 1) as $line) {
            $inode = preg_split('/ +/', trim($line))[9];
            foreach (scandir('/proc/self/fd') as $descriptor) {
                if (@readlink("/proc/self/fd/$descriptor") === "socket:[$inode]") {
                    $connections[] = $descriptor;
                }
            }
        }
        return $connections;
    }
    $others = connections();
    fclose(STDIN);
    $handle = handle('http://93.184.216.34/');
    curl_exec($handle);
    foreach (array_diff(connections(), $others) as $descriptor) {
        preg_match('/^flags:\s+(\d+)/m', file_get_contents("/proc/self/fdinfo/$descriptor"), $flags);
        tell($descriptor > 2, (octdec($flags[1]) & 02000000) !== 0);
    }
    CODE;
echo run_curl(CODE), "\n";
?>
--EXPECT--
true true
