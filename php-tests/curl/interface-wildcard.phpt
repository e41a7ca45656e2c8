--TEST--
A wildcard as local address is taken, as bindto takes it: it says no more than the family
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

final class Text
{
    public function __construct(private string $text) {}
    public function __toString(): string
    {
        echo "converted ";
        return $this->text;
    }
}
// As stock, which does not reach IPv4 with the wildcard of IPv6.
echo curl_as_in_stock('foreach (["0.0.0.0", "host!0.0.0.0", "::", "host!::"] as $local) {
    foreach (["http://plain.test/", "http://[2606:4700::5]/"] as $url) {
        $handle = handle($url);
        var_dump(curl_setopt($handle, CURLOPT_INTERFACE, $local));
        $alone = ending($handle, curl_exec($handle));
        $handle = handle($url);
        curl_setopt_array($handle, [CURLOPT_INTERFACE => $local]);
        echo "$local: $alone", ending($handle, curl_exec($handle)) === $alone ? "" : ", otherwise in an array", "\n";
    }
}'), "\n";
print_warnings();
$handle = handle('http://plain.test/');
tell(curl_setopt($handle, CURLOPT_INTERFACE, new Text('0.0.0.0')), ending($handle, curl_exec($handle)));
tell(curl_setopt_array($handle, [CURLOPT_INTERFACE => new Text('host!0.0.0.0')]), ending($handle, curl_exec($handle)));
foreach (['DNS_LOCAL_IP4' => '0.0.0.0', 'DNS_LOCAL_IP6' => '::'] as $name => $local) {
    // libcurl without c-ares does not know them.
    tell($name, in_array(@curl_setopt($handle, constant("CURLOPT_$name"), $local) ? 0 : curl_errno($handle), [0, 4, 48], true));
}
foreach (['127.0.0.1', 'host!127.0.0.1', 'if!0.0.0.0', 'lo', '0.0.0.0:80', '::1'] as $local) {
    var_dump(curl_setopt($handle, CURLOPT_INTERFACE, $local));
}
?>
--EXPECT--
bool(true)
0.0.0.0: hello from 93.184.216.34
bool(true)
0.0.0.0: 7 Failed to connect to 2606:4700::5 port 80: Couldn't connect to server
bool(true)
host!0.0.0.0: hello from 93.184.216.34
bool(true)
host!0.0.0.0: 7 Failed to connect to 2606:4700::5 port 80: Couldn't connect to server
bool(true)
::: 7 Failed to connect to plain.test port 80: Couldn't connect to server
bool(true)
::: hello from 2606:4700::5
bool(true)
host!::: 7 Failed to connect to plain.test port 80: Couldn't connect to server
bool(true)
host!::: hello from 2606:4700::5
converted true "hello from 93.184.216.34"
converted true "hello from 93.184.216.34"
"DNS_LOCAL_IP4" true
"DNS_LOCAL_IP6" true
warning: curl_setopt(): Unable to set CURLOPT_INTERFACE: Permission denied: binding to CURLOPT_INTERFACE is not allowed, the system chooses the local address
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_INTERFACE: Permission denied: binding to CURLOPT_INTERFACE is not allowed, the system chooses the local address
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_INTERFACE: Permission denied: binding to CURLOPT_INTERFACE is not allowed, the system chooses the local address
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_INTERFACE: Permission denied: binding to CURLOPT_INTERFACE is not allowed, the system chooses the local address
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_INTERFACE: Permission denied: binding to CURLOPT_INTERFACE is not allowed, the system chooses the local address
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_INTERFACE: Permission denied: binding to CURLOPT_INTERFACE is not allowed, the system chooses the local address
bool(false)
