<?php
/**
 * What the lab's witness saw: every TCP SYN and UDP datagram of the client, as lines `where proto address port`.
 */

/**
 * Returns the lines since the last call, or since this file was included.
 *
 * A mark is given to the witness, and awaited in the log: all that happened before the call is there. It is written into a pipe, since
 * this PHP may be one that reaches nothing, nor the programs that it starts.
 */
function lab_seen(): array
{
    static $offset = 0;
    $log = getenv('LAB_DIR') . '/witness.log';
    $mark = bin2hex(random_bytes(8));
    file_put_contents(getenv('LAB_DIR') . '/marks', "$mark\n");
    for ($deadline = hrtime(true) + 5e9; hrtime(true) < $deadline; usleep(5000)) {
        $lines = file_get_contents($log, offset: $offset);
        $end = strpos($lines, "marker $mark\n");
        if ($end !== false) {
            $offset += $end + strlen("marker $mark\n");
            return preg_grep('/^marker /', explode("\n", substr($lines, 0, $end), -1), PREG_GREP_INVERT);
        }
    }
    throw new RuntimeException('the witness does not answer');
}

lab_seen();
