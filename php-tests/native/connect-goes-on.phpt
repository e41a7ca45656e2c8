--TEST--
A second connect(2) of a library, which asks how the first one stands, is counted no more
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';
require __DIR__ . '/../include/extension.inc';

$folder = unknown_extension('Goes', 'goes', <<<'C'
    #include <arpa/inet.h>
    #include <errno.h>
    #include <netinet/in.h>
    #include <poll.h>
    #include <sys/socket.h>

    ZEND_BEGIN_ARG_INFO_EX(nothing, 0, 0, 0)
    ZEND_END_ARG_INFO()
    PHP_FUNCTION(goes) {
        struct sockaddr_in allowed = {.sin_family = AF_INET, .sin_port = htons(7)};
        inet_pton(AF_INET, "10.78.0.3", &allowed.sin_addr);
        int waits = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        printf("%s\n", connect(waits, (void *) &allowed, sizeof allowed) && errno == EINPROGRESS ? "under way" : "at once");
        poll(&(struct pollfd) {waits, POLLOUT}, 1, 5000);
        printf("%s\n", connect(waits, (void *) &allowed, sizeof allowed) ? strerror(errno) : "connected");
        fflush(stdout);
    }
    static zend_function_entry functions[] = {PHP_FE(goes, nothing) PHP_FE_END};
    C);
echo run_native('goes(); echo aesock_usage()["connects"], " connects\n";', ["$folder/goes.so"], ['aesock.allow' => '10.78.0.3', 'aesock.log' => '']);
tell(seen_at_each('10.78.0.3'));
?>
--EXPECT--
under way
connected
1 connects
{"10.78.0.3":["tcp 7"]}
