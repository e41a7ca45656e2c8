<?php
/**
 * From audit to enforce in one round: an application runs in audit mode, its log becomes a rules file, and the same application runs
 * under it. `lab/run env AESOCK_MODULE=... AESOCK_COMPANION=... php -n lab/round.php`
 *
 * Ends with status 1 when an outcome is not the expected one, or a packet went where none may go.
 */

require_once __DIR__ . '/seen.php';

/** What the application reaches, whether it did so while it was audited, and what becomes of it under the rules. */
const DESTINATIONS = [
    ['tcp://db.internal:5432', 'audited', 'connected'],
    ['tcp://10.8.0.9:6379', 'audited', 'connected'],
    ['tcp://plain.test:80', 'audited', 'connected'],
    ['tcp://169.254.169.254:80', 'audited', 'denied'],
    ['tcp://10.8.0.9:80', 'new', 'denied'],
    ['tcp://10.8.0.8:5432', 'new', 'denied'],
];

/** To these addresses no packet may go under the rules. */
const FORBIDDEN = ['internet tcp 169.254.169.254 80', 'internet tcp 10.8.0.9 80', 'internet tcp 10.8.0.8 5432'];

const APPLICATION = '
    foreach (array_slice($argv, 1) as $target) {
        echo @stream_socket_client($target, $errno, $error, 3) ? "connected" : ($errno === 13 ? "denied" : "failed: $error"), "\n";
    }';

/** @return string[] What became of each target. */
function visit(array $settings, array $targets): array
{
    $command = [getenv('TEST_PHP_EXECUTABLE') ?: PHP_BINARY, '-n', '-d', 'extension=' . getenv('AESOCK_MODULE'), '-d', 'log_errors=1'];
    foreach ($settings as $name => $value) {
        array_push($command, '-d', "$name=$value");
    }
    return command([...$command, '-r', APPLICATION, '--', ...$targets]);
}

/** @return string[] The lines that a program prints. */
function command(array $command): array
{
    exec(implode(' ', array_map(escapeshellarg(...), $command)), $lines);
    return $lines;
}

$log = getenv('LAB_DIR') . '/round.log';
$rules = getenv('LAB_DIR') . '/round.rules';
$targets = array_column(DESTINATIONS, 0);

echo "1. Audit: aesock.mode=audit logs what the policy would refuse, and refuses nothing.\n\n";
$audited = array_column(array_filter(DESTINATIONS, fn ($row) => $row[1] === 'audited'), 0);
$settings = ['aesock.application' => 'shop', 'error_log' => $log];
$in_audit = array_combine($audited, visit($settings + ['aesock.mode' => 'audit'], $audited));
foreach (file($log) as $line) {
    echo '   ', preg_replace('/^\[[^]]*\] /', '', $line);
}

echo "\n2. Learn: aesock learn round.log > round.rules\n\n";
$learned = command([getenv('AESOCK_COMPANION'), 'learn', $log]);
file_put_contents($rules, implode("\n", $learned) . "\n");
foreach ($learned as $line) {
    echo $line === '' ? "\n" : "   $line\n";
}

echo "\n3. Enforce: aesock.mode=enforce, aesock.rules=round.rules\n\n";
lab_seen();
$enforced = array_combine($targets, visit($settings + ['aesock.rules' => $rules], $targets));
$sent = array_intersect(lab_seen(), FORBIDDEN);
$unexpected = 0;
printf("   %-28s %-12s %s\n", '', 'audit', 'enforce');
foreach (DESTINATIONS as [$target, $when, $expected]) {
    $outcome = $enforced[$target];
    $unexpected += $outcome === $expected && ($in_audit[$target] ?? 'connected') === 'connected' ? 0 : 1;
    printf("   %-28s %-12s %s\n", $target, $in_audit[$target] ?? 'not seen', $outcome);
}
printf("\n%d of %d as expected, packets at forbidden addresses: %d\n", count($targets) - $unexpected, count($targets), count($sent));
array_map(unlink(...), [$log, $rules]);
exit($unexpected > 0 || $sent !== [] ? 1 : 0);
