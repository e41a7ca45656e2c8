<?php
/** Answers when it is told to. */

error_log('the page waits');
while (!file_exists('/cloudsql/go')) {
    clearstatcache();
    usleep(10000);
}
echo "answered\n";
