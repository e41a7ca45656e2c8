--TEST--
Error number and text are written through references with a type, as the engine does
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

final class Failure
{
    public int $number = -1;
    public string $text = '-';
    public ?string $nullable = null;
    public array $wrong = [];
}
$error = new Failure();
var_dump(@stream_socket_client('tcp://10.0.0.5:80', $error->number, $error->text));
var_dump($error->number, $error->text);
var_dump(@fsockopen('10.0.0.5', 80, $error->number, $error->nullable));
var_dump($error->nullable);
try {
    @fsockopen('10.0.0.5', 80, $error->number, $error->wrong);
} catch (TypeError $thrown) {
    echo $thrown->getMessage(), "\n";
}
var_dump($error->wrong);
?>
--EXPECT--
bool(false)
int(13)
string(48) "Permission denied: 10.0.0.5 is a private address"
bool(false)
string(48) "Permission denied: 10.0.0.5 is a private address"
Cannot assign string to reference held by property Failure::$wrong of type array
array(0) {
}
