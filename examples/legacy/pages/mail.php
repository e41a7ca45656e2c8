<?php
/**
 * Sends the visitor's entry by Gmail: POST /mail with `text`. SMTP by hand, as applications did it: plain at first, TLS after
 * STARTTLS, then the password.
 */

function smtp($socket, $line, $expected)
{
    if ($line !== null) {
        fwrite($socket, "$line\r\n");
    }
    do {
        $answer = fgets($socket);
    } while ($answer !== false && substr($answer, 3, 1) === '-');
    if ((int) $answer !== $expected) {
        throw new Exception('the mail server said: ' . rtrim($answer));
    }
}

function send_mail($user, $password, $to, $subject, $text)
{
    $socket = @stream_socket_client('tcp://smtp.gmail.com:587', $errno, $error, 10);
    if (!$socket) {
        throw new Exception($error);
    }
    smtp($socket, null, 220);
    smtp($socket, 'EHLO guestbook', 250);
    smtp($socket, 'STARTTLS', 220);
    if (!stream_socket_enable_crypto($socket, true, STREAM_CRYPTO_METHOD_TLS_CLIENT)) {
        throw new Exception('there is no TLS with the mail server');
    }
    smtp($socket, 'EHLO guestbook', 250);
    smtp($socket, 'AUTH PLAIN ' . base64_encode("\0$user\0$password"), 235);
    smtp($socket, "MAIL FROM:<$user>", 250);
    smtp($socket, "RCPT TO:<$to>", 250);
    smtp($socket, 'DATA', 354);
    $text = preg_replace('/^\./m', '..', str_replace("\n", "\r\n", $text));
    smtp($socket, "From: $user\r\nTo: $to\r\nSubject: $subject\r\n\r\n$text\r\n.", 250);
    smtp($socket, 'QUIT', 221);
}

$text = isset($_POST['text']) ? $_POST['text'] : '';
try {
    send_mail(getenv('MAIL_USER'), getenv('MAIL_PASSWORD'), getenv('MAIL_USER'), 'A new entry', $text);
    echo "sent\n";
} catch (Exception $failure) {
    http_response_code(502);
    echo 'not sent: ', $failure->getMessage(), "\n";
}
