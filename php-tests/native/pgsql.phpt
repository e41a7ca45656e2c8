--TEST--
libpq reaches a PostgreSQL that a rule allows, by pgsql and PDO; one that none allows gets no packet, and both tell why
--DESCRIPTION--
libpq dials by itself. Its own text has the kernel's words, and the log has the reason, the library and the function.
--SKIPIF--
<?php $needed = ['pgsql', 'pdo_pgsql']; $programs = ['/usr/lib/postgresql/*/bin/postgres']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

$folder = start_postgres(5471);
const LOADED = ['pdo', 'pgsql', 'pdo_pgsql'];
const CODE = <<<'PHP'
    foreach (['10.71.0.1', '10.71.0.2'] as $host) {
        $connection = @pg_connect("host=$host port=5471 user=lab dbname=postgres connect_timeout=5");
        echo $connection ? pg_fetch_result(pg_query($connection, 'SELECT 6 * 7'), 0, 0) : strtok(error_get_last()['message'], "\n"), "\n";
        try {
            echo (new PDO("pgsql:host=$host;port=5471;user=lab;dbname=postgres"))->query('SELECT 6 * 7')->fetchColumn(), "\n";
        } catch (PDOException $error) {
            echo strtok($error->getMessage(), "\n"), "\n";
        }
    }
    echo json_encode(array_intersect(['pgsql', 'pdo_pgsql'], aesock_status()['not_covered'])), "\n";
    PHP;
echo run_native(CODE, LOADED, ['aesock.allow' => 'tcp://10.71.0.1:5471']);
tell(seen_at_each('10.71.0.1', '10.71.0.2'));

echo "-- strict:\n", run_native('echo "started\n";', LOADED, ['aesock.strict' => 1]);
echo "-- without the floor:\n", run_native(CODE, LOADED, ['aesock.native' => '']);
echo "-- audit:\n", run_native(CODE, LOADED, ['aesock.mode' => 'audit']);
echo "-- passthrough:\n", run_native(CODE, LOADED, ['aesock.mode' => 'passthrough']);
echo "-- a Unix socket:\n";
const UNIX = <<<'PHP'
    $connection = @pg_connect('host=' . getenv('FOLDER') . ' port=5471 user=lab dbname=postgres');
    echo $connection ? pg_fetch_result(pg_query($connection, 'SELECT 6 * 7'), 0, 0) : strrchr(strtok(error_get_last()['message'], "\n"), ':'), "\n";
    PHP;
putenv("FOLDER=$folder");
echo str_replace($folder, 'FOLDER', run_native(UNIX, LOADED) . run_native(UNIX, LOADED, ['aesock.allow' => "unix:$folder/*"]));
?>
--EXPECT--
42
42
pg_connect(): Unable to connect to PostgreSQL server: connection to server at "10.71.0.2", port 5471 failed: Permission denied
SQLSTATE[08006] [7] connection to server at "10.71.0.2", port 5471 failed: Permission denied
[]
log: aesock deny tcp://10.71.0.2:5471 reason=private rule=- app=default via=libpq.so.5 pg_connect
log: aesock deny tcp://10.71.0.2:5471 reason=private rule=- app=default via=libpq.so.5 PDO::__construct
{"10.71.0.1":["tcp 5471"],"10.71.0.2":[]}
-- strict:
started
-- without the floor:
42
42
42
42
["pgsql","pdo_pgsql"]
-- audit:
42
42
42
42
[]
log: aesock deny tcp://10.71.0.1:5471 reason=private rule=- app=default via=libpq.so.5 pg_connect mode=audit
log: aesock deny tcp://10.71.0.1:5471 reason=private rule=- app=default via=libpq.so.5 PDO::__construct mode=audit
log: aesock deny tcp://10.71.0.2:5471 reason=private rule=- app=default via=libpq.so.5 pg_connect mode=audit
log: aesock deny tcp://10.71.0.2:5471 reason=private rule=- app=default via=libpq.so.5 PDO::__construct mode=audit
-- passthrough:
42
42
42
42
["pgsql","pdo_pgsql"]
-- a Unix socket:
: Permission denied
log: aesock deny unix://FOLDER/.s.PGSQL.5471 reason=unix rule=- app=default via=libpq.so.5 pg_connect
42
