--TEST--
A list of Google's addresses that cannot be used stops PHP at start
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$folder = getenv('LAB_DIR');
$good = '{"prefixes": [{"ipv4Prefix": "203.0.114.0/24"}]}';
$files = [
    'good' => $good,
    'text' => 'all of them',
    'other-schema' => '{"addresses": []}',
    'empty' => '{"prefixes": []}',
    'bad-prefix' => '{"prefixes": [{"ipv4Prefix": "203.0.114.0/33"}]}',
];
foreach ($files as $name => $content) {
    file_put_contents("$folder/ranges-$name.json", $content);
}
foreach (["good.json:$folder/ranges-missing", 'missing', 'good.json:', ...array_keys($files)] as $value) {
    $said = php('echo "PHP started\n";', ['aesock.google_ranges' => "$folder/ranges-$value.json"]);
    echo str_replace("$folder/", '', trim($said)), "\n";
}
echo trim(php('echo "PHP started\n";', ['aesock.google_ranges' => '/'])), "\n";
array_map('unlink', glob("$folder/ranges-*.json"));
?>
--EXPECT--
Fatal error: aesock: aesock.google_ranges: cannot read `ranges-missing.json`: No such file or directory (os error 2) in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.google_ranges: cannot read `ranges-missing.json`: No such file or directory (os error 2) in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.google_ranges: cannot read `.json`: No such file or directory (os error 2) in Unknown on line 0
exit status 254
PHP started
Fatal error: aesock: aesock.google_ranges: `ranges-text.json` is not in Google's schema: expected value at line 1 column 1 in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.google_ranges: `ranges-other-schema.json` is not in Google's schema: missing field `prefixes` at line 1 column 17 in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.google_ranges: `ranges-empty.json` holds no prefix in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.google_ranges: `ranges-bad-prefix.json` is not in Google's schema: invalid IP address syntax at line 1 column 45 in Unknown on line 0
exit status 254
Fatal error: aesock: aesock.google_ranges: cannot read `/`: Is a directory (os error 21) in Unknown on line 0
exit status 254
