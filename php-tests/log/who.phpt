--TEST--
A line names the name with its address, whichever door was taken, file and line of the script's call, and that nothing was refused in audit mode; a name that does not exist is no denial
--EXTENSIONS--
curl
sockets
--SKIPIF--
<?php $needed = ['curl', 'sockets']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$script = scratch('<?php
    $get = function (string $url) {
        $handle = curl_init($url);
        curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_PROXY => ""]);
        curl_exec($handle);
    };
    @fsockopen("private.test", 80);
    @fsockopen("10.0.0.5", 80);
    @file_get_contents("http://private.test/");
    $get("http://private.test/");
    $get("http://10.0.0.5/");
    @socket_connect(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), "private.test", 80);
    @fsockopen("nowhere.test", 80);
    $get("http://nowhere.test/");
    eval("@fsockopen(\'10.0.0.6\', 80);");
    array_map(fn ($host) => @fsockopen($host, 80), ["10.0.0.7"]);
', '.php');
foreach (['enforce', 'audit'] as $mode) {
    $log = scratch();
    echo output([...command(['aesock.log' => 'denied', 'aesock.mode' => $mode, 'error_log' => $log], ['AESOCK', 'curl', 'sockets']), $script]);
    echo preg_replace('/^\[.*?\] /m', '', str_replace($script, 'SCRIPT', file_get_contents($log))), "\n";
}
?>
--EXPECT--
aesock deny tcp://private.test:80 reason=private rule=- app=default via=fsockopen name=private.test address=10.0.0.5 at=SCRIPT:7
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen at=SCRIPT:8
aesock deny tcp://private.test:80 reason=private rule=- app=default via=file_get_contents name=private.test address=10.0.0.5 at=SCRIPT:9
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=curl_exec name=private.test address=10.0.0.5 at=SCRIPT:5
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=curl_exec at=SCRIPT:5
aesock deny tcp://private.test:80 reason=private rule=- app=default via=socket_connect name=private.test address=10.0.0.5 at=SCRIPT:12
aesock deny tcp://10.0.0.6:80 reason=private rule=- app=default via=fsockopen at=SCRIPT(15)\x20:\x20eval()'d\x20code:1
aesock deny tcp://10.0.0.7:80 reason=private rule=- app=default via=fsockopen at=SCRIPT:16

aesock deny tcp://private.test:80 reason=private rule=- app=default via=fsockopen name=private.test address=10.0.0.5 at=SCRIPT:7 mode=audit
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen at=SCRIPT:8 mode=audit
aesock deny tcp://private.test:80 reason=private rule=- app=default via=file_get_contents name=private.test address=10.0.0.5 at=SCRIPT:9 mode=audit
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=curl_exec name=private.test address=10.0.0.5 at=SCRIPT:5 mode=audit
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=curl_exec at=SCRIPT:5 mode=audit
aesock deny tcp://private.test:80 reason=private rule=- app=default via=socket_connect name=private.test address=10.0.0.5 at=SCRIPT:12 mode=audit
aesock deny tcp://10.0.0.6:80 reason=private rule=- app=default via=fsockopen at=SCRIPT(15)\x20:\x20eval()'d\x20code:1 mode=audit
aesock deny tcp://10.0.0.7:80 reason=private rule=- app=default via=fsockopen at=SCRIPT:16 mode=audit
