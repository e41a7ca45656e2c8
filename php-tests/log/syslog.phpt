--TEST--
error_log=syslog: lines have the administrator's ident and facility, whatever openlog() said, and the script's keep its own
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.allow=any
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

// A /dev of its own, in which /dev/log is the daemon's socket.
const OWN_DEV = 'mkdir -p "$0/real" && mount --rbind /dev "$0/real" && mount -t tmpfs dev /dev && ln -s "$0/log" /dev/log
    && for name in null zero random urandom; do : > /dev/$name && mount --bind "$0/real/$name" /dev/$name; done && exec "$@"';
const CODE = '
    $refused = fn ($host) => @fsockopen($host, 80);
    $refused("10.0.0.1");
    error_log("of PHP");
    openlog("evil", LOG_PID | LOG_PERROR, LOG_AUTH);
    $refused("10.0.0.2");
    syslog(LOG_INFO, "of the script");
    closelog();
    $refused("10.0.0.3");';

$folder = getenv('LAB_DIR') . '/syslog-' . bin2hex(random_bytes(4));
mkdir($folder);
/** What the daemon gets while code runs. */
function sent(array $settings, string $folder, int $type): array
{
    $daemon = stream_socket_server(($type === 1 ? 'udg' : 'unix') . "://$folder/log", $errno, $error, $type === 1 ? STREAM_SERVER_BIND : STREAM_SERVER_BIND | STREAM_SERVER_LISTEN);
    stream_set_blocking($daemon, false);
    $php = [...command($settings + ['aesock.log' => 'denied', 'error_log' => 'syslog']), '-r', CODE];
    // What LOG_PERROR prints.
    echo preg_replace('/\[\d+\]/', '[PID]', output(['unshare', '-m', 'sh', '-c', strtr(OWN_DEV, "\n", ' '), $folder, ...$php]));
    for ($lines = []; $type === 1 ? ($line = stream_socket_recvfrom($daemon, 4096)) : ($client = @stream_socket_accept($daemon, 0)); ) {
        array_push($lines, ...explode("\0", rtrim($type === 1 ? $line : stream_get_contents($client), "\0")));
    }
    fclose($daemon);
    unlink("$folder/log");
    return preg_replace(['/^(<\d+>)[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d /', '/\[\d+\]/'], ['$1', '[PID]'], $lines);
}
print_r(sent([], $folder, 1));
print_r(sent(['syslog.ident' => 'shop', 'syslog.facility' => 'local3'], $folder, 1));
echo "a daemon with a stream:\n";
print_r(preg_grep('/: aesock/', sent([], $folder, 2)));
echo "no daemon:\n";
echo output([...command(['aesock.log' => 'denied', 'error_log' => 'syslog']), '-r', '@fsockopen("10.0.0.4", 80);']);
?>
--EXPECTF--
evil[PID]: of the script
Array
(
    [0] => <13>php: aesock deny tcp://10.0.0.1:80 reason=private rule=- app=default via=fsockopen%S
    [1] => <13>php: of PHP
    [2] => <13>php: aesock deny tcp://10.0.0.2:80 reason=private rule=- app=default via=fsockopen%S
    [3] => <38>evil[PID]: of the script
    [4] => <13>php: aesock deny tcp://10.0.0.3:80 reason=private rule=- app=default via=fsockopen%S
)
evil[PID]: of the script
Array
(
    [0] => <157>shop: aesock deny tcp://10.0.0.1:80 reason=private rule=- app=default via=fsockopen%S
    [1] => <157>shop: of PHP
    [2] => <157>shop: aesock deny tcp://10.0.0.2:80 reason=private rule=- app=default via=fsockopen%S
    [3] => <38>evil[PID]: of the script
    [4] => <157>shop: aesock deny tcp://10.0.0.3:80 reason=private rule=- app=default via=fsockopen%S
)
a daemon with a stream:
evil[PID]: of the script
Array
(
    [0] => <13>php: aesock deny tcp://10.0.0.1:80 reason=private rule=- app=default via=fsockopen%S
    [3] => <13>php: aesock deny tcp://10.0.0.2:80 reason=private rule=- app=default via=fsockopen%S
    [4] => <13>php: aesock deny tcp://10.0.0.3:80 reason=private rule=- app=default via=fsockopen%S
)
no daemon:
aesock deny tcp://10.0.0.4:80 reason=private rule=- app=default via=fsockopen%S
