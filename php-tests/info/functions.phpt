--TEST--
The functions and classes of ext/curl, ext/ftp, ext/openssl, ext/sockets and ext/standard are those that were looked at, and none is unknown
--FILE--
<?php
/*
 * A function or class that is printed here is new. Where it takes or makes a socket a door has to know it, or say in LOOKED_AT and HARMLESS
 * of src/php/hooks.rs why not; then it is entered in the list of this version.
 */
$list = __DIR__ . '/functions/' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION . '.txt';
is_file($list) or die("there is no list of this version: $list\n");
$known = file($list, FILE_IGNORE_NEW_LINES);
$code = 'foreach (["curl", "ftp", "openssl", "sockets", "standard"] as $name) {
    if (!extension_loaded($name)) continue;
    $extension = new ReflectionExtension($name);
    foreach (array_keys($extension->getFunctions()) as $function) echo "$name $function\n";
    foreach ($extension->getClassNames() as $class) echo "$name class $class\n";
}
foreach (function_exists("aesock_status") ? aesock_status()["not_covered"] : [] as $entry) {
    if (preg_match("/^(curl_|ftp_|openssl_|socket_|stream_|fsock|pfsock|dns_|gethost|http_|net_)/", $entry)) echo "unknown $entry\n";
}';
$command = escapeshellarg(getenv('TEST_PHP_EXECUTABLE')) . ' -n -d log_errors=0 -d display_startup_errors=0';
foreach (['curl', 'ftp', 'sockets'] as $name) {
    if (is_file(ini_get('extension_dir') . "/$name.so")) {
        $command .= " -d extension=$name";
    }
}
exec($command . ' -d aesock.log= -d extension=' . escapeshellarg(getenv('AESOCK_MODULE')) . ' -r ' . escapeshellarg($code), $there);
echo implode("\n", ['new:', ...array_diff($there, $known), '']);
echo count($there) > 600 ? "many\n" : "few\n";
?>
--EXPECT--
new:
many
