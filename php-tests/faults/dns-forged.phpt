--TEST--
Answers that are forged, lie, mean nothing or break off are not taken: the true one behind them is, or the lookup fails in time
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';

$answers = [
    'another id, then the true answer' => 'BADID A=10.11.14.40 & A=93.184.217.40',
    'another source, then the true answer' => 'BADSOURCE A=10.11.14.41 & A=93.184.217.41',
    'another question, then the true answer' => 'BADNAME A=10.11.14.42 & A=93.184.217.42',
    'garbage, then the true answer' => 'GARBAGE A=10.11.14.43 & A=93.184.217.43',
    'half an answer, then the true one' => 'CUT A=10.11.14.44 & A=93.184.217.44',
    'nothing but another id' => 'BADID A=10.11.14.45',
    'nothing but another source' => 'BADSOURCE A=10.11.14.46',
    'nothing but another question' => 'BADNAME A=10.11.14.47',
    'nothing but garbage' => 'GARBAGE A=10.11.14.48',
    'nothing but half an answer' => 'CUT A=10.11.14.49',
    'an address of another name beside its own' => 'A(other.test)=10.11.14.50;A=93.184.217.50',
    'an alias of itself' => 'CNAME=self.scripted.test',
    'two aliases of each other' => 'CNAME=b.scripted.test;CNAME(b.scripted.test)=NAME',
    'seventeen aliases' => implode(';', array_map(fn ($n) => "CNAME=alias$n.scripted.test", range(1, 17))) . ';A=93.184.217.52',
    'a private address behind an alias' => 'CNAME=alias.scripted.test;A=10.11.14.53',
    'a private address beside a public one' => 'A=10.11.14.54;A=93.184.217.54',
    'truncated, then cut off' => 'TC -> CUT A=10.11.14.55',
    'truncated, then silence' => 'TC -> TIMEOUT',
    'truncated, then garbage' => 'TC -> GARBAGE A=10.11.14.57',
    'truncated, then truncated' => 'TC -> TC',
    'truncated, then whole' => 'TC -> A=93.184.217.58',
];
$cases = $lines = [];
foreach (array_keys($answers) as $i => $case) {
    $name = $case === 'an alias of itself' ? 'self.scripted.test' : "f$i.scripted.test";
    $lines[] = [$name, str_replace('NAME', $name, $answers[$case])];
    $cases[$case] = "within(0, 4, fn () => str_replace('$name', 'NAME', dial('tcp://$name:7', 2)));";
}
script_answers(...$lines);
meet($cases, ['aesock.nameservers' => ''], with_name_server("nameserver 8.8.4.4\noptions timeout:1 attempts:2\n"));
?>
--EXPECT--
