--TEST--
aesock.native=all refuses to start in the servers that share their process with PHP: Apache's mod_php, FrankenPHP, LiteSpeed; aesock.native=libraries starts there
--DESCRIPTION--
The servers are not here: a library that is loaded before aesock gives PHP's server interface their names.
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
if (!is_executable('/usr/bin/cc')) die('skip no compiler');
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

// The name is the first word of the structure.
const LIBRARY = <<<'C'
    #include <stdlib.h>
    extern struct { char *name; } sapi_module;
    __attribute__((constructor)) static void rename_interface(void) { sapi_module.name = getenv("INTERFACE"); }
    C;
$library = scratch('', '.so');
$source = scratch(LIBRARY, '.c');
echo output(['cc', '-shared', '-fPIC', '-o', $library, $source]);
foreach (['apache2handler', 'frankenphp', 'litespeed', 'cgi-fcgi'] as $interface) {
    echo "-- $interface\n";
    foreach ([['libraries', 'enforce'], ['all', 'passthrough'], ['all', 'enforce']] as [$native, $mode]) {
        $command = command(['aesock.native' => $native, 'aesock.mode' => $mode], [$library, 'AESOCK'], ['-n', '-d', 'display_startup_errors=0']);
        $said = output([...$command, '-r', 'echo "started\n";'], ['INTERFACE' => $interface]);
        echo "$native, $mode: ", preg_replace('/^\s+|^.*Invalid library.*\n\s*/m', '', $said);
    }
}
?>
--EXPECT--
-- apache2handler
libraries, enforce: started
all, passthrough: started
all, enforce: PHP Fatal error:  aesock: aesock.native: all would hold the connections of the server too, whose process PHP shares (apache2handler); use php-fpm, or set aesock.native=libraries in Unknown on line 0
exit status 254
-- frankenphp
libraries, enforce: started
all, passthrough: started
all, enforce: PHP Fatal error:  aesock: aesock.native: all would hold the connections of the server too, whose process PHP shares (frankenphp); use php-fpm, or set aesock.native=libraries in Unknown on line 0
exit status 254
-- litespeed
libraries, enforce: started
all, passthrough: started
all, enforce: PHP Fatal error:  aesock: aesock.native: all would hold the connections of the server too, whose process PHP shares (litespeed); use php-fpm, or set aesock.native=libraries in Unknown on line 0
exit status 254
-- cgi-fcgi
libraries, enforce: started
all, passthrough: started
all, enforce: started
