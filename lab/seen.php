<?php
/**
 * What the lab's witness saw: every TCP SYN and UDP datagram of the client, as lines `where proto address port`.
 */

/**
 * Returns the lines since the last call, or since this file was included.
 *
 * A marker is sent, by a process that is not PHP, and awaited in the log: all that happened before the call is there.
 */
function lab_seen(): array
{
    static $offset = 0;
    $log = getenv('LAB_DIR') . '/witness.log';
    $payload = bin2hex(random_bytes(8));
    exec("bash -c 'echo $payload >/dev/udp/192.0.2.1/9'");
    for ($deadline = hrtime(true) + 5e9; hrtime(true) < $deadline; usleep(5000)) {
        $lines = file_get_contents($log, offset: $offset);
        $end = strpos($lines, "marker $payload\n");
        if ($end !== false) {
            $offset += $end + strlen("marker $payload\n");
            return preg_grep('/^marker /', explode("\n", substr($lines, 0, $end), -1), PREG_GREP_INVERT);
        }
    }
    throw new RuntimeException('the witness does not answer');
}

lab_seen();
