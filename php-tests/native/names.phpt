--TEST--
Rules by name and by pattern hold for the names that libraries resolve by libc: libpq and libldap, and an address that gethostbyname() gave
--CONFLICTS--
answers
--SKIPIF--
<?php $needed = ['pgsql', 'ldap']; $programs = ['/usr/lib/postgresql/*/bin/postgres']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

start_postgres(5473);
const CODE = <<<'PHP'
    function postgres(string $where): void {
        $connection = @pg_connect("$where port=5473 user=lab dbname=postgres connect_timeout=5 sslmode=disable");
        echo "$where: ", $connection ? 'connected' : substr(strrchr(strtok(error_get_last()['message'], "\n"), ':'), 2), "\n";
    }
    function ldap(string $host): void {
        $ldap = ldap_connect("ldap://$host:389");
        ldap_set_option($ldap, LDAP_OPT_NETWORK_TIMEOUT, 5);
        @ldap_bind($ldap);
        ldap_get_option($ldap, LDAP_OPT_DIAGNOSTIC_MESSAGE, $said);
        echo "$host: ", ldap_error($ldap), "\n";
    }
    PHP;
$run = fn (string $title, string $calls, array $settings) => print("-- $title\n" . run_native(CODE . $calls, ['pgsql', 'ldap'], $settings));

const UNLISTED = ['aesock.default' => 'deny'];
$run('a pattern allows', 'postgres("host=api.example.com"); postgres("hostaddr=93.184.216.41");', ['aesock.allow' => '*.example.com:5473'] + UNLISTED);
$run('for its port only', 'postgres("host=api.example.com");', ['aesock.allow' => '*.example.com:5474'] + UNLISTED);
$run('another pattern', 'postgres("host=api.example.com");', ['aesock.allow' => '*.example.net:5473'] + UNLISTED);
$run('a name opens a private address', 'postgres("host=db.internal");', ['aesock.allow' => 'db.internal:5473']);
$run('a pattern does not', 'postgres("host=db.internal");', ['aesock.allow' => '*.internal:5473']);
$run('an address that was asked for before', 'postgres("hostaddr=" . gethostbyname("api.example.com"));', ['aesock.allow' => '*.example.com'] + UNLISTED);
$run('an address of which nobody asked the name', 'postgres("hostaddr=93.184.216.40");', ['aesock.allow' => '*.example.com'] + UNLISTED);
script_answers(['api.example.com.scripted.test', 'A=10.83.0.9']);
$run('where a script has libc ask elsewhere', 'putenv("LOCALDOMAIN=scripted.test"); putenv("RES_OPTIONS=ndots:9"); postgres("host=api.example.com");', ['aesock.allow' => 'api.example.com *.example.com']);
lab_seen();
$run('a pattern denies', 'postgres("host=ads.tracker.example.net"); ldap("ads.tracker.example.net"); postgres("hostaddr=93.184.216.42");', ['aesock.deny' => '*.tracker.example.net']);
tell(seen_at_each('93.184.216.42'));
$run('what it says nothing of', 'postgres("host=evil.example.net");', ['aesock.deny' => '*.tracker.example.net']);
?>
--EXPECTF--
-- a pattern allows
host=api.example.com: connected
hostaddr=93.184.216.41: Permission denied
log: aesock deny tcp://93.184.216.41:5473 reason=unlisted rule=- app=default via=libpq.so.5 pg_connect
-- for its port only
host=api.example.com: Permission denied
log: aesock deny tcp://93.184.216.40:5473 reason=unlisted rule=- app=default via=libpq.so.5 pg_connect
-- another pattern
host=api.example.com: Permission denied
log: aesock deny tcp://93.184.216.40:5473 reason=unlisted rule=- app=default via=libpq.so.5 pg_connect
-- a name opens a private address
host=db.internal: connected
-- a pattern does not
host=db.internal: Permission denied
log: aesock deny tcp://10.8.0.7:5473 reason=private rule=- app=default via=libpq.so.5 pg_connect
-- an address that was asked for before
hostaddr=93.184.216.40: connected
-- an address of which nobody asked the name
hostaddr=93.184.216.40: Permission denied
log: aesock deny tcp://93.184.216.40:5473 reason=unlisted rule=- app=default via=libpq.so.5 pg_connect
-- where a script has libc ask elsewhere
host=api.example.com: Permission denied
log: aesock deny tcp://10.83.0.9:5473 reason=private rule=- app=default via=libpq.so.5 pg_connect
-- a pattern denies
host=ads.tracker.example.net: Permission denied
ads.tracker.example.net: Can't contact LDAP server
hostaddr=93.184.216.42: Permission denied
log: aesock deny tcp://93.184.216.42:5473 reason=denied rule=*.tracker.example.net app=default via=libpq.so.5 pg_connect
log: aesock deny tcp://93.184.216.42:389 reason=denied rule=*.tracker.example.net app=default via=libldap%s ldap_bind
log: aesock deny tcp://93.184.216.42:5473 reason=denied rule=*.tracker.example.net app=default via=libpq.so.5 pg_connect repeated=1
{"93.184.216.42":[]}
-- what it says nothing of
host=evil.example.net: connected
