--TEST--
A file keeps counters over restarts and SIGKILL, and servers with the same file count together
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/usage.inc';

$folder = scratch_directory();
$settings = ['aesock.usage_file' => "$folder/usage"];
const REFUSED_TWICE = '@fsockopen("10.0.0.5", 80); @fsockopen("10.0.0.5", 80);';
const TELL = 'echo json_encode(aesock_usage()["denials"]), "\n";';
php(REFUSED_TWICE, $settings);
echo php(TELL, $settings);

// Counts until it is killed, and says each time that it has.
$counting = [...command($settings), '-r', 'for (;;) { @fsockopen("10.0.0.5", 80); echo "x"; }'];
$killed = proc_open($counting, [['null'], ['pipe', 'w']], $pipes);
fread($pipes[1], 1);
proc_terminate($killed, 9);
$told = 1 + strlen(stream_get_contents($pipes[1]));
proc_close($killed);
$counted = json_decode(php(TELL, $settings), true)['private'] - 2;
var_dump(in_array($counted, [$told, $told + 1]));

// What the other one counts after this one has started is seen in this one.
file_put_contents("$folder/one.php", 'echo "ready\n"; fgets(STDIN); ' . TELL);
$one = proc_open([...command(['aesock.application' => 'pair'] + $settings), '-r', file_get_contents("$folder/one.php")], [['pipe', 'r'], ['pipe', 'w']], $pipes);
fgets($pipes[1]);
php(REFUSED_TWICE, ['aesock.application' => 'pair'] + $settings);
fwrite($pipes[0], "go\n");
echo fgets($pipes[1]);
printf("%o %d\n", fileperms("$folder/usage"), filesize("$folder/usage"));
echo implode(' ', array_diff(scandir($folder), ['.', '..', 'one.php'])), "\n";
?>
--EXPECT--
{"private":2}
bool(true)
{"private":2}
100600 655424
usage
