--TEST--
The callbacks that judge libcurl's sockets cannot be set by the numbers that libcurl knows them by, which are no options of PHP's
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const NUMBERS = [
    'OPENSOCKETFUNCTION' => 20163, 'OPENSOCKETDATA' => 10164, 'CLOSESOCKETFUNCTION' => 20208, 'CLOSESOCKETDATA' => 10209,
    'SOCKOPTFUNCTION' => 20148, 'SOCKOPTDATA' => 10149, 'PROGRESSDATA' => 10057, 'CURLU' => 10282,
];
foreach (NUMBERS as $name => $number) {
    $handle = handle('http://10.11.20.31/');
    $outcomes = [];
    foreach ([fn () => curl_setopt($handle, $number, fn () => 0), fn () => curl_setopt_array($handle, [$number => null]), fn () => curl_setopt($handle, $number, $handle)] as $set) {
        try {
            $outcomes[] = json_encode(@$set());
        } catch (ValueError | TypeError $error) {
            $outcomes[] = 'no option';
        }
    }
    echo "$name: ", implode(', ', $outcomes), '; ', ending($handle, curl_exec($handle)), "\n";
}
var_dump(seen_at('10.11.20.31'));
?>
--EXPECT--
OPENSOCKETFUNCTION: no option, no option, no option; 7 Failed to connect to 10.11.20.31 port 80: Couldn't connect to server (Permission denied: 10.11.20.31 is a private address)
OPENSOCKETDATA: no option, no option, no option; 7 Failed to connect to 10.11.20.31 port 80: Couldn't connect to server (Permission denied: 10.11.20.31 is a private address)
CLOSESOCKETFUNCTION: no option, no option, no option; 7 Failed to connect to 10.11.20.31 port 80: Couldn't connect to server (Permission denied: 10.11.20.31 is a private address)
CLOSESOCKETDATA: no option, no option, no option; 7 Failed to connect to 10.11.20.31 port 80: Couldn't connect to server (Permission denied: 10.11.20.31 is a private address)
SOCKOPTFUNCTION: no option, no option, no option; 7 Failed to connect to 10.11.20.31 port 80: Couldn't connect to server (Permission denied: 10.11.20.31 is a private address)
SOCKOPTDATA: no option, no option, no option; 7 Failed to connect to 10.11.20.31 port 80: Couldn't connect to server (Permission denied: 10.11.20.31 is a private address)
PROGRESSDATA: no option, no option, no option; 7 Failed to connect to 10.11.20.31 port 80: Couldn't connect to server (Permission denied: 10.11.20.31 is a private address)
CURLU: no option, no option, no option; 7 Failed to connect to 10.11.20.31 port 80: Couldn't connect to server (Permission denied: 10.11.20.31 is a private address)
array(0) {
}
