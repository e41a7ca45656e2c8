--TEST--
Fibers that are suspended while their transports are made, in whatever order they go on, or that never do, leave all transports as they were
--EXTENSIONS--
openssl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

final class NoNumber {}

/** A fiber that is suspended by the warning of an option that ssl:// converts when it makes its transport. */
function dials(): Fiber
{
    $context = stream_context_create(['ssl' => ['crypto_method' => new NoNumber(), 'verify_peer' => false, 'verify_peer_name' => false]]);
    $fiber = new Fiber(fn () => @stream_socket_client('ssl://93.184.216.41:443', $n, $e, 3, STREAM_CLIENT_CONNECT, $context));
    // Each its own: none runs within another's.
    set_error_handler(fn () => [Fiber::getCurrent() && Fiber::suspend(), true][1]);
    $fiber->start();
    return $fiber;
}

function goes_on(Fiber $fiber): void
{
    while (!$fiber->isTerminated()) {
        $fiber->resume();
    }
    tell($fiber->getReturn() !== null);
}

$dial_others = fn () => tell(dial('tcp://93.184.216.41:7'), dial('udp://93.184.216.41:7'), dial_host('93.184.216.41', 7));

[$first, $second] = [dials(), dials()];
tell($first->isSuspended(), $second->isSuspended());
$dial_others();
goes_on($first);
goes_on($second);
$dial_others();
[$first, $second] = [dials(), dials()];
goes_on($second);
$dial_others();
$first = $second = null;
gc_collect_cycles();
$dial_others();
?>
--EXPECT--
true true
"connected to 93.184.216.41:7" "connected to 93.184.216.41:7" "connected to 93.184.216.41:7"
true
true
"connected to 93.184.216.41:7" "connected to 93.184.216.41:7" "connected to 93.184.216.41:7"
true
"connected to 93.184.216.41:7" "connected to 93.184.216.41:7" "connected to 93.184.216.41:7"
"connected to 93.184.216.41:7" "connected to 93.184.216.41:7" "connected to 93.184.216.41:7"
