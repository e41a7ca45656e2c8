--TEST--
A running script sees each change of the file: written, replaced, linked elsewhere; a bad version keeps the rules of before and is logged once
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$folder = getenv('LAB_DIR') . '/' . bin2hex(random_bytes(8));
mkdir($folder);
symlink('first', "$folder/rules");
file_put_contents("$folder/first", "allow 10.0.0.5:7010\n");
$log = scratch();

$script = <<<'PHP'
    chdir($argv[1]);
    $log = $argv[2];

    /** Which of two private hosts can be reached. */
    function reached(): string
    {
        $hosts = array_filter(['10.0.0.5', '10.0.0.6'], fn ($host) => @fsockopen($host, 7010));
        return implode(' ', $hosts) ?: 'none';
    }

    /** Decides until the outcome, or the log's last line, is what is expected; at most ten seconds. */
    function await(string $what, callable $ask, string $expected): void
    {
        for ($deadline = hrtime(true) + 10e9; ($is = $ask()) !== $expected && hrtime(true) < $deadline; usleep(20000));
        echo "$what: $is\n";
    }

    function last_line(string $log): string
    {
        return preg_replace(['/^\[.*?\] /', '~`/\S*/~'], ['', '`'], array_slice(file($log, FILE_IGNORE_NEW_LINES), -1)[0] ?? '');
    }

    $kept = function (string $what, string $reason) use ($log): void {
        $line = "aesock keeps the rules of before: aesock.rules: $reason";
        await($what, function () use ($log) { reached(); return last_line($log); }, $line);
        await('  then', reached(...), '10.0.0.6');
    };
    await('at start', reached(...), '10.0.0.5');
    file_put_contents('first', "allow 10.0.0.6:7010\n");
    await('written', reached(...), '10.0.0.6');
    file_put_contents('first', "allow 10.0.0.5\n# more to come\nallow 10.0.0.6:70x10\n");
    $kept('bad line', '`rules` line 3: rule `10.0.0.6:70x10`: the port is not one from 1 to 65535 or a range of them');
    file_put_contents('new', "allow 10.0.0.5\nallow 10.0.0.6\n");
    rename('new', 'first');
    await('replaced', reached(...), '10.0.0.5 10.0.0.6');
    ftruncate(fopen('first', 'r+'), strlen("allow 10.0.0.5\nal"));
    await('cut off', function () use ($log) { reached(); return last_line($log); }, 'aesock keeps the rules of before: aesock.rules: `rules` line 2: `al` is neither allow nor deny');
    await('  then', reached(...), '10.0.0.5 10.0.0.6');
    file_put_contents('second', "allow 10.0.0.6\n");
    symlink('second', 'link');
    rename('link', 'rules');
    await('linked elsewhere', reached(...), '10.0.0.6');
    unlink('second');
    $kept('missing', 'cannot read `rules`: No such file or directory (os error 2)');
    file_put_contents('second', '');
    $kept('empty', '`rules` is empty now, write a comment into it if there are to be no rules');
    file_put_contents('second', '# none');
    await('without rules', reached(...), 'none');
    echo count(file($log)), " lines\n";
    PHP;
echo output([...command(['aesock.rules' => "$folder/rules", 'error_log' => $log]), '-r', $script, $folder, $log]);
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
at start: 10.0.0.5
written: 10.0.0.6
bad line: aesock keeps the rules of before: aesock.rules: `rules` line 3: rule `10.0.0.6:70x10`: the port is not one from 1 to 65535 or a range of them
  then: 10.0.0.6
replaced: 10.0.0.5 10.0.0.6
cut off: aesock keeps the rules of before: aesock.rules: `rules` line 2: `al` is neither allow nor deny
  then: 10.0.0.5 10.0.0.6
linked elsewhere: 10.0.0.6
missing: aesock keeps the rules of before: aesock.rules: cannot read `rules`: No such file or directory (os error 2)
  then: 10.0.0.6
empty: aesock keeps the rules of before: aesock.rules: `rules` is empty now, write a comment into it if there are to be no rules
  then: 10.0.0.6
without rules: none
4 lines
