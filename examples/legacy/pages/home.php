<?php
/** Says where it runs, from the variables of the first generation. */

$production = strpos($_SERVER['SERVER_SOFTWARE'], 'Google App Engine') === 0;
echo 'Guestbook ', getenv('CURRENT_VERSION_ID'), ' of ', $_SERVER['APPLICATION_ID'], $production ? ', in production' : '', "\n";
