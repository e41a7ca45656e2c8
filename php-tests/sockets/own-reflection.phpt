--TEST--
Functions, classes and constants that aesock brings are those of PHP's own ext/sockets, to the last word of reflection
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
require __DIR__ . '/../include/lifecycle.inc';
if (!is_file(ini_get('extension_dir') . '/sockets.so')) die('skip there is no ext/sockets to compare with');
?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = <<<'PHP'
    $extension = new ReflectionExtension('sockets');
    foreach (['Name', 'Version', 'Dependencies', 'INIEntries', 'ClassNames', 'Constants'] as $part) {
        $said = $extension->{"get$part"}();
        // Built apart from PHP, ext/sockets is not compiled with what GNU's netdb.h has besides.
        echo "$part ", json_encode($part === 'Constants' ? array_diff_key($said, LEFT_OUT) : $said), "\n";
    }
    foreach ([...$extension->getFunctions(), ...$extension->getClasses()] as $part) {
        echo $part, "\n";
    }
    foreach (['Socket', 'AddressInfo'] as $class) {
        $class = new ReflectionClass($class);
        foreach (['isFinal', 'isInstantiable', 'isCloneable', 'isInternal', 'isIterable', 'isUserDefined'] as $question) {
            echo "$class->name $question ", json_encode($class->$question()), "\n";
        }
        foreach ([fn () => new $class->name, fn () => $class->newInstance(), fn () => serialize($class->newInstanceWithoutConstructor()), fn () => unserialize("O:6:\"Socket\":0:{}")] as $try) {
            try {
                var_dump($try());
            } catch (Throwable $error) {
                echo $error::class, ' ', $error->getMessage(), "\n";
            }
        }
    }
    // Objects: as they are printed, compared, copied, changed.
    $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
    [$info] = socket_addrinfo_lookup('93.184.216.34', '80', ['ai_flags' => AI_NUMERICHOST, 'ai_socktype' => SOCK_STREAM]);
    foreach ([$socket, $info] as $object) {
        var_dump($object, (array) $object, (bool) $object, $object == $object, $object == clone_or_null($object));
        foreach ([fn () => clone $object, fn () => $object->property = 1, fn () => serialize($object), fn () => json_encode($object), fn () => WeakReference::create($object)->get() === $object, fn () => $object()] as $try) {
            try {
                var_dump($try());
            } catch (Throwable $error) {
                echo $error::class, ' ', $error->getMessage(), "\n";
            }
        }
    }
    var_dump($socket == socket_create(AF_INET, SOCK_STREAM, SOL_TCP), socket_addrinfo_explain($info));

    function clone_or_null(object $object): ?object
    {
        try {
            return clone $object;
        } catch (Error) {
            return null;
        }
    }
    PHP;
$left_out = php_with_sockets('echo json_encode(defined("AI_IDN") ? [] : ["AI_IDN" => 0, "AI_CANONIDN" => 0]);', stock: true);
$code = 'define("LEFT_OUT", json_decode(' . var_export($left_out, true) . ", true));\n$code";
$stock = php_with_sockets($code, stock: true);
$ours = php($code, ['aesock.sockets' => '1', 'aesock.mode' => 'passthrough']);
echo $stock === $ours ? "the same\n" : "stock:\n$stock\nours:\n$ours";
echo substr_count($stock, "\n") > 400 ? "many lines\n" : $stock;
?>
--EXPECT--
the same
many lines
