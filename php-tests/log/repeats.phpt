--TEST--
A line that repeats within a second is counted, and told once more when the request ends
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.log=denied
--FILE--
<?php
for ($i = 0; $i < 5; $i++) {
    @fsockopen('10.0.0.5', 80);
}
@fsockopen('10.0.0.6', 80);
@fsockopen('10.0.0.7', 80) || @fsockopen('10.0.0.7', 80);
echo "end\n";
?>
--EXPECTF--
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.6:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.7:80 reason=private rule=- app=default via=fsockopen%S
end
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen%S repeated=4
aesock deny tcp://10.0.0.7:80 reason=private rule=- app=default via=fsockopen%S repeated=1
