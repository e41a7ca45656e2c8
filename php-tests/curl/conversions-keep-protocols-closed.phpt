--TEST--
Code of the script that runs while options are converted finds no protocol that ext/curl has widened, and leaves none
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

/** A text whose conversion runs something. */
class Text
{
    function __construct(private string $text, private Closure $spring) {}
    function __toString(): string { ($this->spring)(); return $this->text; }
}
$restrict = fn () => ini_set('open_basedir', '/');
const URL = 'ldap://93.184.222.31/';

// open_basedir cannot be taken back, so each way has a request of its own.
$ways = [
    'curl_setopt' => fn ($handle) => curl_setopt($handle, CURLOPT_URL, new Text(URL, $restrict)),
    'curl_setopt_array' => fn ($handle) => curl_setopt_array($handle, [CURLOPT_URL => new Text(URL, $restrict)]),
    'another option' => fn ($handle) => curl_setopt_array($handle, [
        CURLOPT_USERAGENT => new Text('agent', $restrict),
        CURLOPT_URL => URL,
        CURLOPT_REFERER => new Text('referer', fn () => print('in between: ' . ending($handle, curl_exec($handle)) . "\n")),
    ]),
    'an error handler' => function ($handle) use ($restrict) {
        set_error_handler($restrict);
        curl_setopt_array($handle, [CURLOPT_USERAGENT => [], CURLOPT_URL => URL]);
        restore_error_handler();
    },
];
$way = getenv('WAY');
if ($way) {
    $handle = handle('');
    $ways[$way]($handle);
    echo 'open_basedir=', ini_get('open_basedir'), "\n";
    exit(ending($handle, curl_exec($handle)) . "\n");
}
foreach ($ways as $way => $_) {
    echo "$way\n", shell_exec('WAY=' . escapeshellarg($way) . ' ' . getenv('TEST_PHP_EXECUTABLE') . ' -n' . loading('curl') . aesock_options() . ' ' . escapeshellarg(__FILE__));
}
var_dump(seen_at('93.184.222.31'));
?>
--EXPECT--
curl_setopt
open_basedir=/
1 Protocol "ldap" not supported or disabled in libcurl (Permission denied: ldap://93.184.222.31/ could connect past the policy)
curl_setopt_array
open_basedir=/
1 Protocol "ldap" not supported or disabled in libcurl (Permission denied: ldap://93.184.222.31/ could connect past the policy)
another option
in between: 1 Protocol "ldap" not supported or disabled in libcurl (Permission denied: ldap://93.184.222.31/ could connect past the policy)
open_basedir=/
1 Protocol "ldap" not supported or disabled in libcurl (Permission denied: ldap://93.184.222.31/ could connect past the policy)
an error handler
open_basedir=/
1 Protocol "ldap" not supported or disabled in libcurl (Permission denied: ldap://93.184.222.31/ could connect past the policy)
array(0) {
}
