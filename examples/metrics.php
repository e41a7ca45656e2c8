<?php
/**
 * A page for Prometheus to scrape: what the application of this page used, or with aesock.usage_all=1 what all applications
 * used, as OpenMetrics text. docs/operations.md says how to scrape it.
 *
 * It shows how much traffic an application has, and which connections were refused: keep it from the public. It answers only
 * the addresses below; behind a proxy every request comes from the proxy, which then must keep others out:
 *
 *     location = /metrics.php { allow 192.0.2.10; deny all; ... }
 */

/** Who may scrape it. */
const SCRAPERS = ['127.0.0.1', '::1'];

if (!in_array($_SERVER['REMOTE_ADDR'], SCRAPERS, true)) {
    http_response_code(403);
    exit;
}
header('Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8');
header('Cache-Control: no-store');
echo aesock_metrics();
