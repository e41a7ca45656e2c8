--TEST--
librrd asks an rrdcached that a rule allows; one that none allows gets no packet, and a Unix socket needs a rule too
--SKIPIF--
<?php
$needed = ['rrd'];
$programs = [__DIR__ . '/../../.cache/native-servers/usr/bin/rrdcached'];
require __DIR__ . '/../include/native-skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

$folder = start_rrdcached(42217);
const CODE = <<<'PHP'
    $options = ['--start', '1000000000', '--step', '60', 'DS:lab:GAUGE:120:U:U', 'RRA:LAST:0.5:1:10'];
    $asked = @rrd_create("$file.rrd", ["--daemon=$daemon", ...$options])
        ? @rrd_fetch("$file.rrd", ['LAST', "--daemon=$daemon", '--start', '1000000000', '--end', '1000000060']) : false;
    // Without its daemon librrd does by itself what it can.
    return ($asked ? implode(' ', array_keys($asked['data'])) : rrd_error()) . (@fileowner("$file.rrd") === 0 ? ' of PHP' : ' of rrdcached');
    PHP;
drive('10.81.15', 42217, ['rrd'], '$daemon = "$host:$port"; $file = $host . getmypid(); chdir(getenv("LAB_DIR"));' . CODE);
echo "-- a Unix socket\n";
putenv("DAEMON=unix:$folder");
const UNIX = '$daemon = getenv("DAEMON") . "/socket"; $file = dirname(substr($daemon, 5)) . "/" . getmypid();';
foreach ([[], ['aesock.allow' => "unix:$folder/*"]] as $settings) {
    echo str_replace($folder, 'FOLDER', run_native('echo (function () {' . UNIX . CODE . '})(), "\n";', ['rrd'], $settings));
}
?>
--EXPECT--
lab of rrdcached
lab of PHP
log: aesock deny tcp://10.81.15.2:42217 reason=private rule=- app=default via=librrd.so.8 rrd_create
log: aesock deny tcp://10.81.15.2:42217 reason=private rule=- app=default via=librrd.so.8 rrd_fetch
as in stock
{"10.81.15.1":["tcp 42217"],"10.81.15.2":[]}
-- a Unix socket
lab of PHP
log: aesock deny unix://FOLDER/socket reason=unix rule=- app=default via=librrd.so.8 rrd_create
log: aesock deny unix://FOLDER/socket reason=unix rule=- app=default via=librrd.so.8 rrd_fetch
lab of rrdcached
