--TEST--
The addresses of a round robin take turns: those of the cache by themselves, others as the name server has them
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.nameservers=8.8.4.4
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$list = [51, 52, 53];
$turn = fn (int $n) => implode(';', array_map(fn ($i) => 'A=93.184.217.' . $list[($i + $n) % 3], [0, 1, 2]));
script_answers(['robin.scripted.test', $turn(0), '60'], ['rotated.scripted.test', implode(' -> ', array_map($turn, range(0, 8)))]);
foreach (['robin.scripted.test', 'rotated.scripted.test'] as $name) {
    $peers = array_map(fn () => dial("tcp://$name:7"), range(1, 9));
    echo "$name, nine connections:\n";
    foreach (array_count_values($peers) as $peer => $times) {
        echo "$times $peer\n";
    }
}
// What is only asked about takes no turn.
$first = fn () => aesock_check('tcp://robin.scripted.test:7')['addresses'][0];
var_dump($first() === $first());
?>
--EXPECT--
robin.scripted.test, nine connections:
3 connected to 93.184.217.51:7
3 connected to 93.184.217.52:7
3 connected to 93.184.217.53:7
rotated.scripted.test, nine connections:
3 connected to 93.184.217.51:7
3 connected to 93.184.217.52:7
3 connected to 93.184.217.53:7
bool(true)
