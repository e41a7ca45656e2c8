--TEST--
What reaches the network past the policy, or chooses more than a destination, is refused, alone and in an array
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

print_warnings();
const VALUES = [
    'INTERFACE' => 'lo', 'LOCALPORT' => 7777, 'DNS_INTERFACE' => 'lo', 'DNS_LOCAL_IP4' => '127.0.0.1', 'DNS_LOCAL_IP6' => '::1',
    'DOH_URL' => 'https://10.0.0.5/dns', 'DNS_SERVERS' => '10.0.0.5', 'SSLENGINE' => 'dynamic', 'SSLENGINE_DEFAULT' => 1, 'FTPPORT' => '-', 'KRBLEVEL' => 'private',
    'HTTPAUTH' => CURLAUTH_NEGOTIATE, 'PROXYAUTH' => CURLAUTH_NTLM_WB | CURLAUTH_ONLY, 'SOCKS5_AUTH' => CURLAUTH_GSSAPI, 'SSH_AUTH_TYPES' => CURLSSH_AUTH_AGENT,
    'PROTOCOLS' => CURLPROTO_FTP | CURLPROTO_LDAP, 'REDIR_PROTOCOLS' => CURLPROTO_FTP, 'EGDSOCKET' => '/run/egd', 'SSLCERTTYPE' => 'ENG', 'SSLKEYTYPE' => 'eng', 'PROXY_SSLCERTTYPE' => 'ENG', 'PROXY_SSLKEYTYPE' => 'PROV',
];
foreach (VALUES as $name => $value) {
    $handle = curl_init('http://plain.test/');
    $option = constant("CURLOPT_$name");
    var_dump(curl_setopt($handle, $option, $value), curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, $option => $value]));
}
?>
--EXPECT--
warning: curl_setopt(): Unable to set CURLOPT_INTERFACE: Permission denied: binding to CURLOPT_INTERFACE is not allowed, the system chooses the local address
warning: curl_setopt_array(): Unable to set CURLOPT_INTERFACE: Permission denied: binding to CURLOPT_INTERFACE is not allowed, the system chooses the local address
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_LOCALPORT: Permission denied: binding to CURLOPT_LOCALPORT is not allowed, the system chooses the local address
warning: curl_setopt_array(): Unable to set CURLOPT_LOCALPORT: Permission denied: binding to CURLOPT_LOCALPORT is not allowed, the system chooses the local address
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_DNS_INTERFACE: Permission denied: binding to CURLOPT_DNS_INTERFACE is not allowed, the system chooses the local address
warning: curl_setopt_array(): Unable to set CURLOPT_DNS_INTERFACE: Permission denied: binding to CURLOPT_DNS_INTERFACE is not allowed, the system chooses the local address
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_DNS_LOCAL_IP4: Permission denied: binding to CURLOPT_DNS_LOCAL_IP4 is not allowed, the system chooses the local address
warning: curl_setopt_array(): Unable to set CURLOPT_DNS_LOCAL_IP4: Permission denied: binding to CURLOPT_DNS_LOCAL_IP4 is not allowed, the system chooses the local address
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_DNS_LOCAL_IP6: Permission denied: binding to CURLOPT_DNS_LOCAL_IP6 is not allowed, the system chooses the local address
warning: curl_setopt_array(): Unable to set CURLOPT_DNS_LOCAL_IP6: Permission denied: binding to CURLOPT_DNS_LOCAL_IP6 is not allowed, the system chooses the local address
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_DOH_URL: Permission denied: CURLOPT_DOH_URL could connect past the policy
warning: curl_setopt_array(): Unable to set CURLOPT_DOH_URL: Permission denied: CURLOPT_DOH_URL could connect past the policy
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_DNS_SERVERS: Permission denied: CURLOPT_DNS_SERVERS could connect past the policy
warning: curl_setopt_array(): Unable to set CURLOPT_DNS_SERVERS: Permission denied: CURLOPT_DNS_SERVERS could connect past the policy
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_SSLENGINE: Permission denied: CURLOPT_SSLENGINE could connect past the policy
warning: curl_setopt_array(): Unable to set CURLOPT_SSLENGINE: Permission denied: CURLOPT_SSLENGINE could connect past the policy
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_SSLENGINE_DEFAULT: Permission denied: CURLOPT_SSLENGINE_DEFAULT could connect past the policy
warning: curl_setopt_array(): Unable to set CURLOPT_SSLENGINE_DEFAULT: Permission denied: CURLOPT_SSLENGINE_DEFAULT could connect past the policy
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_FTPPORT: Permission denied: FTP to CURLOPT_FTPPORT is not supported
warning: curl_setopt_array(): Unable to set CURLOPT_FTPPORT: Permission denied: FTP to CURLOPT_FTPPORT is not supported
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_KRBLEVEL: Permission denied: CURLOPT_KRBLEVEL lets a library connect by itself, which is not allowed
warning: curl_setopt_array(): Unable to set CURLOPT_KRBLEVEL: Permission denied: CURLOPT_KRBLEVEL lets a library connect by itself, which is not allowed
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_HTTPAUTH: Permission denied: CURLOPT_HTTPAUTH lets a library connect by itself, which is not allowed
warning: curl_setopt_array(): Unable to set CURLOPT_HTTPAUTH: Permission denied: CURLOPT_HTTPAUTH lets a library connect by itself, which is not allowed
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_PROXYAUTH: Permission denied: CURLOPT_PROXYAUTH lets a library connect by itself, which is not allowed
warning: curl_setopt_array(): Unable to set CURLOPT_PROXYAUTH: Permission denied: CURLOPT_PROXYAUTH lets a library connect by itself, which is not allowed
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_SOCKS5_AUTH: Permission denied: CURLOPT_SOCKS5_AUTH lets a library connect by itself, which is not allowed
warning: curl_setopt_array(): Unable to set CURLOPT_SOCKS5_AUTH: Permission denied: CURLOPT_SOCKS5_AUTH lets a library connect by itself, which is not allowed
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_SSH_AUTH_TYPES: Permission denied: CURLOPT_SSH_AUTH_TYPES lets a library connect by itself, which is not allowed
warning: curl_setopt_array(): Unable to set CURLOPT_SSH_AUTH_TYPES: Permission denied: CURLOPT_SSH_AUTH_TYPES lets a library connect by itself, which is not allowed
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_PROTOCOLS: Permission denied: CURLOPT_PROTOCOLS could connect past the policy
warning: curl_setopt_array(): Unable to set CURLOPT_PROTOCOLS: Permission denied: CURLOPT_PROTOCOLS could connect past the policy
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_REDIR_PROTOCOLS: Permission denied: CURLOPT_REDIR_PROTOCOLS could connect past the policy
warning: curl_setopt_array(): Unable to set CURLOPT_REDIR_PROTOCOLS: Permission denied: CURLOPT_REDIR_PROTOCOLS could connect past the policy
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_EGDSOCKET: Permission denied: CURLOPT_EGDSOCKET could connect past the policy
warning: curl_setopt_array(): Unable to set CURLOPT_EGDSOCKET: Permission denied: CURLOPT_EGDSOCKET could connect past the policy
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_SSLCERTTYPE: Permission denied: CURLOPT_SSLCERTTYPE could connect past the policy
warning: curl_setopt_array(): Unable to set CURLOPT_SSLCERTTYPE: Permission denied: CURLOPT_SSLCERTTYPE could connect past the policy
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_SSLKEYTYPE: Permission denied: CURLOPT_SSLKEYTYPE could connect past the policy
warning: curl_setopt_array(): Unable to set CURLOPT_SSLKEYTYPE: Permission denied: CURLOPT_SSLKEYTYPE could connect past the policy
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_PROXY_SSLCERTTYPE: Permission denied: CURLOPT_PROXY_SSLCERTTYPE could connect past the policy
warning: curl_setopt_array(): Unable to set CURLOPT_PROXY_SSLCERTTYPE: Permission denied: CURLOPT_PROXY_SSLCERTTYPE could connect past the policy
bool(false)
bool(false)
warning: curl_setopt(): Unable to set CURLOPT_PROXY_SSLKEYTYPE: Permission denied: CURLOPT_PROXY_SSLKEYTYPE could connect past the policy
warning: curl_setopt_array(): Unable to set CURLOPT_PROXY_SSLKEYTYPE: Permission denied: CURLOPT_PROXY_SSLKEYTYPE could connect past the policy
bool(false)
bool(false)
