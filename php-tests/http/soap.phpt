--TEST--
SOAP calls and the WSDL of a service are judged like any URL, with the reason in the warning
--EXTENSIONS--
soap
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$client = fn (string $place) => new SoapClient(null, ['location' => $place, 'uri' => 'urn:lab', 'connection_timeout' => 3]);
foreach (['http://10.11.13.4/', 'https://10.11.13.4/', 'http://93.184.217.24:25/'] as $place) {
    try {
        $client($place)->__soapCall('hello', []);
    } catch (SoapFault $fault) {
        echo "{$fault->faultcode}: ", words_of_any_version($fault->getMessage()), "\n";
    }
}
try {
    $client('http://plain.test/')->__soapCall('hello', []);
} catch (SoapFault $fault) {
    echo "{$fault->faultcode}: ", words_of_any_version($fault->getMessage()), "\n";
}
try {
    new SoapClient('http://10.11.13.4/service.wsdl');
} catch (SoapFault $fault) {
    echo "{$fault->faultcode}: ", strtok(words_of_any_version($fault->getMessage()), "\n"), "\n";
}
var_dump(seen_at('10.11.13.4'));
?>
--EXPECT--
warning: SoapClient::__doRequest(): connect() failed: Permission denied: 10.11.13.4 is a private address
HTTP: Could not connect to host
warning: SoapClient::__doRequest(): connect() failed: Permission denied: 10.11.13.4 is a private address
HTTP: Could not connect to host
warning: SoapClient::__doRequest(): connect() failed: Permission denied: port 25 of 93.184.217.24 is blocked, use 587 or 465
HTTP: Could not connect to host
Client: looks like we got no XML document
warning: SoapClient::__construct(): Failed to open stream: Permission denied: 10.11.13.4 is a private address
warning: SoapClient::__construct(): failed to load "http://10.11.13.4/service.wsdl"
WSDL: SOAP-ERROR: Parsing WSDL: Couldn't load from 'http://10.11.13.4/service.wsdl' : failed to load "http://10.11.13.4/service.wsdl"
array(0) {
}
