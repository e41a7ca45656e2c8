--TEST--
mysqli and PDO reach MariaDB where the policy lets them, over TCP and over a Unix socket that a rule names, and are told why not elsewhere
--SKIPIF--
<?php
$needed = ['mysqli', 'pdo_mysql'];
require __DIR__ . '/../include/lifecycle-skip.inc';
require __DIR__ . '/../include/database-skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';
require __DIR__ . '/../include/database.inc';

const CODE = <<<'PHP'
    mysqli_report(MYSQLI_REPORT_OFF);
    [, $host, $port, $socket] = $argv;
    $db = @mysqli_connect($host, "lab", "word", "lab", (int) $port, $socket);
    echo "mysqli: ", $db ? $db->query("SELECT 6 * 7")->fetch_row()[0] : mysqli_connect_error(), "\n";
    $dsn = $socket === "" ? "mysql:host=$host;port=$port" : "mysql:unix_socket=$socket";
    try {
        $answer = (new PDO("$dsn;dbname=lab", "lab", "word"))->query("SELECT 6 * 7")->fetchColumn();
    } catch (PDOException $exception) {
        $answer = $exception->getMessage();
    }
    echo "PDO: $answer\n";
    PHP;
$database = new MariaDb(3312);
$ask = function (string $host, string $socket = '', string $allow = '') use ($database): void {
    lab_seen();
    $command = command(['aesock.allow' => $allow], ['mysqlnd', 'mysqli', 'pdo', 'pdo_mysql', 'AESOCK']);
    $answer = output([...$command, '-r', CODE, $host, '3312', $socket]);
    echo str_replace(dirname($database->socket), 'DIR', $answer), 'packets: ', count(preg_grep('/ 3312$/', lab_seen())), "\n";
};
echo "-- a public address\n";
$ask('93.184.216.34');
echo "-- a name\n";
$ask('plain.test');
echo "-- a host that has the port already\n";
$ask('plain.test:3312');
echo "-- a private address\n";
$ask('10.0.0.5');
echo "-- a private address that a rule names\n";
$ask('10.0.0.5', '', 'tcp://10.0.0.5:3312');
echo "-- a Unix socket\n";
$ask('localhost', $database->socket);
echo "-- a Unix socket that a rule names\n";
$ask('localhost', $database->socket, 'unix:' . dirname($database->socket, 2) . '/*/mysqld.sock');
?>
--EXPECT--
-- a public address
mysqli: 42
PDO: 42
packets: 2
-- a name
mysqli: 42
PDO: 42
packets: 2
-- a host that has the port already
mysqli: 42
PDO: 42
packets: 2
-- a private address
mysqli: Permission denied: 10.0.0.5 is a private address
PDO: SQLSTATE[HY000] [2002] Permission denied: 10.0.0.5 is a private address
packets: 0
-- a private address that a rule names
mysqli: 42
PDO: 42
packets: 2
-- a Unix socket
mysqli: Permission denied: Unix socket DIR/mysqld.sock is not allowed, no rule opens it
PDO: SQLSTATE[HY000] [2002] Permission denied: Unix socket DIR/mysqld.sock is not allowed, no rule opens it
packets: 0
-- a Unix socket that a rule names
mysqli: 42
PDO: 42
packets: 0
