--TEST--
Implicit TLS: SMTP on 465, IMAP on 993 and POP3 on 995 greet, by name and by number
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$services = [
    ['ssl://smtp.gmail.com:465', 'smtp.gmail.com'], ['ssl://142.250.102.108:465', 'smtp.gmail.com'], ['tlsv1.3://smtp.gmail.com:465', 'smtp.gmail.com'],
    ['ssl://imap.gmail.com:993', 'imap.gmail.com'], ['ssl://142.250.102.109:993', 'imap.gmail.com'],
    ['ssl://pop.gmail.com:995', 'pop.gmail.com'], ['tls://142.250.102.108:995', 'pop.gmail.com'],
];
foreach ($services as [$target, $name]) {
    $stream = stream_socket_client($target, $errno, $errstr, 5, context: trusting(['peer_name' => $name]));
    echo "$target: ", substr(fgets($stream), 0, 4), "\n";
}
?>
--EXPECT--
ssl://smtp.gmail.com:465: 220 
ssl://142.250.102.108:465: 220 
tlsv1.3://smtp.gmail.com:465: 220 
ssl://imap.gmail.com:993: * OK
ssl://142.250.102.109:993: * OK
ssl://pop.gmail.com:995: +OK 
tls://142.250.102.108:995: +OK 
