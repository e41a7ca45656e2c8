--TEST--
A name is judged by its addresses; the reason names both
--CONFLICTS--
answers
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

script_answers(
    ['loop6.scripted.test', 'AAAA=::1'],
    ['mapped.scripted.test', 'AAAA=::ffff:10.0.0.5'],
    ['alias.scripted.test', 'CNAME=metadata.google.internal;A=169.254.169.254'],
    ['allbad.scripted.test', 'A=10.0.0.5;A=127.0.0.1'],
);
foreach (['private.test', 'loop.test', 'db.internal', 'metadata.google.internal', 'localhost', 'loop6.scripted.test', 'mapped.scripted.test', 'alias.scripted.test', 'www.google.com'] as $name) {
    echo dial("tcp://$name:7"), "\n";
}
echo preg_replace('/\([\d.]+\) .*/', '(...)', dial('tcp://allbad.scripted.test:7')), "\n";
?>
--EXPECT--
13 Permission denied: private.test (10.0.0.5) is a private address
13 Permission denied: loop.test (127.0.0.1) is a loopback address or one of this host
13 Permission denied: db.internal (10.8.0.7) is a private address
13 Permission denied: metadata.google.internal (169.254.169.254) is a link-local address
13 Permission denied: localhost (::1) is a loopback address or one of this host
13 Permission denied: loop6.scripted.test (::1) is a loopback address or one of this host
13 Permission denied: mapped.scripted.test (::ffff:10.0.0.5) is a private address
13 Permission denied: alias.scripted.test (169.254.169.254) is a link-local address
13 Permission denied: www.google.com (142.250.102.108) belongs to Google's own services
13 Permission denied: allbad.scripted.test (...)
