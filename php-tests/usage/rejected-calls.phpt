--TEST--
A call that the engine does not accept changes no counter, no quota and no lease: of every function, with each argument of a wrong type, one too few and one too many
--INI--
aesock.quota=max_open:5 sends:100/day receives:100/day connects:100/day creates:100/day binds:100/day lookups:100/day
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$info = socket_addrinfo_lookup('93.184.218.21', '7', ['ai_family' => AF_INET, 'ai_socktype' => SOCK_STREAM])[0];
$socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
$stream = fsockopen('93.184.218.21', 7);
socket_connect($socket, '93.184.218.21', 7);
$books = function (): string {
    $quotas = aesock_usage();
    array_walk_recursive($quotas, function (&$value, $key) { $value = $key === 'refills' ? null : $value; });
    return json_encode($quotas);
};

// What is refused in general has calls that the engine accepts: of these it is the decision that is counted.
$functions = array_filter(
    [...get_extension_funcs('sockets'), 'fsockopen', 'pfsockopen', 'stream_socket_client', 'stream_socket_server', 'stream_socket_accept',
        'stream_socket_pair', 'stream_socket_sendto', 'stream_socket_recvfrom', 'stream_socket_shutdown', 'stream_socket_enable_crypto',
        'stream_select', 'stream_set_blocking', 'stream_set_timeout', 'stream_socket_get_name', 'fwrite', 'fread', 'fclose'],
    fn (string $name) => (new ReflectionFunction($name))->getNumberOfParameters() > 0);
$calls = 0;
foreach ($functions as $name) {
    $parameters = (new ReflectionFunction($name))->getParameters();
    $right = [];
    foreach ($parameters as $parameter) {
        $right[] = match (true) {
            $parameter->getName() === 'socket' => $socket,
            $parameter->getName() === 'stream' => $stream,
            $parameter->getName() === 'address' && (string) $parameter->getType() === 'AddressInfo' => $info,
            default => match ($parameter->getName()) {
                'context', 'seconds', 'persistent_id', 'error_code', 'error_message', 'peer_name', 'pair' => null,
                'read', 'write', 'except' => [],
                'hostname' => '93.184.218.21',
                'address' => str_starts_with($name, 'stream') ? 'tcp://plain.test:7' : 'plain.test',
                'port' => 7,
                'domain' => AF_INET,
                'type' => SOCK_STREAM,
                'message' => ['iov' => ['x'], 'name' => ['addr' => 'plain.test', 'port' => 7]],
                default => match ((string) $parameter->getType()) {
                    'int', '?int' => 1,
                    'bool', '?bool' => true,
                    'float', '?float' => 1.0,
                    'string', '?string', 'array|string|null' => 'x',
                    'array' => [],
                    default => null,
                },
            },
        };
    }
    $attempts = [];
    if (!end($parameters)->isVariadic()) {
        $attempts['too many'] = [...$right, 1];
    }
    $required = (new ReflectionFunction($name))->getNumberOfRequiredParameters();
    if ($required) {
        $attempts['too few'] = array_slice($right, 0, $required - 1);
    }
    foreach ($parameters as $index => $parameter) {
        $type = (string) $parameter->getType();
        if ($type !== '' && $type !== 'mixed' && !str_contains($type, 'array') && $parameter->getName() !== 'stream') {
            $attempts["\$$parameter->name"] = array_replace($right, [$index => []]);
        } elseif ($type === 'array' || $type === '?array' || $parameter->getName() === 'stream') {
            $attempts["\$$parameter->name"] = array_replace($right, [$index => 'neither']);
        }
    }
    foreach ($attempts as $how => $arguments) {
        $before = $books();
        $outcome = 'accepted';
        try {
            $references = [];
            foreach ($arguments as $key => &$argument) {
                $references[$key] = &$argument;
            }
            unset($argument);
            @$name(...$references);
        } catch (ArgumentCountError | TypeError | ValueError $error) {
            $outcome = 'rejected';
        }
        $calls++;
        $after = $books();
        if ($outcome !== 'rejected' || $before !== $after) {
            echo "$name, $how: $outcome\n$before\n$after\n";
        }
    }
}
var_dump($calls > 200);

// What the engine refuses by a value, not by its type.
foreach ([
    'a type with flags' => fn () => socket_create(AF_INET, SOCK_STREAM | 0x100000, SOL_TCP),
    'a family' => fn () => socket_create(9999, SOCK_STREAM, 0),
    'nothing to receive' => fn () => socket_recv($socket, $data, 0, 0),
    'nothing to receive from' => fn () => socket_recvfrom($socket, $data, 0, 0, $from),
    'a negative length' => fn () => socket_send($socket, 'x', -1, 0),
    'a message without a form' => fn () => socket_sendmsg($socket, ['iov' => 5]),
    'a buffer without a size' => function () use ($socket) {
        $message = ['buffer_size' => 'x'];
        return socket_recvmsg($socket, $message);
    },
    'no port' => fn () => socket_connect($socket, '93.184.218.21'),
] as $how => $call) {
    $before = $books();
    try {
        $outcome = json_encode(@$call());
    } catch (Error $error) {
        $outcome = $error::class;
    }
    echo "$how: $outcome, ", $before === $books() ? 'nothing counted' : "$before\n{$books()}", "\n";
}

// The sockets are there, with their leases.
fwrite($stream, "stream\n");
socket_write($socket, "socket\n");
echo fgets($stream), socket_read($socket, 7), aesock_usage()['quotas']['max_open']['used'], "\n";
?>
--EXPECT--
bool(true)
a type with flags: ValueError, nothing counted
a family: ValueError, nothing counted
nothing to receive: false, nothing counted
nothing to receive from: false, nothing counted
a negative length: ValueError, nothing counted
a message without a form: false, nothing counted
a buffer without a size: false, nothing counted
no port: ValueError, nothing counted
stream
socket
2
