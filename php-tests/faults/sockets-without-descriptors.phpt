--TEST--
A script that made its sockets before it took all descriptors does not keep aesock from seeing what changed: rules, hosts file and own addresses are read by a descriptor in reserve
--EXTENSIONS--
sockets
--CONFLICTS--
all
--SKIPIF--
<?php
require __DIR__ . '/../include/no-sanitizer.skip.inc';
require __DIR__ . '/../include/lifecycle-skip-fpm.inc';
require __DIR__ . '/../include/lab.skip.inc';
?>
--INI--
aesock.mode=passthrough
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/lifecycle-fpm.inc';

$hosts = file_get_contents('/etc/hosts');
rewrite('hosts', "$hosts\n93.184.216.34 denied.test\n");
// In a folder that the worker's user cannot write.
$rules = scratch("deny denied.test\n");
touch($rules, 1);
$page = scratch(<<<'PHP'
    <?php
    const ADDRESSES = ['93.184.216.34', '93.184.216.35', '93.184.217.65', '198.41.0.9', '93.184.217.66'];
    $connected = fn ($socket, $address) => @socket_connect($socket, $address, 7) ? 'connected' : explode(': ', socket_last_error($socket) . ' ' . error_get_last()['message'], 3)[2];
    $sockets = array_map(fn () => socket_create(AF_INET, SOCK_STREAM, SOL_TCP), ADDRESSES);
    if (isset($_SERVER['CHANGE'])) {
        // What is in force until now is known.
        aesock_check('93.184.217.66', 7);
        exec($_SERVER['CHANGE']);
        for ($held = []; $file = @fopen('/dev/null', 'r'); $held[] = $file);
    }
    // The files are looked at once a second at most.
    usleep(1100000);
    foreach (ADDRESSES as $index => $address) {
        echo "$address: ", $connected($sockets[$index], $address), "\n";
    }
    PHP, '.php');
// Where it is a module of its own.
$sockets = extension_loaded('sockets') && !str_contains(shell_exec(PHP_BINARY . ' -n -m'), 'sockets') ? ['-d', 'extension=sockets'] : [];
$fpm = new Fpm(['www' => ["php_admin_value[aesock.rules] = $rules", 'rlimit_files = 64']], [...$sockets, '-d', 'aesock.log=']);
register_shutdown_function('exec', 'ip route del local 198.41.0.0/24 dev lo');
$change = ["printf '%s\\n93.184.216.35 denied.test\\n' " . escapeshellarg($hosts) . ' > /etc/hosts', "echo deny denied.test 93.184.217.65 > $rules", "touch -d @2 $rules", 'ip route add local 198.41.0.0/24 dev lo'];
lab_seen();
echo "a page that holds all descriptors\n", $fpm->get('www', $page, ['CHANGE' => implode(';', $change)]);
echo "and the next one of this worker\n", $fpm->get('www', $page);
foreach (['93.184.216.34', '93.184.216.35', '93.184.217.65', '198.41.0.9'] as $address) {
    $packets[$address] = 0;
}
foreach (lab_seen() as $line) {
    @$packets[explode(' ', $line)[2]]++;
}
tell($packets);
?>
--EXPECT--
a page that holds all descriptors
93.184.216.34: connected
93.184.216.35: Permission denied: 93.184.216.35 is denied by a rule (`denied.test`)
93.184.217.65: Permission denied: 93.184.217.65 is denied by a rule (`93.184.217.65`)
198.41.0.9: Permission denied: 198.41.0.9 is a loopback address or one of this host
93.184.217.66: connected
and the next one of this worker
93.184.216.34: connected
93.184.216.35: Permission denied: 93.184.216.35 is denied by a rule (`denied.test`)
93.184.217.65: Permission denied: 93.184.217.65 is denied by a rule (`93.184.217.65`)
198.41.0.9: Permission denied: 198.41.0.9 is a loopback address or one of this host
93.184.217.66: connected
{"93.184.216.34":2,"93.184.216.35":0,"93.184.217.65":0,"198.41.0.9":0,"93.184.217.66":2}
