<?php
/**
 * A page for Prometheus to scrape: what the application of this page used, or with aesock.usage_all=1 what all did, as
 * OpenMetrics text. How it is scraped stands in docs/operations.md.
 *
 * It tells how much an application talks, and what it was refused: keep it from the public. It answers the addresses below
 * only; behind a proxy every request comes from the proxy, which then must keep others out:
 *
 *     location = /metrics.php { allow 192.0.2.10; deny all; ... }
 */

/** Who may ask. */
const SCRAPERS = ['127.0.0.1', '::1'];

if (!in_array($_SERVER['REMOTE_ADDR'], SCRAPERS, true)) {
    http_response_code(403);
    exit;
}
header('Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8');
header('Cache-Control: no-store');
echo aesock_metrics();
