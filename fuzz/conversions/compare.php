<?php
/** Prints what the calls of inputs do, a line each, which are in hexadecimal on standard input. */
require __DIR__ . '/../../php-tests/sockets/own-random.inc';

foreach (file('php://stdin', FILE_IGNORE_NEW_LINES) as $input) {
    echo "input $input\n";
    calls_of(hex2bin($input));
}
