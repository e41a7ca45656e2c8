--TEST--
phpinfo() and `php --ri aesock` show first what matters, mode, what is not covered and rules, then hooks and settings
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
$reason = 'is told there: php-tests/native/all-start.phpt'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--INI--
disable_functions=stream_socket_sendto,exec,passthru,pcntl_exec,popen,shell_exec,system,mail,mb_send_mail,error_log
aesock.application=shop
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

ob_start();
phpinfo(INFO_MODULES);
$rest = strstr(ob_get_clean(), "\naesock\n");
$section = trim(implode("\n\n", array_slice(explode("\n\n", $rest), 0, 3)));
echo $section, "\n";

$asked = [...command(['aesock.application' => 'shop', 'disable_functions' => ini_get('disable_functions')]), '--ri', 'aesock'];
[$lines, $lines_of_section] = [explode("\n", trim(output($asked))), explode("\n", $section)];
$ages = fn (array $lines) => preg_replace('/read \d+ seconds/', 'read N seconds', $lines);
[$lines, $lines_of_section] = [$ages($lines), $ages($lines_of_section)];
var_dump(count($lines), array_diff($lines, $lines_of_section), array_diff($lines_of_section, $lines));
?>
--EXPECTF--
aesock

aesock => App Engine's sockets policy
Version => %d.%d.%d
Mode => enforce
Application => shop
Not covered => proc_open()
Rules => 0, read %d seconds ago
Native code: libraries => enforced in %d objects
Native code: all => off
Native code: landlock => off
Google's addresses as of => %d-%d-%d (%d days ago)
Hooks => %d enforced, 0 lost, %d not present
Hooks enforced => tcp:// udp:// unix:// udg:// ssl:// tls:// tlsv1.0:// tlsv1.1:// tlsv1.2:// tlsv1.3:// php:// ftp:// ftps:// dl() fsockopen() pfsockopen() socket_get_status() socket_set_blocking() socket_set_timeout() stream_select() stream_socket_accept() stream_socket_pair() stream_socket_shutdown()%S checkdnsrr() %s getservbyport()%S
Hooks not present => stream_socket_sendto() %s socket_write()

Directive => Local Value => Master Value
aesock.allow => no value => no value
aesock.application => shop => shop
aesock.default => allow => allow
aesock.deny => no value => no value
aesock.development => auto => auto
aesock.dumpable => 1 => 1
aesock.google_ranges => no value => no value
aesock.idle_timeout => 600 => 600
aesock.log => no value => no value
aesock.log_file => no value => no value
aesock.log_format => text => text
aesock.mode => enforce => enforce
aesock.nameservers => no value => no value
aesock.native => libraries => libraries
aesock.quota => no value => no value
aesock.rules => no value => no value
aesock.sockets => 0 => 0
aesock.strict => 0 => 0
aesock.usage_all => 0 => 0
aesock.usage_file => no value => no value
int(%d)
array(0) {
}
array(0) {
}
