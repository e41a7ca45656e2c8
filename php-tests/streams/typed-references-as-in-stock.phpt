--TEST--
References with a type take error number and text, or throw, as in stock PHP: on success, on a failure, and both at once
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

echo as_in_stock(<<<'PHP'
    final class Places
    {
        public int $int = -1;
        public string $string = '-';
        public bool $bool = true;
        public ?string $nullable = null;
        public int|string $either = '-';
        public array $array = ['-'];
        public ?Places $object = null;
        public mixed $mixed = null;
    }
    $calls = [
        'connected' => fn (&$errno, &$errstr) => stream_socket_client('tcp://93.184.216.34:7', $errno, $errstr, 3),
        'refused' => fn (&$errno, &$errstr) => @fsockopen('93.184.216.34', 81, $errno, $errstr, 3),
        'no handshake' => fn (&$errno, &$errstr) => @pfsockopen('ssl://plain.test', 443, $errno, $errstr, 3),
    ];
    $places = [
        ['int', 'string'], ['string', 'nullable'], ['bool', 'either'], ['either', 'bool'],
        ['array', 'mixed'], ['object', 'mixed'], ['mixed', 'int'], ['mixed', 'array'], ['array', 'object'],
        // Both in one: what is written last stays.
        ['mixed', 'mixed'], ['either', 'either'], ['array', 'array'],
    ];
    foreach ($calls as $name => $call) {
        foreach ($places as [$number, $text]) {
            $into = new Places();
            try {
                tell($name, $number, $text, is_resource($call($into->$number, $into->$text)), $into->$number, $into->$text);
            } catch (TypeError $thrown) {
                tell($name, $number, $text, $into->$number, $into->$text);
                for (; $thrown; $thrown = $thrown->getPrevious()) {
                    echo "  {$thrown->getMessage()}\n";
                }
            }
        }
    }
    PHP);
?>
--EXPECT--
"connected" "int" "string" true 0 ""
"connected" "string" "nullable" true "0" ""
"connected" "bool" "either" true false ""
"connected" "either" "bool" true 0 false
"connected" "array" "mixed" ["-"] ""
  Cannot assign int to reference held by property Places::$array of type array
"connected" "object" "mixed" null ""
  Cannot assign int to reference held by property Places::$object of type ?Places
"connected" "mixed" "int" 0 -1
  Cannot assign string to reference held by property Places::$int of type int
"connected" "mixed" "array" 0 ["-"]
  Cannot assign string to reference held by property Places::$array of type array
"connected" "array" "object" ["-"] null
  Cannot assign string to reference held by property Places::$object of type ?Places
  Cannot assign int to reference held by property Places::$array of type array
"connected" "mixed" "mixed" true "" ""
"connected" "either" "either" true "" ""
"connected" "array" "array" ["-"] ["-"]
  Cannot assign string to reference held by property Places::$array of type array
  Cannot assign int to reference held by property Places::$array of type array
"refused" "int" "string" false 111 "Connection refused"
"refused" "string" "nullable" false "111" "Connection refused"
"refused" "bool" "either" false true "Connection refused"
"refused" "either" "bool" false 111 true
"refused" "array" "mixed" ["-"] "Connection refused"
  Cannot assign int to reference held by property Places::$array of type array
"refused" "object" "mixed" null "Connection refused"
  Cannot assign int to reference held by property Places::$object of type ?Places
"refused" "mixed" "int" 111 -1
  Cannot assign string to reference held by property Places::$int of type int
"refused" "mixed" "array" 111 ["-"]
  Cannot assign string to reference held by property Places::$array of type array
"refused" "array" "object" ["-"] null
  Cannot assign string to reference held by property Places::$object of type ?Places
  Cannot assign int to reference held by property Places::$array of type array
"refused" "mixed" "mixed" false "Connection refused" "Connection refused"
"refused" "either" "either" false "Connection refused" "Connection refused"
"refused" "array" "array" ["-"] ["-"]
  Cannot assign string to reference held by property Places::$array of type array
  Cannot assign int to reference held by property Places::$array of type array
"no handshake" "int" "string" false 0 "-"
"no handshake" "string" "nullable" false "0" null
"no handshake" "bool" "either" false false "-"
"no handshake" "either" "bool" false 0 true
"no handshake" "array" "mixed" ["-"] null
  Cannot assign int to reference held by property Places::$array of type array
"no handshake" "object" "mixed" null null
  Cannot assign int to reference held by property Places::$object of type ?Places
"no handshake" "mixed" "int" false 0 -1
"no handshake" "mixed" "array" false 0 ["-"]
"no handshake" "array" "object" ["-"] null
  Cannot assign int to reference held by property Places::$array of type array
"no handshake" "mixed" "mixed" false 0 0
"no handshake" "either" "either" false 0 0
"no handshake" "array" "array" ["-"] ["-"]
  Cannot assign int to reference held by property Places::$array of type array
