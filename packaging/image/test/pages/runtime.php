<?php
/** The runtime that App Engine would name. */

echo getenv('GAE_RUNTIME'), "\n";
