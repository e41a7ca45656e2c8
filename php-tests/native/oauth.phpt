--TEST--
ext/oauth asks a server that a rule allows, by each of its engines; one that none allows gets no packet
--SKIPIF--
<?php $needed = ['oauth']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/native.inc';

drive('10.81.12', 80, ['oauth'], <<<'PHP'
    foreach (array_filter(['OAUTH_REQENGINE_STREAMS', 'OAUTH_REQENGINE_CURL'], defined(...)) as $engine) {
        $oauth = new OAuth('key', 'secret', OAUTH_SIG_METHOD_HMACSHA1, OAUTH_AUTH_TYPE_URI);
        $oauth->setRequestEngine(constant($engine));
        try {
            @$oauth->fetch("http://$host:$port/");
            $said[] = trim($oauth->getLastResponse());
        } catch (OAuthException $error) {
            $said[] = $error->getMessage();
        }
    }
    return implode(', ', $said);
    PHP);
?>
--EXPECT--
hello from 10.81.12.1
making the request failed (dunno why)
log: aesock deny tcp://10.81.12.2:80 reason=private rule=- app=default via=OAuth::fetch
as in stock
{"10.81.12.1":["tcp 80"],"10.81.12.2":[]}
