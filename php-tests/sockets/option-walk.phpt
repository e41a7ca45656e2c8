--TEST--
Every option at every level is simulated or refused, over TCP and UDP, IPv4 and IPv6
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/option-walk.inc';

$warnings = [];
set_error_handler(function (int $level, string $message) use (&$warnings): bool {
    $warnings[] = $message;
    return true;
});

/** Whether a call failed as a refused option does. */
function is_refused(callable $function, Socket $socket, int $level, int $number, mixed ...$value): bool
{
    global $warnings;
    $warnings = [];
    socket_clear_error($socket);
    socket_clear_error();
    // Of these, one tells for all.
    $is_time = $value !== [] && $level === SOL_TCP && in_array($number, [TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT], true);
    $words = $value === [] ? 'retrieve' : 'set';
    $names = implode('|', option_names($level, $number)) ?: "[A-Z0-9_]+|$number of level $level";
    $text = "/^$function\(\): Unable to $words socket option \[13\]: Permission denied: socket option ($names) is not supported$/";
    return $function($socket, $level, $number, ...$value) === false
        && ($warnings === [] && $is_time || count($warnings) === 1 && preg_match($text, $warnings[0]))
        && socket_last_error($socket) === 13 && socket_last_error() === 13;
}

/** Whether get and set seem to work and change nothing. */
function is_simulated(string $get, string $set, Socket $socket, int $level, int $number, mixed $expected): bool
{
    global $warnings;
    $warnings = [];
    socket_clear_error($socket);
    socket_clear_error();
    $values = [0, 1, -1, 8192, PHP_INT_MAX, 1.5, true, null, '', 'text', [], ['l_onoff' => 1, 'l_linger' => 9], new stdClass(), STDIN, fn () => 1];
    foreach ($values as $value) {
        if ($get($socket, $level, $number) !== $expected || $set($socket, $level, $number, $value) !== true) {
            return false;
        }
    }
    return $get($socket, $level, $number) === $expected
        && $warnings === [] && socket_last_error($socket) === 0 && socket_last_error() === 0;
}

$expected = [];
foreach (SIMULATED as [$level, $number, $value]) {
    $expected["$level/$number"] = $value;
}
$counts = ['simulated' => 0, 'refused' => 0, 'wrong' => 0];
foreach ([['socket_get_option', 'socket_set_option'], ['socket_getopt', 'socket_setopt']] as [$get, $set]) {
    foreach (sockets_of_all_kinds() as $kind => $socket) {
        foreach (option_pairs() as [$level, $number]) {
            if (array_key_exists("$level/$number", $expected)) {
                $became = is_simulated($get, $set, $socket, $level, $number, $expected["$level/$number"]) ? 'simulated' : 'wrong';
            } else {
                $gets = [$level, $number] === [SOL_SOCKET, SO_ERROR]
                    ? $get($socket, $level, $number) === 0
                    : is_refused($get, $socket, $level, $number);
                $became = $gets && is_refused($set, $socket, $level, $number, 1) ? 'refused' : 'wrong';
            }
            $counts[$became]++;
            if ($became === 'wrong') {
                echo "$get/$set, $kind: $level/$number: ", implode(' ', $warnings), "\n";
            }
        }
    }
}
var_dump(count(option_pairs()) > 400, $counts['refused'] === 8 * (count(option_pairs()) - 8));
echo "simulated {$counts['simulated']}, wrong {$counts['wrong']}\n";

// The engine's own errors come first.
foreach ([['socket_get_option', 'x', 4], ['socket_getopt', 1, []], ['socket_set_option', 1, 9]] as [$function, $level, $number]) {
    try {
        $function($socket, $level, $number);
    } catch (TypeError | ArgumentCountError $error) {
        echo $error->getMessage(), "\n";
    }
}
socket_close($socket);
try {
    socket_get_option($socket, SOL_SOCKET, SO_KEEPALIVE);
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
bool(true)
bool(true)
simulated 64, wrong 0
socket_get_option(): Argument #2 ($level) must be of type int, string given
socket_getopt(): Argument #3 ($option) must be of type int, array given
socket_set_option() expects exactly 4 arguments, 3 given
socket_get_option(): Argument #1 ($socket) has already been closed
