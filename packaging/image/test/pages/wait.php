<?php
/** Answers as soon as the file /cloudsql/go exists. */

error_log('the page waits');
while (!file_exists('/cloudsql/go')) {
    clearstatcache();
    usleep(10000);
}
echo "answered\n";
