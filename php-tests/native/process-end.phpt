--TEST--
What a library does between the end of PHP and that of the process is under the policy too: by its destructors, and on threads of its own
--SKIPIF--
<?php
$needed = ['ffi'];
require __DIR__ . '/../include/native-skip.inc';
require __DIR__ . '/../include/no-sanitizer.skip.inc';
if (!exec('command -v cc')) die('skip needs a C compiler');
?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

$folder = getenv('LAB_DIR') . '/' . bin2hex(random_bytes(8));
mkdir($folder);
file_put_contents("$folder/late.c", <<<'C'
    #include <arpa/inet.h>
    #include <dlfcn.h>
    #include <errno.h>
    #include <pthread.h>
    #include <stdio.h>
    #include <string.h>
    #include <sys/socket.h>
    #include <unistd.h>

    static pthread_t thread;
    static int ends[2];
    static void go(const char *who, const char *where) {
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(7)};
        int s = socket(AF_INET, SOCK_STREAM, 0);
        inet_pton(AF_INET, where, &to.sin_addr);
        int failed = connect(s, (void *) &to, sizeof to);
        dprintf(1, "%s: %s\n", who, failed ? strerror(errno) : "connected");
        close(s);
    }
    static void *wait_for_the_end(void *unused) {
        char byte;
        read(ends[0], &byte, 1);
        go("thread", "10.81.31.1");
        return NULL;
    }
    void stay(const char *self) {
        dlopen(self, RTLD_NOW | RTLD_NODELETE);
        pipe(ends);
        pthread_create(&thread, NULL, wait_for_the_end, NULL);
    }
    __attribute__((destructor)) static void end(void) {
        close(ends[1]);
        pthread_join(thread, NULL);
        go("destructor", "10.81.31.2");
        go("destructor", "93.184.216.39");
    }
    C);
echo output(['cc', '-shared', '-fPIC', '-pthread', '-o', "$folder/late.so", "$folder/late.c", '-ldl']);
putenv("LIBRARY=$folder/late.so");
const CODE = <<<'PHP'
    $library = getenv('LIBRARY');
    FFI::cdef('void stay(const char *);', $library)->stay($library);
    PHP;
foreach (['', 'libraries', 'all'] as $native) {
    echo "-- $native\n", output([...command(['aesock.native' => $native], ['AESOCK', 'ffi']), '-r', CODE]);
    tell(seen_at_each('10.81.31.1', '10.81.31.2', '93.184.216.39'));
}
array_map('unlink', glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
-- 
thread: connected
destructor: connected
destructor: connected
{"10.81.31.1":["tcp 7"],"10.81.31.2":["tcp 7"],"93.184.216.39":["tcp 7"]}
-- libraries
thread: Permission denied
destructor: Permission denied
destructor: connected
{"10.81.31.1":[],"10.81.31.2":[],"93.184.216.39":["tcp 7"]}
-- all
thread: Permission denied
destructor: Permission denied
destructor: connected
{"10.81.31.1":[],"10.81.31.2":[],"93.184.216.39":["tcp 7"]}
