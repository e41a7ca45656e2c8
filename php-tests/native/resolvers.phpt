--TEST--
What libraries ask of libc's resolver: getaddrinfo_a() answers; a name server that a library names itself is asked unseen by libraries alone, and with aesock.native=all not without a rule
--DESCRIPTION--
A small extension in C calls libc as a library would.
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
if (!exec('command -v cc')) die('skip needs a C compiler');
if (!glob('/lib*/*/libc.so.6')) die('skip getaddrinfo_a() is glibc\'s');
?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';
require __DIR__ . '/../include/extension.inc';

$folder = unknown_extension('Resolver', 'resolver', <<<'C'
    #include <arpa/inet.h>
    #include <arpa/nameser.h>
    #include <netdb.h>
    #include <resolv.h>
    ZEND_BEGIN_ARG_INFO_EX(nothing, 0, 0, 0)
    ZEND_END_ARG_INFO()
    PHP_FUNCTION(ask_apart) {
        struct gaicb request = {.ar_name = "plain.test"}, *list[] = {&request};
        getaddrinfo_a(GAI_WAIT, list, 1, NULL);
        printf("getaddrinfo_a: %s\n", gai_error(&request) ? gai_strerror(gai_error(&request)) : "an address");
    }
    static void query(const char *server) {
        unsigned char answer[512];
        struct __res_state state = {0};
        res_ninit(&state);
        state.retrans = state.retry = 1;
        if (server) {
            state.nscount = 1;
            state.nsaddr_list[0] = (struct sockaddr_in) {.sin_family = AF_INET, .sin_port = htons(53)};
            inet_pton(AF_INET, server, &state.nsaddr_list[0].sin_addr);
        }
        int length = res_nquery(&state, "plain.test", ns_c_in, ns_t_a, answer, sizeof answer);
        printf("res_nquery of %s: %s\n", server ? server : "the host's", length > 0 ? "an answer" : "none");
        res_nclose(&state);
    }
    PHP_FUNCTION(query) {
        query(NULL);
        query("10.81.21.1");
        query("10.81.21.2");
        fflush(stdout);
    }
    static zend_function_entry functions[] = {PHP_FE(ask_apart, nothing) PHP_FE(query, nothing) PHP_FE_END};
    C);
foreach (['libraries', 'all'] as $native) {
    echo "-- $native\n";
    $command = command(['aesock.allow' => 'udp://10.81.21.1:53', 'aesock.native' => $native], ['AESOCK', "$folder/resolver.so"]);
    echo output([...$command, '-r', 'ask_apart(); query();']);
    tell(seen_at_each('10.81.21.1', '10.81.21.2'));
}
?>
--EXPECT--
-- libraries
getaddrinfo_a: an address
res_nquery of the host's: an answer
res_nquery of 10.81.21.1: none
res_nquery of 10.81.21.2: none
{"10.81.21.1":["udp 53"],"10.81.21.2":["udp 53"]}
-- all
getaddrinfo_a: an address
res_nquery of the host's: an answer
res_nquery of 10.81.21.1: none
res_nquery of 10.81.21.2: none
{"10.81.21.1":["udp 53"],"10.81.21.2":[]}
