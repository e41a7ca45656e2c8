--TEST--
Whatever closes a socket while arguments are converted, no function goes on with what has its descriptor by then: an inherited connection stays untouched, a new one gets nothing, and what is sent is counted
--SKIPIF--
<?php $needed = ['sockets']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/lifecycle.inc';

const CODE = <<<'PHP'
    require getenv('AESOCK_TESTS') . '/include/lab.inc';

    const HERE = '93.184.216.38';

    final class Text
    {
        public function __construct(private string $text) {}

        public function __toString(): string
        {
            swap();
            return $this->text;
        }
    }

    function swap(): void
    {
        global $act, $swaps;
        if ($act) {
            [$now, $act] = [$act, null];
            $now();
            $swaps++;
        }
    }

    function descriptors(): array
    {
        $open = array_map(fn ($path) => @readlink($path), glob('/proc/self/fd/*'));
        return preg_grep('/^socket:/', array_combine(array_map('basename', glob('/proc/self/fd/*')), $open));
    }

    /** Calls of a function: each argument but the first once as one whose conversion runs code of the script. */
    function calls(string $name, Socket $socket): array
    {
        $parameters = (new ReflectionFunction($name))->getParameters();
        $right = [];
        foreach ($parameters as $index => $parameter) {
            $right[$index] = match ($parameter->name) {
                'socket' => $socket,
                'address' => '0.0.0.0',
                'data' => 'stray',
                'message' => str_contains($name, 'send') ? ['iov' => ['stray']] : ['buffer_size' => 5],
                'read' => [$socket],
                'level' => SOL_SOCKET,
                'option' => SO_KEEPALIVE,
                'length' => 5,
                'mode' => PHP_BINARY_READ,
                'port' => 7,
                'flags' => MSG_DONTWAIT,
                'write', 'except' => null,
                'value' => 1,
                default => 0,
            };
        }
        $calls = [];
        foreach ($parameters as $index => $parameter) {
            $chosen = match (true) {
                $parameter->name === 'socket' => [],
                $parameter->name === 'message' && str_contains($name, 'send') => [['iov' => [new Text('stray')]], ['iov' => ['stray'], 'name' => ['family' => new Text('2'), 'addr' => HERE, 'port' => 7]],
                    ['iov' => ['stray'], 'control' => [['level' => new Text('1'), 'type' => 1, 'data' => []]]]],
                $parameter->name === 'message' => [['buffer_size' => new Text('5')], ['name' => ['family' => new Text('2')], 'buffer_size' => 5], ['controllen' => new Text('64')]],
                $parameter->name === 'value' => [new Text('1'), ['l_onoff' => new Text('1'), 'l_linger' => 0]],
                str_contains((string) $parameter->getType(), 'int') => [$right[$index] + 0.5, ...$parameter->allowsNull() ? [] : [null]],
                str_contains((string) $parameter->getType(), 'string') => [new Text($right[$index]), null],
                default => [],
            };
            foreach ($chosen as $value) {
                $calls[] = array_replace($right, [$index => $value]);
            }
        }
        return $calls;
    }

    set_error_handler(fn () => [swap(), true][1]);
    $inherited = fopen('php://fd/0', 'r+');
    stream_set_timeout($inherited, 1);

    // What takes the descriptor, and whether it was left alone.
    $cases = [
        'an inherited connection' => [function () use ($inherited) {
            fwrite($inherited, "mine\n");
            [$read, $none] = [[$inherited], null];
            stream_select($read, $none, $none, 5);
        }, fn () => fopen('php://fd/0', 'r+'), fn ($other) => fgets($inherited) === "mine\n"],
        'a new connection' => [fn () => null, fn () => stream_socket_client('tcp://' . HERE . ':7'),
            fn ($other) => stream_set_timeout($other, 1) && fwrite($other, "mine\n") && fgets($other) === "mine\n"],
    ];
    $functions = array_filter(get_extension_funcs('sockets'), fn ($name) => preg_match('/^(socket|read)$/', (new ReflectionFunction($name))->getParameters()[0]->name ?? ''));
    [$made, $swaps] = [[], 0];
    foreach ($cases as $what => [$before, $dial, $is_untouched]) {
        foreach ($functions as $name) {
            for ($number = 0, $count = 1; $number < $count; $number++) {
                $known = descriptors();
                $stream = stream_socket_client('tcp://' . HERE . ':7');
                $socket = socket_import_stream($stream);
                $calls = calls($name, $socket);
                $count = count($calls);
                if (!$count) {
                    continue;
                }
                $descriptor = array_key_first(array_diff_key(descriptors(), $known));
                $before();
                [$other, $others] = [null, []];
                $act = function () use (&$stream, &$other, &$others, $dial, $descriptor) {
                    fclose($stream);
                    do {
                        $others[] = $other = $dial();
                    } while (!isset(descriptors()[$descriptor]));
                };
                ['bytes_sent' => $sent] = aesock_usage();
                $arguments = [];
                foreach ($calls[$number] as $index => $value) {
                    $arguments[$index] = &$value;
                    unset($value);
                }
                $outcome = 'nothing';
                try {
                    $outcome = json_encode($name(...$arguments));
                } catch (Throwable $thrown) {
                    $outcome = $thrown->getMessage();
                }
                $counted = aesock_usage()['bytes_sent'] - $sent;
                $act = null;
                // What no code of the script runs in, moves what is its own.
                if ($other && ($counted > 0 || in_array($outcome, ['true', '5'], true)) && !($name === 'socket_select' || str_ends_with($name, 'opt') || str_ends_with($name, '_option'))) {
                    echo "$name, ", json_encode($calls[$number]), ", $what: $outcome, counted $counted\n";
                }
                if ($other) {
                    $made[$name] = true;
                }
                if (!$is_untouched($other ?? $stream) && $other) {
                    echo "$name, ", json_encode($calls[$number]), ": $what was used\n";
                }
                unset($arguments, $calls, $socket, $stream, $other, $others);
            }
        }
    }
    sort($functions);
    tell($swaps > 60, array_map(fn ($name) => substr($name, 7), array_keys($made)));
    PHP;

$command = [...command(['aesock.allow' => 'options'], ['sockets', 'AESOCK']), '-r', CODE];
$command = implode(' ', array_map(escapeshellarg(...), $command));
putenv('AESOCK_TESTS=' . dirname(__DIR__));
echo shell_exec('bash -c ' . escapeshellarg("exec 0<>/dev/tcp/93.184.216.39/7; exec $command") . ' 2>&1');
?>
--EXPECT--
true ["select","listen","write","read","connect","bind","recv","send","recvfrom","sendto","get_option","getopt","set_option","setopt","shutdown","sendmsg","recvmsg"]
