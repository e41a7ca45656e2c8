--TEST--
ext/pinba reports to a server that a rule allows, by its class and by itself at the end of a request; one that none allows gets no packet
--DESCRIPTION--
The server is a stand-in.
--SKIPIF--
<?php $needed = ['pinba']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_stand_in('pinba', 30002);
drive('10.81.13', 30002, ['pinba'], <<<'PHP'
    $pinba = new PinbaClient(["$host:$port"]);
    $pinba->setScriptname("for-$host");
    @$pinba->send();
    return error_get_last()['message'] ?? 'sent';
    PHP, 'udp');
foreach (['10.81.13.1', '10.81.13.2'] as $host) {
    echo "-- $host at the end of a request\n";
    echo run_native('pinba_script_name_set("at-the-end");', ['pinba'], ['aesock.allow' => 'udp://10.81.13.1:30002', 'pinba.enabled' => 1, 'pinba.server' => "$host:30002", 'display_errors' => 0]);
    tell(seen_at_each('10.81.13.1', '10.81.13.2'));
}
echo output([getenv('TEST_PHP_EXECUTABLE'), '-n', '-r', 'echo "reported: ", stream_get_contents(fsockopen("45.79.19.200", 30002));']);
?>
--EXPECT--
sent
PinbaClient::send(): failed to send data to Pinba server: Permission denied
log: aesock deny udp://10.81.13.2:30002 reason=private rule=- app=default via=pinba.so PinbaClient::send
as in stock
{"10.81.13.1":["udp 30002"],"10.81.13.2":[]}
-- 10.81.13.1 at the end of a request
{"10.81.13.1":["udp 30002"],"10.81.13.2":[]}
-- 10.81.13.2 at the end of a request
log: PHP Warning:  PHP Request Shutdown: failed to send data to Pinba server: Permission denied in Unknown on line 0
log: aesock deny udp://10.81.13.2:30002 reason=private rule=- app=default via=pinba.so engine
{"10.81.13.1":[],"10.81.13.2":[]}
reported: for-10.81.13.1 for-10.81.13.1 at-the-end
