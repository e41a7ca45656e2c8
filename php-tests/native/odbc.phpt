--TEST--
unixODBC and a driver that it loads reach a PostgreSQL that a rule allows, by odbc and PDO; one that none allows gets no packet
--SKIPIF--
<?php $needed = ['odbc', 'pdo_odbc']; $programs = ['/usr/lib/postgresql/*/bin/postgres', '/usr/lib/*/odbc/psqlodbcw.so']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_postgres(5472);
drive('10.81.6', 5472, ['odbc', 'pdo', 'pdo_odbc'], <<<'PHP'
    $source = 'Driver=' . glob('/usr/lib/*/odbc/psqlodbcw.so')[0] . ";Server=$host;Port=$port;Database=postgres;Uid=lab;SSLmode=disable";
    $said = ($connection = @odbc_connect($source, '', '')) ? odbc_result(odbc_exec($connection, 'SELECT 6 * 7'), 1) : 'not by odbc';
    try {
        return $said . ' ' . (new PDO("odbc:$source"))->query('SELECT 6 * 7')->fetchColumn();
    } catch (PDOException $error) {
        return "$said, " . preg_replace('/\s+/', ' ', $error->getMessage());
    }
    PHP, settings: ['aesock.native' => 'libraries']);
?>
--EXPECT--
42 42
not by odbc, SQLSTATE[08001] SQLDriverConnect: 101 connection to server at "10.81.6.2", port 5472 failed: Permission denied Is the server running on that host and accepting TCP/IP connections? 
not covered: odbc
not covered: pdo_odbc
log: aesock deny tcp://10.81.6.2:5472 reason=private rule=- app=default via=libpq.so.5 odbc_connect
log: aesock deny tcp://10.81.6.2:5472 reason=private rule=- app=default via=libpq.so.5 PDO::__construct
as in stock
{"10.81.6.1":["tcp 5472"],"10.81.6.2":[]}
