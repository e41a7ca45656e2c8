--TEST--
Text that the script chose makes no line of its own and no other key in the log
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.log=all
--FILE--
<?php
$hosts = [
    "a\naesock allow tcp://10.0.0.5:80", "a\r\nb", "\x1b[31mred", "a\\x0ab", "caf\xc3\xa9.test", "\xff\xfe",
    '10.0.0.5:80 reason=public rule=- app=shop via=fsockopen', "\0hidden", "%s%n",
];
foreach ($hosts as $host) {
    @stream_socket_client("tcp://$host:80");
    @fsockopen("unix://$host");
}
?>
--EXPECTF--
aesock deny tcp://a\x0aaesock\x20allow\x20tcp://10.0.0.5:80:80 reason=name-not-found rule=- app=default via=stream_socket_client%S
aesock deny unix://a\x0aaesock\x20allow\x20tcp://10.0.0.5:80 reason=unix rule=- app=default via=fsockopen%S
aesock deny tcp://a\x0d\x0ab:80 reason=name-not-found rule=- app=default via=stream_socket_client%S
aesock deny unix://a\x0d\x0ab reason=unix rule=- app=default via=fsockopen%S
aesock deny tcp://\x1b[31mred:80 reason=name-not-found rule=- app=default via=stream_socket_client%S
aesock deny unix://\x1b[31mred reason=unix rule=- app=default via=fsockopen%S
aesock deny tcp://a\x5cx0ab:80 reason=invalid-target rule=- app=default via=stream_socket_client%S
aesock deny unix://a\x5cx0ab reason=unix rule=- app=default via=fsockopen%S
aesock deny tcp://caf\xc3\xa9.test:80 reason=invalid-target rule=- app=default via=stream_socket_client%S
aesock deny unix://caf\xc3\xa9.test reason=unix rule=- app=default via=fsockopen%S
aesock deny tcp://\xff\xfe:80 reason=invalid-target rule=- app=default via=stream_socket_client%S
aesock deny unix://\xff\xfe reason=unix rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.5:80\x20reason=public\x20rule=-\x20app=shop\x20via=fsockopen:80 reason=invalid-target rule=- app=default via=stream_socket_client%S
aesock deny unix://10.0.0.5:80\x20reason=public\x20rule=-\x20app=shop\x20via=fsockopen reason=unix rule=- app=default via=fsockopen%S
aesock deny tcp://\x00hidden:80 reason=invalid-target rule=- app=default via=stream_socket_client%S
aesock deny unix://\x00hidden reason=unix rule=- app=default via=fsockopen%S
aesock deny tcp://%cs%cn:80 reason=invalid-target rule=- app=default via=stream_socket_client%S
aesock deny unix://%cs%cn reason=unix rule=- app=default via=fsockopen%S
