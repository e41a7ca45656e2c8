--TEST--
A line in whose midst the request ends, be it the script's or aesock's, leaves error_log where the script set it, and later lines are written where php.ini says
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
if (shell_exec('command -v cc') === null) die('skip needs a compiler of C');
require __DIR__ . '/../include/no-sanitizer.skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

// As a memory limit does it in engines that do not put it off: the first file of this name that is opened ends the request.
$source = scratch(<<<'C'
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <sys/types.h>
    #include <stdlib.h>
    #include <string.h>

    void _zend_bailout(const char *file, unsigned line);

    int open64(const char *path, int flags, mode_t mode)
    {
        static int ended;
        int (*real)(const char *, int, mode_t) = dlsym(RTLD_NEXT, "open64");
        if (!ended && strcmp(path, getenv("ENDS_AT")) == 0) {
            ended = 1;
            _zend_bailout("", 0);
        }
        return real(path, flags, mode);
    }
    int open(const char *path, int flags, mode_t mode) { return open64(path, flags, mode); }
    C, '.c');
$library = scratch('', '.so');
echo output(['cc', '-shared', '-fPIC', '-Wl,--unresolved-symbols=ignore-all', '-o', $library, $source]);

$code = <<<'PHP'
    ini_set('error_log', $argv[1]);
    register_shutdown_function(function () {
        @fsockopen('10.0.0.6', 80);
        error_log('from the script');
    });
    $argv[2] === 'script' ? error_log('cut off') : @fsockopen('10.0.0.5', 80);
    echo "not ended\n";
    PHP;
foreach (['aesock', 'script'] as $whose) {
    echo "-- a line of $whose\n";
    [$log, $other] = [scratch(), scratch()];
    $command = command(['aesock.log' => 'denied', 'error_log' => $log, 'log_errors' => 0]);
    echo output([...$command, '-r', $code, $other, $whose], ['LD_PRELOAD' => $library, 'ENDS_AT' => $whose === 'script' ? $other : $log]);
    foreach (['log' => $log, 'script' => $other] as $name => $file) {
        echo preg_replace(['/^\[.*?\] /m', '/ reason.*/'], ["$name: ", ''], file_get_contents($file));
    }
}
?>
--EXPECT--
-- a line of aesock
log: aesock deny tcp://10.0.0.6:80
script: from the script
-- a line of script
log: aesock deny tcp://10.0.0.6:80
script: from the script
