--TEST--
What native code calls is judged by what the kernel makes of it: addresses in disguise, no family, datagrams, many messages, listeners, on threads and in forks
--DESCRIPTION--
A small extension in C calls libc as a library would.
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';
require __DIR__ . '/../include/extension.inc';

$folder = unknown_extension('Calls', 'calls', <<<'C'
    #include <arpa/inet.h>
    #include <dlfcn.h>
    #include <errno.h>
    #include <limits.h>
    #include <netinet/in.h>
    #include <pthread.h>
    #include <sys/socket.h>
    #include <sys/un.h>
    #include <sys/wait.h>

    static struct sockaddr_in v4(const char *address, int port) {
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
        inet_pton(AF_INET, address, &to.sin_addr);
        return to;
    }
    static void tell(const char *what, long result) {
        printf("%s: %s\n", what, result < 0 ? strerror(errno) : "done");
        fflush(stdout);
    }
    static int refused_connect(void) {
        struct sockaddr_in to = v4("10.78.0.1", 7);
        return connect(socket(AF_INET, SOCK_STREAM, 0), (void *) &to, sizeof to);
    }
    static void *on_a_thread(void *unused) {
        tell("on a thread", refused_connect());
        return NULL;
    }
    static void *on_a_small_thread(void *error) {
        struct sockaddr_in to = v4("10.78.0.1", 7);
        struct iovec part = {"x", 1};
        struct msghdr message = {.msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &part, .msg_iovlen = 1};
        struct mmsghdr messages[3] = {{message}, {message}, {message}};
        int udp = socket(AF_INET, SOCK_DGRAM, 0);
        for (int i = 0; i < 100; i++)
            if (connect(udp, (void *) &to, sizeof to) == 0 || sendmsg(udp, &message, 0) > 0 || sendmmsg(udp, messages, 3, 0) > 0) return NULL;
        *(int *) error = errno;
        return NULL;
    }
    ZEND_BEGIN_ARG_INFO_EX(nothing, 0, 0, 0)
    ZEND_END_ARG_INFO()
    PHP_FUNCTION(calls) {
        int tcp = socket(AF_INET, SOCK_STREAM, 0), udp = socket(AF_INET, SOCK_DGRAM, 0), six = socket(AF_INET6, SOCK_DGRAM, 0);
        struct sockaddr_in refused = v4("10.78.0.1", 7), allowed = v4("10.78.0.2", 7), no_family = refused;
        struct sockaddr_in6 mapped = {.sin6_family = AF_INET6, .sin6_port = htons(7)};
        inet_pton(AF_INET6, "::ffff:10.78.0.1", &mapped.sin6_addr);
        no_family.sin_family = AF_UNSPEC;
        tell("connect", connect(tcp, (void *) &refused, sizeof refused));
        tell("fast open", sendto(tcp, "x", 1, MSG_FASTOPEN, (void *) &refused, sizeof refused));
        tell("sendto", sendto(udp, "x", 1, 0, (void *) &refused, sizeof refused));
        tell("a mapped address", sendto(six, "x", 1, 0, (void *) &mapped, sizeof mapped));
        tell("IPv4 over IPv6", sendto(six, "x", 1, 0, (void *) &refused, sizeof refused));
        tell("no family", sendto(udp, "x", 1, 0, (void *) &no_family, sizeof no_family));
        struct iovec part = {"x", 1};
        struct msghdr bad = {.msg_name = &refused, .msg_namelen = sizeof refused, .msg_iov = &part, .msg_iovlen = 1}, good = bad;
        good.msg_name = &allowed;
        tell("sendmsg", sendmsg(udp, &bad, 0));
        struct mmsghdr messages[3] = {{good}, {good}, {bad}};
        printf("sendmmsg: %d of 3\n", sendmmsg(udp, messages, 3, 0));
        tell("sendmmsg of the third", sendmmsg(udp, messages + 2, 1, 0));
        errno = EDOM;
        tell("an allowed one", connect(tcp, (void *) &allowed, sizeof allowed));
        printf("errno is %s\n", errno == EDOM ? "as it was" : strerror(errno));
        tell("dissolved", connect(udp, (void *) &(struct sockaddr) {.sa_family = AF_UNSPEC}, sizeof(struct sockaddr)));
        struct sockaddr_in any = v4("0.0.0.0", 0), own = v4("127.0.0.1", 0);
        int other = socket(AF_INET, SOCK_STREAM, 0);
        tell("bind to nothing", bind(udp, (void *) &any, sizeof any));
        tell("bind", bind(other, (void *) &own, sizeof own));
        tell("listen", listen(other, 1));
        tell("a short address", connect(other, (void *) &refused, 8));
        tell("no socket", connect(1000, (void *) &refused, sizeof refused));
        tell("no address", sendto(tcp, "x", 1, 0, NULL, 0));
        struct sockaddr_un bus = {.sun_family = AF_UNIX, .sun_path = "/run/dbus/system_bus_socket"};
        tell("the service of another library", connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *) &bus, sizeof bus));
        pthread_t thread;
        pthread_create(&thread, NULL, on_a_thread, NULL);
        pthread_join(thread, NULL);
        pthread_attr_t smallest;
        pthread_attr_init(&smallest);
        pthread_attr_setstacksize(&smallest, PTHREAD_STACK_MIN);
        pthread_t small[8];
        int errors[8] = {0}, error = 0;
        for (int i = 0; i < 8; i++) pthread_create(small + i, &smallest, on_a_small_thread, errors + i);
        for (int i = 0; i < 8; i++) {
            pthread_join(small[i], NULL);
            error = errors[i] == EACCES && (i == 0 || error) ? EACCES : 0;
        }
        printf("on threads with the smallest stack: %s\n", error ? strerror(error) : "done");
        int status;
        fflush(stdout);
        if (fork() == 0) {
            tell("in a fork", refused_connect());
            _exit(0);
        }
        wait(&status);
        /* A plugin that comes later, and is found by its loader. */
        void *plugin = dlopen(getenv("PLUGIN"), RTLD_NOW | RTLD_LOCAL);
        int (*dial)(void) = plugin ? dlsym(plugin, "dial") : NULL;
        tell("a plugin", dial ? dial() : 0);
        tell("the plugin again, closed and opened", (dlclose(plugin), plugin = dlopen(getenv("PLUGIN"), RTLD_NOW),
            dial = dlsym(plugin, "dial"), dial()));
    }
    static zend_function_entry functions[] = {PHP_FE(calls, nothing) PHP_FE_END};
    C);
