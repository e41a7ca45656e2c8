--TEST--
The policy that the companion program prints for nftables lets a user without the extension reach what the extension would allow, and not one packet beyond
--CONFLICTS--
all
--SKIPIF--
<?php
if (!getenv('AESOCK_LAB')) die('skip needs the lab');
if (!is_executable((string) getenv('AESOCK_COMPANION'))) die('skip needs the companion program (make companion)');
if (!str_contains((string) file_get_contents('/proc/self/uid_map'), '4294967295')) die('skip needs another user beside root');
exec('nft list tables 2>&1', $output, $status);
if ($status !== 0) die('skip needs nftables');
$reason = 'lets no program set rules of nftables'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require 'lab/seen.php';

const USER = 33;
const RULES = "allow tcp://10.8.0.7:5432 10.9.0.0/16 tcp://[fd00:8::7]:80 93.184.216.40:25\ndeny 10.9.1.0/24 93.184.216.35\n";
const TARGETS = [
    'tcp://93.184.216.34:80', 'tcp://[2606:4700:4700::1111]:80', 'tcp://10.8.0.7:5432', 'tcp://10.9.0.1:80', 'tcp://[fd00:8::7]:80',
    'tcp://8.8.8.8:53', 'tcp://93.184.216.40:25', 'tcp://142.250.102.108:465',
    'tcp://93.184.216.35:80', 'tcp://10.9.1.1:80', 'tcp://10.9.0.1:25', 'tcp://10.8.0.7:80', 'tcp://10.8.0.8:5432',
    'tcp://[fd00:8::8]:80', 'tcp://[64:ff9b::a00:5]:80', 'tcp://169.254.169.254:80', 'tcp://100.64.0.1:80', 'tcp://127.0.0.1:80',
    'tcp://[::1]:80', 'tcp://192.0.2.2:80', 'tcp://[2a01:4f8:c0c:1::2]:80', 'tcp://[2606:4700::5efe:a00:5]:80', 'tcp://93.184.216.34:25',
    'tcp://93.184.216.34:21', 'tcp://8.8.8.8:80', 'tcp://142.250.102.108:443',
];
/** What the ruleset leaves open, as its comments say: addresses of Google's on the ports of the exceptions by name. */
const OPEN = ['tcp://142.250.102.108:465'];

function aesock(string $arguments): array
{
    exec(escapeshellarg(getenv('AESOCK_COMPANION')) . " $arguments", $lines);
    return $lines;
}

/** Whether stock PHP connects, as this user. */
function reaches(int $user, string $target): bool
{
    $code = 'exit(@stream_socket_client($argv[1], $errno, $error, 3) ? 0 : 1);';
    $command = ['setpriv', "--reuid=$user", "--regid=$user", '--clear-groups', getenv('TEST_PHP_EXECUTABLE'), '-n', '-r', $code, '--', $target];
    exec(implode(' ', array_map(escapeshellarg(...), $command)), $output, $status);
    return $status === 0;
}

$rules = getenv('LAB_DIR') . '/nftables.rules';
file_put_contents($rules, RULES);
file_put_contents("$rules.nft", implode("\n", aesock("export nftables --rules $rules --user " . USER . ' --nameservers 8.8.4.4')) . "\n");
foreach (['loaded', 'loaded again, in place of the first'] as $what) {
    passthru("nft -f $rules.nft", $status);
    echo $status === 0 ? "$what\n" : "not $what\n";
}

lab_seen();
$differs = $may_be_seen = [];
foreach (TARGETS as $target) {
    $allowed = in_array($target, OPEN) || str_starts_with(aesock("check --rules $rules " . escapeshellarg($target))[0], 'allow ');
    $reached = reaches(USER, $target);
    if ($allowed !== $reached) {
        $differs[] = $target;
    }
    if ($allowed) {
        $may_be_seen[] = strtr($target, ['tcp://' => 'internet tcp ', '[' => '', ']:' => ' ']);
    }
}
$may_be_seen = array_map(fn ($line) => preg_replace('/:(\d+)$/', ' $1', $line), $may_be_seen);
echo count(TARGETS), ' targets, ', count($may_be_seen), " of them allowed; differs:\n";
print_r($differs);
echo "packets beyond:\n";
print_r(array_values(array_diff(array_unique(lab_seen()), $may_be_seen)));
echo 'another user is not held: ';
var_dump(reaches(0, 'tcp://10.8.0.8:80'));
?>
--CLEAN--
<?php
exec('nft delete table inet aesock');
array_map(unlink(...), glob(getenv('LAB_DIR') . '/nftables.rules*'));
?>
--EXPECT--
loaded
loaded again, in place of the first
26 targets, 8 of them allowed; differs:
Array
(
)
packets beyond:
Array
(
)
another user is not held: bool(true)
