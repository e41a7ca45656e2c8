--TEST--
Who else looks at calls goes on to be asked: a library of LD_PRELOAD that has a connect() of its own, a profiler that took the slots of recv(); a library in a namespace of its own (dlmopen) is held, and its own C library has the error
--DESCRIPTION--
A small extension in C calls libc as a library would.
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
$needed = ['ldap']; require __DIR__ . '/../include/lifecycle-skip.inc';
if (!exec('command -v cc')) die('skip needs a C compiler');
if (!glob('/lib*/*/libc.so.6')) die('skip namespaces of the loader are glibc\'s');
?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';
require __DIR__ . '/../include/extension.inc';

const DIAL = <<<'C'
    #include <arpa/inet.h>
    #include <errno.h>
    #include <netinet/in.h>
    #include <string.h>
    #include <sys/socket.h>
    #include <unistd.h>
    /* The first byte of the echo, or an error. */
    int dial(const char *address) {
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(7)};
        char echo = 0;
        inet_pton(AF_INET, address, &to.sin_addr);
        int tcp = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(tcp, (void *) &to, sizeof to) < 0) return -errno;
        send(tcp, "x\n", 2, 0);
        recv(tcp, &echo, 1, 0);
        close(tcp);
        return echo;
    }
    C;
$folder = unknown_extension('Library', 'library', DIAL . <<<'C'

    #include <dlfcn.h>
    #include <elf.h>
    #include <link.h>
    #include <sys/mman.h>
    static int received;
    static ssize_t counting_recv(int s, void *to, size_t length, int flags) {
        received++;
        return recvfrom(s, to, length, flags, NULL, NULL);
    }
    /* As profilers do it: all slots that lead to recv(), in all objects. */
    static int take(struct dl_phdr_info *info, size_t size, void *unused) {
        ElfW(Dyn) *d = NULL;
        for (int i = 0; i < info->dlpi_phnum; i++)
            if (info->dlpi_phdr[i].p_type == PT_DYNAMIC) d = (void *) (info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
        ElfW(Sym) *symbols = NULL; const char *names = NULL; ElfW(Rela) *tables[2] = {0}; size_t sizes[2] = {0};
        for (; d && d->d_tag; d++) {
            if (d->d_tag == DT_SYMTAB) symbols = (void *) d->d_un.d_ptr;
            if (d->d_tag == DT_STRTAB) names = (void *) d->d_un.d_ptr;
            if (d->d_tag == DT_JMPREL) tables[0] = (void *) d->d_un.d_ptr;
            if (d->d_tag == DT_PLTRELSZ) sizes[0] = d->d_un.d_val;
            if (d->d_tag == DT_RELA) tables[1] = (void *) d->d_un.d_ptr;
            if (d->d_tag == DT_RELASZ) sizes[1] = d->d_un.d_val;
        }
        for (int t = 0; t < 2; t++)
            for (ElfW(Rela) *r = tables[t]; r && (char *) r < (char *) tables[t] + sizes[t]; r++) {
                unsigned symbol = ELF64_R_SYM(r->r_info);
                if (!symbol || !symbols || (size_t) names < 65536 || strcmp(names + symbols[symbol].st_name, "recv")) continue;
                void **slot = (void *) (info->dlpi_addr + r->r_offset);
                mprotect((void *) ((size_t) slot & -4096), 4096, PROT_READ | PROT_WRITE);
                *slot = counting_recv;
            }
        return 0;
    }
    ZEND_BEGIN_ARG_INFO_EX(one, 0, 0, 1)
        ZEND_ARG_INFO(0, value)
    ZEND_END_ARG_INFO()
    ZEND_BEGIN_ARG_INFO_EX(two, 0, 0, 2)
        ZEND_ARG_INFO(0, address)
        ZEND_ARG_INFO(0, apart)
    ZEND_END_ARG_INFO()
    ZEND_BEGIN_ARG_INFO_EX(nothing, 0, 0, 0)
    ZEND_END_ARG_INFO()
    static void told(const char *what, int outcome) {
        if (outcome < 0) printf("%s: %s\n", what, strerror(-outcome));
        else printf("%s: %c\n", what, outcome);
        fflush(stdout);
    }
    PHP_FUNCTION(dial) {
        char *address; size_t length;
        if (zend_parse_parameters(ZEND_NUM_ARGS(), "s", &address, &length) == FAILURE) return;
        told(address, dial(address));
    }
    PHP_FUNCTION(profile) { dl_iterate_phdr(take, NULL); }
    PHP_FUNCTION(received) { RETURN_LONG(received); }
    static void by_plugin(const char *address, int apart) {
        int how = getenv("LAZY") ? RTLD_LAZY : RTLD_NOW;
        void *library = apart ? dlmopen(LM_ID_NEWLM, getenv("PLUGIN"), how) : dlopen(getenv("PLUGIN"), how);
        int (*dial_there)(const char *) = library ? dlsym(library, "dial") : NULL;
        if (!dial_there) { printf("not loaded: %s\n", dlerror()); return; }
        told(address, dial_there(address));
        if (apart) dlclose(library);
    }
    PHP_FUNCTION(plugin) {
        char *address; size_t length;
        bool apart;
        if (zend_parse_parameters(ZEND_NUM_ARGS(), "sb", &address, &length, &apart) == SUCCESS) by_plugin(address, apart);
    }
    static zend_function_entry functions[] = {PHP_FE(dial, one) PHP_FE(profile, nothing) PHP_FE(received, nothing) PHP_FE(plugin, two) PHP_FE_END};
    C);
file_put_contents("$folder/plugin.c", DIAL);
file_put_contents("$folder/preloaded.c", <<<'C'
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <stdio.h>
    #include <sys/socket.h>
    int connect(int s, const struct sockaddr *to, socklen_t length) {
        int (*next)(int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "connect");
        if (to->sa_family == AF_INET) fputs("preloaded: connect\n", stderr);
        return next(s, to, length);
    }
    C);
foreach (['plugin', 'preloaded'] as $library) {
    echo output(['cc', '-shared', '-fPIC', '-o', "$folder/$library.so", "$folder/$library.c"]);
}
putenv("PLUGIN=$folder/plugin.so");
/** What the library prints in a PHP, and the packets. */
function run_with(string $folder, string $code, array $environment = [], string $native = 'libraries'): void
{
    $command = command(['aesock.allow' => '10.81.20.1', 'aesock.native' => $native], ['AESOCK', "$folder/library.so"]);
    echo output([...$command, '-r', $code], $environment);
    tell(seen_at_each('10.81.20.1', '10.81.20.2'));
}
// Extensions look into libc before what is preloaded; what they load themselves does not.
echo "-- preloaded\n";
run_with($folder, 'plugin("10.81.20.1", false); plugin("10.81.20.2", false);', ['LD_PRELOAD' => "$folder/preloaded.so"]);
echo "-- a profiler\n";
run_with($folder, 'profile(); dial("10.81.20.1"); dl("ldap.so"); profile(); dial("10.81.20.1"); dial("10.81.20.2"); echo received() > 1 ? "counted\n" : "not counted\n";');
foreach (['libraries', 'all'] as $native) {
    echo "-- a namespace, $native\n";
    // It has a C library of its own, and that has an errno of its own.
    foreach ([[], ['LAZY' => 1]] as $environment) {
        run_with($folder, 'for ($i = 0; $i < 2; $i++) { plugin("10.81.20.2", true); plugin("10.81.20.1", true); }', $environment, native: $native);
    }
}
?>
--EXPECT--
-- preloaded
preloaded: connect
10.81.20.1: x
10.81.20.2: Permission denied
{"10.81.20.1":["tcp 7"],"10.81.20.2":[]}
-- a profiler
10.81.20.1: x
10.81.20.1: x
10.81.20.2: Permission denied
counted
{"10.81.20.1":["tcp 7"],"10.81.20.2":[]}
-- a namespace, libraries
10.81.20.2: Permission denied
10.81.20.1: x
10.81.20.2: Permission denied
10.81.20.1: x
{"10.81.20.1":["tcp 7"],"10.81.20.2":[]}
10.81.20.2: Permission denied
10.81.20.1: x
10.81.20.2: Permission denied
10.81.20.1: x
{"10.81.20.1":["tcp 7"],"10.81.20.2":[]}
-- a namespace, all
10.81.20.2: Permission denied
10.81.20.1: x
10.81.20.2: Permission denied
10.81.20.1: x
{"10.81.20.1":["tcp 7"],"10.81.20.2":[]}
10.81.20.2: Permission denied
10.81.20.1: x
10.81.20.2: Permission denied
10.81.20.1: x
{"10.81.20.1":["tcp 7"],"10.81.20.2":[]}
