--TEST--
net-snmp asks an agent that a rule allows, by UDP; one that none allows gets no packet
--SKIPIF--
<?php $needed = ['snmp']; $programs = ['/usr/sbin/snmpd']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_snmpd(1610);
drive('10.81.2', 1610, ['snmp'], 'return @snmp2_get("$host:$port", "lab", ".1.3.6.1.2.1.1.5.0", 500000, 0) ?: "nothing";', 'udp');
?>
--EXPECT--
STRING: "lab"
nothing
log: aesock deny udp://10.81.2.2:1610 reason=private rule=- app=default via=libnetsnmp.so.40 snmp2_get
as in stock
{"10.81.2.1":["udp 1610"],"10.81.2.2":[]}
