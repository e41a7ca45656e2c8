<?php
/** Says where it runs, as the first generation told it. */

$production = strpos($_SERVER['SERVER_SOFTWARE'], 'Google App Engine') === 0;
echo 'Guestbook ', getenv('CURRENT_VERSION_ID'), ' of ', $_SERVER['APPLICATION_ID'], $production ? ', in production' : '', "\n";
