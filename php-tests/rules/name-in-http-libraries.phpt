--TEST--
A rule by exact name opens its host to Guzzle's two handlers, Symfony's two HTTP clients, and what React and Amp do: each resolves in its own way
--CONFLICTS--
answers
--EXTENSIONS--
curl
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (!is_dir(__DIR__ . '/../../.cache/php-libraries')) die('skip needs .cache/php-libraries, which `make phpt` gets');
?>
--INI--
aesock.default=deny
aesock.allow=db.internal:80 8.8.8.8:53
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

set_include_path(__DIR__ . '/../../.cache/php-libraries/usr/share/php');
error_reporting(E_ALL & ~E_DEPRECATED);
require 'GuzzleHttp/autoload.php';
require 'Symfony/Component/HttpClient/autoload.php';

use GuzzleHttp\Client;
use GuzzleHttp\Handler\{CurlHandler, CurlMultiHandler, StreamHandler};
use GuzzleHttp\HandlerStack;
use Symfony\Component\HttpClient\{CurlHttpClient, NativeHttpClient};

/** Does what code does that is not blocked: waits for a stream of its own. */
$await = function ($stream, bool $for_writing): void {
    [$read, $write, $other] = $for_writing ? [[], [$stream], []] : [[$stream], [], []];
    stream_select($read, $write, $other, 3);
};
/** react/dns and amphp/dns: a query by UDP to the first name server of resolv.conf, without blocking. */
$ask = function (string $name) use ($await): string {
    preg_match('/^nameserver (\S+)/m', file_get_contents('/etc/resolv.conf'), $match);
    $server = stream_socket_client("udp://$match[1]:53", $errno, $error, 0);
    stream_set_blocking($server, false);
    $labels = array_map(fn ($label) => chr(strlen($label)) . $label, explode('.', $name));
    fwrite($server, "\x12\x34\1\0\0\1\0\0\0\0\0\0" . implode($labels) . "\0\0\1\0\1");
    $await($server, false);
    return inet_ntop(substr(fread($server, 512), -4));
};
/** react/socket and amphp/socket: a connect that does not block, to the address, with the name in the context. */
$get = function (string $address, int $flags) use ($await): string {
    $context = stream_context_create(['socket' => ['tcp_nodelay' => true], 'ssl' => ['SNI_enabled' => true, 'peer_name' => 'db.internal']]);
    $stream = @stream_socket_client("tcp://$address:80", $errno, $error, 0, $flags, $context);
    if (!$stream) {
        return $error;
    }
    stream_set_blocking($stream, false);
    $await($stream, true);
    if (stream_socket_get_name($stream, true) === false) {
        return 'no connection';
    }
    fwrite($stream, "GET / HTTP/1.0\r\nHost: db.internal\r\n\r\n");
    for ($page = ''; !feof($stream); $page .= fread($stream, 8192)) {
        $await($stream, false);
    }
    return substr(strstr($page, "\r\n\r\n"), 4);
};
$guzzle = fn (callable $handler) => fn (string $url) => (string) (new Client(['handler' => HandlerStack::create($handler)]))->get($url)->getBody();
$symfony = fn ($client) => fn (string $url) => $client->request('GET', $url)->getContent();
$clients = [
    'Guzzle, CurlHandler' => $guzzle(new CurlHandler()),
    'Guzzle, CurlMultiHandler' => $guzzle(new CurlMultiHandler()),
    'Guzzle, StreamHandler' => $guzzle(new StreamHandler()),
    'Guzzle, StreamHandler, IPv4 by force' => fn (string $url) => (string) (new Client(['handler' => HandlerStack::create(new StreamHandler()), 'force_ip_resolve' => 'v4']))->get($url)->getBody(),
    'Symfony, CurlHttpClient' => $symfony(new CurlHttpClient()),
    'Symfony, NativeHttpClient' => $symfony(new NativeHttpClient()),
    'React and Amp, which ask the name server' => fn (string $url) => $get($ask(parse_url($url, PHP_URL_HOST)), STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT),
    'what asks dns_get_record()' => fn (string $url) => $get(dns_get_record(parse_url($url, PHP_URL_HOST), DNS_A)[0]['ip'], STREAM_CLIENT_CONNECT),
];
foreach ($clients as $client => $page) {
    foreach (['http://db.internal/', 'http://plain.test/'] as $url) {
        try {
            $outcome = trim($page($url));
        } catch (Throwable $error) {
            $outcome = preg_match('/Permission denied: [^()"]*/', $error->getMessage(), $match) ? $match[0] : $error->getMessage();
        }
        echo "$client, $url: $outcome\n";
    }
}
?>
--EXPECT--
Guzzle, CurlHandler, http://db.internal/: hello from 10.8.0.7
Guzzle, CurlHandler, http://plain.test/: Permission denied: no rule allows 93.184.216.34
Guzzle, CurlMultiHandler, http://db.internal/: hello from 10.8.0.7
Guzzle, CurlMultiHandler, http://plain.test/: Permission denied: no rule allows 93.184.216.34
Guzzle, StreamHandler, http://db.internal/: hello from 10.8.0.7
Guzzle, StreamHandler, http://plain.test/: Connection refused for URI http://plain.test/
Guzzle, StreamHandler, IPv4 by force, http://db.internal/: hello from 10.8.0.7
Guzzle, StreamHandler, IPv4 by force, http://plain.test/: Connection refused for URI http://93.184.216.34/
Symfony, CurlHttpClient, http://db.internal/: hello from 10.8.0.7
Symfony, CurlHttpClient, http://plain.test/: Permission denied: no rule allows 93.184.216.34
Symfony, NativeHttpClient, http://db.internal/: hello from 10.8.0.7
Symfony, NativeHttpClient, http://plain.test/: Permission denied: no rule allows 93.184.216.34
React and Amp, which ask the name server, http://db.internal/: hello from 10.8.0.7
React and Amp, which ask the name server, http://plain.test/: Permission denied: no rule allows 93.184.216.34
what asks dns_get_record(), http://db.internal/: hello from 10.8.0.7
what asks dns_get_record(), http://plain.test/: Permission denied: no rule allows 93.184.216.34
