--TEST--
via= names what the script called: a function, a method with its class, or include
--EXTENSIONS--
soap
dom
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.log=denied
allow_url_include=1
error_reporting=8191
--FILE--
<?php
final class Service {
    public function call(): void { @fsockopen('10.0.0.10', 80); }
    public static function load(): void { @include 'http://10.0.0.11/'; }
}
@fsockopen('10.0.0.1', 80);
@pfsockopen('10.0.0.2', 80);
@stream_socket_client('tcp://10.0.0.3:80');
@stream_socket_server('tcp://10.0.0.4:80');
@file_get_contents('http://10.0.0.5/');
@fopen('https://10.0.0.6/', 'r');
@copy('http://10.0.0.7/', '/dev/null');
@include 'http://10.0.0.8/';
@array_map('fsockopen', ['10.0.0.9'], [80]);
(new Service())->call();
Service::load();
@(new DOMDocument())->load('http://10.0.0.12/');
try {
    @(new SoapClient(null, ['location' => 'http://10.0.0.13/', 'uri' => 'a']))->hello();
} catch (SoapFault) {
}
try {
    new SplFileObject('http://10.0.0.14/');
} catch (RuntimeException) {
}
?>
--EXPECTF--
aesock deny tcp://10.0.0.1:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.2:80 reason=private rule=- app=default via=pfsockopen%S
aesock deny tcp://10.0.0.3:80 reason=private rule=- app=default via=stream_socket_client%S
aesock deny tcp://10.0.0.4:80 reason=listen rule=- app=default via=stream_socket_server%S
aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=file_get_contents%S
aesock deny tcp://10.0.0.6:443 reason=private rule=- app=default via=fopen%S
aesock deny tcp://10.0.0.7:80 reason=private rule=- app=default via=copy%S
aesock deny tcp://10.0.0.8:80 reason=private rule=- app=default via=include%S
aesock deny tcp://10.0.0.9:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.10:80 reason=private rule=- app=default via=fsockopen%S
aesock deny tcp://10.0.0.11:80 reason=private rule=- app=default via=include%S
aesock deny tcp://10.0.0.12:80 reason=private rule=- app=default via=DOMDocument::load%S
aesock deny tcp://10.0.0.13:80 reason=private rule=- app=default via=SoapClient::__doRequest%S
aesock deny tcp://10.0.0.14:80 reason=private rule=- app=default via=SplFileObject::__construct%S
