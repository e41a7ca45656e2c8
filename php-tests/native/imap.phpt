--TEST--
c-client reads the mailbox of an IMAP server that a rule allows, by TLS; one that none allows gets no packet
--SKIPIF--
<?php $needed = ['imap']; $programs = ['/usr/lib/dovecot/imap-login']; require __DIR__ . '/../include/native-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

drive('10.81.1', 993, ['imap'], <<<'PHP'
    $mailbox = @imap_open("{{$host}:$port/imap/ssl/novalidate-cert}INBOX", 'lab', 'lab', 0, 1);
    $said = $mailbox ? imap_num_msg($mailbox) . ' messages' : imap_last_error();
    imap_errors();
    return $said;
    PHP);
?>
--EXPECT--
0 messages
Can't connect to 10.81.1.2,993: Permission denied
log: aesock deny tcp://10.81.1.2:993 reason=private rule=- app=default via=libc-client.so.2007e imap_open
as in stock
{"10.81.1.1":["tcp 993"],"10.81.1.2":[]}
