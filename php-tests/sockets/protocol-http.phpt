--TEST--
HTTP requests over ext/sockets: one connection kept, a body of a mebibyte, both ways of reading
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
function request(Socket $socket, string $method, string $path, string $host): void
{
    $text = "$method $path HTTP/1.1\r\nHost: $host\r\n\r\n";
    socket_send($socket, $text, strlen($text), 0) === strlen($text) || die('sent in part');
}

/** Status and body of one answer with a length; head by lines, body by as much as is there. */
function response(Socket $socket): array
{
    for ($head = ''; !str_ends_with($head, "\n\r\n"); $head .= $line) {
        $line = socket_read($socket, 1024, PHP_NORMAL_READ);
        if ($line === '' || $line === false) {
            return ['no answer', ''];
        }
    }
    preg_match('/^content-length: (\d+)/mi', $head, $match);
    for ($body = ''; strlen($body) < $match[1]; $body .= $part) {
        if (!socket_recv($socket, $part, $match[1] - strlen($body), 0)) {
            break;
        }
    }
    return [strtok($head, "\r"), $body];
}

foreach ([[AF_INET, 'plain.test'], [AF_INET6, 'plain6.test'], [AF_INET6, '93.184.216.40']] as [$family, $host]) {
    $socket = socket_create($family, SOCK_STREAM, SOL_TCP);
    socket_connect($socket, $host, 80);
    request($socket, 'GET', '/', $host);
    echo implode(' ', response($socket));
    request($socket, 'GET', '/large', $host);
    [$status, $body] = response($socket);
    echo "$status ", strlen($body), ' ', md5($body) === md5(str_repeat("\0", 1 << 20)) ? 'as it is' : 'otherwise', "\n";
    request($socket, 'GET', '/missing', $host);
    echo response($socket)[0], "\n";

    // Two at once, answered in order.
    request($socket, 'GET', '/', $host);
    request($socket, 'GET', '/redirect-ok', $host);
    echo implode(' ', response($socket)), response($socket)[0], "\n";
    socket_shutdown($socket, 1);
    var_dump(socket_read($socket, 1));
    socket_close($socket);
}
?>
--EXPECT--
HTTP/1.1 200 OK hello from 93.184.216.34
HTTP/1.1 200 OK 1048576 as it is
HTTP/1.1 404 Not Found
HTTP/1.1 200 OK hello from 93.184.216.34
HTTP/1.1 302 Moved Temporarily
string(0) ""
HTTP/1.1 200 OK hello from 2606:4700:4700::1111
HTTP/1.1 200 OK 1048576 as it is
HTTP/1.1 404 Not Found
HTTP/1.1 200 OK hello from 2606:4700:4700::1111
HTTP/1.1 302 Moved Temporarily
string(0) ""
HTTP/1.1 200 OK hello from 93.184.216.40
HTTP/1.1 200 OK 1048576 as it is
HTTP/1.1 404 Not Found
HTTP/1.1 200 OK hello from 93.184.216.40
HTTP/1.1 302 Moved Temporarily
string(0) ""
