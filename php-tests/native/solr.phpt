--TEST--
ext/solr asks a server that a rule allows, by a libcurl that has no door; one that none allows gets no packet
--DESCRIPTION--
The lab's web server is none of Solr's, and says so.
--SKIPIF--
<?php $needed = ['solr', 'curl']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

drive('10.81.10', 80, ['xml', 'curl', 'solr'], <<<'PHP'
    try {
        return get_class(@(new SolrClient(['hostname' => $host, 'port' => $port, 'timeout' => 5]))->ping());
    } catch (SolrClientException $error) {
        return strtok($error->getMessage(), "\n");
    }
    PHP);
?>
--EXPECT--
Unsuccessful ping request : Response Code 404. HTTP/1.1 404 Not Found
Solr HTTP Error 7: 'Couldn't connect to server' 
log: aesock deny tcp://10.81.10.2:80 reason=private rule=- app=default via=libcurl.so.4 SolrClient::ping
as in stock
{"10.81.10.1":["tcp 80"],"10.81.10.2":[]}
