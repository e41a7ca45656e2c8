--TEST--
With aesock.native=all a fork of a script goes on like its parent, and a program that outlives PHP fails at once
--SKIPIF--
<?php
$needed = ['pcntl'];
require __DIR__ . '/../include/filter.skip.inc';
if (!function_exists('pcntl_fork')) die('skip no pcntl');
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

$try = <<<'PHP'
    $try = function (string $who): void {
        foreach (['93.184.216.34', '10.0.0.35'] as $address) {
            $stream = @fsockopen($address, 80, $errno, $error);
            echo "$who: ", $stream ? 'connected' : $error, '; ';
            echo trim(shell_exec("bash -c 'exec 3<>/dev/tcp/$address/80 && echo connected' 2>&1 | tail -1")), "\n";
        }
    };
    PHP;
echo held($try . <<<'PHP'
    if (pcntl_fork() === 0) {
        $try('child');
        exit;
    }
    pcntl_wait($status);
    $try('parent');
    PHP);
echo "without the parent\n";
$told = scratch();
echo held($try . <<<PHP
    \$parent = getmypid();
    if (pcntl_fork() === 0) {
        while (preg_match("/^PPid:\t\$parent$/m", file_get_contents('/proc/self/status'))) usleep(1000);
        ob_start(function (\$text) { file_put_contents('$told', \$text); return ''; });
        \$try('orphan');
        exit;
    }
    PHP);
for ($deadline = hrtime(true) + 20e9; ($text = file_get_contents($told)) === '' && hrtime(true) < $deadline; usleep(5000));
echo $text;
tell(seen_at('10.0.0.35'));
?>
--EXPECT--
child: connected; connected
child: Permission denied: 10.0.0.35 is a private address; bash: line 1: /dev/tcp/10.0.0.35/80: Permission denied
parent: connected; connected
parent: Permission denied: 10.0.0.35 is a private address; bash: line 1: /dev/tcp/10.0.0.35/80: Permission denied
without the parent
orphan: connected; bash: line 1: /dev/tcp/93.184.216.34/80: Function not implemented
orphan: Permission denied: 10.0.0.35 is a private address; bash: line 1: /dev/tcp/10.0.0.35/80: Function not implemented
[]
