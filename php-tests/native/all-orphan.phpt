--TEST--
With aesock.native=all a program that outlives PHP, or ends it, can have no supervisor of its own that lets its calls go on; filters without one it may add
--DESCRIPTION--
Of two filters that ask a supervisor the kernel asks the newer one's. While PHP lives it has room for one alone.
--SKIPIF--
<?php
require __DIR__ . '/../include/filter.skip.inc';
if (!is_executable('/usr/bin/cc')) die('skip no compiler');
?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

$folder = scratch();
unlink($folder);
mkdir($folder);
file_put_contents("$folder/orphan.c", <<<'C'
    #include <arpa/inet.h>
    #include <errno.h>
    #include <linux/filter.h>
    #include <linux/seccomp.h>
    #include <signal.h>
    #include <stddef.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/ioctl.h>
    #include <sys/socket.h>
    #include <sys/syscall.h>
    #include <unistd.h>
    static const char *dial(void) {
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(80)};
        inet_pton(AF_INET, "10.83.2.1", &to.sin_addr);
        int end = socket(AF_INET, SOCK_STREAM, 0);
        errno = 0;
        int failed = connect(end, (void *)&to, sizeof to);
        close(end);
        return failed ? strerror(errno) : "connected";
    }
    static int install(unsigned answer, unsigned flags) {
        struct sock_filter code[] = {
            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_connect, 0, 1),
            BPF_STMT(BPF_RET | BPF_K, answer),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        };
        struct sock_fprog program = {sizeof code / sizeof *code, code};
        errno = 0;
        return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
    }
    static int supervise(void) {
        int listener = install(SECCOMP_RET_USER_NOTIF, SECCOMP_FILTER_FLAG_NEW_LISTENER);
        if (listener >= 0 && fork() == 0)
            for (;;) {
                struct seccomp_notif call;
                memset(&call, 0, sizeof call);
                if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call)) _exit(0);
                struct seccomp_notif_resp answer = {.id = call.id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
                ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
            }
        return listener;
    }
    int main(int count, char **words) {
        FILE *told = fopen(words[2], "w");
        fprintf(told, "beside PHP: %s\n", supervise() < 0 ? strerror(errno) : "a supervisor");
        fprintf(told, "without one: %s\n", install(SECCOMP_RET_ALLOW, 0) < 0 ? strerror(errno) : "a filter");
        fprintf(told, "beside PHP: %s\n", dial());
        kill(atoi(words[1]), SIGKILL);
        while (strcmp(dial(), strerror(ENOSYS))) usleep(1000);
        fprintf(told, "behind PHP: %s\n", supervise() < 0 ? strerror(errno) : "a supervisor");
        fprintf(told, "behind PHP: %s\n", dial());
        fclose(told);
        rename(words[2], words[3]);
    }
    C);
echo output(['cc', '-o', "$folder/orphan", "$folder/orphan.c"]);
putenv("ORPHAN=$folder/orphan");
putenv("TOLD=$folder/told");
held('proc_open([getenv("ORPHAN"), getmypid(), getenv("TOLD") . ".part", getenv("TOLD")], [["null"], ["null"], ["null"]], $pipes); sleep(20);');
for ($end = hrtime(true) + 20e9; !file_exists("$folder/told") && hrtime(true) < $end; usleep(5000));
echo @file_get_contents("$folder/told");
tell(seen_at('10.83.2.1'));
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
beside PHP: Device or resource busy
without one: a filter
beside PHP: Permission denied
behind PHP: Device or resource busy
behind PHP: Function not implemented
[]
