--TEST--
libremctl has a remctld that a rule allows run a command, with a ticket that libkrb5 gets of a Kerberos; a remctld and a Kerberos that none allows get no packet
--SKIPIF--
<?php
$needed = ['remctl'];
$programs = [__DIR__ . '/../../.cache/native-servers/usr/sbin/remctld'];
require __DIR__ . '/../include/native-skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

$kerberos = '10.81.14.3';
foreach (start_remctld(4373, 8873, $kerberos) as $name => $value) {
    putenv("$name=$value");
}
const CODE = <<<'PHP'
    $remctl = remctl_new();
    remctl_set_timeout($remctl, 5);
    if (!remctl_open($remctl, $host, $port, 'host/lab@LAB.TEST') || !remctl_command($remctl, ['lab', 'say', 'hello'])) {
        return remctl_error($remctl);
    }
    return trim(remctl_output($remctl)->data);
    PHP;
drive('10.81.14', 4373, ['remctl'], CODE, settings: ['aesock.allow' => "tcp://10.81.14.1:4373 tcp://$kerberos:8873"]);
echo "-- no Kerberos\n";
drive('10.81.14', 4373, ['remctl'], CODE);
tell(seen_at($kerberos));
?>
--EXPECT--
say hello
cannot connect to 10.81.14.2 (port 4373): Permission denied
log: aesock deny tcp://10.81.14.2:4373 reason=private rule=- app=default via=libremctl.so.1 remctl_open
as in stock
{"10.81.14.1":["tcp 4373"],"10.81.14.2":[]}
-- no Kerberos
GSS-API error initializing context: No credentials were supplied, or the credentials were unavailable or inaccessible, Cannot contact any KDC for realm 'LAB.TEST'
cannot connect to 10.81.14.2 (port 4373): Permission denied
log: aesock deny tcp://10.81.14.3:8873 reason=private rule=- app=default via=libkrb5.so.3 remctl_open
log: aesock deny udp://10.81.14.3:8873 reason=private rule=- app=default via=libkrb5.so.3 remctl_open
log: aesock deny tcp://10.81.14.2:4373 reason=private rule=- app=default via=libremctl.so.1 remctl_open
in stock: say hello
{"10.81.14.1":["tcp 4373"],"10.81.14.2":[]}
[]
