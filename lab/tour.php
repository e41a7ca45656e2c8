<?php
/**
 * A tour of what aesock allows and denies, by real calls: `lab/run php -n -d extension=MODULE lab/tour.php`.
 *
 * Ends with status 1 when an outcome is not the expected one or the witness saw a packet where none may go.
 */

require __DIR__ . '/seen.php';

const TIMEOUT = 3;
const OWN_ADDRESS = '[2a01:4f8:c0c:1::2]';

/** All that the tour may send: to anything else, not one packet. */
const MAY_BE_SEEN = [
    'internet udp 8.8.8.8 53',
    'internet tcp 93.184.216.34 80',
    'internet tcp 93.184.216.34 443',
    'internet tcp 142.250.102.108 465',
    'internet tcp 142.250.102.108 587',
    'internet tcp 142.250.102.109 993',
    'internet tcp 2a00:1450:4013:c00::6d 465',
    'internet tcp 2a00:1450:4013:c00::6d 587',
    'internet tcp 2606:4700:4700::dead 80',
];

stream_context_set_default(['ssl' => ['cafile' => getenv('LAB_CA')], 'http' => ['timeout' => TIMEOUT]]);

/** Connects and returns the peer's address. */
function dial(string $target): string|false
{
    $stream = stream_socket_client($target, timeout: TIMEOUT);
    return $stream ? stream_socket_get_name($stream, true) : false;
}

function dial_host(string $host, int $port): string|false
{
    $stream = fsockopen($host, $port, timeout: TIMEOUT);
    return $stream ? stream_socket_get_name($stream, true) : false;
}

/** Connects and returns the beginning of the server's first line. */
function greeting(string $target): string|false
{
    $stream = stream_socket_client($target, timeout: TIMEOUT);
    return $stream ? substr(rtrim(fgets($stream)), 0, 40) : false;
}

function page(string $url): string|false
{
    $body = file_get_contents($url);
    return $body === false ? false : rtrim($body);
}

/** A whole SMTP conversation up to the first command inside TLS. */
function starttls(string $host, int $port): string|false
{
    $stream = fsockopen($host, $port, timeout: TIMEOUT);
    if (!$stream) {
        return false;
    }
    $reply = function (string $command = '') use ($stream) {
        fwrite($stream, $command);
        do {
            $line = fgets($stream);
        } while ($line && $line[3] === '-');
        return rtrim((string) $line);
    };
    $reply();
    $reply("EHLO tour.test\r\n");
    $reply("STARTTLS\r\n");
    stream_context_set_option($stream, ['ssl' => ['cafile' => getenv('LAB_CA'), 'peer_name' => $host]]);
    if (!stream_socket_enable_crypto($stream, true, STREAM_CRYPTO_METHOD_TLS_CLIENT)) {
        return false;
    }
    return stream_get_meta_data($stream)['crypto']['protocol'] . ', ' . $reply("NOOP\r\n");
}

/** Asks a name server for the address of plain.test. */
function lookup(string $target): string|false
{
    $stream = stream_socket_client($target, timeout: TIMEOUT);
    if (!$stream) {
        return false;
    }
    stream_set_timeout($stream, TIMEOUT);
    fwrite($stream, "\x12\x34\1\0\0\1\0\0\0\0\0\0\5plain\4test\0\0\1\0\1");
    $address = inet_ntop(substr((string) fread($stream, 512), -4));
    return $address ? "plain.test is $address" : false;
}

/** Connects to a name whose first address is dead and says how long it took. */
function dial_around(string $target): string|false
{
    $start = hrtime(true);
    $peer = dial($target);
    return $peer ? sprintf('%s after %d ms', $peer, (hrtime(true) - $start) / 1e6) : false;
}

function serve(string $address): string|false
{
    $stream = stream_socket_server($address);
    return $stream ? 'listening' : false;
}

/** The outcome of a call, with what it returned or why it did not. Only a policy's refusal is `denied`. */
function attempt(callable $call): array
{
    $messages = [];
    set_error_handler(function (int $level, string $message) use (&$messages) {
        $messages[] = $message;
        return true;
    });
    $result = $call();
    restore_error_handler();

    if ($result !== false) {
        return ['connected', $result];
    }
    foreach ($messages as $message) {
        if (preg_match('/Permission denied: .*?(?=\)?$)/', $message, $reason)) {
            return ['denied', $reason[0]];
        }
    }
    return ['failed', end($messages) ?: 'no reason given'];
}

$tour = [
    ['tcp://plain.test:80', 'connected', dial(...)],
    ['ssl://plain.test:443', 'connected', dial(...)],
    ['smtp.gmail.com:587, STARTTLS', 'connected', fn () => starttls('smtp.gmail.com', 587)],
    ['ssl://smtp.gmail.com:465', 'connected', greeting(...)],
    ['ssl://imap.gmail.com:993', 'connected', greeting(...)],
    ['udp://8.8.8.8:53', 'connected', lookup(...)],
    ['tcp://blackhole.test:80', 'connected', dial_around(...)],
    ['http://plain.test/redirect-ok', 'connected', page(...)],
    ['http://plain.test/redirect-private', 'denied', page(...)],
    ['tcp://10.0.0.5:80', 'denied', dial(...)],
    ['tcp://169.254.169.254:80', 'denied', dial(...)],
    ['tcp://127.0.0.1:80', 'denied', dial(...)],
    ['tcp://' . OWN_ADDRESS . ':80', 'denied', dial(...)],
    ['tcp://93.184.216.34:25', 'denied', dial(...)],
    ['tcp://smtp.gmail.com:443', 'denied', dial(...)],
    ['fsockopen 2130706433, 80', 'denied', fn () => dial_host('2130706433', 80)],
    ['fsockopen [::ffff:127.0.0.1], 80', 'denied', fn () => dial_host('[::ffff:127.0.0.1]', 80)],
    ['tcp://rebind.scripted.test:80', 'connected', dial(...)],
    ['tcp://rebind.scripted.test:80', 'denied', dial(...)],
    ['unix:///var/run/docker.sock', 'denied', dial(...)],
    ['server on tcp://0.0.0.0:8000', 'denied', fn () => serve('tcp://0.0.0.0:8000')],
];

$unexpected = 0;
foreach ($tour as [$target, $expected, $call]) {
    [$outcome, $reason] = attempt(fn () => $call($target));
    $unexpected += $outcome === $expected ? 0 : 1;
    printf("%-36s %-10s %s%s\n", $target, $outcome, $outcome === $expected ? '' : "(expected: $expected) ", $reason);
}

$forbidden = array_diff(lab_seen(), MAY_BE_SEEN);
printf("\n%d of %d as expected, packets at forbidden addresses: %d\n", count($tour) - $unexpected, count($tour), count($forbidden));
foreach (array_unique($forbidden) as $line) {
    echo "    $line\n";
}
exit($unexpected > 0 || $forbidden !== [] ? 1 : 0);
