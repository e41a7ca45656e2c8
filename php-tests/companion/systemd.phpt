--TEST--
The lines that the companion program prints for a unit of systemd are understood by it, refuse no address that the extension allows, and those that it allows on no port
--DESCRIPTION--
What systemd's BPF program does with them (systemd.resource-control(5)) is worked out here: an address that is allowed passes, then one that is
denied does not, and all others pass. systemd-in-force.phpt has them in force.
--SKIPIF--
<?php
if (!getenv('AESOCK_LAB')) die('skip needs the lab');
if (!is_executable((string) getenv('AESOCK_COMPANION'))) die('skip needs the companion program (make companion)');
?>
--FILE--
<?php
const RULES = "allow tcp://10.8.0.7:5432 10.9.0.0/16 tcp://[fd00:8::7]:80\ndeny 10.9.1.0/24 93.184.216.35\n";
const ADDRESSES = [
    '93.184.216.34', '[2606:4700:4700::1111]', '10.8.0.7', '10.8.0.6', '10.8.0.8', '10.9.0.0', '10.9.0.255', '10.9.1.0', '10.9.1.255', '10.9.2.0',
    '10.10.0.0', '[fd00:8::7]', '[fd00:8::6]', '[fd00:8::8]', '8.8.8.8', '93.184.216.35', '93.184.216.36', '[64:ff9b::a00:5]', '[64:ff9b::5db8:d822]',
    '169.254.169.254', '100.64.0.1', '100.128.0.0', '127.0.0.1', '[::1]', '[2606:4700::5efe:a00:5]', '[::ffff:10.0.0.5]', '224.0.0.1', '172.15.255.255',
    '172.16.0.0', '172.31.255.255', '172.32.0.0', '[fe80::1]', '[ff02::1]',
];
/** What the lines leave open: Google's addresses, as they say, and private ones behind any network (ISATAP), which no network is made of. */
const OPEN = ['8.8.8.8', '[2606:4700::5efe:a00:5]'];
const PORTS = [80, 443, 5432];

function aesock(string $arguments): array
{
    exec(escapeshellarg(getenv('AESOCK_COMPANION')) . " $arguments", $lines);
    return $lines;
}

/** Whether an address is in one of the networks of a setting. */
function has(array $lines, string $setting, string $address): bool
{
    foreach ($lines as $line) {
        if (!preg_match("~^$setting=(.*)/(\d+)$~", $line, $match) || strlen($network = inet_pton($match[1])) !== strlen($address)) {
            continue;
        }
        $bits = fn (string $bytes) => substr(implode(array_map(fn ($byte) => sprintf('%08b', ord($byte)), str_split($bytes))), 0, (int) $match[2]);
        if ($bits($network) === $bits($address)) {
            return true;
        }
    }
    return false;
}

$rules = getenv('LAB_DIR') . '/systemd.rules';
file_put_contents($rules, RULES);
$lines = aesock("export systemd --rules $rules --nameservers 8.8.4.4");
$unit = getenv('LAB_DIR') . '/aesock-systemd-test.service';
file_put_contents($unit, implode("\n", $lines) . "\nExecStart=/bin/true\n");
// It says what it does not understand, and succeeds.
if (exec('command -v systemd-analyze')) {
    passthru("systemd-analyze verify $unit 2>&1");
}
foreach (ADDRESSES as $address) {
    // IPv4 within IPv6 leaves this host as IPv4.
    $bytes = inet_pton(preg_replace('/^::ffff:(?=.*\.)/', '', trim($address, '[]')));
    $passes = has($lines, 'IPAddressAllow', $bytes) || !has($lines, 'IPAddressDeny', $bytes);
    $checks = array_map(fn ($port) => aesock("check --rules $rules tcp://$address:$port")[0], PORTS);
    $allowed = (bool) preg_grep('/^allow /', $checks);
    if ($passes !== ($allowed || in_array($address, OPEN))) {
        echo "$address ", $passes ? 'passes: ' : 'does not pass: ', $checks[0], "\n";
    }
}
echo count(ADDRESSES), " addresses\n";
?>
--CLEAN--
<?php
array_map(unlink(...), [getenv('LAB_DIR') . '/systemd.rules', getenv('LAB_DIR') . '/aesock-systemd-test.service']);
?>
--EXPECT--
33 addresses
