--TEST--
No option but SO_ERROR of a get reaches the kernel; the rules `options` and `option:NAME` let through what they name
--EXTENSIONS--
sockets
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
exec('command -v strace') || die('skip needs strace');
?>
--FILE--
<?php
require __DIR__ . '/option-walk.inc';

$aesock = ['extension=' . getenv('AESOCK_MODULE'), 'aesock.log='];
$walk = 'touch_all_options(option_pairs());';
$named = function (array $calls, int ...$options): array {
    return preg_grep('~ ' . SOL_SOCKET . '/(' . implode('|', $options) . ') ~', $calls);
};
$print = function (string $title, array $calls): void {
    echo "$title\n";
    foreach (array_count_values($calls) as $call => $count) {
        echo "    $count x $call\n";
    }
};

// Of these sockets none comes to a wait that aesock limits.
$print('no rule', options_in_the_kernel($walk, $aesock));
$print('option:SO_RCVTIMEO', options_in_the_kernel($walk, [...$aesock, 'aesock.allow=option:SO_RCVTIMEO']));
$print('option:SO_MARK option:SO_DEBUG', options_in_the_kernel($walk, [...$aesock, 'aesock.allow="option:SO_MARK option:SO_DEBUG"']));
$all_but_one = options_in_the_kernel($walk, [...$aesock, 'aesock.allow=options', 'aesock.deny=option:SO_MARK']);
$print('options, but not option:SO_MARK', $named($all_but_one, SO_MARK, SO_DEBUG));

// What PHP without aesock asks of the kernel, in this order.
$walk = 'touch_all_options(option_pairs([4711, -1]));';
$stock = options_in_the_kernel($walk, []);
var_dump(count($stock) > 4000);
foreach (['aesock.allow=options', 'aesock.allow=any', 'aesock.mode=audit', 'aesock.mode=passthrough'] as $setting) {
    echo $setting, ': ', options_in_the_kernel($walk, [...$aesock, $setting]) === $stock ? 'as without aesock' : 'otherwise', "\n";
}
?>
--EXPECT--
no rule
    4 x get 1/4 = 0
option:SO_RCVTIMEO
    4 x get 1/20 = 0
    4 x set 1/20 = 0
    4 x get 1/4 = 0
option:SO_MARK option:SO_DEBUG
    4 x get 1/1 = 0
    12 x set 1/1 = 0
    4 x get 1/36 = 0
    12 x set 1/36 = 0
    4 x get 1/4 = 0
options, but not option:SO_MARK
    4 x get 1/1 = 0
    12 x set 1/1 = 0
bool(true)
aesock.allow=options: as without aesock
aesock.allow=any: as without aesock
aesock.mode=audit: as without aesock
aesock.mode=passthrough: as without aesock
