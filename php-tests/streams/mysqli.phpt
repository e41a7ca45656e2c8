--TEST--
mysqli connects through the transports: a refusal is error 2002 with the reason, by address, name and Unix socket
--EXTENSIONS--
mysqlnd
mysqli
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
mysqli.default_socket=/run/aesock-phpt.sock
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

mysqli_report(MYSQLI_REPORT_OFF);
foreach (['10.11.12.26', 'private.test', 'p:10.11.12.26', 'localhost', 'nosuch.test'] as $host) {
    $result = @mysqli_connect($host, 'user', 'word');
    echo json_encode($result), ' ', mysqli_connect_errno(), ' ', mysqli_connect_error(), "\n";
}
var_dump(seen_at('10.11.12.26'));
@mysqli_connect('93.184.217.14', 'user', 'word');
echo implode(', ', seen_at('93.184.217.14')), "\n";
?>
--EXPECT--
false 2002 Permission denied: 10.11.12.26 is a private address
false 2002 Permission denied: private.test (10.0.0.5) is a private address
false 2002 Permission denied: 10.11.12.26 is a private address
false 2002 Permission denied: Unix socket /run/aesock-phpt.sock is not allowed, no rule opens it
false 2002 php_network_getaddresses: getaddrinfo for nosuch.test failed: Name or service not known
array(0) {
}
tcp 3306
