--TEST--
The application is the setting, else GAE_APPLICATION, else APPLICATION_ID of the process environment, else `default`
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

function application(array $settings, array $environment): void {
    $code = 'echo aesock_status()["application"], "\n";';
    $unset = ['GAE_APPLICATION' => '', 'APPLICATION_ID' => ''];
    echo php($code, $settings, $environment + $unset);
}

application([], []);
application([], ['APPLICATION_ID' => 'second']);
application([], ['APPLICATION_ID' => 'second', 'GAE_APPLICATION' => 's~first']);
application(['aesock.application' => 'named'], ['GAE_APPLICATION' => 's~first']);
application(['aesock.application' => ''], ['GAE_APPLICATION' => 's~first']);
?>
--EXPECT--
default
second
s~first
named
s~first
