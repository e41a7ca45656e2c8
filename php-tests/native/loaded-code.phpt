--TEST--
No library loads code that the process's user could have put there, whatever names it; rule `any` opens that
--DESCRIPTION--
A plugin of SASL, named by a variable of the environment, which connects by system calls that no look at libraries shows.
--SKIPIF--
<?php
$needed = ['ldap', 'posix'];
require __DIR__ . '/../include/native-skip.inc';
require __DIR__ . '/../include/no-sanitizer.skip.inc';
if (!exec('command -v cc')) die('skip needs a C compiler');
?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

$folder = getenv('LAB_DIR') . '/' . bin2hex(random_bytes(8));
mkdir($folder);
chmod(getenv('LAB_DIR'), 0755);
file_put_contents("$folder/plugin.c", <<<'C'
    #include <arpa/inet.h>
    #include <sys/socket.h>
    #include <sys/syscall.h>
    #include <unistd.h>

    __attribute__((constructor)) static void load(void) {
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(7)};
        inet_pton(AF_INET, "10.75.0.1", &to.sin_addr);
        syscall(SYS_connect, syscall(SYS_socket, AF_INET, SOCK_STREAM, 0), &to, sizeof to);
    }
    C);
echo output(['cc', '-shared', '-fPIC', '-o', "$folder/libplugin.so", "$folder/plugin.c"]);
chown($folder, 65534);
putenv("FOLDER=$folder");
const CODE = <<<'PHP'
    posix_setgid(65534) && posix_setuid(65534);
    putenv('SASL_PATH=' . getenv('FOLDER'));
    $ldap = ldap_connect('ldap://93.184.216.38:7');
    ldap_set_option($ldap, LDAP_OPT_NETWORK_TIMEOUT, 1);
    @ldap_bind($ldap);
    PHP;
foreach ([['', 'enforce'], ['any', 'enforce'], ['', 'audit']] as [$allow, $mode]) {
    $settings = ['aesock.allow' => $allow, 'aesock.mode' => $mode, 'aesock.strict' => 1, 'aesock.native' => 'libraries'];
    echo "-- $allow, $mode\n", str_replace($folder, 'FOLDER', run_native(CODE, ['ldap', 'posix'], $settings));
    tell(seen_at('10.75.0.1'));
}
array_map('unlink', glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
-- , enforce
aesock does not let libsasl2.so.2 load FOLDER/libplugin.so as code: this process's user can change FOLDER
[]
-- any, enforce
["tcp 7"]
-- , audit
aesock would not let libsasl2.so.2 load FOLDER/libplugin.so as code: this process's user can change FOLDER
["tcp 7"]
