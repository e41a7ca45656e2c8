<?php
/** What the application used, for Prometheus. */

header('Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8');
header('Cache-Control: no-store');
echo aesock_metrics();
