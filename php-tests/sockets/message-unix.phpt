--TEST--
The path of a message over a Unix socket is judged as what it really is
--EXTENSIONS--
sockets
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$directory = getenv('LAB_DIR') . '/' . bin2hex(random_bytes(4));
mkdir($directory);
mkdir("$directory/open");

// Two receivers, which are not under the policy; they tell what came when their input ends.
$receivers = <<<'PHP'
    $sockets = array_map(fn ($path) => stream_socket_server("udg://$argv[1]/$path", $errno, $errstr, STREAM_SERVER_BIND), ['open/receiver', 'receiver']);
    echo "ready\n";
    stream_get_contents(STDIN);
    foreach ($sockets as $path => $socket) {
        stream_set_blocking($socket, false);
        while (($text = stream_socket_recvfrom($socket, 99)) != '') {
            echo $path === 0 ? 'open' : 'closed', ": $text\n";
        }
    }
    PHP;
$process = proc_open(outside([PHP_BINARY, '-n', '-r', $receivers, $directory]), [['pipe', 'r'], ['pipe', 'w']], $pipes);
fgets($pipes[1]);

symlink("$directory/receiver", "$directory/open/link-to-closed");
symlink("$directory/open/receiver", "$directory/link-to-open");
$code = <<<'PHP'
    chdir($argv[1]);
    set_error_handler(fn (int $level, string $text) => [$GLOBALS['told'] = str_contains($text, 'error converting') ? 'the error of the engine' : $text]);
    [$socket] = array_map('socket_import_stream', stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_DGRAM, 0));
    $send = function (string $title, array $name) use ($socket): void {
        $GLOBALS['told'] = '';
        $sent = socket_sendmsg($socket, ['name' => $name, 'iov' => [$title]]);
        echo "$title: ", $sent === strlen($title) ? 'sent' : str_replace(getcwd(), 'DIR', $GLOBALS['told'] ?: 'in part'), "\n";
    };
    $here = getcwd();
    $send('allowed', ['path' => "$here/open/receiver"]);
    $send('allowed with family', ['family' => '1', 'path' => "$here/open/receiver"]);
    $send('allowed, Stringable', ['path' => new class("$here/open/receiver") {
        public function __construct(private string $path, private int $times = 0)
        {
        }
        public function __toString(): string
        {
            return $this->times++ === 0 ? $this->path : getcwd() . '/receiver';
        }
    }]);
    $send('allowed by a link', ['path' => "$here/link-to-open"]);
    $send('with dots', ['path' => "$here/open/../open/receiver"]);
    $send('with a port that is none', ['path' => "$here/open/receiver", 'port' => 'x', 'addr' => '10.0.0.5']);
    $send('denied', ['path' => "$here/receiver"]);
    $send('denied with a port that is none', ['path' => "$here/receiver", 'port' => 'x', 'addr' => '10.0.0.5']);
    $send('denied by a link', ['path' => "$here/open/link-to-closed"]);
    $send('denied with dots', ['path' => "$here/open/../receiver"]);
    $send('relative', ['path' => 'open/receiver']);
    $send('missing', ['path' => "$here/open/nobody"]);
    $send('abstract', ['path' => "\0receiver"]);
    $send('a NUL', ['path' => "$here/open/receiver\0x"]);
    $send('empty', ['path' => '']);
    $send('no path', ['port' => 7]);
    $send('long', ['path' => str_repeat('/x', 54)]);
    $send('AF_INET', ['family' => AF_INET, 'addr' => '10.0.0.5', 'port' => 7]);
    PHP;
foreach (['', "unix:$directory/open/*"] as $allow) {
    echo $allow === '' ? "no rule\n" : "\nunix:DIR/open/*\n";
    // Threads of PHP have folders of their own, which the kernel does not know.
    echo output(['env', '-C', $directory, ...command(['aesock.allow' => $allow], ['sockets', 'AESOCK']), '-r', $code, $directory]);
}

fclose($pipes[0]);
echo "\n", stream_get_contents($pipes[1]);
proc_close($process);
array_map('unlink', ["$directory/open/link-to-closed", "$directory/link-to-open", "$directory/open/receiver", "$directory/receiver"]);
chdir('/');
array_map('rmdir', ["$directory/open", $directory]);
?>
--EXPECT--
no rule
allowed: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/open/receiver is not allowed, no rule opens it
allowed with family: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/open/receiver is not allowed, no rule opens it
allowed, Stringable: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/open/receiver is not allowed, no rule opens it
allowed by a link: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/link-to-open is not allowed, no rule opens it
with dots: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/open/../open/receiver is not allowed, no rule opens it
with a port that is none: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/open/receiver is not allowed, no rule opens it
denied: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/receiver is not allowed, no rule opens it
denied with a port that is none: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/receiver is not allowed, no rule opens it
denied by a link: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/open/link-to-closed is not allowed, no rule opens it
denied with dots: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/open/../receiver is not allowed, no rule opens it
relative: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket open/receiver is not allowed, no rule opens it
missing: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/open/nobody is not allowed, no rule opens it
abstract: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket \x00receiver is not allowed, no rule opens it
a NUL: socket_sendmsg(): Error in sendmsg [22]: Invalid argument: the host holds a NUL byte
empty: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket  is not allowed, no rule opens it
no path: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket  is not allowed, no rule opens it
long: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket /x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x is not allowed, no rule opens it
AF_INET: the error of the engine

unix:DIR/open/*
allowed: sent
allowed with family: sent
allowed, Stringable: sent
allowed by a link: sent
with dots: sent
with a port that is none: sent
denied: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/receiver is not allowed, no rule opens it
denied with a port that is none: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/receiver is not allowed, no rule opens it
denied by a link: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/open/link-to-closed is not allowed, no rule opens it
denied with dots: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket DIR/open/../receiver is not allowed, no rule opens it
relative: sent
missing: socket_sendmsg(): Error in sendmsg [2]: No such file or directory
abstract: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket \x00receiver is not allowed, no rule opens it
a NUL: socket_sendmsg(): Error in sendmsg [22]: Invalid argument: the host holds a NUL byte
empty: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket  is not allowed, no rule opens it
no path: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket  is not allowed, no rule opens it
long: socket_sendmsg(): Error in sendmsg [13]: Permission denied: Unix socket /x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x is not allowed, no rule opens it
AF_INET: the error of the engine

open: allowed
open: allowed with family
open: allowed, Stringable
open: allowed by a link
open: with dots
open: with a port that is none
open: relative
