--TEST--
A connection in a pool of mysqli, PDO or phpredis is not handed to a virtual host that may not have it, and nothing of that host reaches the server; each application keeps its own
--SKIPIF--
<?php
$needed = ['mysqli', 'pdo_mysql', 'igbinary', 'redis'];
require __DIR__ . '/../include/lifecycle-skip-apache.inc';
require __DIR__ . '/../include/database-skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';
require __DIR__ . '/../include/database.inc';

const POOLS = [
    'mysqli' => '$db = @mysqli_connect("p:10.0.0.7", "lab", "word", "lab", 3311);
        echo $db ? $db->query("SELECT \"mysqli in $host\"")->fetch_row()[0] . ", connection $db->thread_id" : mysqli_connect_error();',
    'PDO' => '$db = @new PDO("mysql:host=10.0.0.8;port=3311;dbname=lab", "lab", "word", [PDO::ATTR_PERSISTENT => true]);
        echo $db->query("SELECT \"PDO in $host\"")->fetchColumn(), ", connection ", $db->query("SELECT CONNECTION_ID()")->fetchColumn();',
    'phpredis' => '$redis = new Redis();
        @$redis->pconnect("10.0.0.9", 6380, 3);
        echo $redis->rawCommand("ECHO", "phpredis in $host"), ", connection ", $redis->rawCommand("CLIENT", "ID");',
];
$page = '<?php mysqli_report(MYSQLI_REPORT_OFF); $host = $_SERVER["SERVER_NAME"];';
foreach (POOLS as $pool => $code) {
    $page .= "\ntry { $code } catch (Exception \$exception) { echo \$exception->getMessage(); }\necho \"\\n\";";
}

$rules = 'php_admin_value aesock.allow "10.0.0.7 10.0.0.8 10.0.0.9"';
$database = new MariaDb(3311);
$apache = new Apache([
    'open.test' => [$rules],
    'closed.test' => [],
    'other.test' => [$rules, 'php_admin_value aesock.application other'],
    'disabled.test' => [$rules, 'php_admin_value aesock.mode disabled'],
], port: 8083, loaded: ['mysqlnd', 'mysqli', 'pdo', 'pdo_mysql', 'igbinary', 'redis']);
$places = ['mysqli' => '10.0.0.7', 'PDO' => '10.0.0.8', 'phpredis' => '10.0.0.9'];
$known = [];
foreach (['open.test', 'open.test', 'closed.test', 'open.test', 'other.test', 'disabled.test', 'open.test'] as $host) {
    echo "-- $host\n";
    lab_seen();
    $answer = $apache->get($host, $page);
    // The server's number tells connections apart.
    echo preg_replace_callback('/^(\w+) (.*connection )(\d+)$/m', function (array $line) use (&$known) {
        $of_pool = &$known[$line[1]];
        return "$line[1] $line[2]" . $of_pool[$line[3]] ??= count($of_pool ?? []) + 1;
    }, $answer);
    echo 'dialled: ', implode(', ', array_keys(array_intersect($places, array_map(fn ($line) => explode(' ', $line)[2], lab_seen())))), "\n";
    echo implode("\n", [...$database->seen(), '']);
}
?>
--EXPECT--
-- open.test
mysqli in open.test, connection 1
PDO in open.test, connection 1
phpredis in open.test, connection 1
dialled: mysqli, PDO, phpredis
1 Connect
1 Query SELECT "mysqli in open.test"
2 Connect
2 Query SELECT "PDO in open.test"
2 Query SELECT CONNECTION_ID()
-- open.test
mysqli in open.test, connection 1
PDO in open.test, connection 1
phpredis in open.test, connection 1
dialled: 
1 Change user
1 Query SELECT "mysqli in open.test"
2 Query SELECT "PDO in open.test"
2 Query SELECT CONNECTION_ID()
-- closed.test
Permission denied: 10.0.0.7 is a private address
SQLSTATE[HY000] [2002] Permission denied: 10.0.0.8 is a private address
Permission denied: 10.0.0.9 is a private address
dialled: 
-- open.test
mysqli in open.test, connection 2
PDO in open.test, connection 2
phpredis in open.test, connection 2
dialled: mysqli, PDO, phpredis
3 Connect
3 Query SELECT "mysqli in open.test"
4 Connect
4 Query SELECT "PDO in open.test"
4 Query SELECT CONNECTION_ID()
-- other.test
mysqli in other.test, connection 3
PDO in other.test, connection 3
phpredis in other.test, connection 3
dialled: mysqli, PDO, phpredis
5 Connect
5 Query SELECT "mysqli in other.test"
6 Connect
6 Query SELECT "PDO in other.test"
6 Query SELECT CONNECTION_ID()
-- disabled.test
Permission denied: sockets are disabled for your application by aesock.mode
SQLSTATE[HY000] [2002] Permission denied: sockets are disabled for your application by aesock.mode
Permission denied: sockets are disabled for your application by aesock.mode
dialled: 
-- open.test
mysqli in open.test, connection 2
PDO in open.test, connection 2
phpredis in open.test, connection 2
dialled: 
3 Change user
3 Query SELECT "mysqli in open.test"
4 Query SELECT "PDO in open.test"
4 Query SELECT CONNECTION_ID()
