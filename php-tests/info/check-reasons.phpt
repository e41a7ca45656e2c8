--TEST--
aesock_check gives each reason that a destination can have
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

/** Prints what aesock with $settings says of $targets. */
function check(array $targets, array $settings = []): void {
    $code = <<<'PHP'
        foreach (array_slice($argv, 1) as $target) {
            ['allowed' => $allowed, 'reason' => $reason, 'message' => $message, 'rule' => $rule] = aesock_check($target);
            echo $allowed ? 'allow' : 'deny', " $reason ", $rule ?? '-', " $target: $message\n";
        }
        PHP;
    echo output([...command($settings), '-r', $code, ...$targets]);
}

check(['93.184.216.34:80', '10.0.0.5:80', '127.0.0.1:80', '192.0.2.2:80', '169.254.169.254:80', '224.0.0.1:80', '255.255.255.255:80']);
check(['240.0.0.1:80', '192.0.2.9:80', '[fd00::1]:80', '[::ffff:10.0.0.5]:80', '0x7f.1:80', '142.250.102.108:80']);
check(['142.250.102.108:465', '8.8.8.8:53', 'udp://8.8.4.4:53', 'plain.test:25', 'udp://93.184.216.34:25', 'plain.test:21']);
check(['plain.test:0', 'plain.test:65536', 'plain.test', 'user@plain.test:80', '[fe80::1%eth0]:80', 'plain.test:80x']);
check(['nowhere.test:80', 'nodata.test:80', 'servfail.scripted.test:80', 'unix:///run/x', 'icmp://10.0.0.5']);
check(['10.0.0.5:80', '10.0.0.6:80', 'unix:///run/x'], ['aesock.allow' => '10.0.0.5 unix:/run/*', 'aesock.deny' => 'private']);
check(['plain.test:80', 'api.example.com:80'], ['aesock.allow' => 'plain.test', 'aesock.default' => 'deny']);
check(['127.0.0.1:80'], ['aesock.development' => '1']);
check(['plain.test:80', 'unix:///run/x'], ['aesock.mode' => 'disabled', 'aesock.allow' => 'any']);
check(['icmp://10.0.0.5', '10.0.0.5:0'], ['aesock.allow' => 'any']);
?>
--EXPECT--
allow public - 93.184.216.34:80: 93.184.216.34 is a public address
deny private - 10.0.0.5:80: 10.0.0.5 is a private address
deny loopback - 127.0.0.1:80: 127.0.0.1 is a loopback address or one of this host
deny loopback - 192.0.2.2:80: 192.0.2.2 is a loopback address or one of this host
deny link-local - 169.254.169.254:80: 169.254.169.254 is a link-local address
deny multicast - 224.0.0.1:80: 224.0.0.1 is a multicast address
deny broadcast - 255.255.255.255:80: 255.255.255.255 is a broadcast address
deny reserved - 240.0.0.1:80: 240.0.0.1 is a reserved address, not reachable on the Internet
deny reserved - 192.0.2.9:80: 192.0.2.9 is a reserved address, not reachable on the Internet
deny private - [fd00::1]:80: fd00::1 is a private address
deny private - [::ffff:10.0.0.5]:80: ::ffff:10.0.0.5 is a private address
deny loopback - 0x7f.1:80: 127.0.0.1 is a loopback address or one of this host
deny google - 142.250.102.108:80: 142.250.102.108 belongs to Google's own services
allow exception - 142.250.102.108:465: 142.250.102.108 is one of App Engine's exceptions
allow exception - 8.8.8.8:53: 8.8.8.8 is one of App Engine's exceptions
allow exception - udp://8.8.4.4:53: 8.8.4.4 is one of App Engine's exceptions
deny port-25 - plain.test:25: port 25 of plain.test (93.184.216.34) is blocked, use 587 or 465
deny port-25 - udp://93.184.216.34:25: port 25 of 93.184.216.34 is blocked, use 587 or 465
deny ftp - plain.test:21: FTP to plain.test (93.184.216.34) is not supported
deny invalid-target - plain.test:0: port `0` is not a number from 1 to 65535
deny invalid-target - plain.test:65536: port `65536` is not a number from 1 to 65535
deny invalid-target - plain.test: there is no port, write host:port
deny invalid-target - user@plain.test:80: host `user@plain.test` holds user information
deny name-not-found - [fe80::1%eth0]:80: fe80::1%eth0 does not exist
deny invalid-target - plain.test:80x: port `80x` is not a number from 1 to 65535
deny name-not-found - nowhere.test:80: nowhere.test does not exist
deny name-without-address - nodata.test:80: nodata.test has no address
deny name-unresolved - servfail.scripted.test:80: servfail.scripted.test could not be resolved
deny unix - unix:///run/x: Unix socket /run/x is not allowed, no rule opens it
deny transport - icmp://10.0.0.5: icmp is neither TCP nor UDP
deny denied private 10.0.0.5:80: 10.0.0.5 is denied by a rule (`private`)
deny denied private 10.0.0.6:80: 10.0.0.6 is denied by a rule (`private`)
allow rule unix:/run/* unix:///run/x: /run/x is allowed by a rule
allow rule plain.test plain.test:80: plain.test is allowed by a rule
deny unlisted - api.example.com:80: no rule allows api.example.com (93.184.216.40)
allow development - 127.0.0.1:80: 127.0.0.1 is a loopback address, allowed in development
deny disabled - plain.test:80: sockets are disabled for your application by aesock.mode
deny disabled - unix:///run/x: sockets are disabled for your application by aesock.mode
allow rule any icmp://10.0.0.5: icmp is allowed by a rule
allow rule any 10.0.0.5:0: 10.0.0.5 is allowed by a rule
