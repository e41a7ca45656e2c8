--TEST--
A fatal error in what curl_reset() frees leaves no handle without the policy to shutdown functions
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

class Trap
{
    function __invoke() { return 0; }
    function __destruct() { @trigger_error('the end', E_USER_ERROR); }
}

$multi = curl_multi_init();
$handle = handle('http://93.184.216.34/');
curl_multi_add_handle($multi, $handle);
curl_setopt($handle, CURLOPT_PROGRESSFUNCTION, new Trap);
register_shutdown_function(function () use ($multi, $handle) {
    curl_setopt_array($handle, [CURLOPT_URL => 'http://169.254.169.254/', CURLOPT_RETURNTRANSFER => true]);
    $clone = clone $handle;
    do {
        curl_multi_exec($multi, $running);
        $running and curl_multi_select($multi, 1);
    } while ($running);
    curl_multi_info_read($multi);
    echo ending($handle, false), "\n", ending($clone, curl_exec($clone)), "\n";
    var_dump(seen_at('169.254.169.254'));
});
curl_reset($handle);
?>
--EXPECTF--
Fatal error: the end in %s on line %d
7 Couldn't connect to server (Permission denied: 169.254.169.254 is a link-local address)
7 Failed to connect to 169.254.169.254 port 80: Couldn't connect to server (Permission denied: 169.254.169.254 is a link-local address)
array(0) {
}
