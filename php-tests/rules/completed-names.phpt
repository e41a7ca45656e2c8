--TEST--
A deny rule for subdomains holds for a name that the search list of resolv.conf makes one of them, in every door
--EXTENSIONS--
curl
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.deny="*.example.test"
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

rewrite('resolv.conf', "nameserver 8.8.4.4\nsearch example.test\n");
script_answers(['completed.example.test', 'A=93.184.217.145'], ['completed.below.example.test', 'A=93.184.217.145'], ['completed.other', 'A=93.184.217.145']);
foreach (['completed.example.test', 'completed', 'COMPLETED.below'] as $name) {
    echo "$name: ", dial("tcp://$name:80"), "\n", aesock_check($name, 80)['message'], "\n";
    tell_each(["http://$name/"]);
}
echo 'seen: ', count(seen_at('93.184.217.145')), "\n";
// A name that could be one, but is another.
echo 'completed.other: ', dial('tcp://completed.other:80'), "\n";
tell_each(['http://completed.other/']);
?>
--EXPECT--
completed.example.test: 13 Permission denied: completed.example.test is denied by a rule (`*.example.test`)
completed.example.test is denied by a rule (`*.example.test`)
http://completed.example.test/: 7 Failed to connect to completed.example.test port 80: Couldn't connect to server (Permission denied: completed.example.test is denied by a rule (`*.example.test`))
completed: 13 Permission denied: completed is denied by a rule (`*.example.test`)
completed is denied by a rule (`*.example.test`)
http://completed/: 7 Failed to connect to completed port 80: Couldn't connect to server (Permission denied: completed is denied by a rule (`*.example.test`))
COMPLETED.below: 13 Permission denied: completed.below is denied by a rule (`*.example.test`)
completed.below is denied by a rule (`*.example.test`)
http://COMPLETED.below/: 7 Failed to connect to COMPLETED.below port 80: Couldn't connect to server (Permission denied: completed.below is denied by a rule (`*.example.test`))
seen: 0
completed.other: connected to 93.184.217.145:80
http://completed.other/: hello from 93.184.217.145
