--TEST--
A deny rule by name holds for the name that the URL has, names below too, and for the addresses of an exact one
--EXTENSIONS--
curl
--CONFLICTS--
hosts
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.deny="*.test private.other mail.internal"
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

rewrite('hosts', "93.184.230.1 mail.internal\n93.184.230.2 fine.other\n");
tell_each(['http://plain.test:8089/', 'http://PLAIN.Test.:8089/', 'plain.test:8089', 'http://pl%61in.test:8089/', 'http://plain.tｅst:8089/', 'http://mail.internal/', 'http://93.184.230.1/', 'http://fine.other/']);
// Other tests connect to other ports of the first one meanwhile.
var_dump(array_intersect(seen_at('93.184.216.34'), ['tcp 8089']), seen_at('93.184.230.1'));
?>
--EXPECT--
http://plain.test:8089/: 7 Failed to connect to plain.test port 8089: Couldn't connect to server (Permission denied: plain.test is denied by a rule (`*.test`))
http://PLAIN.Test.:8089/: 7 Failed to connect to PLAIN.Test. port 8089: Couldn't connect to server (Permission denied: plain.test. is denied by a rule (`*.test`))
plain.test:8089: 7 Failed to connect to plain.test port 8089: Couldn't connect to server (Permission denied: plain.test is denied by a rule (`*.test`))
http://pl%61in.test:8089/: 7 Failed to connect to plain.test port 8089: Couldn't connect to server (Permission denied: plain.test is denied by a rule (`*.test`))
http://plain.tｅst:8089/: 7 Failed to connect to plain.test port 8089: Couldn't connect to server (Invalid argument: host `plain.t\xef\xbd\x85st` is not ASCII: write its xn-- form)
http://mail.internal/: 7 Failed to connect to mail.internal port 80: Couldn't connect to server (Permission denied: mail.internal is denied by a rule (`mail.internal`))
http://93.184.230.1/: 7 Failed to connect to 93.184.230.1 port 80: Couldn't connect to server (Permission denied: 93.184.230.1 is denied by a rule (`mail.internal`))
http://fine.other/: hello from 93.184.230.2
array(0) {
}
array(0) {
}
