--TEST--
socket_create_listen() says that no descriptor is free, with functions of aesock's own; PHP's own before 8.6 say it only in a process that has resolved a name
--EXTENSIONS--
sockets
posix
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/sockets.inc';

$code = <<<'PHP'
    if ($argv[1] === 'resolved') {
        gethostbyname('localhost');
    }
    posix_setrlimit(POSIX_RLIMIT_NOFILE, 60, 60);
    while ($held[] = @fopen('/dev/null', 'r'));
    error_clear_last();
    echo json_encode(@socket_create_listen(0)), ' ', error_get_last()['message'] ?? 'without a word', ', ', socket_last_error(), "\n";
    PHP;
$settings = ['aesock.allow' => 'listen', 'error_log' => '/dev/null'];
foreach (['fresh', 'resolved'] as $kind) {
    $engines = output([...command(['aesock.sockets' => '0'] + $settings, ['posix', 'sockets', 'AESOCK']), '-r', $code, '--', $kind]);
    echo "$kind, PHP: ", $kind === 'fresh' && PHP_VERSION_ID >= 80600 ? 'not compared' . "\n" : $engines;
    echo "$kind, aesock: ", output([...command(['aesock.sockets' => '1'] + $settings, ['posix', 'AESOCK']), '-r', $code, '--', $kind]);
}
?>
--EXPECTREGEX--
fresh, PHP: (false without a word, 0|not compared)
fresh, aesock: false socket_create_listen\(\): unable to create listening socket \[24\]: Too many open files, 24
resolved, PHP: false socket_create_listen\(\): unable to create listening socket \[24\]: Too many open files, 24
resolved, aesock: false socket_create_listen\(\): unable to create listening socket \[24\]: Too many open files, 24
