--TEST--
pecl_http asks a server that a rule allows, by a libcurl that has no door, with and without an event loop; one that none allows gets no packet
--SKIPIF--
<?php $needed = ['iconv', 'raphf', 'http']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

drive('10.81.11', 80, ['iconv', 'raphf', 'http'], <<<'PHP'
    foreach ([false, true] as $with_libevent) {
        try {
            $client = new http\Client();
            $client->configure(['use_eventloop' => $with_libevent]);
            $client->setOptions(['timeout' => 5]);
            $answer = $client->enqueue(new http\Client\Request('GET', "http://$host:$port/"))->send()->getResponse();
            $said[] = $answer->getResponseCode() . ' ' . trim($answer->getBody());
        } catch (http\Exception $error) {
            $said[] = strtok($error->getMessage(), ';');
        }
    }
    return implode(', ', $said);
    PHP);
?>
--EXPECT--
200 hello from 10.81.11.1, 200 hello from 10.81.11.1
http\Client::send(): Couldn't connect to server, http\Client::send(): Couldn't connect to server
log: aesock deny tcp://10.81.11.2:80 reason=private rule=- app=default via=libcurl.so.4 http\x5cClient::send
as in stock
{"10.81.11.1":["tcp 80"],"10.81.11.2":[]}
