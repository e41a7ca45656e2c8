--TEST--
A function for pages that a server pushes is taken, as libraries set it unasked, and no page can be pushed: the server is told so; audit and rule `any` let it through
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; if (!(curl_version()['features'] & CURL_VERSION_HTTP2)) die('skip needs HTTP/2'); ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

// Prints whether a client says in its first settings that it takes pushed pages.
const SERVER = '$server = stream_socket_server("tcp://127.0.0.1:7902"); echo "ready\n";
    while ($client = stream_socket_accept($server, 60)) {
        for ($sent = ""; strlen($sent) < 33 && !feof($client);) $sent .= fread($client, 4096);
        $settings = substr($sent, 33, hexdec(bin2hex(substr($sent, 24, 3))));
        foreach (str_split($settings, 6) as $setting) {
            $each = unpack("nid/Nvalue", $setting);
            if ($each["id"] === 2) echo "push {$each["value"]}\n";
        }
        fclose($client);
    }';
$server = proc_open(outside([PHP_BINARY, '-n', '-r', SERVER]), [1 => ['pipe', 'w']], $pipes);
fgets($pipes[1]);

// As Symfony's client does, whose users have handlers that throw.
$code = 'set_error_handler(fn ($level, $message) => throw new ErrorException($message));
    $multi = curl_multi_init();
    var_dump(curl_multi_setopt($multi, CURLMOPT_PUSHFUNCTION, fn () => CURL_PUSH_OK));
    fetch_all([handle("http://127.0.0.1:7902/", [CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE])], $multi);
    echo fetch_all([handle("http://plain.test/")], $multi)[0], "\n";';
foreach (['stock' => null, 'enforce' => ['aesock.allow' => 'tcp://127.0.0.1:7902'], 'audit' => ['aesock.mode' => 'audit'], 'any' => ['aesock.allow' => 'any'], 'deny=any' => ['aesock.deny' => 'any']] as $what => $settings) {
    echo "$what: ", run_curl($code, $settings ?? [], stock: $settings === null), "\n";
    echo $what === 'deny=any' ? '' : fgets($pipes[1]);
}
proc_terminate($server);
?>
--EXPECTF--
stock: bool(true)
hello from 93.184.216.34
push 1
enforce: bool(true)
hello from 93.184.216.34
push 0
audit: bool(true)
hello from 93.184.216.34
push 1
any: bool(true)
hello from 93.184.216.34
push 1
deny=any: %AUnable to set CURLMOPT_PUSHFUNCTION: Permission denied: CURLMOPT_PUSHFUNCTION is denied by a rule (`any`)%A
