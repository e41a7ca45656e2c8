--TEST--
Mail goes out through smtp.gmail.com on port 587 with STARTTLS, by name and by number
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

foreach (['smtp.gmail.com', '142.250.102.108'] as $host) {
    $stream = stream_socket_client("tcp://$host:587", $errno, $errstr, 5, context: trusting(['peer_name' => 'smtp.gmail.com']));
    $say = function (string $line = '') use ($stream): string {
        fwrite($stream, $line === '' ? '' : "$line\r\n");
        do {
            $reply = fgets($stream);
        } while ($reply[3] === '-');
        return substr($reply, 0, 3);
    };
    echo $say(), ' ', $say('EHLO client.test'), ' ', $say('STARTTLS'), ' ';
    var_dump(stream_socket_enable_crypto($stream, true, STREAM_CRYPTO_METHOD_TLS_CLIENT));
    echo $say('EHLO client.test'), ' ', $say('AUTH PLAIN ' . base64_encode("\0user\0lab")), ' ', $say('MAIL FROM:<a@client.test>'), ' ',
        $say('RCPT TO:<b@server.test>'), ' ', $say('DATA'), ' ', $say("Subject: lab\r\n\r\nHello\r\n."), ' ', $say('QUIT'), "\n";
}
?>
--EXPECT--
220 250 220 bool(true)
250 235 250 250 354 250 221
220 250 220 bool(true)
250 235 250 250 354 250 221
