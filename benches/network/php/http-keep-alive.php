<?php
// file_get_contents() closes after each answer, so this is what clients written in PHP do.
require __DIR__ . '/bench.inc';

$stream = dial($target);
begin();
for ($i = 0; $i < $operations; $i++) {
    fwrite($stream, "GET / HTTP/1.1\r\nHost: web\r\n\r\n");
    while (($line = fgets($stream)) !== "\r\n") {
        if (str_starts_with($line, 'Content-Length: ')) {
            $length = (int) substr($line, 16);
        }
    }
    receive($stream, $length);
}
finish();
