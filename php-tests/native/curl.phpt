--TEST--
libcurl is held below the door: where another extension brings no callback for its sockets, and where a rule by name opens an address
--DESCRIPTION--
pecl_http uses libcurl as ext/curl does, and asks nobody before it dials. So this is what is left of the policy when the callback of
a handle is missing for a moment.
--SKIPIF--
<?php $needed = ['iconv', 'curl', 'raphf', 'psr', 'http']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

const CODE = <<<'PHP'
    foreach (['http://10.77.0.1/', 'http://10.77.0.2/', 'http://plain.test/', 'http://private.test/', 'http://plain.test/redirect-private'] as $url) {
        try {
            $client = new http\Client;
            $client->setOptions(['redirect' => 3]);
            $client->enqueue(new http\Client\Request('GET', $url))->send();
            echo $client->getResponse()->getBody();
        } catch (Throwable $error) {
            echo preg_replace('/ after \d+ ms/', '', $error->getMessage()), "\n";
        }
    }
    PHP;
echo run_native(CODE, ['iconv', 'curl', 'raphf', 'psr', 'http'], ['aesock.allow' => '10.77.0.1 private.test:80']);
tell(seen_at_each('10.77.0.1', '10.77.0.2'));

// A transfer of ext/curl's is decided and counted once.
const ONCE = <<<'PHP'
    curl_setopt($curl = curl_init('http://10.77.0.3/'), CURLOPT_RETURNTRANSFER, true);
    echo curl_exec($curl), json_encode(array_intersect_key(aesock_usage(), ['connects' => 1, 'creates' => 1])), "\n";
    PHP;
echo run_native(ONCE, ['curl'], ['aesock.allow' => '10.77.0.3', 'aesock.log' => 'all']);
?>
--EXPECTF--
hello from 10.77.0.1
%sCouldn't connect to server%s
hello from 93.184.216.34
hello from 10.0.0.5
hello from 10.0.0.5
log: aesock deny tcp://10.77.0.2:80 reason=private rule=- app=default via=libcurl.so.4 http\x5cClient::send
{"10.77.0.1":["tcp 80"],"10.77.0.2":[]}
hello from 10.77.0.3
{"creates":1,"connects":1}
log: aesock allow tcp://10.77.0.3:80 reason=rule rule=10.77.0.3 app=default via=curl_exec
