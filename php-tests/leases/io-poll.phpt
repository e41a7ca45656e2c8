--TEST--
A wait of Io\Poll that outlasts aesock.idle_timeout keeps the sockets that it waits for
--INI--
aesock.idle_timeout=1
aesock.allow=loopback
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (!class_exists('Io\Poll\Context')) {
    die('skip PHP 8.6 brought Io\Poll');
}
?>
--FILE--
<?php
require __DIR__ . '/../include/leases.inc';

$server = new Echoing();
[$polled, $idle] = [$server->connect(), $server->connect()];
$context = new Io\Poll\Context();
$context->add(new StreamPollHandle($polled), [Io\Poll\Event::Read]);
tell($context->wait(Time\Duration::fromMilliseconds(2500)));
tell(speak($polled), @speak($idle));
// Many short ones, too.
for ($i = 0; $i < 8; $i++) {
    $context->wait(Time\Duration::fromMilliseconds(300));
}
tell(speak($polled));
tell(array_intersect_key(aesock_status()['hooks'], ['Io\Poll\Context::wait' => 1]));
?>
--EXPECT--
[]
"hello\n" false
"hello\n"
{"Io\\Poll\\Context::wait":"enforced"}
