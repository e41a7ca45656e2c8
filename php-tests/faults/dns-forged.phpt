--TEST--
Answers that are forged, lie or mean nothing are never taken; the true one behind a forged one is, and else the lookup fails in time
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
    'noise, then the true answer' => 'NOISE A=10.11.14.39 & A=93.184.217.39',
    'garbage with the right id, then the true answer' => 'GARBAGE A=10.11.14.43 & A=93.184.217.43',
    'half an answer with the right id, then the true one' => 'CUT A=10.11.14.44 & A=93.184.217.44',
    'nothing but another id' => 'BADID A=10.11.14.45',
    'nothing but another source' => 'BADSOURCE A=10.11.14.46',
    'nothing but another question' => 'BADNAME A=10.11.14.47',
    'nothing but garbage' => 'GARBAGE A=10.11.14.48',
    'nothing but half an answer' => 'CUT A=10.11.14.49',
    'an address of another name beside its own' => 'A(other.test)=10.11.14.50;A=93.184.217.50',
    'an alias of itself' => 'CNAME=self.scripted.test',
    'two aliases of each other' => 'CNAME=b.scripted.test;CNAME(b.scripted.test)=f12.scripted.test',
    'seventeen aliases' => implode(';', array_map(fn ($n) => "CNAME=alias$n.scripted.test", range(1, 17))) . ';A=93.184.217.52',
    'a private address behind an alias' => 'CNAME=alias.scripted.test;A=10.11.14.53',
    'a private address beside a public one' => 'A=10.11.14.54;A=93.184.217.54',
    'truncated, then cut off' => 'TC -> CUT A=10.11.14.55',
    'truncated, then garbage' => 'TC -> GARBAGE A=10.11.14.57',
    'truncated, then truncated' => 'TC -> TC',
    'the true answer after 600 ms' => 'A=93.184.217.59',
    'the true answer after 5000 ms' => 'A=93.184.217.60',
    'truncated, then whole' => 'TC -> A=93.184.217.58',
];
$cases = $lines = [];
foreach (array_keys($answers) as $i => $case) {
    $name = $case === 'an alias of itself' ? 'self.scripted.test' : "f$i.scripted.test";
    // The slow ones take the milliseconds that they name.
    $lines[] = [$name, $answers[$case], '0', preg_match('/(\d+) ms/', $case, $match) ? $match[1] : '0'];
    $cases[$case] = "within(0, 4, fn () => str_replace('$name', 'NAME', dial('tcp://$name:7', 2)));";
}
// Here stock PHP waits for ever.
$silence = 'silence.scripted.test';
script_answers([$silence, 'TC -> TIMEOUT'], ...$lines);
$wrapper = with_name_server("nameserver 8.8.4.4\noptions timeout:1 attempts:2\n");
meet($cases, ['aesock.nameservers' => ''], $wrapper);
echo 'truncated, then silence: ', ours("within(0, 4, fn () => str_replace('$silence', 'NAME', dial('tcp://$silence:7', 2)));", ['aesock.nameservers' => ''], $wrapper);
?>
--EXPECT--
another id, then the true answer: connected to 93.184.217.40:7
another source, then the true answer: connected to 93.184.217.41:7
another question, then the true answer: connected to 93.184.217.42:7
noise, then the true answer: connected to 93.184.217.39:7
garbage with the right id, then the true answer: connected to 93.184.217.43:7
half an answer with the right id, then the true one: with aesock: connected to 93.184.217.44:7
half an answer with the right id, then the true one: in stock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Name or service not known
nothing but another id: 0 php_network_getaddresses: getaddrinfo for NAME failed: Temporary failure in name resolution
nothing but another source: 0 php_network_getaddresses: getaddrinfo for NAME failed: Temporary failure in name resolution
nothing but another question: 0 php_network_getaddresses: getaddrinfo for NAME failed: Temporary failure in name resolution
nothing but garbage: 0 php_network_getaddresses: getaddrinfo for NAME failed: Temporary failure in name resolution
nothing but half an answer: with aesock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Temporary failure in name resolution
nothing but half an answer: in stock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Name or service not known
an address of another name beside its own: connected to 93.184.217.50:7
an alias of itself: with aesock: 0 php_network_getaddresses: getaddrinfo for NAME failed: No address associated with hostname
an alias of itself: in stock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Name or service not known
two aliases of each other: with aesock: 0 php_network_getaddresses: getaddrinfo for NAME failed: No address associated with hostname
two aliases of each other: in stock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Name or service not known
seventeen aliases: connected to 93.184.217.52:7
a private address behind an alias: with aesock: 13 Permission denied: NAME (10.11.14.53) is a private address
a private address behind an alias: in stock: connected to 10.11.14.53:7
a private address beside a public one: with aesock: connected to 93.184.217.54:7
a private address beside a public one: in stock: connected to 10.11.14.54:7
truncated, then cut off: 0 php_network_getaddresses: getaddrinfo for NAME failed: Temporary failure in name resolution
truncated, then garbage: with aesock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Temporary failure in name resolution
truncated, then garbage: in stock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Name or service not known
truncated, then truncated: with aesock: 0 php_network_getaddresses: getaddrinfo for NAME failed: Temporary failure in name resolution
truncated, then truncated: in stock: 0 php_network_getaddresses: getaddrinfo for NAME failed: No address associated with hostname
the true answer after 600 ms: connected to 93.184.217.59:7
the true answer after 5000 ms: 0 php_network_getaddresses: getaddrinfo for NAME failed: Temporary failure in name resolution
truncated, then whole: connected to 93.184.217.58:7
truncated, then silence: 0 php_network_getaddresses: getaddrinfo for NAME failed: Temporary failure in name resolution