file_put_contents("$folder/plugin.c", <<<'C'
    #include <arpa/inet.h>
    #include <netinet/in.h>
    #include <sys/socket.h>
    int dial(void) {
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(7)};
        inet_pton(AF_INET, "10.78.0.1", &to.sin_addr);
        return connect(socket(AF_INET, SOCK_STREAM, 0), (void *) &to, sizeof to);
    }
    C);
echo output(['cc', '-shared', '-fPIC', '-o', "$folder/plugin.so", "$folder/plugin.c"]);
putenv("PLUGIN=$folder/plugin.so");
echo run_native('calls(); echo aesock_usage()["connects"], " connects\n";', ["$folder/calls.so"], ['aesock.allow' => '10.78.0.2', 'aesock.log' => '']);
tell(seen_at_each('10.78.0.1', '10.78.0.2'));
?>
--EXPECT--
connect: Permission denied
fast open: Permission denied
sendto: Permission denied
a mapped address: Permission denied
IPv4 over IPv6: Permission denied
no family: Permission denied
sendmsg: Permission denied
sendmmsg: 2 of 3
sendmmsg of the third: Permission denied
an allowed one: done
errno is as it was
dissolved: done
bind to nothing: done
bind: Permission denied
listen: Permission denied
a short address: Invalid argument
no socket: Bad file descriptor
no address: done
the service of another library: Permission denied
on a thread: Permission denied
on threads with the smallest stack: Permission denied
in a fork: Permission denied
a plugin: Permission denied
the plugin again, closed and opened: Permission denied
1 connects
{"10.78.0.1":[],"10.78.0.2":["udp 7","tcp 7"]}
