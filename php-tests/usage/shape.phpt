--TEST--
aesock_usage tells the bytes that App Engine billed first, then all counters, refusals by reason, and quotas
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.application=shop
--FILE--
<?php
@fsockopen('10.0.0.5', 80);
@fsockopen('10.0.0.6', 80);
@fsockopen('8.8.8.8', 25);
aesock_check('10.0.0.7', 80);
echo json_encode(aesock_usage(), JSON_PRETTY_PRINT), "\n";
var_dump(aesock_usage() === aesock_usage(null), aesock_usage() === aesock_usage('shop'));
?>
--EXPECT--
{
    "outgoing_bytes": 0,
    "bytes_sent": 0,
    "bytes_received": 0,
    "creates": 0,
    "binds": 0,
    "connects": 0,
    "sends": 0,
    "receives": 0,
    "datagrams_sent": 0,
    "datagrams_received": 0,
    "lookups": 0,
    "reclaims": 0,
    "denials": {
        "private": 2,
        "port-25": 1
    },
    "quotas": []
}
bool(true)
bool(true)
