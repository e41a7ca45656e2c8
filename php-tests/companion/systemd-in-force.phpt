--TEST--
The lines that the companion program prints for a unit of systemd let the unit's processes reach what the extension would allow on some port, and not one packet beyond
--CONFLICTS--
all
--SKIPIF--
<?php
if (!getenv('AESOCK_LAB')) die('skip needs the lab');
if (!is_executable((string) getenv('AESOCK_COMPANION'))) die('skip needs the companion program (make companion)');
preg_match('/^CapEff:\s*(\w+)/m', (string) file_get_contents('/proc/self/status'), $match);
$of_bpf = 1 << 12 | 1 << 21 | 1 << 39; // CAP_NET_ADMIN, CAP_SYS_ADMIN, CAP_BPF
if ((hexdec($match[1] ?? '0') & $of_bpf) !== $of_bpf) die('skip needs root that may load BPF');
if (!str_contains((string) file_get_contents('/proc/self/uid_map'), '4294967295')) die('skip needs root of the machine');
if (!is_executable('/lib/systemd/systemd')) die('skip needs systemd');
exec('unshare --mount --cgroup sh -c "mount -t cgroup2 none /mnt && mkdir /mnt/aesock && rmdir /mnt/aesock" 2>&1', $output, $status);
if ($status !== 0) die('skip needs a cgroup of its own (cgroup2)');
$reason = 'lets no program load BPF'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
require 'lab/seen.php';

const RULES = "allow tcp://10.8.0.7:5432 10.9.0.0/16 tcp://[fd00:8::7]:80\ndeny 10.9.1.0/24 93.184.216.35\n";
const TARGETS = [
    'tcp://93.184.216.34:80', 'tcp://[2606:4700:4700::1111]:80', 'tcp://10.8.0.7:5432', 'tcp://10.9.0.1:80', 'tcp://[fd00:8::7]:80',
    'tcp://93.184.216.35:80', 'tcp://10.9.1.1:80', 'tcp://10.8.0.8:5432', 'tcp://[fd00:8::8]:80', 'tcp://[64:ff9b::a00:5]:80',
    'tcp://169.254.169.254:80', 'tcp://100.64.0.1:80', 'tcp://127.0.0.1:80', 'tcp://[::1]:80', 'tcp://[::ffff:10.0.0.5]:80',
];
/** A systemd of its own: process 1 of its namespaces, which starts one unit, and ends with it. */
const SYSTEMD = <<<'SH'
    mount -t tmpfs none /run
    mount -t cgroup2 none /sys/fs/cgroup
    mkdir -p /run/systemd/system
    cp "$1"/*.service /run/systemd/system
    exec env -i container=lab PATH="$PATH" /lib/systemd/systemd --system --unit=aesock-test.service --log-target=null --show-status=no
    SH;

/** What a unit with these lines reaches, by stock PHP. */
function reached(string $folder, array $lines): array
{
    $php = implode(' ', array_map(escapeshellarg(...), [getenv('TEST_PHP_EXECUTABLE'), '-n', "$folder/dial.php"]));
    file_put_contents("$folder/aesock-test.service", implode("\n", [
        '[Unit]', 'DefaultDependencies=no', 'SuccessAction=exit-force', 'FailureAction=exit-force', ...$lines,
        'Type=oneshot', "ExecStart=$php", '',
    ]));
    @unlink("$folder/reached.json");
    $command = ['timeout', '60', 'unshare', '--mount', '--pid', '--cgroup', '--uts', '--ipc', '--fork', '--kill-child', '--mount-proc', 'sh', '-euc', SYSTEMD, 'sh', $folder];
    exec(implode(' ', array_map(escapeshellarg(...), $command)) . ' 2>&1', $output);
    return json_decode((string) @file_get_contents("$folder/reached.json"), true) ?? die("systemd did not start the unit:\n" . implode("\n", $output));
}

$folder = getenv('LAB_DIR') . '/systemd-in-force';
mkdir($folder);
file_put_contents("$folder/rules", RULES);
file_put_contents("$folder/dial.php", '<?php
    // What is dropped is not told: all wait together.
    foreach (' . var_export(TARGETS, true) . ' as $target) {
        $streams[$target] = stream_socket_client($target, $errno, $error, 3, STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT);
        $reached[$target] = false;
    }
    for ($waiting = $streams, $end = microtime(true) + 3; $waiting && microtime(true) < $end;) {
        $read = $except = null;
        $write = $waiting;
        stream_select($read, $write, $except, 0, 100000);
        foreach ($write as $target => $stream) {
            $reached[$target] = stream_socket_get_name($stream, true) !== false;
            unset($waiting[$target]);
        }
    }
    file_put_contents(__DIR__ . "/reached.json", json_encode($reached));');
$companion = escapeshellarg(getenv('AESOCK_COMPANION'));
exec("$companion export systemd --rules $folder/rules --nameservers 8.8.4.4", $lines);

$open = reached($folder, ['[Service]']);
echo count(array_filter($open)), ' of ', count(TARGETS), " are there\n";
lab_seen();
$held = reached($folder, $lines);
$seen = implode("\n", lab_seen());
foreach (TARGETS as $target) {
    $address = trim(substr($target, 6, strrpos($target, ':') - 6), '[]');
    $checked = [];
    exec("$companion check --rules $folder/rules " . escapeshellarg($target), $checked);
    $verdict = strtok($checked[0], ' ');
    $is_seen = str_contains($seen, " $address ") ? 'seen' : 'not seen';
    if ($held[$target] !== ($verdict === 'allow') || ($is_seen === 'seen') !== $held[$target]) {
        echo "$target: $verdict, ", $held[$target] ? 'reached' : 'not reached', ", $is_seen\n";
    }
}
echo count(array_filter($held)), " are reached\n";
?>
--CLEAN--
<?php
$folder = getenv('LAB_DIR') . '/systemd-in-force';
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
15 of 15 are there
5 are reached
