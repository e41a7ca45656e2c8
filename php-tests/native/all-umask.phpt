--TEST--
With aesock.native=all a Unix socket that a program binds has the mode that its own umask leaves, and no more than PHP's does
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
if (!is_executable('/usr/bin/python3')) die('skip needs python3');
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

$folder = scratch();
unlink($folder);
mkdir($folder);
$bind = <<<'PYTHON'
    import os, socket, sys
    os.umask(int(sys.argv[1], 8))
    end = socket.socket(socket.AF_UNIX)
    if len(sys.argv) > 3: os.fchmod(end.fileno(), int(sys.argv[3], 8))
    end.bind(sys.argv[2])
    print(oct(os.stat(sys.argv[2]).st_mode & 0o777), flush=True)
    PYTHON;
putenv("BIND=$bind");
putenv("FOLDER=$folder");
echo held(<<<'PHP'
    umask(002);
    foreach ([['177', ''], ['022', ''], ['000', ''], ['000', '640']] as $number => [$mask, $mode]) {
        $command = ['/usr/bin/python3', '-c', getenv('BIND'), $mask, getenv('FOLDER') . "/$number", ...array_filter([$mode])];
        echo "$mask $mode: ", exec(implode(' ', array_map(escapeshellarg(...), $command))), "\n";
    }
    PHP, ['aesock.allow' => "bind unix:$folder/*"]);
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
177 : 0o600
022 : 0o755
000 : 0o775
000 640: 0o640
