--TEST--
The exceptions for Gmail and Google Public DNS hold by name and by address, for their ports only
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

foreach (['https://smtp.gmail.com:465/', 'https://imap.gmail.com:993/', 'https://142.250.102.108:995/', 'telnet://8.8.8.8:53/', 'http://8.8.8.8/', 'https://smtp.gmail.com/', 'http://142.250.102.109:465/', 'smtps://smtp.gmail.com/'] as $url) {
    $handle = handle($url, [CURLOPT_SSL_VERIFYPEER => false, CURLOPT_SSL_VERIFYHOST => 0, CURLOPT_CONNECT_ONLY => true]);
    curl_exec($handle);
    preg_match('/\((?!SSL|http)[^()]*: [^()]*\)|$/', curl_error($handle), $reason);
    echo "$url ", curl_getinfo($handle, CURLINFO_PRIMARY_IP) ?: '-', " $reason[0]\n";
}
?>
--EXPECT--
https://smtp.gmail.com:465/ 2a00:1450:4013:c00::6d 
https://imap.gmail.com:993/ 142.250.102.109 
https://142.250.102.108:995/ 142.250.102.108 
telnet://8.8.8.8:53/ 8.8.8.8 
http://8.8.8.8/ - (Permission denied: 8.8.8.8 belongs to Google's own services)
https://smtp.gmail.com/ - (Permission denied: 142.250.102.108 belongs to Google's own services)
http://142.250.102.109:465/ - (Permission denied: 142.250.102.109 belongs to Google's own services)
smtps://smtp.gmail.com/ - (Permission denied: smtps://smtp.gmail.com/ lets a library connect by itself, which is not allowed)
