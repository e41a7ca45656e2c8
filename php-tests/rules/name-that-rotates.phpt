--TEST--
Where aesock.default=deny, a name whose answer changes with each query is reached ten times of ten, by streams and by curl
--CONFLICTS--
all
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.default=deny
aesock.allow=turns.scripted.test lists.scripted.test
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

rewrite('resolv.conf', "nameserver 8.8.4.4\n");
$turns = implode(' -> ', array_map(fn ($n) => 'A=93.184.217.' . (61 + $n % 3), range(0, 200)));
script_answers(['turns.scripted.test', $turns, '0'], ['other.scripted.test', 'A=93.184.217.70', '0']);
$curl = function (string $name): bool {
    curl_setopt_array($handle = curl_init("http://$name/"), [CURLOPT_RETURNTRANSFER => true]);
    return curl_exec($handle) !== false;
};
$ways = [
    'curl' => $curl,
    'streams' => fn (string $name) => (bool) @fsockopen($name, 80),
    'streams by address' => fn (string $name) => (bool) @fsockopen(gethostbyname($name), 80),
];
foreach ($ways as $way => $reaches) {
    foreach (['turns.scripted.test', 'other.scripted.test'] as $name) {
        echo "$way, $name: ", count(array_filter(array_map(fn () => $reaches($name), range(1, 10)))), " of 10\n";
    }
}
?>
--EXPECT--
curl, turns.scripted.test: 10 of 10
curl, other.scripted.test: 0 of 10
streams, turns.scripted.test: 10 of 10
streams, other.scripted.test: 0 of 10
streams by address, turns.scripted.test: 10 of 10
streams by address, other.scripted.test: 0 of 10
