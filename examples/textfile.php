<?php
/**
 * Writes the counters of a file for the textfile collector of Prometheus's node_exporter, which reads the older text format.
 * Run it once a minute, as the user that starts the PHP server, usually root:
 *
 *     php -d aesock.usage_file=/var/lib/aesock/usage -d aesock.usage_all=1 \
 *         examples/textfile.php /var/lib/prometheus/node-exporter/aesock.prom
 */

/** OpenMetrics text in the older format, which names a family of counters like its samples. */
function older_format(string $metrics): string
{
    $metrics = preg_replace('/^# (UNIT .*|EOF)\n/m', '', $metrics);
    return preg_replace('/^# TYPE (\S+) counter\n# HELP \1 /m', "# TYPE \$1_total counter\n# HELP \$1_total ", $metrics);
}

$file = $argv[1] ?? 'php://stdout';
if ($file === 'php://stdout') {
    echo older_format(aesock_metrics());
    exit;
}
// The collector must never see an incomplete file.
file_put_contents("$file.new", older_format(aesock_metrics())) !== false && rename("$file.new", $file) || exit(1);
