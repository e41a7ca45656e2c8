--TEST--
With aesock.native=all the programs that PHP starts are under its policy, whichever function starts them: refused targets see no packet
--SKIPIF--
<?php require __DIR__ . '/../include/filter.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

[$log, $mailed] = [scratch(), scratch()];
$code = <<<'PHP'
    $python = 'import socket,sys; socket.create_connection((sys.argv[1], 80)); print("connected")';
    foreach (['93.184.216.34', '10.0.0.31'] as $address) {
        echo "$address\n";
        echo 'exec: ', exec("curl -sS -m 5 http://$address/ 2>&1 | sed 's/ after.*//'"), "\n";
        echo 'shell_exec: ', shell_exec("bash -c 'exec 3<>/dev/tcp/$address/80 && echo connected' 2>&1 | tail -1");
        echo 'system: ';
        system("bash -c 'echo hello > /dev/udp/$address/7 && echo sent' 2>&1 | tail -1");
        $process = proc_open(['python3', '-c', $python, $address], [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes);
        echo 'proc_open: ', preg_replace('/^.*\n(?=.)/s', '', stream_get_contents($pipes[1]));
        $pipe = popen("perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(PeerAddr => \"$address:80\") ? \"connected\" : \"\$!\", \"\n\"'", 'r');
        echo 'popen: ', fgets($pipe);
    }
    // A program by name asks the host's name servers by itself.
    echo exec('curl -sS -m 5 http://plain.test/ 2>&1'), "\n";
    $sent = mail('a@example.com', 'subject', 'body');
    PHP;
$mailer = scratch("#!/bin/sh\ncat >/dev/null; bash -c 'exec 3<>/dev/tcp/93.184.216.35/25' 2>/dev/null && echo connected >> $mailed || echo refused >> $mailed\n");
chmod($mailer, 0755);
echo held($code, ['sendmail_path' => $mailer, 'aesock.log' => 'denied', 'error_log' => $log]);
echo file_get_contents($mailed), preg_replace('/^\[.*?\] /m', '', file_get_contents($log));
tell(seen_at('10.0.0.31'), seen_at('93.184.216.35'));
?>
--EXPECT--
93.184.216.34
exec: hello from 93.184.216.34
shell_exec: connected
system: sent
proc_open: connected
popen: connected
10.0.0.31
exec: curl: (7) Failed to connect to 10.0.0.31 port 80
shell_exec: bash: line 1: /dev/tcp/10.0.0.31/80: Permission denied
system: bash: line 1: /dev/udp/10.0.0.31/7: Permission denied
proc_open: PermissionError: [Errno 13] Permission denied
popen: Permission denied
hello from 93.184.216.34
refused
aesock deny tcp://10.0.0.31:80 reason=private rule=- app=default via=program:curl
aesock deny tcp://10.0.0.31:80 reason=private rule=- app=default via=program:bash
aesock deny udp://10.0.0.31:7 reason=private rule=- app=default via=program:bash
aesock deny tcp://10.0.0.31:80 reason=private rule=- app=default via=program:python3
aesock deny tcp://10.0.0.31:80 reason=private rule=- app=default via=program:perl
aesock deny tcp://93.184.216.35:25 reason=port-25 rule=- app=default via=program:bash
[] []
