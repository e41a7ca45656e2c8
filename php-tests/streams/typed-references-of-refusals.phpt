--TEST--
A refusal that throws for the type of a reference is a refusal all the same, and the next one is told
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

final class Places
{
    public array $number = [];
    public array $text = [];
    public int $small = 0;
}
$places = new Places();
$calls = [
    fn ($any) => @stream_socket_client('tcp://10.11.12.31:80', $places->number, $any, 3),
    fn ($any) => @stream_socket_client('tcp://10.11.12.31:80', $any, $places->text, 3),
    fn ($any) => @stream_socket_client('tls://10.11.12.31:80', $places->number, $places->text, 3),
    fn ($any) => @fsockopen('10.11.12.31', 80, $any, $places->small, 3),
    fn ($any) => @pfsockopen('10.11.12.31', 80, $places->number, $places->text, 3),
    fn ($any) => @stream_socket_server('tcp://0.0.0.0:7103', $places->number, $places->text),
];
foreach ($calls as $call) {
    try {
        $call(null);
        echo "nothing thrown\n";
    } catch (TypeError $thrown) {
        for (; $thrown; $thrown = $thrown->getPrevious()) {
            echo "{$thrown->getMessage()}\n";
        }
    }
    tell($places);
}
echo dial('tcp://10.11.12.31:80'), "\n", dial('tcp://93.184.216.34:7'), "\n";
var_dump(seen_at('10.11.12.31'));
?>
--EXPECT--
Cannot assign int to reference held by property Places::$number of type array
Cannot assign int to reference held by property Places::$number of type array
{"number":[],"text":[],"small":0}
Cannot assign string to reference held by property Places::$text of type array
Cannot assign string to reference held by property Places::$text of type array
{"number":[],"text":[],"small":0}
Cannot assign string to reference held by property Places::$text of type array
Cannot assign int to reference held by property Places::$number of type array
Cannot assign string to reference held by property Places::$text of type array
Cannot assign int to reference held by property Places::$number of type array
{"number":[],"text":[],"small":0}
Cannot assign string to reference held by property Places::$small of type int
{"number":[],"text":[],"small":0}
Cannot assign string to reference held by property Places::$text of type array
Cannot assign int to reference held by property Places::$number of type array
{"number":[],"text":[],"small":0}
Cannot assign string to reference held by property Places::$text of type array
Cannot assign int to reference held by property Places::$number of type array
Cannot assign string to reference held by property Places::$text of type array
Cannot assign int to reference held by property Places::$number of type array
{"number":[],"text":[],"small":0}
13 Permission denied: 10.11.12.31 is a private address
connected to 93.184.216.34:7
array(0) {
}
