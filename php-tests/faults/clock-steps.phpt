--TEST--
Steps of the clock move quotas to the minute and day that it tells; leases and answers of name servers live by the time that passes
--CONFLICTS--
answers
--SKIPIF--
<?php
require __DIR__ . '/../include/no-sanitizer.skip.inc';
require __DIR__ . '/../include/lab.skip.inc';
if (!exec('command -v cc')) die('skip needs a C compiler');
?>
--FILE--
<?php
require __DIR__ . '/../include/faults.inc';

/** A library that tells the time of a file, as the administrator's clock; what measures time goes on. */
$clock = scratch(suffix: '.so');
$source = scratch(<<<'C'
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <sys/syscall.h>
    #include <sys/time.h>
    #include <time.h>
    #include <unistd.h>
    time_t time(time_t *at) {
        long now = 0;
        FILE *file = fopen(getenv("CLOCK"), "r");
        if (!file || fscanf(file, "%ld", &now) != 1) abort();
        fclose(file);
        if (at) *at = now;
        return now;
    }
    int gettimeofday(struct timeval *at, void *zone) {
        at->tv_sec = time(NULL);
        at->tv_usec = 0;
        return 0;
    }
    int clock_gettime(clockid_t clock, struct timespec *at) {
        int result = syscall(SYS_clock_gettime, clock, at);
        if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) {
            at->tv_sec = time(NULL);
            at->tv_nsec = 0;
        }
        return result;
    }
    // PHP has extensions ask the C library before anybody else.
    void *dlopen(const char *name, int flags) {
        void *(*real)(const char *, int) = dlsym(RTLD_NEXT, "dlopen");
        return real(name, flags & ~RTLD_DEEPBIND);
    }
    C, '.c');
echo output(['cc', '-shared', '-fPIC', '-o', $clock, $source]);
$time = scratch();
/** Runs code that sets this clock. */
$clocked = function (string $code, array $settings = []) use ($clock, $time): string {
    file_put_contents($time, strtotime('2026-01-15 12:00:30 UTC'));
    $step = "function step(string \$to): void { file_put_contents('$time', strtotime(\"\$to UTC\")); if (gmdate('Y-m-d H:i:s') !== \$to) die('the clock did not step'); }";
    return ours("$step $code", $settings, ['env', "LD_PRELOAD=$clock", "CLOCK=$time"]);
};

echo $clocked(<<<'PHP'
    function connect(string $when): void
    {
        step($when);
        for ($reached = 0; ($outcome = dial('tcp://93.184.217.69:7')) === 'connected to 93.184.217.69:7' && $reached < 10; $reached++);
        echo "$when: $reached, then $outcome\n";
    }
    foreach (['2026-01-15 12:00:30', '2026-01-15 12:00:59', '2026-01-15 12:01:00', '2026-01-15 12:00:30', '2026-01-15 12:02:00', '2026-01-15 23:59:59',
        '2026-01-16 00:00:00', '2026-01-15 23:59:59', '2036-01-01 00:00:00', '1999-01-01 00:00:00'] as $when) {
        connect($when);
    }
    echo 'counted: ', aesock_usage()['connects'], "\n";
    PHP, ['aesock.quota' => 'connects:2/min connects:7/day']);

echo "a lease: ", $clocked(<<<'PHP'
    $stream = stream_socket_client('tcp://93.184.217.69:7');
    $speak = fn () => @fwrite($stream, "hello\n") ? fgets($stream) : 'reclaimed';
    foreach (['2026-01-16 12:00:30', '2036-01-15 12:00:30', '1999-01-15 12:00:30'] as $when) {
        step($when);
        echo trim($speak()), ', ';
    }
    // Meanwhile the clock stands still.
    usleep(1300000);
    echo $speak();
    PHP, ['aesock.idle_timeout' => 1]);

// New names, since run-tests tries again what fails.
[$long, $short] = [bin2hex(random_bytes(4)) . '.scripted.test', bin2hex(random_bytes(4)) . '.scripted.test'];
script_answers([$long, 'A=93.184.217.69', '60'], [$short, 'A=93.184.217.69', '1']);
echo 'answers: ', $clocked("[\$long, \$short] = ['$long', '$short'];" . <<<'PHP'
    foreach (['2026-01-16 12:00:30', '1999-01-15 12:00:30'] as $when) {
        step($when);
        dial("tcp://$long:7");
        dial("tcp://$short:7");
    }
    usleep(1100000);
    dial("tcp://$long:7");
    dial("tcp://$short:7");
    tell(queries_for($long), queries_for($short));
    PHP, ['aesock.nameservers' => '8.8.4.4']);

echo 'time-outs: ', $clocked(<<<'PHP'
    $stream = stream_socket_client('tcp://93.184.217.69:7008');
    stream_set_timeout($stream, 0, 500000);
    within(0.5, 1, fn () => [fgets($stream), dial('tcp://93.184.217.69:7')]);
    PHP);
echo 'the log: ', $clocked(<<<'PHP'
    // A repeat within a second is counted instead of printed, by the time that passes.
    foreach (['2026-01-15 12:00:30', '2026-01-15 12:00:50', '1999-01-15 12:00:30'] as $when) {
        step($when);
        dial('tcp://10.11.14.76:80');
    }
    PHP, ['aesock.log' => 'denied', 'log_errors' => 1, 'display_errors' => 0]);
?>
--EXPECTF--
2026-01-15 12:00:30: 2, then 122 Quota exceeded: the quota of 2 connects a minute is used up until 12:01:00 UTC
2026-01-15 12:00:59: 0, then 122 Quota exceeded: the quota of 2 connects a minute is used up until 12:01:00 UTC
2026-01-15 12:01:00: 2, then 122 Quota exceeded: the quota of 2 connects a minute is used up until 12:02:00 UTC
2026-01-15 12:00:30: 0, then 122 Quota exceeded: the quota of 2 connects a minute is used up until 12:02:00 UTC
2026-01-15 12:02:00: 2, then 122 Quota exceeded: the quota of 2 connects a minute is used up until 12:03:00 UTC
2026-01-15 23:59:59: 1, then 122 Quota exceeded: the quota of 7 connects a day is used up until 00:00:00 UTC
2026-01-16 00:00:00: 2, then 122 Quota exceeded: the quota of 2 connects a minute is used up until 00:01:00 UTC
2026-01-15 23:59:59: 0, then 122 Quota exceeded: the quota of 2 connects a minute is used up until 00:01:00 UTC
2036-01-01 00:00:00: 2, then 122 Quota exceeded: the quota of 2 connects a minute is used up until 00:01:00 UTC
1999-01-01 00:00:00: 2, then 122 Quota exceeded: the quota of 2 connects a minute is used up until 00:01:00 UTC
counted: 13
a lease: hello, hello, hello, reclaimed
answers: ["udp A","udp AAAA"] ["udp A","udp AAAA","udp A","udp AAAA"]
time-outs: [false,"connected to 93.184.217.69:7"]
the log: aesock deny tcp://10.11.14.76:80 reason=private rule=- app=default via=stream_socket_client%S
aesock deny tcp://10.11.14.76:80 reason=private rule=- app=default via=stream_socket_client%S repeated=2
