--TEST--
A rule takes a Unix socket's path as the log writes it, and behind links that only root can change; a link of somebody else's leads a rule nowhere
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
if (fileowner('/proc/self') !== 0) die('skip needs root');
if (@readlink('/var/run') !== '/run') die('skip /var/run is no link to /run');
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$socket = '/run/aesock-' . bin2hex(random_bytes(4)) . '.sock';
touch($socket);
register_shutdown_function(fn () => unlink($socket));
$name = basename($socket, '.sock');
$check = fn (string $rule, string $target) => trim(php('echo aesock_check(' . var_export($target, true) . ')["reason"], " ", @stream_socket_client("unix://' . $socket . '", $errno) ?: $errno;', ['aesock.allow' => $rule]));
foreach (["unix:$socket", "unix://$socket", "unix:/var$socket", "unix:///var$socket", "unix:/var/run/*.sock", "unix:/run//./$name.sock", 'unix:/run/other.sock', "unix:/run/../run/$name.sock"] as $rule) {
    echo str_replace($name, 'NAME', "$rule: {$check($rule, "unix:$socket")}, {$check($rule, "unix:///var$socket")}"), "\n";
}
// A directory of another user's.
$own = '/tmp/' . $name;
mkdir($own, 0777);
chmod($own, 0777);
symlink('/run', "$own/link");
echo str_replace($name, 'NAME', "unix:$own/link/*.sock: {$check("unix:$own/link/*.sock", "unix:$socket")}"), "\n";
unlink("$own/link");
rmdir($own);
?>
--EXPECT--
unix:/run/NAME.sock: rule 111, rule 111
unix:///run/NAME.sock: rule 111, rule 111
unix:/var/run/NAME.sock: rule 111, rule 111
unix:///var/run/NAME.sock: rule 111, rule 111
unix:/var/run/*.sock: rule 111, rule 111
unix:/run//./NAME.sock: rule 111, rule 111
unix:/run/other.sock: unix 13, unix 13
unix:/run/../run/NAME.sock: Fatal error: aesock: aesock.allow: rule `unix:/run/../run/NAME.sock`: the path holds `..`, write the real path in Unknown on line 0
exit status 254, Fatal error: aesock: aesock.allow: rule `unix:/run/../run/NAME.sock`: the path holds `..`, write the real path in Unknown on line 0
exit status 254
unix:/tmp/NAME/link/*.sock: unix 13
