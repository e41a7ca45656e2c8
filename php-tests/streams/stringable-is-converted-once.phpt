--TEST--
A Stringable target is converted once, and what is dialled is what was judged
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

final class Fickle
{
    private int $asked = 0;

    public function __toString(): string
    {
        return $this->asked++ === 0 ? '93.184.217.13' : '10.11.12.25';
    }
}
final class FickleTarget
{
    private int $asked = 0;

    public function __toString(): string
    {
        return $this->asked++ === 0 ? 'tcp://93.184.217.13:7' : 'tcp://10.11.12.25:7';
    }
}
final class FickleAddress
{
    private int $asked = 0;

    public function __toString(): string
    {
        return $this->asked++ === 0 ? '93.184.217.13:7' : '10.11.12.25:7';
    }
}
echo outcome(fsockopen(new Fickle(), 7), null, null), "\n";
echo outcome(stream_socket_client(new FickleTarget()), null, null), "\n";
$stream = stream_socket_client('udp://93.184.216.34:7');
var_dump(stream_socket_sendto($stream, 'x', 0, new FickleAddress()));
echo implode("\n", preg_grep('/93\.184\.217\.13|10\.11\.12\.25/', lab_seen())), "\n";
?>
--EXPECT--
connected to 93.184.217.13:7
connected to 93.184.217.13:7
int(1)
internet tcp 93.184.217.13 7
internet tcp 93.184.217.13 7
internet udp 93.184.217.13 7
